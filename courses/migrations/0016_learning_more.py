from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0015_taking_out")]

    operations = []
