"""The frame that the pages of one ledger share in the back office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from guidelines.back_office.texts import Desk
from guidelines.models import Ledger

INDEX = gettext_lazy("Ledgers")


class LedgerDesk(Desk, TemplateView):
    """The frame of the pages of one ledger."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Ledger.objects.select_related("document")
        self.ledger = get_object_or_404(rows, pk=kwargs["ledger"])

    def get_page_subtitle(self) -> str:
        return self.ledger.title_vi

    def trail(self) -> list[dict[str, Any]]:
        index = {"url": reverse("guidelines_ledgers:index"), "label": INDEX}
        own = {"url": self.ledger_url(), "label": self.ledger.title_vi}
        return [index] if self.request.path == own["url"] else [index, own]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def ledger_url(self) -> str:
        return reverse("guidelines_ledgers:ledger", args=[self.ledger.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "ledger": self.ledger}
