from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0016_learning_more")]

    operations = []
