"""One letter, its people in order: submitted, substituted, approved, returned, refused, withdrawn."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from courses import exceptions, services
from courses.exceptions import nominations as refusals
from courses.models import Enrolment, Nomination, SeatPool
from courses.services import fairness, letters, nominations
from courses.services.overdue import end_overdue
from courses.services.substituting import substitute
from courses.services.taking_out import take_out
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_nominations import coordinator, facts, letter_of, scan
from vkc.accounts.exceptions import AccountElsewhere
from vkc.accounts.models import User
from vkc.core.states import TransitionRefused
from vkc.core.uploads import UploadRefused
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


def submit(letter, by, key=None):
    return nominations.submit_nomination(nomination=letter, by=by, at=NOW, key=key or uuid4())


def submitted(session, people=2, **changes):
    by = coordinator()
    return by, submit(letter_of(by, session, people, **changes), by)


def standing(letter):
    rows = letter.nominees.filter(is_substituted=False).select_related("enrolment__person")
    return [(row.rank, row.enrolment.state, row.enrolment.waiting_rank()) for row in rows]


def counted(session):
    """Seats taken; the counters of session and pools agree with the enrolments."""
    session.refresh_from_db()
    held = session.enrolments.holding_a_seat()
    assert held.count() == session.seats_taken == sum(session.pools.values_list("taken", flat=True))
    assert services.recount_seats() == []
    assert fairness.check_session(session, at=NOW) == []
    return session.seats_taken


def mailed(event):
    return list(
        Message.objects.filter(event=f"courses.{event}").values_list("recipient", flat=True)
    )


class TestTheDraft:
    def test_it_is_begun_once_and_then_continued(self):
        session, by = SessionFactory(open=True), coordinator()
        first = letters.begin_nomination(session=session, by=by, at=NOW)
        assert letters.begin_nomination(session=session, by=by, at=NOW) == first
        assert (first.agency, first.letter_issuer) == (by.agency, by.agency.name_vi)
        with pytest.raises(IntegrityError), transaction.atomic():
            Nomination.objects.create(session=session, agency=by.agency)

    def test_people_are_ordered_changed_and_removed(self):
        by = coordinator()
        letter = letter_of(by, SessionFactory(open=True), 4)
        one, _two, three, four = letter.nominees.all()
        letters.move_person(nominee=four, by=by, steps=-2)
        letters.remove_person(nominee=one, by=by)
        letters.change_person(
            nominee=three, by=by, full_name="Lê Ba", email="BA@so.test", position=""
        )
        people = list(letter.nominees.values_list("rank", "full_name"))
        assert people == [(1, "Nguyễn Văn 4"), (2, "Nguyễn Văn 2"), (3, "Lê Ba")]

    def test_nobody_is_named_twice(self):
        by = coordinator()
        letter = letter_of(by, SessionFactory(open=True), 1)
        email = letter.nominees.get().email
        with pytest.raises(refusals.NamedTwice):
            letters.name_person(nomination=letter, by=by, full_name="A", email=email.upper())
        assert letter.nominees.count() == 1

    def test_a_letter_has_room_for_so_many(self, monkeypatch):
        monkeypatch.setattr(letters, "MOST_PEOPLE", 2)
        with pytest.raises(refusals.TooManyNamed, match="2"):
            letter_of(coordinator(), SessionFactory(open=True), 3)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"letter_on": TODAY + timedelta(days=1)}, refusals.LetterOfTomorrow),
            ({"letter_due_on": TODAY + timedelta(days=11)}, refusals.LetterDueTooLate),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, changes, refusal):
        session = SessionFactory(open=True, needs_letter_by=TODAY + timedelta(days=10))
        with pytest.raises(refusal):
            letter_of(coordinator(), session, **changes)

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_kind"),
            (b"<!doctype html><p>12/SXD", "wrong_kind"),
            (b"%PDF-1.7" + bytes(200 * 1024 * 1024), "too_large"),
        ],
        ids=["svg", "html", "200 MB"],
    )
    def test_a_scan_that_is_none_is_refused_and_nothing_is_kept(self, content, code):
        with pytest.raises(UploadRefused) as caught:
            letter_of(
                coordinator(), SessionFactory(open=True), scan=SimpleUploadedFile("a.pdf", content)
            )
        assert caught.value.code == code
        assert not Nomination.objects.filter(letter__isnull=False).exists()

    def test_a_session_that_takes_nobody_takes_no_letter(self):
        with pytest.raises(exceptions.RegistrationClosed):
            letters.begin_nomination(
                session=SessionFactory(finished=True), by=coordinator(), at=NOW
            )


class TestSubmitting:
    def test_people_get_seats_and_places_in_the_order_of_the_letter(self):
        session = SessionFactory(open=True, capacity=2)
        by, letter = submitted(session, people=4)
        assert standing(letter) == [
            (1, "confirmed", None), (2, "confirmed", None), (3, "waiting", 1), (4, "waiting", 2),
        ]  # fmt: skip
        row = Enrolment.objects.filter(nomination=letter).first()
        assert (row.channel, row.agency) == ("nominated", by.agency)
        assert set(row.events.values_list("by", flat=True)) == {by.pk}
        assert counted(session) == 2
        assert len(mailed("nominated")) == 4
        assert mailed("nomination_received") == [by.email]

    def test_a_double_tap_gives_the_first_answer(self):
        session, by, key = SessionFactory(open=True), coordinator(), uuid4()
        letter = letter_of(by, session, 2)
        submit(letter, by, key)
        assert submit(letter, by, key).state == "submitted"
        assert session.enrolments.count() == 2
        with pytest.raises(refusals.NotADraft):
            submit(letter, by, uuid4())

    def test_the_key_of_another_letter_is_refused(self):
        session, key = SessionFactory(open=True), uuid4()
        first, second = coordinator(), coordinator()
        submit(letter_of(first, session, 1), first, key)
        with pytest.raises(exceptions.KeyOfAnother):
            submit(letter_of(second, session, 1), second, key)

    def test_who_applied_alone_is_linked_and_not_doubled(self):
        session, by = SessionFactory(open=True), coordinator()
        alone = participant(agency=by.agency)
        mine = services.enrol(session=session, person=alone, at=NOW)
        letter = letter_of(by, session, 1)
        letters.name_person(nomination=letter, by=by, full_name="A", email=alone.email)
        submit(letter, by)
        mine.refresh_from_db()
        assert (mine.nomination, mine.channel) == (letter, "self")
        assert [row.was_enrolled for row in letter.nominees.all()] == [False, True]
        assert counted(session) == 2

    def test_one_person_who_cannot_be_named_stops_all_and_each_is_told(self):
        session, by = SessionFactory(open=True), coordinator()
        other = submitted(session, people=1)[1].nominees.get()
        letter = letter_of(by, session, 1)
        foreign = UserFactory()
        letters.name_people(
            nomination=letter, by=by, rows=[(foreign.email, "B", ""), (other.email, "C", "")]
        )
        accounts = User.objects.count()
        with pytest.raises(refusals.PeopleRefused) as caught:
            submit(letter, by)
        found = [(one.rank, type(why)) for one, why in caught.value.problems]
        assert found == [(2, AccountElsewhere), (3, AccountElsewhere)]
        assert session.enrolments.count() == 1
        assert User.objects.count() == accounts

    def test_somebody_of_another_letter_of_the_agency_is_refused(self):
        session = SessionFactory(open=True)
        by, letter = submitted(session, people=1)
        second = letter_of(by, session)
        email = letter.nominees.get().email
        letters.name_person(nomination=second, by=by, full_name="A", email=email)
        with pytest.raises(refusals.PeopleRefused) as caught:
            submit(second, by)
        assert [type(why) for _one, why in caught.value.problems] == [refusals.InAnotherLetter]

    @pytest.mark.parametrize(
        ("changes", "people", "refusal"),
        [
            ({"scan": None}, 1, refusals.LetterIncomplete),
            ({"letter_number": ""}, 1, refusals.LetterIncomplete),
            ({"scan": None, "letter_due_on": TODAY - timedelta(days=1)}, 1, refusals.LetterDuePast),
            ({}, 0, refusals.NobodyNamed),
        ],
    )
    def test_an_incomplete_letter_is_refused(self, changes, people, refusal):
        session, by = SessionFactory(open=True), coordinator()
        letter = letter_of(by, session, people, **changes)
        with pytest.raises(refusal):
            submit(letter, by)
        assert counted(session) == 0

    def test_the_letter_may_follow_by_a_day_and_is_approved_only_then(self):
        session, registrar = SessionFactory(open=True), UserFactory(registrar=True)
        due = {"scan": None, "letter_due_on": TODAY + timedelta(days=5)}
        by, letter = submitted(session, **due)
        with pytest.raises(refusals.LetterMissing):
            nominations.approve_nomination(nomination=letter, by=registrar, at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Nomination.objects.filter(pk=letter.pk).update(state="approved")
        assert list(Nomination.objects.overdue(on=TODAY + timedelta(days=6))) == [letter]
        letters.write_letter(nomination=letter, by=by, at=NOW, scan=scan(), **facts())
        assert letter.events.last().event == "hand_in_letter"
        nominations.approve_nomination(nomination=letter, by=registrar, at=NOW)
        assert not Nomination.objects.overdue(on=TODAY + timedelta(days=6)).exists()
        assert mailed("nomination_approved") == [by.email]
        with pytest.raises(refusals.LetterSettled):
            letters.write_letter(nomination=letter, by=by, at=NOW, **facts())

    def test_a_letter_of_ten_costs_so_many_statements(self, django_assert_max_num_queries):
        session, by = SessionFactory(open=True, capacity=20), coordinator()
        people = UserFactory.create_batch(10, agency=by.agency)
        letter = letter_of(by, session)
        rows = [(person.email, person.full_name, "") for person in people]
        letters.name_people(nomination=letter, by=by, rows=rows)
        with django_assert_max_num_queries(60 + 10 * 14):
            submit(letter, by)


class TestSubstituting:
    def instead(self, nominee, by, email="thay@so.test", **changes):
        row = {"full_name": "Phạm Thay", "position": "Phó phòng", **changes}
        return substitute(nominee=nominee, by=by, at=NOW, email=email, **row)

    def test_the_seat_and_the_letter_stay_and_no_counter_moves(self):
        session = SessionFactory(open=True, capacity=1)
        by, letter = submitted(session, people=2)
        old = letter.nominees.get(rank=1)
        pools = list(SeatPool.objects.values_list("pk", "taken"))
        new = self.instead(old, by)
        assert standing(letter) == [(1, "confirmed", None), (2, "waiting", 1)]
        assert list(SeatPool.objects.values_list("pk", "taken")) == pools
        assert counted(session) == 1
        ended = old.enrolment
        ended.refresh_from_db()
        assert (ended.state, ended.pool, new.enrolment.replaces) == ("withdrawn", None, ended)
        assert ended.events.last().reason
        assert (new.rank, new.full_name) == (1, "Phạm Thay")
        assert mailed("nomination_substituted") == [old.email]
        assert "thay@so.test" in mailed("nominated")

    def test_a_place_in_line_is_taken_over(self):
        session = SessionFactory(open=True, capacity=1)
        by, letter = submitted(session, people=3)
        self.instead(letter.nominees.get(rank=2), by)
        assert standing(letter)[1:] == [(2, "waiting", 1), (3, "waiting", 2)]

    def test_an_offer_is_taken_over_with_its_deadline(self):
        session = SessionFactory(open=True, capacity=1)
        by, letter = submitted(session, people=2)
        seated, waiting = letter.nominees.order_by("rank")
        services.withdraw(enrolment=seated.enrolment, by=seated.enrolment.person, at=NOW)
        waiting.enrolment.refresh_from_db()
        assert waiting.enrolment.state == "offered"
        new = self.instead(waiting, by)
        assert (new.enrolment.state, new.enrolment.offer_expires_at) == (
            "offered",
            waiting.enrolment.offer_expires_at,
        )
        assert counted(session) == 1
        with pytest.raises(refusals.NothingToTakeOver):
            self.instead(seated, by, email="khac@so.test")

    def test_it_is_refused_for_somebody_already_in_and_for_another_agency(self):
        session = SessionFactory(open=True)
        by, letter = submitted(session, people=2)
        first, second = letter.nominees.all()
        with pytest.raises(refusals.AlreadyIn):
            self.instead(first, by, email=second.email)
        with pytest.raises(PermissionDenied):
            self.instead(first, coordinator())
        with pytest.raises(AccountElsewhere):
            self.instead(first, by, email=UserFactory().email)

    def test_it_is_refused_once_the_session_has_begun(self):
        session = SessionFactory(open=True)
        by, letter = submitted(session)
        services.close_session(session=session, by=None, at=NOW)
        services.start_session(session=session, by=None, at=NOW)
        with pytest.raises(exceptions.SessionStarted):
            self.instead(letter.nominees.first(), by)
        with pytest.raises(exceptions.SessionStarted):
            nominations.withdraw_nomination(nomination=letter, by=by, at=NOW)


class TestTheDesk:
    def test_a_returned_letter_keeps_its_seats_and_is_handed_in_again(self):
        session, registrar = SessionFactory(open=True), UserFactory(registrar=True)
        by, letter = submitted(session)
        nominations.return_nomination(
            nomination=letter, by=registrar, at=NOW, reason="Thiếu chữ ký",
            correct_by=TODAY + timedelta(days=3),
        )  # fmt: skip
        assert counted(session) == 2
        assert mailed("nomination_returned") == [by.email]
        assert "Thiếu chữ ký" in Message.objects.get(event="courses.nomination_returned").body
        again = submit(letter, by)
        assert (again.state, again.correct_by) == ("submitted", None)
        assert session.enrolments.count() == 2

    @pytest.mark.parametrize("days", [-1, 31])
    def test_a_day_to_correct_by_lies_between_today_and_the_start(self, days):
        letter = submitted(SessionFactory(open=True))[1]
        with pytest.raises(refusals.CorrectByPast):
            nominations.return_nomination(
                nomination=letter, by=UserFactory(registrar=True), at=NOW, reason="x",
                correct_by=TODAY + timedelta(days=days),
            )  # fmt: skip

    def test_refusing_gives_the_seats_to_the_line(self):
        session, registrar = SessionFactory(open=True, capacity=2), UserFactory(registrar=True)
        letter = submitted(session)[1]
        other = submitted(session, people=1)[1]
        with pytest.raises(refusals.ReasonNeeded):
            nominations.refuse_nomination(nomination=letter, by=registrar, at=NOW, reason=" ")
        nominations.refuse_nomination(nomination=letter, by=registrar, at=NOW, reason="Sai lớp")
        assert [state for _rank, state, _place in standing(letter)] == ["declined", "declined"]
        assert standing(other) == [(1, "offered", None)]
        assert counted(session) == 1
        assert len(mailed("nomination_ended")) == 2

    def test_withdrawing_leaves_who_applied_alone_where_they_are(self):
        session, by = SessionFactory(open=True), coordinator()
        alone = participant(agency=by.agency)
        mine = services.enrol(session=session, person=alone, at=NOW)
        letter = letter_of(by, session, 1)
        letters.name_person(nomination=letter, by=by, full_name="A", email=alone.email)
        submit(letter, by)
        nominations.withdraw_nomination(nomination=letter, by=by, at=NOW, reason="đổi kế hoạch")
        mine.refresh_from_db()
        assert (mine.state, mine.nomination) == ("confirmed", None)
        assert counted(session) == 1
        assert mailed("nomination_unlinked") == [alone.email]


VERBS = {
    "write": lambda letter, by: letters.write_letter(nomination=letter, by=by, at=NOW, **facts()),
    "name": lambda letter, by: letters.name_person(
        nomination=letter, by=by, full_name="A", email="them@so.test"
    ),
    "submit": submit,
    "substitute": lambda letter, by: substitute(
        nominee=letter.nominees.get(rank=1), by=by, at=NOW, full_name="A", email="thay@so.test"
    ),
    "take out": lambda letter, by: take_out(
        nominee=letter.nominees.get(rank=1), by=by, at=NOW, reason="x"
    ),
    "approve": lambda letter, by: nominations.approve_nomination(nomination=letter, by=by, at=NOW),
    "return": lambda letter, by: nominations.return_nomination(
        nomination=letter, by=by, at=NOW, reason="x", correct_by=TODAY
    ),
    "refuse": lambda letter, by: nominations.refuse_nomination(
        nomination=letter, by=by, at=NOW, reason="x"
    ),
    "withdraw": lambda letter, by: nominations.withdraw_nomination(
        nomination=letter, by=by, at=NOW
    ),
}
THEIRS = {"write", "name", "submit", "substitute", "take out", "withdraw"}
# What is possible in a state, to whoever may act at all.
POSSIBLE = {
    "draft": {"write", "name", "submit", "withdraw"},
    "submitted": {"write", "substitute", "take out", "withdraw", "approve", "return", "refuse"},
    "returned": {"write", "submit", "substitute", "take out", "withdraw", "refuse"},
    "approved": {"substitute", "take out", "withdraw", "return"},
    "refused": set(),
    "withdrawn": set(),
    "lapsed": set(),
}


def in_state(state, by, registrar):
    letter = letter_of(by, SessionFactory(open=True), 2)
    if state == "draft":
        return letter
    submit(letter, by)
    if state == "lapsed":
        Nomination.objects.filter(pk=letter.pk).update(letter=None, letter_due_on=YESTERDAY)
        end_overdue(nomination=letter, by=registrar, at=NOW)
    acts = {"returned": "return", "approved": "approve", "refused": "refuse"}
    if state in acts:
        VERBS[acts[state]](letter, registrar)
    elif state == "withdrawn":
        VERBS["withdraw"](letter, by)
    letter.refresh_from_db()
    return letter


def answer_of(act, letter, person):
    """What an act would come to; nothing of it stays."""
    try:
        with transaction.atomic():
            act(letter, person)
            transaction.set_rollback(True)
    except PermissionDenied:
        return "forbidden"
    except (refusals.NominationRefused, TransitionRefused):
        return "refused"
    return "done"


@pytest.mark.parametrize("state", POSSIBLE)
def test_who_may_do_what_in_which_state(state):
    own, registrar = coordinator(), UserFactory(registrar=True)
    people = {
        "own coordinator": own,
        "other coordinator": coordinator(),
        "official": participant(agency=own.agency),
        "registrar": registrar,
    }
    letter = in_state(state, own, registrar)
    wanted, answers = {}, {}
    for role, person in people.items():
        for verb, act in VERBS.items():
            may = role == ("own coordinator" if verb in THEIRS else "registrar")
            possible = "done" if verb in POSSIBLE[state] else "refused"
            wanted[role, verb] = possible if may else "forbidden"
            answers[role, verb] = answer_of(act, letter, person)
            letter.refresh_from_db()
    assert answers == wanted


@pytest.mark.parametrize("state", POSSIBLE)
def test_who_sees_a_letter(state):
    own, registrar = coordinator(), UserFactory(registrar=True)
    letter = in_state(state, own, registrar)
    people = [own, coordinator(), participant(agency=own.agency), registrar]
    seen = [Nomination.objects.visible_to(one).filter(pk=letter.pk).exists() for one in people]
    assert seen == [True, False, False, state != "draft"]
