"""Forms of the back office."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from courses import services
from courses.choices import SessionState
from courses.models import AttendanceMark, Session
from courses.services.quotas import least_capacity


class SessionAdminForm(WagtailAdminModelForm):
    """Edits everything of a session but its state and seats taken: those move by their verbs."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.instance.pk and "capacity" in data:
            self._check_capacity(data["capacity"])
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first day."))
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", gettext("Enrolment closes before it opens."))
        return data

    def is_valid(self) -> bool:
        """A meeting at which somebody was marked stays: its attendance counts."""
        if not super().is_valid():
            return False
        rows = self.formsets["meetings"].deleted_forms if "meetings" in self.formsets else []
        gone = [row.instance.pk for row in rows if row.instance.pk]
        if AttendanceMark.objects.filter(meeting__in=gone).exists():
            sentence = gettext("A meeting with attendance cannot be removed; correct its hours.")
            self.add_error(None, sentence)
            return False
        return True

    def _check_capacity(self, capacity: int | None) -> None:
        now = Session.objects.only("seats_taken", "state").get(pk=self.instance.pk)
        if capacity is None and now.state == SessionState.OPEN:
            self.add_error("capacity", gettext("An open session needs a number of seats."))
        if capacity is not None and capacity < now.seats_taken:
            sentence = gettext("Seats taken already: %(taken)s. Enter at least that number.")
            self.add_error("capacity", sentence % {"taken": now.seats_taken})
        elif capacity is not None and capacity < (least := least_capacity(self.instance.pk)):
            sentence = gettext(
                "The seats of the provinces and those taken from the national pool are %(least)s"
                " together. Lower the quotas first."
            )
            self.add_error("capacity", sentence % {"least": least})

    def save(self, commit: bool = True) -> Session:
        session = super().save(commit=False)
        if commit:
            services.save_session(session=session, by=self.for_user, at=timezone.now())
        return session


class ReasonForm(forms.Form):
    """Why a session is cancelled or opened again."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(forms.Form):
    """A note for the record where no reason is asked for."""

    reason = forms.CharField(
        label=_("Note for the record"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
