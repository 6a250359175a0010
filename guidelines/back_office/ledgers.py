"""The desk of ledgers: tasks, who answered, how far the provinces are."""

from typing import Any

from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from guidelines.back_office.ledger_desk import INDEX, LedgerDesk
from guidelines.back_office.ledger_forms import (
    AnswerForm,
    PreparationForm,
    SheetForm,
    TaskForm,
)
from guidelines.back_office.ledger_sheets import SheetView, TableView
from guidelines.back_office.texts import Desk
from guidelines.ledger_pages import ledger_url, period
from guidelines.ledger_sheet import document_named
from guidelines.models import Ledger, LedgerAnswer, LedgerTask, Preparation
from guidelines.querysets import READABLE
from guidelines.services import ledgers
from vkc.core.states import Refusal
from vkc.places.models import Unit


class IndexView(Desk, TemplateView):
    """All ledgers."""

    template_name = "guidelines/admin/ledger_index.html"
    page_title = INDEX

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Ledger.objects.select_related("document").annotate(task_count=Count("tasks"))
        return {**super().get_context_data(**kwargs), "ledgers": rows}


class LedgerView(LedgerDesk):
    """The tasks of a ledger, and the provinces where it is kept per province."""

    template_name = "guidelines/admin/ledger_page.html"

    def get_page_title(self) -> str:
        return self.ledger.title_vi

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tasks = self.ledger.tasks.prefetch_related("answers__document")
        rows = [
            {
                "task": task,
                "period": period(task),
                "answers": "; ".join(answer.label for answer in task.answers.all()),
            }
            for task in tasks
        ]
        is_public = self.ledger.document.state in READABLE
        context = {
            "rows": rows,
            "public_url": ledger_url(self.ledger) if is_public else "",
            "sheet_form": SheetForm(),
        }
        if self.ledger.is_per_province:
            context["provinces"] = self._provinces(len(rows))
        return {**super().get_context_data(**kwargs), **context}

    def _provinces(self, tasks: int) -> list[dict[str, Any]]:
        keys = Preparation.objects.filter(task__ledger=self.ledger).values_list(
            "unit_id", flat=True
        )
        known = list(keys)
        return [
            {"unit": unit, "known": known.count(unit.pk), "asked": tasks}
            for unit in Unit.objects.current()
        ]


class TaskView(LedgerDesk):
    """Add or correct a task; below it, the documents that answered it."""

    template_name = "guidelines/admin/ledger_task.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.task = None
        if "task" in kwargs:
            self.task = get_object_or_404(LedgerTask, pk=kwargs["task"], ledger=self.ledger)

    def get_page_title(self) -> str:
        if self.task is None:
            return _("New task")
        return _("Task %(number)s") % {"number": f"{self.task.group} {self.task.number}".strip()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts: dict[str, Any] = {"task": self.task, "form": TaskForm(instance=self.task)}
        if self.task:
            answers = self.task.answers.select_related("document")
            facts |= {"answers": answers, "answer_form": AnswerForm(prefix="answer")}
        return {**super().get_context_data(**kwargs), **facts, **kwargs}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = TaskForm(request.POST, instance=self.task)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        facts = {"values": form.cleaned_data, "by": request.user, "at": timezone.now()}
        if self.task is None:
            self.task = ledgers.record_task(ledger=self.ledger, **facts)
        else:
            held = LedgerTask.objects.get(pk=self.task.pk)
            ledgers.change_task(task=held, **facts)
        messages.success(request, _("The task is saved."))
        return redirect("guidelines_ledgers:task", self.ledger.pk, self.task.pk)


class AnswerView(TaskView):
    """Say that a document answered the task."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AnswerForm(request.POST, prefix="answer")
        if form.is_valid():
            given = form.cleaned_data
            try:
                ledgers.record_answer(
                    task=self.task,
                    document=given["document"],
                    document_text=given["document_text"],
                    is_partial=given["is_partial"],
                    notes={"vi": given["note_vi"]},
                    source=form.read_source(),
                    by=request.user,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error("source", str(refusal))
            else:
                messages.success(request, _("The answer is recorded."))
                return redirect("guidelines_ledgers:task", self.ledger.pk, self.task.pk)
        return self.render_to_response(self.get_context_data(answer_form=form))


class RemoveAnswerView(Desk, View):
    """Take an answer back."""

    def post(self, request: HttpRequest, ledger: int, task: int, answer: int) -> HttpResponse:
        found = get_object_or_404(LedgerAnswer, pk=answer, task=task, task__ledger=ledger)
        ledgers.remove_answer(answer=found, by=request.user, at=timezone.now())
        messages.success(request, _("The answer was taken back."))
        return redirect("guidelines_ledgers:task", ledger, task)


class ProvinceView(LedgerDesk):
    """How far one province is with each task, in one form."""

    template_name = "guidelines/admin/ledger_province.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.ledger.is_per_province:
            raise Http404
        self.unit = get_object_or_404(Unit.objects.current(), pk=kwargs["unit"])

    def get_page_title(self) -> str:
        return self.unit.name_vi

    def _forms(self, data: Any = None) -> list[tuple[LedgerTask, PreparationForm]]:
        rows = Preparation.objects.filter(unit=self.unit, task__ledger=self.ledger)
        held = {row.task_id: row for row in rows.select_related("document")}
        return [
            (task, PreparationForm(data, prefix=f"task-{task.pk}", row=held.get(task.pk)))
            for task in self.ledger.tasks.all()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = kwargs.pop("rows", None) or self._forms()
        return {**super().get_context_data(**kwargs), "unit": self.unit, "rows": rows}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = self._forms(request.POST)
        checked = [form.is_valid() for _task, form in rows]
        if not all(checked):
            return self.render_to_response(self.get_context_data(rows=rows))
        changed = [(task, form) for task, form in rows if form.has_changed()]
        with transaction.atomic():
            for task, form in changed:
                self._store(task, form)
        messages.success(request, _("%(province)s is saved.") % {"province": self.unit.name_vi})
        return redirect(self.ledger_url())

    def _store(self, task: LedgerTask, form: PreparationForm) -> None:
        facts = {"by": self.request.user, "at": timezone.now()}
        if not form.cleaned_data["status"]:
            if form.row is not None:
                ledgers.forget_preparation(preparation=form.row, **facts)
            return
        document = document_named(form.cleaned_data["document"])
        ledgers.record_preparation(
            task=task, unit=self.unit, statement=form.statement(document), **facts
        )


urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("<int:ledger>/", LedgerView.as_view(), name="ledger"),
    path("<int:ledger>/tasks/add/", TaskView.as_view(), name="add_task"),
    path("<int:ledger>/tasks/<int:task>/", TaskView.as_view(), name="task"),
    path("<int:ledger>/tasks/<int:task>/answers/", AnswerView.as_view(), name="answer"),
    path(
        "<int:ledger>/tasks/<int:task>/answers/<int:answer>/remove/",
        RemoveAnswerView.as_view(),
        name="remove_answer",
    ),
    path("<int:ledger>/provinces/<int:unit>/", ProvinceView.as_view(), name="province"),
    path("<int:ledger>/table/", TableView.as_view(), name="table"),
    path("<int:ledger>/sheet/", SheetView.as_view(), name="sheet"),
]
