"""Days off that the Government swaps, and which pool a seat from the waiting list came from."""

import django.db.models.deletion
from django.db import migrations, models

import vkc.core.fields
from vkc.core.append_only import append_only

DAY_OFF = migrations.CreateModel(
    name="DayOff",
    fields=[
        (
            "id",
            models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
        ("day", models.DateField(unique=True, verbose_name="day")),
        (
            "is_working",
            models.BooleanField(
                default=False,
                help_text=("Ticked: worked although a weekend or holiday. Otherwise: a day off."),
                verbose_name="a working day",
            ),
        ),
        (
            "name",
            vkc.core.fields.NFCCharField(max_length=200, verbose_name="what kind of day it is"),
        ),
        (
            "source_title",
            vkc.core.fields.NFCCharField(
                max_length=300, verbose_name="notice or dispatch it was read in"
            ),
        ),
        (
            "source_url",
            models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
        ),
        (
            "decided_by",
            vkc.core.fields.NFCCharField(blank=True, max_length=200, verbose_name="decided by"),
        ),
    ],
    options={
        "verbose_name": "day off or day worked instead",
        "verbose_name_plural": "days off and days worked instead",
        "ordering": ["-day"],
        "constraints": [
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(source_title=""),
                name="day_off_says_what_and_whence",
                violation_error_message="Say what day it is and where that was read.",
            )
        ],
    },
)
SEAT_GRANT = migrations.CreateModel(
    name="SeatGrant",
    fields=[
        (
            "id",
            models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
        ("is_out_of_turn", models.BooleanField(default=False, verbose_name="out of turn")),
        (
            "event",
            models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="grant",
                to="courses.enrolmentevent",
            ),
        ),
        (
            "subject",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="grants",
                to="courses.enrolment",
            ),
        ),
        (
            "unit",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.unit",
                verbose_name="province-level unit",
            ),
        ),
    ],
    options={
        "verbose_name": "seat given from the waiting list",
        "verbose_name_plural": "seats given from the waiting list",
        "ordering": ["id"],
    },
)


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_seats"), ("places", "0001_initial")]

    operations = [DAY_OFF, SEAT_GRANT, append_only("courses_seatgrant")]
