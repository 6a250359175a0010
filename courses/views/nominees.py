"""The people of a letter: named one by one, picked, read from a table, ordered, substituted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.models import Nomination, Nominee
from courses.nominations import pages
from courses.nominations.forms import (
    LIST_KINDS,
    MOST_LIST_BYTES,
    ListForm,
    PersonForm,
    TakeOutForm,
)
from courses.nominations.sheets import CellError, read_people, write_template
from courses.permissions import nominations as may
from courses.services import letters
from courses.services.substituting import substitute
from courses.services.taking_out import take_out
from courses.views.nominations import BAD_REQUEST, CONFLICT, GET_POST, of_my_agency, page, pick_form
from vkc.core.states import Refusal
from vkc.core.tabular import XLSX_TYPE
from vkc.core.uploads import at_most, dropped_files, inspect

STEPS = {"up": -1, "down": 1}


def _draft(request: HttpRequest, nomination: Nomination) -> None:
    if not may.can_change_people(request.user, nomination):
        raise PermissionDenied


def _list(nomination: Nomination) -> HttpResponse:
    """Back to the list of people, so that the next act is close."""
    return redirect(f"{nomination.get_absolute_url()}#people")


@of_my_agency
@require_POST
def add(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Name one person."""
    _draft(request, nomination)
    form = PersonForm(request.POST, prefix="person")
    if form.is_valid():
        try:
            letters.name_person(nomination=nomination, by=request.user, **form.cleaned_data)
            return _list(nomination)
        except Refusal as refusal:
            form.add_error("email", str(refusal))
    return page(request, nomination, status=BAD_REQUEST, person_form=form)


