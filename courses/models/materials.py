"""Materials of a course or a session, and the announcements sent to its people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.choices.attendance import Audience, MaterialAccess
from courses.models.catalogue import Course
from courses.models.files import StoredFile
from courses.models.sessions import Meeting, Session
from vkc.core.fields import NFCCharField, NFCTextField


class Material(models.Model):
    """A file or a link, of a course (all its sessions) or of one session, or one of its meetings.

    Removed ones stay until somebody brings them back; readers never see them.
    """

    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.CASCADE, related_name="materials"
    )
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="materials"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=pgettext_lazy("course", "meeting"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="materials",
    )
    title = NFCCharField(pgettext_lazy("material", "title"), max_length=200)
    note = NFCTextField(_("note"), blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    link = models.URLField(_("link"), max_length=500, blank=True)
    access = models.CharField(
        _("who may open it"),
        max_length=10,
        choices=MaterialAccess.choices,
        default=MaterialAccess.SEATED,
    )
    position = models.PositiveIntegerField(default=0, editable=False)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course=None, session__isnull=False)
                | Q(course__isnull=False, session=None, meeting=None),
                name="material_of_a_course_or_a_session",
            ),
            models.CheckConstraint(
                condition=Q(file=None) & ~Q(link="") | Q(file__isnull=False, link=""),
                name="material_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(access__in=MaterialAccess.values), name="material_access_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Announcement(models.Model):
    """What was written to the people of a session, as it was sent; append-only."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="announcements")
    meeting_key = models.BigIntegerField(null=True, blank=True)
    audience = models.CharField(_("to whom"), max_length=10, choices=Audience.choices)
    subject = NFCCharField(pgettext_lazy("mail", "subject"), max_length=200)
    body = NFCTextField(pgettext_lazy("mail", "text"))
    recipients = models.PositiveIntegerField(_("number of recipients"))
    at = models.DateTimeField(_("sent at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, blank=True,
        on_delete=models.DO_NOTHING, db_constraint=False, related_name="+",
    )  # fmt: skip
    # Made with the preview: sending the form twice sends the mail once.
    key = models.UUIDField(unique=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="announcement_audience_known"
            ),
            models.CheckConstraint(
                condition=~Q(audience="absent") | Q(meeting_key__isnull=False),
                name="absent_from_which_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
