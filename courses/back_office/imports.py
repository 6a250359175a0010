"""The registrar's desk of lists: hand in, see every error, enter, follow how far it is."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from courses.back_office.frame import Desk, SessionDesk
from courses.imports.grid import MOST_ROWS
from courses.imports.problems import from_json
from courses.imports.states import FORGOTTEN, ImportState
from courses.imports.workbooks import marked, template
from courses.models import EnrolmentImport
from courses.services import imports
from courses.session_desk import session_address
from vkc.core.states import Refusal
from vkc.core.tabular import XLSX_TYPE
from vkc.core.uploads import MEGABYTE, accept_of, at_most, dropped_files

PER_PAGE = 100
SHOWN_EARLIER = 20
ACTS = {
    "start": imports.start_import,
    "check": imports.check_import,
    "discard": imports.discard_import,
}


@method_decorator(at_most(imports.MOST_BYTES), name="dispatch")
class HandInView(SessionDesk, TemplateView):
    """Hand a list in for one session; what was handed in before stands below."""

    template_name = "courses/admin/imports_hand_in.html"
    page_title = gettext_lazy("Enrol from a list")
    header_icon = "upload"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = EnrolmentImport.objects.filter(session=self.session).select_related("made_by")
        return {
            **super().get_context_data(**kwargs),
            "earlier": earlier[:SHOWN_EARLIER],
            "accept": accept_of(imports.KINDS),
            "most": MOST_ROWS,
            "megabytes": imports.MOST_BYTES // MEGABYTE,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            imported = self._take(request)
        except Refusal as refusal:
            context = self.get_context_data(refusal=str(refusal))
            return self.render_to_response(context, status=422)
        return redirect(imported)

    def _take(self, request: HttpRequest) -> EnrolmentImport:
        dropped = dropped_files(request).get("list")
        if dropped:
            raise dropped
        upload = request.FILES.get("list")
        if upload is None:
            raise Refusal(_("Choose a file first."))
        return imports.upload_list(
            session=self.session, upload=upload, by=request.user, at=timezone.now()
        )


class ImportDesk(Desk, TemplateView):
    """One list: what the check found, and what may be done with it now."""

    template_name = "courses/admin/imports_list.html"
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = EnrolmentImport.objects.select_related("session__course", "file", "made_by")
        self.imported = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("List: %(name)s") % {"name": self.imported.file_name}

    def get_page_subtitle(self) -> str:
        return str(self.imported.session)

    def trail(self) -> list[dict[str, Any]]:
        session = self.imported.session
        return [
            {"url": session_address(session), "label": str(session)},
            {"url": hand_in_address(session.pk), "label": _("Enrol from a list")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.imported
        pages = Paginator(from_json(row.problems), PER_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        is_held = imports.is_being_entered(row)
        last = row.events.order_by("-pk").first()
        return {
            **super().get_context_data(**kwargs),
            "imported": row,
            "session": row.session,
            "page": page,
            "elided_page_range": pages.get_elided_page_range(page.number),
            "kept": len(row.problems),
            "days_kept": settings.COURSE_LIST_DAYS,
            "new_enrolments": row.row_count - row.unchanged,
            "can_start": row.state == ImportState.CHECKED and not row.problem_count,
            "is_stalled": row.state == ImportState.APPLYING and not is_held,
            "is_held": is_held,
            "step": STEPS[imports.progress_of(row.pk)["step"]],
            "has_file": row.state not in FORGOTTEN,
            "reason": last.reason if last else "",
            "again_url": hand_in_address(row.session_id),
        }


STEPS: dict[str, Any] = {
    "waiting": gettext_lazy("waiting for the worker"),
    "reading": gettext_lazy("checking the list once more"),
    "accounts": gettext_lazy("finding and opening accounts"),
    "seats": gettext_lazy("giving seats and places in line"),
    "mail": gettext_lazy("writing messages"),
}


class ImportActView(ImportDesk):
    """Start, check again or discard; anything else is not found."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        try:
            ACTS[verb](imported=self.imported, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        if verb == "discard":
            return redirect(hand_in_address(self.imported.session_id))
        return redirect(self.imported)


class TemplateFileView(SessionDesk, TemplateView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _file(template(), _("list-of-participants"))


class MarkedFileView(ImportDesk):
    """The uploaded workbook with its errors marked; the file is read and checked again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            sheets = imports.sheets_of(self.imported)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.imported)
        problems = imports.problems_of(self.imported, sheets)
        stem = self.imported.file_name.rpartition(".")[0] or self.imported.file_name
        return _file(marked(sheets, problems), f"{stem} {_('errors')}")


def hand_in_address(session_id: int) -> str:
    return reverse("courses_desk:import_list", args=[session_id])


def _file(content: bytes, stem: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = slugify(stem) or "danh-sach"
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


patterns = [
    path("sessions/<int:pk>/import/", HandInView.as_view(), name="import_list"),
    path("sessions/<int:pk>/import/template/", TemplateFileView.as_view(), name="import_template"),
    path("imports/<int:pk>/", ImportDesk.as_view(), name="import"),
    path("imports/<int:pk>/marked/", MarkedFileView.as_view(), name="import_marked"),
    *(
        path(
            f"imports/<int:pk>/{verb}/",
            ImportActView.as_view(),
            {"verb": verb},
            name=f"import_{verb}",
        )
        for verb in ACTS
    ),
]
