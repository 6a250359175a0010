"""Materials of a session and of a course: add, order, remove, bring back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView

from courses.attendance.rooms import meeting_name, meetings_of
from courses.back_office.frame import Desk, SessionDesk
from courses.choices.attendance import MaterialAccess
from courses.models import Course, Meeting, Session
from courses.services import materials as services
from courses.services.files import keep_upload
from vkc.core.states import Refusal
from vkc.core.uploads import MEGABYTE, accept_of, at_most, dropped_files, kinds_in_words

KINDS = ("pdf", "pptx", "docx", "xlsx", "csv", "png", "jpeg")
MOST_BYTES = 50 * MEGABYTE
STEPS = {"up": -1, "down": 1}


class MaterialForm(forms.Form):
    """A file or a link, never both."""

    title = forms.CharField(label=pgettext_lazy("material", "Title"), max_length=200)
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    link = forms.URLField(
        label=gettext_lazy("or a link"), required=False, max_length=500, assume_scheme="https"
    )
    access = forms.TypedChoiceField(
        label=gettext_lazy("Who may open it"),
        choices=MaterialAccess.choices,
        coerce=MaterialAccess,
        initial=MaterialAccess.SEATED,
    )
    meeting = forms.ChoiceField(
        label=pgettext_lazy("course", "Meeting"),
        required=False,
        help_text=gettext_lazy("Only where it belongs to one meeting."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, meetings: list[Meeting], dropped: dict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dropped = dropped
        self._meetings = {str(row.pk): row for row in meetings}
        names = [(key, meeting_name(row)) for key, row in self._meetings.items()]
        self.fields["meeting"].choices = [("", "—"), *names]
        self.fields["file"].widget.attrs["accept"] = accept_of(KINDS)
        sentence = _(
            "%(kinds)s; at most %(most)s MB. Archives such as ZIP and old Office files are not taken."
        )
        facts = {"kinds": kinds_in_words(KINDS), "most": MOST_BYTES // MEGABYTE}
        self.fields["file"].help_text = sentence % facts
        if not meetings:
            del self.fields["meeting"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["meeting"] = self._meetings.get(data.get("meeting") or "")
        if "file" in self._dropped:
            self.add_error("file", str(self._dropped["file"]))
        elif bool(data.get("file")) == bool(data.get("link")) and "link" not in self.errors:
            self.add_error("file", _("Choose a file or give a link, one of the two."))
        return data


class MaterialsView(Desk, FormView):
    """The list in its order with its acts, and a form to add. Subclasses name the `owner`."""

    template_name = "courses/admin/materials.html"
    page_title = gettext_lazy("Materials")
    header_icon = "doc-full"
    form_class = MaterialForm
    owner: Course | Session
    address: str

    def here(self) -> str:
        return reverse(self.address, args=[self.owner.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        is_session = isinstance(self.owner, Session)
        is_sent = self.request.method == "POST"
        return {
            **super().get_form_kwargs(),
            "meetings": meetings_of(self.owner) if is_session else [],
            "dropped": dropped_files(self.request) if is_sent else {},
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.owner.materials.select_related("file", "meeting")
        return {
            **super().get_context_data(**kwargs),
            "rows": [row for row in rows if row.removed_at is None],
            "removed": [row for row in rows if row.removed_at],
            "owner": self.owner,
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        for verb in ("up", "down", "remove", "restore"):
            if verb in request.POST:
                return self.act(verb, request.POST[verb])
        return super().post(request, *args, **kwargs)

    def act(self, verb: str, key: str) -> HttpResponse:
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            raise Http404
        material = get_object_or_404(self.owner.materials, pk=int(key))
        by = self.request.user
        if verb in STEPS:
            services.move_material(material=material, steps=STEPS[verb], by=by)
        elif verb == "remove":
            services.remove_material(material=material, by=by, at=timezone.now())
            sentence = _("“%(title)s” is taken away. You can bring it back below.")
            messages.success(self.request, sentence % {"title": material.title})
        else:
            services.restore_material(material=material, by=by)
        return redirect(self.here())

    def form_valid(self, form: MaterialForm) -> HttpResponse:
        said, by, at = form.cleaned_data, self.request.user, timezone.now()
        upload = said.pop("file")
        try:
            file = upload and keep_upload(upload, kinds=KINDS, most_bytes=MOST_BYTES, by=by, at=at)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        services.add_material(owner=self.owner, file=file or None, by=by, at=at, **said)
        messages.success(self.request, _("“%(title)s” was added.") % {"title": said["title"]})
        return redirect(self.here())


class SessionMaterialsView(MaterialsView, SessionDesk):
    """Of one session."""

    address = "courses_desk:session_materials"

    @property
    def owner(self) -> Session:
        return self.session


class CourseMaterialsView(MaterialsView):
    """Of a course: for all its sessions."""

    address = "courses_desk:course_materials"

    @cached_property
    def owner(self) -> Course:
        return get_object_or_404(Course, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.owner)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        courses = {
            "url": reverse("wagtailsnippets_courses_course:list"),
            "label": capfirst(str(Course._meta.verbose_name_plural)),
        }
        first = super(Desk, self).get_breadcrumbs_items()
        return [*first, courses, {"url": "", "label": self.get_page_title()}]


limited = at_most(MOST_BYTES)
patterns = [
    path(
        "sessions/<int:pk>/materials/",
        limited(SessionMaterialsView.as_view()),
        name="session_materials",
    ),
    path(
        "courses/<int:pk>/materials/",
        limited(CourseMaterialsView.as_view()),
        name="course_materials",
    ),
]