@of_my_agency
@require_POST
def pick(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Name people of the agency who have an account."""
    _draft(request, nomination)
    form = pick_form(nomination, request.POST)
    if form is None or not form.is_valid():
        return page(request, nomination, status=BAD_REQUEST, pick_form=form)
    rows = [(one.email, one.full_name, one.position) for one in form.cleaned_data["people"]]
    try:
        letters.name_people(nomination=nomination, by=request.user, rows=rows)
    except Refusal as refusal:
        form.add_error("people", str(refusal))
        return page(request, nomination, status=CONFLICT, pick_form=form)
    return _list(nomination)


@of_my_agency
@require_http_methods(GET_POST)
def change(request: HttpRequest, nomination: Nomination, nominee: int) -> HttpResponse:
    """Put right what the draft says about a person."""
    _draft(request, nomination)
    person = _person(nomination, nominee)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            letters.change_person(nominee=person, by=request.user, **form.cleaned_data)
            return _list(nomination)
        except Refusal as refusal:
            form.add_error("email", str(refusal))
    title = _("Change a person")
    return _person_page(request, nomination, form, title=title, action_label=_("Save"))


@of_my_agency
@require_POST
def remove(request: HttpRequest, nomination: Nomination, nominee: int) -> HttpResponse:
    """Take a person off the draft."""
    _draft(request, nomination)
    person = _person(nomination, nominee)
    letters.remove_person(nominee=person, by=request.user)
    messages.success(request, _("%(name)s is no longer in the list.") % {"name": person.full_name})
    return _list(nomination)


@of_my_agency
@require_POST
def move(request: HttpRequest, nomination: Nomination, nominee: int) -> HttpResponse:
    """One rank up or down."""
    _draft(request, nomination)
    steps = STEPS.get(request.POST.get("to", ""), 0)
    letters.move_person(nominee=_person(nomination, nominee), by=request.user, steps=steps)
    return redirect(f"{nomination.get_absolute_url()}#person-{nominee}")


@of_my_agency
@require_http_methods(GET_POST)
def instead(request: HttpRequest, nomination: Nomination, nominee: int) -> HttpResponse:
    """Put another person in somebody's place."""
    person = _person(nomination, nominee)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = substitute(
                nominee=person, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            facts = {"new": new.full_name, "old": person.full_name}
            messages.success(request, _("%(new)s now has the place of %(old)s.") % facts)
            return _list(nomination)
    elif request.method != "POST" and not may.can_substitute(request.user, person):
        raise PermissionDenied
    title = _("Put another person in the place of %(name)s") % {"name": person.full_name}
    label = _("Substitute")
    return _person_page(
        request, nomination, form, title=title, action_label=label, is_substitution=True
    )


@of_my_agency
@require_http_methods(GET_POST)
def out(request: HttpRequest, nomination: Nomination, nominee: int) -> HttpResponse:
    """Confirm, then take one person out of a submitted letter."""
    person = _person(nomination, nominee)
    is_sent = request.method == "POST"
    form = TakeOutForm(request.POST if is_sent else None)
    problem = _taken_out(request, person, form) if is_sent and form.is_valid() else ""
    if problem is None:
        return _list(nomination)
    is_last = not nomination.nominees.in_force().exclude(pk=person.pk).exists()
    context = {
        **pages.frame(nomination),
        "form": form,
        "problem": problem,
        "person": person,
        "can_take_out": may.can_take_out(request.user, person) and not is_last,
        "is_last": is_last,
        "holds_a_seat": bool(person.enrolment and person.enrolment.pool_id),
    }
    status = CONFLICT if problem else BAD_REQUEST if form.errors else 200
    return render(request, "courses/nominations_take_out.html", context, status=status)


def _taken_out(request: HttpRequest, person: Nominee, form: TakeOutForm) -> str | None:
    """None once done, else why not."""
    reason = form.cleaned_data["reason"]
    try:
        take_out(nominee=person, by=request.user, at=timezone.now(), reason=reason)
    except Refusal as refusal:
        return str(refusal)
    sentence = _("%(name)s was taken out of the letter and told so.")
    messages.success(request, sentence % {"name": person.full_name})
    return None


def _person_page(
    request: HttpRequest, nomination: Nomination, form: PersonForm, **more: Any
) -> HttpResponse:
    context = {**pages.frame(nomination), "form": form, **more}
    status = BAD_REQUEST if form.errors else 200
    return render(request, "courses/nominations_person.html", context, status=status)


def _person(nomination: Nomination, pk: int) -> Nominee:
    people = nomination.nominees.filter(is_substituted=False).select_related("enrolment")
    person = get_object_or_404(people, pk=pk)
    person.nomination = nomination
    return person


@at_most(MOST_LIST_BYTES)
@of_my_agency
@require_http_methods(GET_POST)
def from_table(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Name everybody of a table, or say what is wrong in which cells and name nobody."""
    _draft(request, nomination)
    is_sent = request.method == "POST"
    form = ListForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    errors: list[CellError] = []
    if is_sent:
        count, errors = _read(request, nomination, form)
        if count:
            done = ngettext("%(count)s person was added.", "%(count)s people were added.", count)
            messages.success(request, done % {"count": count})
            return _list(nomination)
    context = {
        **pages.frame(nomination),
        "form": form,
        "columns": [_("Row"), _("Column"), _("Value"), _("Rule")],
        "errors": [[error.row, error.column, error.value, error.rule] for error in errors],
        "template_url": reverse("courses:nomination_template", args=[nomination.pk]),
    }
    status = BAD_REQUEST if form.errors or errors else 200
    return render(request, "courses/nominations_table.html", context, status=status)


def _read(
    request: HttpRequest, nomination: Nomination, form: ListForm
) -> tuple[int, list[CellError]]:
    """How many were added, or the errors; what stops the whole file goes into the form."""
    is_valid = form.is_valid()
    dropped = dropped_files(request).get("people")
    if dropped:
        form.errors["people"] = form.error_class([str(dropped)])
    if dropped or not is_valid:
        return 0, []
    upload = form.cleaned_data["people"]
    try:
        media_type = inspect(upload, kinds=LIST_KINDS, most_bytes=MOST_LIST_BYTES)
        named = set(nomination.nominees.values_list("email", flat=True))
        found = read_people(
            upload.read(), media_type=media_type, agency=nomination.agency, named=named
        )
        if found.errors:
            return 0, found.errors
        letters.name_people(nomination=nomination, by=request.user, rows=found.rows)
    except Refusal as refusal:
        form.add_error("people", str(refusal))
        return 0, []
    return len(found.rows), []


@of_my_agency
@require_safe
def template(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The table to fill in."""
    answer = HttpResponse(write_template(), content_type=XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="danh-sach-cu.xlsx"'
    return answer
