"""Packages of a lesson: upload one, see what was found in it."""

from typing import Any

from django import forms
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.back_office.learning_content import DeskForm
from courses.choices.learning import LessonKind
from courses.models import Lesson, ScormPackage
from courses.scorm.archive import MOST_BYTES, too_large
from courses.scorm.scan import WARNINGS
from courses.services.scorm import import_package, learners_by_package
from vkc.core.packages import MOST_ENTRIES, MOST_INFLATED
from vkc.core.uploads import MEGABYTE, at_most, dropped_files

SHOWN = 12


class PackageForm(forms.Form):
    """One zip archive."""

    file = forms.FileField(
        label=gettext_lazy("Package (zip)"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )

    def __init__(self, *args: Any, dropped: dict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dropped = dropped
        sentence = _(
            "SCORM 1.2, with one part or several. At most %(most)s MB, %(entries)s files, %(inflated)s MB"
            " unpacked."
        )
        facts = {"most": MOST_BYTES // MEGABYTE, "entries": MOST_ENTRIES}
        self.fields["file"].help_text = sentence % {**facts, "inflated": MOST_INFLATED // MEGABYTE}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "file" in self._dropped:
            self.errors.pop("file", None)
            name = self._dropped["file"].facts["name"]
            self.add_error("file", str(too_large(str(name))))
        return data


class PackageView(DeskForm):
    """The packages of one lesson, the newest first, and the form for the next."""

    template_name = "courses/admin/scorm_package.html"
    page_title = gettext_lazy("Package of the lesson")
    form_class = PackageForm
    submit_label = gettext_lazy("Upload the package")
    done_message = gettext_lazy("The package was checked and kept. It plays from now on.")

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.found: Lesson | None = None

    def here(self) -> Lesson:
        if self.found is None:
            self.found = self.lesson(kind=LessonKind.SCORM)
        return self.found

    def get_form_kwargs(self) -> dict[str, Any]:
        is_sent = self.request.method == "POST"
        dropped = dropped_files(self.request) if is_sent else {}
        return {**super().get_form_kwargs(), "dropped": dropped}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        packages = ScormPackage.objects.filter(lesson=self.here()).select_related("file")
        counts = learners_by_package(self.here())
        rows = [
            {"package": row, **_listed(row), **counts[row.pk]}
            for row in packages.prefetch_related("parts")
        ]
        return {**super().get_context_data(**kwargs), "lesson": self.here(), "packages": rows}

    def act(self, form: Any) -> None:
        import_package(
            upload=form.cleaned_data["file"],
            lesson=self.here(),
            by=self.request.user,
            at=timezone.now(),
        )


def _listed(package: ScormPackage) -> dict[str, Any]:
    """The parts, what the author should know, how many files there are, and the first of them."""
    count = len(package.entries)
    return {
        "parts": list(package.parts.all()),
        "warnings": [WARNINGS[code] for code in package.warnings if code in WARNINGS],
        "count": count,
        "shown": package.entries[:SHOWN],
        "more": max(0, count - SHOWN),
    }


patterns: list[URLPattern] = [
    path(
        "learning/<int:course_pk>/lessons/<int:pk>/package/",
        at_most(MOST_BYTES)(PackageView.as_view()),
        name="lesson_package",
    ),
]
