"""People taken out of letters, letters ended as overdue, and whose seat each event gave."""

import django.db.models.deletion
from django.db import migrations, models

from courses.seat_triggers import events_name_the_pool

STATES = [
    ("draft", "draft"),
    ("submitted", "submitted"),
    ("returned", "returned for correction"),
    ("approved", "approved"),
    ("refused", "refused"),
    ("withdrawn", "withdrawn by the agency"),
    ("lapsed", "ended: overdue"),
]
PEOPLE = [
    migrations.AddField(
        model_name="nominee",
        name="taken_out_at",
        field=models.DateTimeField(
            blank=True, editable=False, null=True, verbose_name="taken out at"
        ),
    ),
    migrations.RemoveConstraint(model_name="nominee", name="one_nominee_per_address"),
    migrations.AddConstraint(
        model_name="nominee",
        constraint=models.UniqueConstraint(
            condition=models.Q(("is_substituted", False), ("taken_out_at", None)),
            fields=("nomination", "email"),
            name="one_nominee_per_address",
        ),
    ),
    migrations.AddConstraint(
        model_name="nominee",
        constraint=models.CheckConstraint(
            condition=models.Q(("is_substituted", False), ("taken_out_at", None), _connector="OR"),
            name="nominee_is_substituted_or_taken_out",
        ),
    ),
]
LETTERS = [
    migrations.AlterField(
        model_name="nomination",
        name="state",
        field=models.CharField(
            choices=STATES, default="draft", editable=False, max_length=10, verbose_name="state"
        ),
    ),
    migrations.RemoveConstraint(model_name="nomination", name="nomination_state_known"),
    migrations.AddConstraint(
        model_name="nomination",
        constraint=models.CheckConstraint(
            condition=models.Q(("state__in", [value for value, _label in STATES])),
            name="nomination_state_known",
        ),
    ),
]
SEATS = [
    migrations.AddField(
        model_name="enrolmentevent",
        name="seat_of",
        field=models.CharField(
            blank=True,
            choices=[("national", "national pool"), ("unit", "province")],
            editable=False,
            max_length=8,
            verbose_name="whose seat",
        ),
    ),
    migrations.AddField(
        model_name="enrolmentevent",
        name="seat_unit",
        field=models.ForeignKey(
            blank=True,
            db_constraint=False,
            db_index=False,
            editable=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="places.unit",
            verbose_name="province-level unit",
        ),
    ),
    migrations.AddConstraint(
        model_name="enrolmentevent",
        constraint=models.CheckConstraint(
            condition=models.Q(
                models.Q(("seat_of", "unit"), ("seat_unit__isnull", False)),
                models.Q(("seat_of__in", ["", "national"]), ("seat_unit", None)),
                _connector="OR",
            ),
            name="enrolment_event_names_its_pool",
        ),
    ),
    events_name_the_pool(),
]


class Migration(migrations.Migration):
    dependencies = [("courses", "0014_catalogue"), ("places", "0001_initial")]

    operations = [*PEOPLE, *LETTERS, *SEATS]
