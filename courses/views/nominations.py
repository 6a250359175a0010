"""The coordinator's pages: the agency's letters, one letter, its submission and its end."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.choices import NominationState
from courses.exceptions import EnrolmentRefused
from courses.exceptions.nominations import PeopleRefused
from courses.models import Nomination, Session
from courses.nominations import pages
from courses.nominations.forms import LetterForm, NoteForm, PersonForm, PickForm, SubmitForm
from courses.permissions import nominations as may
from courses.presenters import title_language
from courses.services import letters, nominations
from vkc.accounts.models import User
from vkc.core.downloads import take_away
from vkc.core.states import Refusal
from vkc.core.uploads import UploadRefused, at_most, dropped_files

FORBIDDEN, CONFLICT, BAD_REQUEST = 403, 409, 400
GET_POST = ["GET", "HEAD", "POST"]


def of_my_agency(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the letter of the reader's agency; 404 to everybody but its coordinators."""

    @never_cache
    @login_required
    @wraps(view)
    def found(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Nomination.objects.select_related("session__course", "agency", "unit", "letter")
        nomination = get_object_or_404(rows, pk=pk)
        if not may.is_of_the_agency(request.user, nomination):
            raise Http404
        return view(request, nomination, *args, **kwargs)

    return found


@never_cache
@login_required
@require_safe
def glance(request: HttpRequest) -> HttpResponse:
    """The agency's letters: what each brought, and what is to be done."""
    if not may.can_nominate(request.user):
        raise PermissionDenied
    mine = Nomination.objects.filter(agency=request.user.agency_id)
    table = pages.glance(pages.with_counts(mine), at=timezone.now())
    context = {"agency": request.user.agency, **table}
    return render(request, "courses/nominations_list.html", context)


@never_cache
@login_required
@require_http_methods(GET_POST)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Continue the agency's draft for a session, or begin one."""
    sessions = Session.objects.published().select_related("course")
    session = get_object_or_404(sessions, pk=pk)
    if not may.can_nominate(request.user):
        sentence = _("Letters of nomination are sent by the coordinator of your agency.")
        return _refused(request, session, sentence, FORBIDDEN)
    drafts = session.nominations.filter(state=NominationState.DRAFT)
    draft = drafts.filter(agency=request.user.agency_id).first()
    try:
        if request.method == "POST":
            draft = letters.begin_nomination(session=session, by=request.user, at=timezone.now())
        letters.check_registration(session=session, at=timezone.now())
    except EnrolmentRefused as refusal:
        return _refused(request, session, str(refusal), CONFLICT)
    if draft:
        return redirect(draft)
    sent = session.nominations.filter(agency=request.user.agency_id).exclude(submitted_at=None)
    context = {"session": session, "course": session.course, "sent": list(sent)}
    return render(request, "courses/nominations_begin.html", context)


def _refused(request: HttpRequest, session: Session, sentence: str, status: int) -> HttpResponse:
    context = {"session": session, "course": session.course, "sentence": sentence}
    return render(request, "courses/session_refused.html", context, status=status)


@of_my_agency
@require_safe
def detail(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """One letter: what it says, its people, what each of them got."""
    return page(request, nomination)


def page(
    request: HttpRequest, nomination: Nomination, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of a letter, with the forms that stand in the way filled in."""
    at, user = timezone.now(), request.user
    context = {
        **pages.frame(nomination),
        "facts": pages.letter_facts(nomination),
        "people": pages.people_rows(nomination, at=at),
        "substituted": pages.substituted_rows(nomination),
        "history": pages.history(nomination),
        "reason": pages.last_reason(nomination),
        "due": pages.due_in_words(nomination, on=timezone.localdate(at)),
        "last_day": letters.last_day_of_letters(nomination.session),
        "can_change_people": may.can_change_people(user, nomination),
        "can_change_letter": may.can_change_letter(user, nomination),
        "can_submit": may.can_submit(user, nomination),
        "can_withdraw": may.can_withdraw_nomination(user, nomination),
        "person_form": PersonForm(prefix="person"),
        "pick_form": pick_form(nomination),
        "submit_form": SubmitForm(),
        **forms,
    }
    return render(request, "courses/nominations_detail.html", context, status=status)


def pick_form(nomination: Nomination, data: Any = None) -> PickForm | None:
    """The agency's people who are not named yet; None where there is nobody."""
    named = nomination.nominees.filter(is_substituted=False).values("email")
    people = User.objects.filter(
        agency=nomination.agency_id, is_active=True, state="approved"
    ).exclude(email__in=named)
    if data is None and not people.exists():
        return None
    return PickForm(data, people=people.order_by("full_name"))


@at_most(letters.MOST_LETTER_BYTES)
@of_my_agency
@require_http_methods(GET_POST)
def letter(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Number, date and scan of the letter, or the day by which it follows."""
    if not may.can_change_letter(request.user, nomination):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = LetterForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, instance=nomination
    )
    if is_sent and _write(request, nomination, form):
        messages.success(request, _("The letter was saved."))
        return redirect(nomination)
    context = {**pages.frame(nomination), "form": form, "stored": nomination.letter}
    status = BAD_REQUEST if form.errors else 200
    return render(request, "courses/nominations_letter.html", context, status=status)


def _write(request: HttpRequest, nomination: Nomination, form: LetterForm) -> bool:
    """Store the letter, or put what stands in the way into the form."""
    is_valid = form.is_valid()
    for name, dropped in dropped_files(request).items():
        form.add_error(name, str(dropped))
    if not is_valid or form.errors:
        return False
    try:
        letters.write_letter(
            nomination=nomination, by=request.user, at=timezone.now(),
            scan=form.cleaned_data["scan"], **form.letter_facts(),
        )  # fmt: skip
    except UploadRefused as refusal:
        form.add_error("scan", str(refusal))
    except Refusal as refusal:
        form.add_error(FIELDS.get(refusal.code), str(refusal))
    return not form.errors


FIELDS = {
    "letter_of_tomorrow": "letter_on",
    "letter_due_too_late": "letter_due_on",
    "letter_due_past": "letter_due_on",
}


@of_my_agency
@require_safe
def scan(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """The scan, to take away."""
    return scan_of(nomination)


def scan_of(nomination: Nomination) -> HttpResponse:
    """The scan of a letter as an attachment; the caller asked who may see the letter."""
    stored = nomination.letter
    if stored is None:
        raise Http404
    return take_away(stored.file, name=stored.name, media_type=stored.media_type)


@of_my_agency
@require_POST
def submit(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Seats and places in line for all, answered on the page that follows; the second tap too."""
    form = SubmitForm(request.POST)
    if not form.is_valid():
        sentence = _("The form was incomplete. Please confirm once more.")
        return page(request, nomination, status=BAD_REQUEST, problem=sentence)
    key = form.cleaned_data["key"]
    try:
        sent = nominations.submit_nomination(
            nomination=nomination, by=request.user, at=timezone.now(), key=key
        )
    except PeopleRefused as refusal:
        problems = [(one, str(why)) for one, why in refusal.problems]
        return page(request, nomination, status=CONFLICT, problem=str(refusal), problems=problems)
    except Refusal as refusal:
        nomination.refresh_from_db()
        return page(request, nomination, status=CONFLICT, problem=str(refusal))
    sent.session = nomination.session
    return page(request, sent, is_answer=True)


@of_my_agency
@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    """Confirm, then take the whole letter back."""
    form = NoteForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            nominations.withdraw_nomination(
                nomination=nomination, by=request.user, at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except Refusal as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The letter was withdrawn."))
            return redirect("courses:nominations")
    context = {
        **pages.frame(nomination),
        "form": form,
        "problem": problem,
        "can_withdraw": may.can_withdraw_nomination(request.user, nomination),
        "is_draft": nomination.state == NominationState.DRAFT,
        "lang": title_language(nomination.session.course),
    }
    status = CONFLICT if problem else 200
    return render(request, "courses/nominations_withdraw.html", context, status=status)
