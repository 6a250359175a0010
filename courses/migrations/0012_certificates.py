"""Certificates: a register without gaps, facts that stay, files made once."""

import django.db.models.deletion
import django.db.models.functions
from django.conf import settings
from django.db import migrations, models

import courses.models.certificates
import courses.models.files
import vkc.core.fields
import vkc.core.translated
from courses.certificates.triggers import REGISTER_SQL, REVERSE_REGISTER_SQL, frozen
from courses.state_triggers import state_needs_event
from vkc.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0011_scorm"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("pem", models.TextField()),
                (
                    "is_test",
                    models.BooleanField(default=False, verbose_name="test key without legal value"),
                ),
                ("first_used_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "signing certificate",
                "verbose_name_plural": "signing certificates",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CertificateRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="sample material"
                    ),
                ),
                (
                    "name",
                    vkc.core.fields.NFCCharField(
                        max_length=120, unique=True, verbose_name="name of the series"
                    ),
                ),
                (
                    "suffix",
                    vkc.core.fields.NFCCharField(
                        help_text="For example “/2026/GCN”; the certificate then reads 0001/2026/GCN.",
                        max_length=60,
                        verbose_name="what follows the number",
                    ),
                ),
                (
                    "digits",
                    models.PositiveSmallIntegerField(
                        default=4, verbose_name="least number of digits"
                    ),
                ),
                (
                    "last_number",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="last number given"
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=True, verbose_name="new certificates may be issued"
                    ),
                ),
                (
                    "title_vi",
                    vkc.core.fields.NFCCharField(
                        default="Giấy chứng nhận", max_length=120, verbose_name="heading"
                    ),
                ),
                (
                    "title_en",
                    vkc.core.fields.NFCCharField(
                        default="Certificate", max_length=120, verbose_name="heading in English"
                    ),
                ),
                (
                    "parent_body_vi",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=200, verbose_name="superior body"
                    ),
                ),
                (
                    "parent_body_en",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=200, verbose_name="superior body, in English"
                    ),
                ),
                (
                    "body_vi",
                    vkc.core.fields.NFCCharField(max_length=200, verbose_name="issuing body"),
                ),
                (
                    "body_en",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=200, verbose_name="issuing body, in English"
                    ),
                ),
                (
                    "place_vi",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=100, verbose_name="place of issue"
                    ),
                ),
                (
                    "signer_name",
                    vkc.core.fields.NFCCharField(max_length=150, verbose_name="who signs"),
                ),
                (
                    "signer_title_vi",
                    vkc.core.fields.NFCCharField(max_length=200, verbose_name="title of who signs"),
                ),
                (
                    "signer_title_en",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=200, verbose_name="title of who signs, in English"
                    ),
                ),
            ],
            options={
                "verbose_name": "series of certificate numbers",
                "verbose_name_plural": "series of certificate numbers",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("suffix",),
                        name="one_series_per_suffix",
                        violation_error_message="Another series already uses this ending.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="sample material"
                    ),
                ),
                ("serial", models.PositiveIntegerField(verbose_name="serial number")),
                ("number", vkc.core.fields.NFCCharField(max_length=80, verbose_name="number")),
                (
                    "code",
                    models.CharField(
                        default=courses.models.certificates.new_code, max_length=32, unique=True
                    ),
                ),
                (
                    "holder_name",
                    vkc.core.fields.NFCCharField(max_length=150, verbose_name="name of the holder"),
                ),
                (
                    "course_title",
                    vkc.core.fields.NFCCharField(max_length=300, verbose_name="course"),
                ),
                ("facts", models.JSONField()),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "valid"),
                            ("suspended", "suspended"),
                            ("revoked", "revoked"),
                            ("superseded", "replaced by a correction"),
                        ],
                        default="issued",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="courses.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="certificates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="courses.certificate",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="courses.certificateregister",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ["-issued_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="IssueRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("moved_at", models.DateTimeField(verbose_name="last progress")),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                ("last_error", vkc.core.fields.NFCTextField(blank=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.certificateregister",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue_runs",
                        to="courses.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "issue for a session",
                "verbose_name_plural": "issues for sessions",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="CertificateFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                ("badge", models.TextField(verbose_name="Open Badges 3.0 credential")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made",
                        to="courses.certificate",
                    ),
                ),
                (
                    "signed_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="courses.signingcertificate",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a certificate",
                "verbose_name_plural": "files of certificates",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CertificateEvent",
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
                    "reason_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no reason class"),
                            ("mistake", "a mistake in the certificate"),
                            ("conditions", "the conditions of completion were not met"),
                            ("under_review", "facts are being checked"),
                            ("requested", "the holder or their agency asked for it"),
                            ("other", "another reason, kept on file by the issuing body"),
                        ],
                        max_length=12,
                        verbose_name="reason for the public page",
                    ),
                ),
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
                        to="courses.certificate",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate event",
                "verbose_name_plural": "certificate events",
                "ordering": ["at", "id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["subject", "id"], name="certificate_event_subject")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["state"], name="certificate_state"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)),
                fields=("register", "serial"),
                name="one_certificate_per_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "superseded"), _negated=True),
                fields=("number",),
                name="one_standing_certificate_per_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)),
                fields=("enrolment",),
                name="one_certificate_per_enrolment",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["issued", "suspended", "revoked", "superseded"])),
                name="certificate_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supersedes", None),
                    models.Q(("supersedes", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="certificate_does_not_supersede_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuerun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at", None)),
                fields=("session",),
                name="one_issue_run_per_session",
            ),
        ),
        append_only("courses_certificateevent"),
        append_only("courses_certificatefile"),
        state_needs_event("courses_certificate", "courses_certificateevent"),
        frozen("courses_certificate", but=("state", "person_id")),
        migrations.RunSQL(sql=REGISTER_SQL, reverse_sql=REVERSE_REGISTER_SQL),
    ]
