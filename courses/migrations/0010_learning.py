"""Lessons, quizzes, assignments, surveys, rules of completion."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vkc.core.fields
import vkc.core.translated
from vkc.core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0009_attendance"),
    ]

    operations = [
        migrations.CreateModel(
            name="CompletionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "valid_from",
                    models.DateField(
                        help_text="For sessions that begin on this day or later.",
                        verbose_name="valid from",
                    ),
                ),
                (
                    "min_attendance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: attendance is not asked.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="least attendance, in % of the periods",
                    ),
                ),
                (
                    "needs_lessons",
                    models.BooleanField(default=False, verbose_name="all required lessons"),
                ),
                ("needs_quiz", models.BooleanField(default=False, verbose_name="quiz passed")),
                (
                    "needs_assignment",
                    models.BooleanField(default=False, verbose_name="assignment accepted"),
                ),
                (
                    "needs_survey",
                    models.BooleanField(default=False, verbose_name="survey answered"),
                ),
                (
                    "note",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=500, verbose_name="why this version"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="completion_rules",
                        to="courses.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "completion rule",
                "verbose_name_plural": "completion rules",
                "ordering": ["course", "version"],
            },
        ),
        migrations.CreateModel(
            name="Conclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("items", models.JSONField(verbose_name="findings")),
                (
                    "is_overridden",
                    models.BooleanField(default=False, verbose_name="decided against the rule"),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conclusion",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.completionrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "judgement of completion",
                "verbose_name_plural": "judgements of completion",
            },
        ),
        migrations.CreateModel(
            name="CourseLearning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_in_order",
                    models.BooleanField(
                        default=True,
                        help_text="A lesson opens once the required ones before it are done.",
                        verbose_name="lessons in order",
                    ),
                ),
                (
                    "grace_days",
                    models.PositiveSmallIntegerField(
                        default=14, verbose_name="days to finish lessons after the session ended"
                    ),
                ),
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="learning",
                        to="courses.course",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of learning",
                "verbose_name_plural": "settings of learning",
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("video", "video"),
                            ("document", "document"),
                            ("quiz", "quiz"),
                            ("assignment", "assignment"),
                            ("survey", "anonymous survey"),
                            ("scorm", "SCORM package"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title_vi", vkc.core.fields.NFCCharField(max_length=300, verbose_name="title")),
                (
                    "title_en",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=300, verbose_name="title in English"
                    ),
                ),
                (
                    "title_ko",
                    vkc.core.fields.NFCCharField(
                        blank=True, max_length=300, verbose_name="title in Korean"
                    ),
                ),
                ("body_vi", vkc.core.fields.NFCTextField(blank=True, verbose_name="text")),
                (
                    "body_en",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="text in English"),
                ),
                (
                    "body_ko",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="text in Korean"),
                ),
                (
                    "video_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the video"
                    ),
                ),
                ("is_required", models.BooleanField(default=True, verbose_name="required")),
                ("is_published", models.BooleanField(default=False, verbose_name="published")),
                (
                    "captions",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.storedfile",
                        verbose_name="captions (VTT)",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lessons",
                        to="courses.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.storedfile",
                        verbose_name="document",
                    ),
                ),
                (
                    "video",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.storedfile",
                        verbose_name="video file",
                    ),
                ),
            ],
            options={
                "verbose_name": "lesson",
                "verbose_name_plural": "lessons",
                "ordering": ["course", "order", "id"],
            },
            bases=(vkc.core.translated.Translated, models.Model),
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("questions", models.JSONField(verbose_name="questions drawn")),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                ("pass_percent", models.PositiveSmallIntegerField(verbose_name="pass mark in %")),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("deadline", models.DateTimeField(verbose_name="deadline")),
                (
                    "saved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last saved at"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed in at"),
                ),
                (
                    "right",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="right answers"
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="score in %",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="courses.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="courses.lesson",
                        verbose_name="lesson",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "ordering": ["enrolment", "lesson", "number"],
            },
        ),
        migrations.CreateModel(
            name="LessonProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("seen_at", models.DateTimeField(verbose_name="last seen at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "position_seconds",
                    models.PositiveIntegerField(default=0, verbose_name="position in seconds"),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lesson_progress",
                        to="courses.enrolment",
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="courses.lesson",
                        verbose_name="lesson",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress in a lesson",
                "verbose_name_plural": "progress in lessons",
            },
        ),
        migrations.CreateModel(
            name="Question",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "one right answer"),
                            ("multiple", "several right answers"),
                            ("true_false", "true or false"),
                            ("number", "a number"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text_vi", vkc.core.fields.NFCTextField(verbose_name="question")),
                (
                    "text_en",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="question in English"),
                ),
                (
                    "text_ko",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="question in Korean"),
                ),
                ("options", models.JSONField(blank=True, default=list, verbose_name="answers")),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=14,
                        null=True,
                        verbose_name="right number",
                    ),
                ),
                (
                    "tolerance",
                    models.DecimalField(
                        decimal_places=4,
                        default=0,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="give or take",
                    ),
                ),
                (
                    "explanation_vi",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="explanation"),
                ),
                (
                    "explanation_en",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="explanation in English"),
                ),
                (
                    "explanation_ko",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="explanation in Korean"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may be drawn")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="courses.course",
                        verbose_name="course",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["course", "id"],
            },
            bases=(vkc.core.translated.Translated, models.Model),
        ),
        migrations.CreateModel(
            name="QuizSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draws",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="questions drawn",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="attempts",
                    ),
                ),
                (
                    "pass_percent",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="pass mark in %",
                    ),
                ),
                (
                    "shows_answers",
                    models.CharField(
                        choices=[
                            ("each", "after each attempt"),
                            ("last", "after the last attempt, or once passed"),
                            ("never", "never"),
                        ],
                        default="last",
                        max_length=6,
                        verbose_name="right answers are shown",
                    ),
                ),
                (
                    "lesson",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quiz",
                        to="courses.lesson",
                    ),
                ),
            ],
            options={
                "verbose_name": "quiz settings",
                "verbose_name_plural": "quiz settings",
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "words",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="note to the teacher"),
                ),
                ("submitted_at", models.DateTimeField(verbose_name="handed in at")),
                (
                    "is_accepted",
                    models.BooleanField(blank=True, null=True, verbose_name="accepted"),
                ),
                (
                    "points",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="points of 100",
                    ),
                ),
                (
                    "feedback",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="words of the teacher"),
                ),
                (
                    "graded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="graded at"),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="courses.enrolment",
                        verbose_name="enrolment",
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
                    "graded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="graded by",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="courses.lesson",
                        verbose_name="lesson",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment handed in",
                "verbose_name_plural": "assignments handed in",
                "ordering": ["enrolment", "lesson", "version"],
            },
        ),
        migrations.CreateModel(
            name="SurveyQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scale", "scale from 1 to 5"),
                            ("choice", "one of several choices"),
                            ("text", "free text"),
                        ],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("text_vi", vkc.core.fields.NFCTextField(verbose_name="question")),
                (
                    "text_en",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="question in English"),
                ),
                (
                    "text_ko",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="question in Korean"),
                ),
                (
                    "options_vi",
                    vkc.core.fields.NFCTextField(
                        blank=True, help_text="One a line.", verbose_name="choices"
                    ),
                ),
                (
                    "options_en",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="choices in English"),
                ),
                (
                    "options_ko",
                    vkc.core.fields.NFCTextField(blank=True, verbose_name="choices in Korean"),
                ),
                ("is_required", models.BooleanField(default=True, verbose_name="must be answered")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_questions",
                        to="courses.lesson",
                        verbose_name="lesson",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey question",
                "verbose_name_plural": "survey questions",
                "ordering": ["lesson", "order", "id"],
            },
            bases=(vkc.core.translated.Translated, models.Model),
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("value", models.CharField(max_length=2000)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_answers",
                        to="courses.session",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="courses.surveyquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey answer",
                "verbose_name_plural": "survey answers",
            },
        ),
        migrations.CreateModel(
            name="SurveyTaken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surveys_taken",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken",
                        to="courses.lesson",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey taken",
                "verbose_name_plural": "surveys taken",
            },
        ),
        migrations.CreateModel(
            name="CompletionOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_completed", models.BooleanField(verbose_name="completes")),
                ("reason", vkc.core.fields.NFCCharField(max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="completion_overrides",
                        to="courses.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision against the rule",
                "verbose_name_plural": "decisions against the rule",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="override_says_why"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="completionrule",
            constraint=models.UniqueConstraint(
                fields=("course", "version"), name="one_rule_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="completionrule",
            constraint=models.UniqueConstraint(
                fields=("course", "valid_from"), name="one_rule_per_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="completionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("min_attendance", None), ("min_attendance__lte", 100), _connector="OR"
                ),
                name="attendance_is_a_percentage",
            ),
        ),
        migrations.AddIndex(
            model_name="lesson",
            index=models.Index(fields=["course", "order"], name="lesson_order"),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(("title_vi", ""), _negated=True), name="lesson_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["text", "video", "document", "quiz", "assignment", "survey", "scorm"],
                    )
                ),
                name="lesson_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_published", True), ("kind", "video"), _negated=True),
                    models.Q(
                        ("captions__isnull", False),
                        models.Q(
                            ("video__isnull", False),
                            models.Q(("video_url", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="published_video_has_captions",
                violation_error_message="A video needs captions (a VTT file) before it is published: who cannot hear it, or sits in a loud office, reads them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_published", True), ("kind", "document"), _negated=True),
                    ("document__isnull", False),
                    _connector="OR",
                ),
                name="published_document_has_a_file",
                violation_error_message="Add the document before publishing the lesson.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "lesson", "number"), name="attempts_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("submitted_at", None)),
                fields=("enrolment", "lesson"),
                name="one_running_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("deadline__gt", models.F("started_at"))),
                name="attempt_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("saved_at", None), ("saved_at__lte", models.F("deadline")), _connector="OR"
                ),
                name="nothing_is_saved_after_the_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_at", None),
                    ("submitted_at__lte", models.F("deadline")),
                    _connector="OR",
                ),
                name="handed_in_by_the_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("percent", None), ("right", None), ("submitted_at", None)),
                    models.Q(
                        ("percent__isnull", False),
                        ("right__isnull", False),
                        ("submitted_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="score_comes_with_handing_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonprogress",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "lesson"), name="one_progress_per_lesson_and_enrolment"
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at", None), ("done_at__gte", models.F("started_at")), _connector="OR"
                ),
                name="lesson_done_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["single", "multiple", "true_false", "number"])),
                name="question_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "number"), ("number__isnull", False)),
                    models.Q(models.Q(("kind", "number"), _negated=True), ("number", None)),
                    _connector="OR",
                ),
                name="number_question_has_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_vi", ""), _negated=True), name="question_has_a_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="quizsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("attempts__gte", 1),
                    ("draws__gte", 1),
                    ("minutes__gte", 1),
                    ("pass_percent__lte", 100),
                ),
                name="quiz_settings_make_sense",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "lesson", "version"), name="submissions_are_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("graded_at", None), ("is_accepted", None)),
                    models.Q(
                        ("graded_at__isnull", False),
                        ("is_accepted__isnull", False),
                        models.Q(("feedback", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_grade_says_why_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("points", None), ("points__lte", 100), _connector="OR"),
                name="points_of_a_hundred",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["scale", "choice", "text"])),
                name="survey_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "choice"), _negated=True),
                    models.Q(("options_vi", ""), _negated=True),
                    _connector="OR",
                ),
                name="choice_has_choices",
            ),
        ),
        migrations.AddIndex(
            model_name="surveyanswer",
            index=models.Index(fields=["session", "question"], name="survey_answer_session"),
        ),
        migrations.AddConstraint(
            model_name="surveytaken",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "lesson"), name="a_survey_is_answered_once"
            ),
        ),
        append_only("courses_completionrule"),
        append_only("courses_completionoverride"),
    ]
