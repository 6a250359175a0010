"""Packages of lessons, and what was reported from them."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import vkc.core.fields


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_learning")]

    operations = [
        migrations.CreateModel(
            name="ScormPackage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", vkc.core.fields.NFCCharField(max_length=300, verbose_name="title")),
                (
                    "identifier",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=300, verbose_name="identifier in the manifest"
                    ),
                ),
                ("launch_path", models.CharField(max_length=500, verbose_name="first page")),
                (
                    "launch_query",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="parameters of the first page"
                    ),
                ),
                (
                    "launch_data",
                    models.TextField(
                        blank=True, max_length=4096, verbose_name="data for the start"
                    ),
                ),
                (
                    "mastery_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="score to pass",
                    ),
                ),
                ("entries", models.JSONField(verbose_name="files in the package")),
                (
                    "inflated",
                    models.PositiveBigIntegerField(verbose_name="size unpacked, in bytes"),
                ),
                ("added_at", models.DateTimeField(verbose_name="added at")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="packages",
                        to="courses.lesson",
                        verbose_name="lesson",
                    ),
                ),
            ],
            options={
                "verbose_name": "SCORM package",
                "verbose_name_plural": "SCORM packages",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ScormState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lesson_status",
                    models.CharField(
                        choices=[
                            ("not attempted", "not begun"),
                            ("incomplete", "begun"),
                            ("browsed", "looked through"),
                            ("completed", "completed"),
                            ("passed", "passed"),
                            ("failed", "not passed"),
                        ],
                        default="not attempted",
                        max_length=13,
                        verbose_name="status",
                    ),
                ),
                (
                    "score_raw",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="score"
                    ),
                ),
                (
                    "score_min",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="lowest score",
                    ),
                ),
                (
                    "score_max",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="highest score",
                    ),
                ),
                (
                    "lesson_location",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="place in the package"
                    ),
                ),
                (
                    "suspend_data",
                    models.CharField(
                        blank=True, max_length=4096, verbose_name="notes of the package"
                    ),
                ),
                ("exit", models.CharField(blank=True, max_length=8)),
                ("entry", models.CharField(blank=True, default="ab-initio", max_length=9)),
                (
                    "total_seconds",
                    models.PositiveIntegerField(
                        default=0, verbose_name="seconds before this visit"
                    ),
                ),
                (
                    "session_seconds",
                    models.PositiveIntegerField(default=0, verbose_name="seconds of this visit"),
                ),
                ("launch", models.UUIDField()),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("updated_at", models.DateTimeField(verbose_name="last reported at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scorm_states",
                        to="courses.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="states",
                        to="courses.scormpackage",
                        verbose_name="SCORM package",
                    ),
                ),
            ],
            options={
                "verbose_name": "standing in a package",
                "verbose_name_plural": "standings in packages",
            },
        ),
        migrations.AddConstraint(
            model_name="scormpackage",
            constraint=models.CheckConstraint(
                condition=models.Q(("launch_path", ""), _negated=True),
                name="package_has_a_first_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="scormpackage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mastery_score", None),
                    models.Q(("mastery_score__gte", 0), ("mastery_score__lte", 100)),
                    _connector="OR",
                ),
                name="mastery_score_is_a_percentage",
            ),
        ),
        migrations.AddConstraint(
            model_name="scormstate",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "package"), name="one_state_per_package_and_enrolment"
            ),
        ),
        migrations.AddConstraint(
            model_name="scormstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "lesson_status__in",
                        ["not attempted", "incomplete", "browsed", "completed", "passed", "failed"],
                    )
                ),
                name="scorm_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scormstate",
            constraint=models.CheckConstraint(
                condition=models.Q(("exit__in", ("", "time-out", "suspend", "logout"))),
                name="scorm_exit_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scormstate",
            constraint=models.CheckConstraint(
                condition=models.Q(("entry__in", ("", "ab-initio", "resume"))),
                name="scorm_entry_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scormstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("score_raw", None),
                        models.Q(("score_raw__gte", 0), ("score_raw__lte", 100)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("score_min", None),
                        models.Q(("score_min__gte", 0), ("score_min__lte", 100)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("score_max", None),
                        models.Q(("score_max__gte", 0), ("score_max__lte", 100)),
                        _connector="OR",
                    ),
                ),
                name="scorm_scores_are_percentages",
            ),
        ),
        migrations.AddConstraint(
            model_name="scormstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at", None),
                    ("lesson_status__in", ("completed", "passed")),
                    _connector="OR",
                ),
                name="scorm_done_only_when_it_says_so",
            ),
        ),
    ]
