"""Hours of training, frozen at completion; types of training and their rules."""

import django.db.models.deletion
import django.db.models.functions
from django.conf import settings
from django.db import migrations, models

import courses.models.certificates
import courses.models.files
import vkc.core.fields
import vkc.core.translated
from courses.certificates.triggers import frozen


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0001_initial"),
        ("courses", "0012_certificates"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference_key",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=120),
                ),
                ("reference_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "title",
                    vkc.core.fields.NFCCharField(blank=True, max_length=500, verbose_name="source"),
                ),
                ("url", models.CharField(blank=True, max_length=1000, verbose_name="address")),
                (
                    "supports",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="what it supports"),
                ),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="read on")),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("high", "High confidence"),
                            ("medium", "Medium confidence"),
                            ("low", "Low confidence"),
                            ("", "Confidence not stated"),
                        ],
                        max_length=10,
                        verbose_name="confidence",
                    ),
                ),
                ("name_vi", vkc.core.fields.NFCCharField(max_length=200, verbose_name="name")),
                (
                    "name_en",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=200, verbose_name="name in English"
                    ),
                ),
                (
                    "name_ko",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=200, verbose_name="name in Korean"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="may be chosen")),
            ],
            options={
                "verbose_name": "type of training",
                "verbose_name_plural": "types of training",
                "ordering": ["position", "id"],
            },
            bases=(vkc.core.translated.Translated, models.Model),
        ),
        migrations.CreateModel(
            name="HoursRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference_key",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=120),
                ),
                ("reference_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "title",
                    vkc.core.fields.NFCCharField(blank=True, max_length=500, verbose_name="source"),
                ),
                ("url", models.CharField(blank=True, max_length=1000, verbose_name="address")),
                (
                    "supports",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="what it supports"),
                ),
                ("retrieved_on", models.DateField(blank=True, null=True, verbose_name="read on")),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("high", "High confidence"),
                            ("medium", "Medium confidence"),
                            ("low", "Low confidence"),
                            ("", "Confidence not stated"),
                        ],
                        max_length=10,
                        verbose_name="confidence",
                    ),
                ),
                (
                    "text_number",
                    vkc.core.fields.NFCCharField(
                        max_length=80, verbose_name="number of the legal text"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True,
                        help_text="Leave empty while not known.",
                        null=True,
                        verbose_name="valid from",
                    ),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "periods_a_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Only with the source that says so. Leave empty while not known.",
                        null=True,
                        verbose_name="least periods (tiết) a year",
                    ),
                ),
                ("note_vi", vkc.core.fields.NFCTextField(blank=True, verbose_name="note")),
                (
                    "training_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="courses.trainingtype",
                        verbose_name="type of training",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule on hours",
                "verbose_name_plural": "rules on hours",
                "ordering": [
                    "training_type",
                    models.OrderBy(models.F("valid_from"), descending=True, nulls_last=True),
                    "-id",
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("completed_on", models.DateField(verbose_name="completed on")),
                ("periods", models.PositiveSmallIntegerField(null=True, verbose_name="periods")),
                (
                    "course_title_vi",
                    vkc.core.fields.NFCCharField(max_length=300, verbose_name="course"),
                ),
                ("course_title_en", vkc.core.fields.NFCCharField(blank=True, max_length=300)),
                ("course_title_ko", vkc.core.fields.NFCCharField(blank=True, max_length=300)),
                ("starts_on", models.DateField(null=True, verbose_name="first day")),
                ("ends_on", models.DateField(null=True, verbose_name="last day")),
                (
                    "agency_name",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=200, verbose_name="agency that day"
                    ),
                ),
                (
                    "unit_scheme",
                    models.PositiveSmallIntegerField(null=True, verbose_name="scheme of the unit"),
                ),
                (
                    "unit_code",
                    models.CharField(blank=True, max_length=2, verbose_name="code of the unit"),
                ),
                (
                    "unit_name",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=120, verbose_name="unit that day"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours",
                        to="courses.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="training_hours",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "training_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="courses.trainingtype",
                        verbose_name="type of training",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of hours",
                "verbose_name_plural": "records of hours",
                "ordering": ["-completed_on", "-id"],
            },
        ),
        migrations.AddField(
            model_name="course",
            name="training_type",
            field=models.ForeignKey(
                blank=True,
                help_text="Hours are counted by it in each person's transcript.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="courses",
                to="courses.trainingtype",
                verbose_name="type of training",
            ),
        ),
        migrations.CreateModel(
            name="Transcript",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "code",
                    models.CharField(
                        default=courses.models.certificates.new_code, max_length=32, unique=True
                    ),
                ),
                ("facts", models.JSONField()),
                (
                    "file",
                    models.FileField(
                        storage=courses.models.files.private_storage,
                        upload_to=courses.models.certificates.certificate_path,
                        verbose_name="file",
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transcripts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.signingcertificate",
                    ),
                ),
            ],
            options={
                "verbose_name": "transcript of hours",
                "verbose_name_plural": "transcripts of hours",
                "ordering": ["-made_at", "-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="hoursrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("periods_a_year", None),
                    models.Q(models.Q(("title", ""), _negated=True), ("valid_from__isnull", False)),
                    _connector="OR",
                ),
                name="threshold_has_source_and_day",
                violation_error_message="A number of periods needs its source and the day from which it is valid.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hoursrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    ("valid_from", None),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="rule_ends_after_it_begins",
                violation_error_message="The last day is before the first day.",
            ),
        ),
        migrations.AddIndex(
            model_name="hoursrecord",
            index=models.Index(fields=["person", "year"], name="hours_person_year"),
        ),
        migrations.AddIndex(
            model_name="hoursrecord",
            index=models.Index(fields=["unit_scheme", "unit_code", "year"], name="hours_unit_year"),
        ),
        migrations.AddConstraint(
            model_name="hoursrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("unit_code", ""), ("unit_scheme", None)),
                    models.Q(
                        ("unit_scheme__isnull", False), models.Q(("unit_code", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="hours_unit_by_scheme_and_code",
            ),
        ),
        migrations.AddIndex(
            model_name="transcript",
            index=models.Index(fields=["person", "year"], name="transcript_person_year"),
        ),
        frozen("courses_hoursrecord", but=("person_id", "agency_id")),
    ]
