"""The desk of citations: what texts name and the library could not link without guessing."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Min, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.snippets.widgets import AdminSnippetChooser

from guidelines.back_office.texts import Desk
from guidelines.choices import VIETNAMESE_KINDS, CitationState
from guidelines.linking import sentence_around
from guidelines.models import Citation, Document, Version
from guidelines.presentation import short_day
from guidelines.range_gaps import ranges_with_gaps
from guidelines.recognition.citing import official
from guidelines.recognition.paths import words_of
from guidelines.services.citations import dismiss_citations, link_citations
from guidelines.tasks.citations import record_citations
from guidelines.tasks.waking import wake
from vkc.core.states import Refusal

PER_PAGE = 30
AT_ONCE = 200
KEYS = ("target_kind", "target_number", "target_issued_on", "words")


class LinkForm(forms.Form):
    """Which document the chosen citations mean."""

    document = forms.ModelChoiceField(
        label=gettext_lazy("The document that is meant"),
        queryset=Document.objects.all(),
        widget=AdminSnippetChooser(Document),
    )


class DismissForm(forms.Form):
    """Why nothing is to be linked."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Kept with the citations; no later scan brings them back."),
        max_length=500,
    )


def grouped() -> QuerySet:
    """What waits, by what it names: a number and day, else the very words."""
    words = Case(When(target_number="", then=F("quoted")), default=Value(""))
    waiting = Citation.objects.waiting().undecided().annotate(words=words)
    counted = waiting.order_by().values(*KEYS)
    return counted.annotate(
        count=Count("pk"),
        first=Min("pk"),
        worst=Min("state"),
        texts=Count("provision__version", distinct=True),
    ).order_by("-count", *KEYS)


def members(given: Any) -> QuerySet[Citation]:
    """The citations of one group, as its address names it."""
    day = parse_date(given.get("day", "")) if given.get("day") else None
    found = Citation.objects.waiting().undecided()
    found = found.filter(
        target_kind=given.get("kind", "")[:20],
        target_number=given.get("number", "")[:80],
        target_issued_on=day,
    )
    if not given.get("number"):
        found = found.filter(quoted=given.get("words", "")[:500])
    return found.select_related("provision__words", "provision__version__document")


def name_of(group: dict[str, Any]) -> str:
    """What a group names, in words."""
    if group["words"]:
        return group["words"]
    kind = VIETNAMESE_KINDS.get(group["target_kind"], "")
    named = f"{kind} {group['target_number']}".strip()
    day = group["target_issued_on"]
    return _("%(named)s of %(day)s") % {"named": named, "day": short_day(day)} if day else named


def address_of(group: dict[str, Any]) -> str:
    day = group["target_issued_on"]
    query = {
        "kind": group["target_kind"],
        "number": group["target_number"],
        "day": day.isoformat() if day else "",
        "words": group["words"],
    }
    given = {name: value for name, value in query.items() if value}
    return f"{reverse('guidelines_citations:group')}?{urlencode(given)}"


def citation_row(citation: Citation) -> dict[str, Any]:
    """One citation with the sentence it stands in and where."""
    version = citation.provision.version
    return {
        "pk": citation.pk,
        "where": official(version.document, citation.provision.path),
        "text_url": reverse("guidelines_texts:text", args=[version.pk]),
        "is_public": version.state == "published",
        "sentence": sentence_around(citation.words, citation.start, citation.end),
    }


def _gap_row(citation: Citation, missing: list[str]) -> dict[str, Any]:
    """A range with the provisions that the text cited does not hold."""
    return {**citation_row(citation), "missing": ", ".join(words_of(path) for path in missing)}


class WaitingView(Desk, TemplateView):
    """What the library could not link, most cited first."""

    template_name = "guidelines/admin/citation_list.html"
    page_title = gettext_lazy("Citations to be looked at")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(grouped(), PER_PAGE).get_page(self.request.GET.get("p"))
        firsts = Citation.objects.select_related("provision__words", "provision__version__document")
        samples = firsts.in_bulk([group["first"] for group in page])
        rows = [
            {
                "name": name_of(group),
                "url": address_of(group),
                "count": group["count"],
                "texts": group["texts"],
                "state": CitationState(group["worst"]).label,
                "sample": citation_row(samples[group["first"]]),
            }
            for group in page
        ]
        counts = {
            "linked": Citation.objects.filter(state=CitationState.RESOLVED).count(),
            "dismissed": Citation.objects.filter(state=CitationState.DISMISSED).count(),
        }
        gaps = [_gap_row(citation, missing) for citation, missing in ranges_with_gaps()]
        context = {"rows": rows, "page": page, "gaps": gaps, **counts}
        return {**super().get_context_data(**kwargs), **context}


class GroupView(Desk, TemplateView):
    """The citations of one name: link them to a document, or set them aside."""

    template_name = "guidelines/admin/citation_group.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.rows = list(members(request.GET).order_by("pk")[:AT_ONCE])

    def get_page_title(self) -> str:
        return _("Citation of “%(named)s”") % {"named": self._name()}

    def _name(self) -> str:
        first = self.rows[0] if self.rows else None
        if first is None:
            return self.request.GET.get("number") or self.request.GET.get("words", "")
        keys = {name: getattr(first, name) for name in KEYS[:3]}
        return name_of({**keys, "words": "" if first.target_number else first.quoted})

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": reverse("guidelines_citations:waiting"), "label": WaitingView.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = self.rows[0].target_number if self.rows else ""
        fitting = Document.objects.numbered(number).for_list()[:10] if number else []
        forms_ = {"link_form": LinkForm(), "dismiss_form": DismissForm()}
        rows = [citation_row(row) for row in self.rows]
        context = super().get_context_data(**kwargs)
        return {**context, **forms_, "rows": rows, "fitting": fitting, **kwargs}

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.rows:
            messages.info(request, _("Nothing of this name waits any more."))
            return redirect("guidelines_citations:waiting")
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest) -> HttpResponse:
        """`act` says what to do with the citations that are ticked."""
        acts = {"link": (LinkForm, link_citations), "dismiss": (DismissForm, dismiss_citations)}
        verb = request.POST.get("act", "")
        if verb not in acts:
            raise Http404
        form_class, service = acts[verb]
        form = form_class(request.POST)
        ticked = set(request.POST.getlist("citation"))
        chosen = [row for row in self.rows if str(row.pk) in ticked]
        if not form.is_valid() or not chosen:
            if not chosen:
                form.add_error(None, _("Tick at least one citation."))
            return self.render_to_response(self.get_context_data(**{f"{verb}_form": form}))
        try:
            facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
            done = service(citations=chosen, **facts)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(**{f"{verb}_form": form}))
        sentence = ngettext("%(n)s citation decided.", "%(n)s citations decided.", done)
        messages.success(request, sentence % {"n": done})
        return redirect("guidelines_citations:waiting")


class ScanView(Desk, View):
    """Look through all texts again, in the worker."""

    def post(self, request: HttpRequest) -> HttpResponse:
        keys = list(Version.objects.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            wake(record_citations.name, key)
        sentence = ngettext(
            "%(n)s text is being looked through again.",
            "%(n)s texts are being looked through again.",
            len(keys),
        )
        messages.success(request, sentence % {"n": len(keys)})
        return redirect("guidelines_citations:waiting")


urlpatterns = [
    path("", WaitingView.as_view(), name="waiting"),
    path("group/", GroupView.as_view(), name="group"),
    path("scan/", ScanView.as_view(), name="scan"),
]
