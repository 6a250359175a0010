from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0006_waiting")]

    operations = [
        migrations.AddField(
            model_name="nominee",
            name="was_enrolled",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    ("correct_by__isnull", False),
                    _connector="OR",
                ),
                name="returned_nomination_says_until_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("session", "agency"),
                name="one_draft_per_agency_and_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="nominee",
            constraint=models.CheckConstraint(
                condition=models.Q(("rank__gte", 1)), name="nominee_ranks_begin_at_one"
            ),
        ),
    ]
