"""One person leaves a letter without a substitute: the seat goes on, the letter's numbers stay."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses import exceptions, services
from courses.exceptions import nominations as refusals
from courses.models import Nominee
from courses.nominations import own_data
from courses.services import letters, nominations
from courses.services.substituting import substitute
from courses.services.taking_out import take_out
from tests.cms.test_back_office import signed_in
from tests.courses.test_nomination_pages import at as address
from tests.courses.test_nomination_pages import open_session
from tests.courses.test_nominations import VERBS as ACTS
from tests.courses.test_nominations import counted, mailed, standing, submit, submitted
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_nominations import coordinator, letter_of
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
REASON = "Được phân công việc khác"


def out(nominee, by, reason=REASON, at=NOW):
    return take_out(nominee=nominee, by=by, at=at, reason=reason)


def of_rank(letter, rank):
    return letter.nominees.get(rank=rank, is_substituted=False)


@pytest.mark.parametrize("state", ["submitted", "returned", "approved"])
def test_the_seat_goes_to_who_waits_and_the_numbers_stay(state):
    session, registrar = SessionFactory(open=True, capacity=3), UserFactory(registrar=True)
    by, letter = submitted(session, people=4)
    if state != "submitted":
        ACTS[{"returned": "return", "approved": "approve"}[state]](letter, registrar)
    one = out(of_rank(letter, 2), by)
    assert standing(letter) == [
        (1, "confirmed", None), (2, "withdrawn", None), (3, "confirmed", None), (4, "offered", None),
    ]  # fmt: skip
    assert counted(session) == 3
    letter.refresh_from_db()
    assert (letter.state, one.taken_out_at) == (state, NOW)
    last = letter.events.last()
    assert (last.event, last.by, last.to_state) == ("take_out", by, state)
    assert REASON in last.reason
    assert mailed("nominee_taken_out") == [one.email]
    assert mailed("nomination_reduced") == [by.email]
    assert mailed("nomination_reduced_desk") == [registrar.email]
    assert all(REASON in mail.body for mail in Message.objects.filter(event__contains="taken_out"))


def test_a_place_in_line_ends_and_an_offer_goes_to_the_next():
    session = SessionFactory(open=True, capacity=1)
    by, letter = submitted(session, people=4)
    seated = of_rank(letter, 1).enrolment
    services.withdraw(enrolment=seated, by=seated.person, at=NOW)
    out(of_rank(letter, 3), by)
    assert [state for _rank, state, _place in standing(letter)][1:] == [
        "offered", "withdrawn", "waiting",
    ]  # fmt: skip
    out(of_rank(letter, 2), by)
    assert standing(letter)[3] == (4, "offered", None)
    assert counted(session) == 1


def test_who_had_applied_alone_stays_enrolled_without_the_letter():
    session, by = SessionFactory(open=True), coordinator()
    alone = participant(agency=by.agency)
    mine = services.enrol(session=session, person=alone, at=NOW)
    letter = letter_of(by, session, 1)
    letters.name_person(nomination=letter, by=by, full_name="A", email=alone.email)
    submit(letter, by)
    out(of_rank(letter, 2), by)
    mine.refresh_from_db()
    assert (mine.state, mine.nomination) == ("confirmed", None)
    assert mailed("nomination_unlinked") == [alone.email]
    assert mailed("nominee_taken_out") == []
    assert counted(session) == 2


def test_only_the_coordinator_of_the_agency_may():
    session = SessionFactory(open=True)
    by, letter = submitted(session)
    one = of_rank(letter, 1)
    for person in (coordinator(), participant(agency=by.agency), UserFactory(registrar=True)):
        with pytest.raises(PermissionDenied):
            out(one, person)
    assert counted(session) == 2


def test_it_needs_a_reason_and_somebody_who_holds_something_and_somebody_who_stays():
    session = SessionFactory(open=True)
    by, letter = submitted(session)
    first, second = letter.nominees.order_by("rank")
    with pytest.raises(refusals.WhyTakenOut):
        out(first, by, reason=" ")
    out(first, by)
    with pytest.raises(refusals.NothingToTakeOver):
        out(first, by)
    with pytest.raises(refusals.NothingToTakeOver):
        substitute(nominee=first, by=by, at=NOW, full_name="A", email="thay@so.test")
    with pytest.raises(refusals.LastOfTheLetter):
        out(second, by)
    assert counted(session) == 1


def test_a_draft_a_settled_letter_and_a_session_that_has_begun_refuse_it():
    draft = letter_of(by := coordinator(), SessionFactory(open=True), 2)
    with pytest.raises(refusals.StillADraft):
        out(of_rank(draft, 1), by)
    owner, letter = submitted(SessionFactory(open=True))
    nominations.withdraw_nomination(nomination=letter, by=owner, at=NOW)
    with pytest.raises(refusals.LetterSettled):
        out(of_rank(letter, 1), owner)
    session = SessionFactory(open=True)
    owner, letter = submitted(session)
    with pytest.raises(exceptions.SessionStarted):
        out(of_rank(letter, 1), owner, at=NOW + timedelta(days=32))
    services.close_session(session=session, by=None, at=NOW)
    services.start_session(session=session, by=None, at=NOW)
    with pytest.raises(exceptions.SessionStarted):
        out(of_rank(letter, 1), owner)
    assert not Nominee.objects.exclude(taken_out_at=None).exists()


def test_the_way_back_is_a_new_name_in_another_letter_or_in_somebodys_place():
    session = SessionFactory(open=True, capacity=2)
    by, letter = submitted(session, people=3)
    one = out(of_rank(letter, 1), by)
    with pytest.raises(refusals.NotADraft):
        letters.name_person(nomination=letter, by=by, full_name=one.full_name, email=one.email)
    again = letter_of(by, session)
    letters.name_person(nomination=again, by=by, full_name=one.full_name, email=one.email)
    submit(again, by)
    assert standing(again) == [(1, "waiting", 1)]
    other = out(of_rank(letter, 2), by)
    new = substitute(
        nominee=of_rank(letter, 3), by=by, at=NOW, full_name=other.full_name, email=other.email
    )
    assert (new.rank, new.enrolment.state) == (3, "offered")
    assert counted(session) == 2


def test_nobody_is_substituted_and_taken_out_at_once():
    _by, letter = submitted(SessionFactory(open=True))
    with pytest.raises(IntegrityError, match="substituted_or_taken_out"), transaction.atomic():
        letter.nominees.update(is_substituted=True, taken_out_at=NOW)


class TestThePages:
    @pytest.fixture
    def by(self):
        return coordinator()

    @pytest.fixture
    def letter(self, by):
        letter = letter_of(by, open_session(capacity=2), 3, at=timezone.now())
        return nominations.submit_nomination(
            nomination=letter, by=by, at=timezone.now(), key=uuid4()
        )

    @pytest.fixture
    def desk(self, by):
        client = Client()
        client.force_login(by)
        return client

    def test_a_page_confirms_and_afterwards_the_number_is_shown_empty(self, desk, letter):
        one = of_rank(letter, 2)
        for language in ("vi", "en", "ko"):
            asked = desk.get(address(letter, f"people/{one.pk}/take-out/", language))
            assert (asked.status_code, asked.context["holds_a_seat"]) == (200, True)
            assert asked.content.decode().count("<h1") == 1
        page = address(letter, f"people/{one.pk}/take-out/")
        assert page in desk.get(address(letter)).content.decode()
        assert desk.post(page, {"reason": " "}).status_code == 400
        assert desk.post(page, {"reason": REASON}).url == f"{address(letter)}#people"
        rows = desk.get(address(letter)).context["people"]
        assert [(row["rank"], row["is_out"], bool(row["take_out_url"])) for row in rows] == [
            (1, False, True), (2, True, False), (3, False, True),
        ]  # fmt: skip
        assert desk.get(page).context["can_take_out"] is False
        assert desk.post(page, {"reason": REASON}).status_code == 409
        last = of_rank(letter, 3)
        desk.post(address(letter, f"people/{of_rank(letter, 1).pk}/take-out/"), {"reason": REASON})
        assert not any(row["take_out_url"] for row in desk.get(address(letter)).context["people"])
        assert desk.get(address(letter, f"people/{last.pk}/take-out/")).context["is_last"] is True

    def test_others_do_not_find_it(self, letter):
        one = of_rank(letter, 1)
        page = address(letter, f"people/{one.pk}/take-out/")
        stranger = Client()
        stranger.force_login(coordinator())
        registrar = signed_in(UserFactory(registrar=True))
        for client in (stranger, registrar):
            assert client.get(page).status_code == 404
            assert client.post(page, {"reason": REASON}).status_code == 404
        one.refresh_from_db()
        assert one.taken_out_at is None

    def test_the_registrar_reads_it_and_the_person_reads_why_it_ended(self, by, letter):
        one = take_out(nominee=of_rank(letter, 1), by=by, at=timezone.now(), reason=REASON)
        registrar = signed_in(UserFactory(registrar=True))
        page = registrar.get(f"/cms/courses/nominations/{letter.pk}/").content.decode()
        assert REASON in page
        person = Client()
        person.force_login(one.enrolment.person)
        place = person.get(f"/en/courses/sessions/{letter.session_id}/place/")
        assert place.context["ended"] == "Your agency ended your nomination for this session."
        assert own_data.my_data(one.enrolment.person)[0]["was_taken_out"] is True
