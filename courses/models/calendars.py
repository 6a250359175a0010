"""A person's private calendar address, and meetings that calendars must still hear were dropped."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.sessions import Session
from vkc.core.fields import NFCCharField


class CalendarFeed(models.Model):
    """The address of one person's calendar: whoever knows the token reads it, so it can be renewed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="calendar_feed",
    )
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.person)


class DroppedMeeting(models.Model):
    """A meeting taken out of a timetable that readers may have in their calendars already."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="dropped_meetings")
    # The key the meeting had: its UID in calendars is made of it.
    meeting_key = models.BigIntegerField(unique=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    topic = NFCCharField(max_length=300, blank=True)
    dropped_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("dropped meeting")
        verbose_name_plural = _("dropped meetings")
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return self.topic or str(self.starts_at)
