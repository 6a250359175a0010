"""The table of a ledger per province: taken away, filled in, previewed, recorded at once."""

from typing import Any

from django.core.signing import BadSignature, dumps, loads
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages

from guidelines.back_office.ledger_desk import LedgerDesk
from guidelines.back_office.ledger_forms import ConfirmForm, SheetForm
from guidelines.back_office.texts import Desk
from guidelines.choices import PreparationStatus
from guidelines.ledger_files import ledger_file
from guidelines.ledger_sheet import MOST_BYTES, Sheet, SheetRow, read_sheet
from guidelines.models import Document, Ledger, LedgerTask, Preparation
from guidelines.services import ledgers
from guidelines.services.ledgers import Source, Statement
from vkc.core.states import Refusal
from vkc.places.models import Unit

SALT = "guidelines.ledgers.sheet"
HOUR = 60 * 60


class TableView(Desk, View):
    """The table to fill in, with what is known."""

    def get(self, request: HttpRequest, ledger: int) -> HttpResponse:
        found = get_object_or_404(Ledger, pk=ledger)
        content, media_type = ledger_file(found, form="xlsx")
        response = HttpResponse(content, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="{found.key}.xlsx"'
        return response


class SheetView(LedgerDesk):
    """Upload a filled-in table: first a preview that writes nothing, then one step for all rows."""

    template_name = "guidelines/admin/ledger_sheet.html"
    page_title = gettext_lazy("Load a filled-in table")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.ledger.is_per_province:
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "form": SheetForm(), **kwargs}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "plan" in request.POST:
            return self._apply(request)
        form = SheetForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        try:
            sheet = read_sheet(content, ledger=self.ledger, today=timezone.localdate())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        return self.render_to_response(self.get_context_data(form=form, **self._preview(sheet)))

    def _preview(self, sheet: Sheet) -> dict[str, Any]:
        context: dict[str, Any] = {"sheet": sheet, "changes": self._changes(sheet)}
        if not sheet.errors and sheet.rows:
            plan = dumps([_packed(row) for row in sheet.rows], salt=SALT, compress=True)
            context["confirm_form"] = ConfirmForm(initial={"plan": plan})
        return context

    def _changes(self, sheet: Sheet) -> list[dict[str, Any]]:
        """Each statement beside what is recorded now."""
        held = {
            (row.unit_id, row.task_id): row
            for row in Preparation.objects.filter(task__ledger=self.ledger)
        }
        return [
            {
                "row": row,
                "now": held.get((row.unit.pk, row.task.pk)),
                "said": row.statement,
                "label": PreparationStatus(row.statement.status).label,
            }
            for row in sheet.rows
        ]

    def _apply(self, request: HttpRequest) -> HttpResponse:
        form = ConfirmForm(request.POST)
        try:
            packed = loads(request.POST.get("plan", ""), salt=SALT, max_age=HOUR)
        except BadSignature:
            messages.error(request, _("The preview is older than an hour. Upload the table again."))
            return redirect("guidelines_ledgers:sheet", self.ledger.pk)
        rows = [row for row in (self._unpacked(one) for one in packed) if row]
        try:
            done = ledgers.record_preparations(rows=rows, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(confirm_form=form))
        sentence = ngettext("%(n)s status was recorded.", "%(n)s statuses were recorded.", done)
        messages.success(request, sentence % {"n": done})
        return redirect(self.ledger_url())

    def _unpacked(self, given: dict[str, Any]) -> tuple[LedgerTask, Unit, Statement] | None:
        task = self.ledger.tasks.filter(pk=given["task"]).first()
        unit = Unit.objects.filter(pk=given["unit"]).first()
        if task is None or unit is None:
            return None
        statement = Statement(
            status=given["status"],
            as_of=parse_date(given["as_of"]),
            source=Source(title=given["title"], url=given["url"]),
            document=Document.objects.filter(pk=given["document"]).first(),
            document_text=given["document_text"],
            notes={"vi": given["note"]},
        )
        return task, unit, statement


def _packed(row: SheetRow) -> dict[str, Any]:
    said = row.statement
    return {
        "task": row.task.pk,
        "unit": row.unit.pk,
        "status": said.status,
        "as_of": said.as_of.isoformat(),
        "title": said.source.title,
        "url": said.source.url,
        "document": said.document.pk if said.document else None,
        "document_text": said.document_text,
        "note": said.notes["vi"],
    }
