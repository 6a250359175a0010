from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0014_catalogue")]

    operations = []
