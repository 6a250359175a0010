"""Attendance marks with their acts, materials, announcements."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vkc.core.fields
from courses.state_triggers import state_needs_event
from vkc.core.append_only import append_only

SEAT_SQL = """
CREATE FUNCTION courses_mark_has_a_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM courses_enrolment e JOIN courses_meeting m ON m.session_id = e.session_id
    WHERE e.id = NEW.enrolment_id AND m.id = NEW.meeting_id
      AND e.state IN ('confirmed', 'completed', 'not_completed', 'no_show')
  ) THEN
    RAISE EXCEPTION 'enrolment % has no seat at meeting %', NEW.enrolment_id, NEW.meeting_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER courses_mark_has_a_seat
BEFORE INSERT OR UPDATE OF meeting_id, enrolment_id ON courses_attendancemark
FOR EACH ROW EXECUTE FUNCTION courses_mark_has_a_seat();
"""
SEAT_REVERSE_SQL = """
DROP TRIGGER courses_mark_has_a_seat ON courses_attendancemark;
DROP FUNCTION courses_mark_has_a_seat();
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0008_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttendanceMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("absent", "absent"),
                            ("excused", "absent with leave"),
                            ("undone", "mark taken back"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("code", "code on the screen"),
                            ("scan", "personal QR code"),
                            ("sheet", "printed sheet"),
                            ("staff", "called by name"),
                            ("correction", "correction"),
                        ],
                        max_length=10,
                        verbose_name="how it came about",
                    ),
                ),
                ("client_key", models.UUIDField(editable=False, unique=True)),
                ("marked_at", models.DateTimeField(verbose_name="marked at")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "offset_seconds",
                    models.IntegerField(
                        default=0, verbose_name="device's clock behind the server, in seconds"
                    ),
                ),
                ("decided_at", models.DateTimeField(verbose_name="last decided at")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="courses.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="courses.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance mark",
                "verbose_name_plural": "attendance marks",
                "ordering": ["meeting", "enrolment"],
            },
        ),
        migrations.CreateModel(
            name="AttendanceMarkEvent",
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
                    "source",
                    models.CharField(
                        choices=[
                            ("code", "code on the screen"),
                            ("scan", "personal QR code"),
                            ("sheet", "printed sheet"),
                            ("staff", "called by name"),
                            ("correction", "correction"),
                        ],
                        max_length=10,
                        verbose_name="how it came about",
                    ),
                ),
                ("client_key", models.UUIDField(editable=False, unique=True)),
                (
                    "device_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="device's clock"),
                ),
                ("received_at", models.DateTimeField(verbose_name="received at")),
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
                        to="courses.attendancemark",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance event",
                "verbose_name_plural": "attendance events",
                "ordering": ["at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", vkc.core.fields.NFCCharField(max_length=200, verbose_name="title")),
                ("note", vkc.core.fields.NFCTextField(blank=True, verbose_name="note")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("seated", "who has a seat"),
                            ("begun", "who has a seat, once the session has begun"),
                            ("finished", "who has a seat, once the session is over"),
                        ],
                        default="seated",
                        max_length=10,
                        verbose_name="who may open it",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, editable=False)),
                ("added_at", models.DateTimeField(verbose_name="added at")),
                (
                    "removed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="removed at"
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="courses.course",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="materials",
                        to="courses.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="courses.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "material",
                "verbose_name_plural": "materials",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("meeting_key", models.BigIntegerField(blank=True, null=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("seated", "everybody with a seat"),
                            ("waiting", "everybody on the waiting list"),
                            ("absent", "who has a seat and was not at a meeting"),
                        ],
                        max_length=10,
                        verbose_name="to whom",
                    ),
                ),
                ("subject", vkc.core.fields.NFCCharField(max_length=200, verbose_name="subject")),
                ("body", vkc.core.fields.NFCTextField(verbose_name="text")),
                ("recipients", models.PositiveIntegerField(verbose_name="number of recipients")),
                ("at", models.DateTimeField(verbose_name="sent at")),
                ("key", models.UUIDField(editable=False, unique=True)),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="courses.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["seated", "waiting", "absent"])),
                        name="announcement_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "absent"), _negated=True),
                            ("meeting_key__isnull", False),
                            _connector="OR",
                        ),
                        name="absent_from_which_meeting",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="attendancemark",
            constraint=models.UniqueConstraint(
                fields=("meeting", "enrolment"), name="one_mark_per_meeting_and_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancemark",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["present", "absent", "excused", "undone"])),
                name="mark_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancemark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source__in", ["code", "scan", "sheet", "staff", "correction"])
                ),
                name="mark_source_known",
            ),
        ),
        migrations.AddIndex(
            model_name="attendancemarkevent",
            index=models.Index(fields=["subject", "id"], name="mark_event_subject"),
        ),
        migrations.AddConstraint(
            model_name="attendancemarkevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "correction"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="correction_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("course", None), ("session__isnull", False)),
                    models.Q(("course__isnull", False), ("meeting", None), ("session", None)),
                    _connector="OR",
                ),
                name="material_of_a_course_or_a_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", None), models.Q(("link", ""), _negated=True)),
                    models.Q(("file__isnull", False), ("link", "")),
                    _connector="OR",
                ),
                name="material_is_a_file_or_a_link",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("access__in", ["public", "seated", "begun", "finished"])),
                name="material_access_known",
            ),
        ),
        migrations.RunSQL(sql=SEAT_SQL, reverse_sql=SEAT_REVERSE_SQL),
        append_only("courses_attendancemarkevent"),
        append_only("courses_announcement"),
        state_needs_event("courses_attendancemark", "courses_attendancemarkevent"),
    ]
