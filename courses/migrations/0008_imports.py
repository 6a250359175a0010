"""Lists of people handed in for a session, with what happened to them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vkc.core.fields
from courses.state_triggers import state_needs_event
from vkc.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0007_nominations"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnrolmentImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated")),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="sample material"
                    ),
                ),
                (
                    "file_name",
                    vkc.core.fields.NFCCharField(max_length=200, verbose_name="name of the file"),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "handed in"),
                            ("checked", "checked"),
                            ("applying", "being entered"),
                            ("applied", "entered"),
                            ("failed", "not entered"),
                            ("discarded", "discarded"),
                        ],
                        default="uploaded",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("problems", models.JSONField(blank=True, default=list, editable=False)),
                (
                    "problem_count",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="errors"),
                ),
                (
                    "row_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="people in the list"
                    ),
                ),
                (
                    "new_accounts",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="accounts opened"
                    ),
                ),
                (
                    "unchanged",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="already enrolled"
                    ),
                ),
                (
                    "seated",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="got a seat"
                    ),
                ),
                (
                    "waiting",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="got a place in line"
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="checked at"
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="started at"
                    ),
                ),
                (
                    "applied_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="entered at"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="courses.session",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "list to import",
                "verbose_name_plural": "lists to import",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentImportEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.CharField(max_length=40, verbose_name="event")),
                ("from_state", models.CharField(blank=True, max_length=30, verbose_name="from")),
                ("to_state", models.CharField(blank=True, max_length=30, verbose_name="to")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", vkc.core.fields.NFCTextField(blank=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="courses.enrolmentimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of an import",
                "verbose_name_plural": "events of imports",
                "ordering": ["at", "id"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="enrolmentimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["uploaded", "checked", "applying", "applied", "failed", "discarded"],
                    )
                ),
                name="import_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["applying", "applied"]), _negated=True),
                    ("problem_count", 0),
                    _connector="OR",
                ),
                name="list_with_errors_is_not_entered",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", None), ("state__in", ("applied", "discarded"))),
                    models.Q(
                        models.Q(("state__in", ("applied", "discarded")), _negated=True),
                        ("file__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="list_is_kept_until_entered",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolmentimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "applied"), _negated=True),
                    ("applied_at__isnull", False),
                    _connector="OR",
                ),
                name="entered_list_says_since_when",
            ),
        ),
        migrations.AddIndex(
            model_name="enrolmentimportevent",
            index=models.Index(fields=["subject", "id"], name="import_event_subject"),
        ),
        append_only("courses_enrolmentimportevent"),
        state_needs_event("courses_enrolmentimport", "courses_enrolmentimportevent"),
    ]
