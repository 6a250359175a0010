from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0013_transcripts")]

    operations = []
