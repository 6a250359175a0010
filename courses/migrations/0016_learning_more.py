"""Results of surveys in steps; packages of several parts."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import vkc.core.fields

# What was shown until now, from five answers on, stays shown; the rest waits for its step.
PUBLISH = """
    UPDATE courses_surveyanswer SET is_published = true
    WHERE (session_id, question_id) IN (
        SELECT session_id, question_id FROM courses_surveyanswer
        GROUP BY session_id, question_id HAVING count(*) >= 5
    )
"""
# When somebody opened a survey would tell who answered when.
FORGET = """
    DELETE FROM courses_lessonprogress
    WHERE lesson_id IN (SELECT id FROM courses_lesson WHERE kind = 'survey')
"""
PARTS = """
    INSERT INTO courses_scormpart (package_id, "order", section, title, launch_path, launch_query,
                                   launch_data, mastery_score, is_asset)
    SELECT id, 1, '', title, launch_path, launch_query, launch_data, mastery_score, false
    FROM courses_scormpackage
"""
STATES = """
    UPDATE courses_scormstate SET part_id = courses_scormpart.id
    FROM courses_scormpart WHERE courses_scormpart.package_id = courses_scormstate.package_id
"""
# A table with checks still to come cannot be altered.
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE"


def sql(*statements):
    return migrations.RunSQL([*statements, SETTLE], migrations.RunSQL.noop)


def text(words, length, **more):
    return vkc.core.fields.NFCCharField(max_length=length, verbose_name=words, **more)


def package_field(name):
    return migrations.RemoveField(model_name="scormpackage", name=name)


class Migration(migrations.Migration):
    dependencies = [("courses", "0015_taking_out")]

    operations = [
        migrations.AddField(
            model_name="surveyanswer",
            name="is_published",
            field=models.BooleanField(default=False),
        ),
        sql(PUBLISH, FORGET),
        migrations.CreateModel(
            name="ScormPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("section", text("section", 300, blank=True)),
                ("title", text("title", 300, blank=True)),
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
                (
                    "is_asset",
                    models.BooleanField(
                        default=False, verbose_name="page without the SCORM interface"
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="courses.scormpackage",
                        verbose_name="SCORM package",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a package",
                "verbose_name_plural": "parts of packages",
                "ordering": ["package", "order"],
            },
        ),
        sql(PARTS),
        migrations.AddField(
            model_name="scormstate",
            name="part",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="states",
                to="courses.scormpart",
                verbose_name="part of a package",
            ),
        ),
        sql(STATES),
        migrations.AlterField(
            model_name="scormstate",
            name="part",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="states",
                to="courses.scormpart",
                verbose_name="part of a package",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="scormstate", name="one_state_per_package_and_enrolment"
        ),
        migrations.RemoveField(model_name="scormstate", name="package"),
        migrations.AddConstraint(
            model_name="scormstate",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "part"), name="one_state_per_part_and_enrolment"
            ),
        ),
        migrations.RemoveConstraint(model_name="scormpackage", name="package_has_a_first_page"),
        migrations.RemoveConstraint(
            model_name="scormpackage", name="mastery_score_is_a_percentage"
        ),
        package_field("launch_path"),
        package_field("launch_query"),
        package_field("launch_data"),
        package_field("mastery_score"),
        migrations.AddField(
            model_name="scormpackage",
            name="warnings",
            field=models.JSONField(blank=True, default=list, verbose_name="warnings"),
        ),
        migrations.AddConstraint(
            model_name="scormpart",
            constraint=models.UniqueConstraint(
                fields=("package", "order"), name="parts_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="scormpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("launch_path", ""), _negated=True),
                name="part_has_a_first_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="scormpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mastery_score", None),
                    models.Q(("mastery_score__gte", 0), ("mastery_score__lte", 100)),
                    _connector="OR",
                ),
                name="mastery_score_is_a_percentage",
            ),
        ),
    ]
