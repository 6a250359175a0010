from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_pools_follow_the_capacity")]

    operations = []
