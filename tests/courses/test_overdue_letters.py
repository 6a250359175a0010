"""A letter whose day passed ends when the registrar says so, never by the clock."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from courses import exceptions, services
from courses.exceptions import nominations as refusals
from courses.models import Nomination
from courses.services import letters, nominations
from courses.services.overdue import end_all_overdue, end_overdue
from courses.services.reminders import send_reminders
from tests.cms.test_back_office import signed_in
from tests.courses.test_nomination_pages import open_session
from tests.courses.test_nominations import TODAY, counted, mailed, standing, submit, submitted
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.courses_nominations import coordinator, facts, letter_of, scan
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=5)
LATE = NOW + timedelta(days=6)
DESK = "/cms/courses/nominations/"


@pytest.fixture
def registrar():
    return UserFactory(registrar=True)


def missing(session, people=2):
    return submitted(session, people, scan=None, letter_due_on=DUE)


def test_ending_it_gives_the_seats_to_the_line_and_tells_everybody_why(registrar):
    session = SessionFactory(open=True, capacity=2)
    by, letter = missing(session)
    _other, waiting = submitted(session, people=1)
    end_overdue(nomination=letter, by=registrar, at=LATE, note="Đã gọi điện hai lần.")
    assert [state for _rank, state, _place in standing(letter)] == ["declined", "declined"]
    assert standing(waiting) == [(1, "offered", None)]
    assert counted(session) == 1
    letter.refresh_from_db()
    last = letter.events.last()
    assert (letter.state, last.event, last.by) == ("lapsed", "lapse", registrar)
    assert "07/03/2026" in last.reason
    assert last.reason.endswith("Đã gọi điện hai lần.")
    assert mailed("nomination_lapsed") == [by.email]
    assert len(mailed("nominee_lapsed")) == 2
    assert mailed("nomination_ended") == []
    assert all(last.reason in mail.body for mail in Message.objects.filter(event__contains="lapse"))


def test_a_letter_not_corrected_by_its_day_ends_and_who_applied_alone_stays(registrar):
    session, by = SessionFactory(open=True), coordinator()
    alone = participant(agency=by.agency)
    mine = services.enrol(session=session, person=alone, at=NOW)
    letter = letter_of(by, session, 1)
    letters.name_person(nomination=letter, by=by, full_name="A", email=alone.email)
    submit(letter, by)
    nominations.return_nomination(
        nomination=letter, by=registrar, at=NOW, reason="Thiếu dấu", correct_by=DUE
    )
    with pytest.raises(refusals.NotOverdue):
        end_overdue(nomination=letter, by=registrar, at=LATE - timedelta(days=1))
    end_overdue(nomination=letter, by=registrar, at=LATE)
    mine.refresh_from_db()
    assert (mine.state, mine.nomination) == ("confirmed", None)
    assert mailed("nomination_unlinked") == [alone.email]
    assert counted(session) == 1


def test_a_letter_that_came_or_is_not_due_or_is_settled_is_not_ended(registrar):
    by, letter = missing(SessionFactory(open=True))
    complete = submitted(SessionFactory(open=True))[1]
    for one, at in [(letter, NOW + timedelta(days=5)), (complete, LATE)]:
        with pytest.raises(refusals.NotOverdue):
            end_overdue(nomination=one, by=registrar, at=at)
    for person in (by, participant()):
        with pytest.raises(PermissionDenied):
            end_overdue(nomination=letter, by=person, at=LATE)
    letters.write_letter(nomination=letter, by=by, at=LATE, scan=scan(), **facts())
    with pytest.raises(refusals.NotOverdue):
        end_overdue(nomination=letter, by=registrar, at=LATE)


def test_a_scan_without_its_number_is_no_letter(registrar):
    _by, letter = missing(SessionFactory(open=True))
    Nomination.objects.filter(pk=letter.pk).update(letter_number="")
    complete = submitted(SessionFactory(open=True))[1]
    Nomination.objects.filter(pk=complete.pk).update(letter_number="", letter_due_on=DUE)
    assert set(Nomination.objects.overdue(on=LATE.date())) == {letter, complete}


def test_nothing_ends_once_the_session_has_begun(registrar):
    session = SessionFactory(open=True)
    _by, letter = missing(session)
    services.close_session(session=session, by=None, at=NOW)
    services.start_session(session=session, by=None, at=NOW)
    with pytest.raises(exceptions.SessionStarted):
        end_overdue(nomination=letter, by=registrar, at=LATE)


def test_several_end_at_once_and_one_refused_stops_no_other(registrar):
    session = SessionFactory(open=True)
    first, second, came = (missing(session, people=1)[1] for _ in range(3))
    letters.write_letter(
        nomination=came, by=came.made_by, at=LATE, scan=scan(), **facts(letter_due_on=DUE)
    )
    ended = end_all_overdue(nominations=[came, second, first], by=registrar, at=LATE)
    assert ended.done == [first, second]
    assert [(one, type(why)) for one, why in ended.refused] == [(came, refusals.NotOverdue)]
    assert counted(session) == 1
    with pytest.raises(PermissionDenied):
        end_all_overdue(nominations=[], by=coordinator(), at=LATE)


def test_the_clock_reminds_once_and_ends_nothing():
    session = SessionFactory(open=True)
    by, letter = missing(session)
    submitted(session, people=1)
    sent = [
        send_reminders(at=NOW + timedelta(days=days))["letter_overdue"] for days in (5, 6, 6, 7, 8)
    ]
    services.check_deadlines(at=NOW + timedelta(days=8))
    assert sent == [0, 1, 0, 0, 0]
    assert mailed("reminder_letter_overdue") == [by.email]
    assert "07/03/2026" in Message.objects.get(event="courses.reminder_letter_overdue").body
    letter.refresh_from_db()
    assert letter.state == "submitted"
    assert counted(session) == 3


class TestTheDesk:
    def late(self, session, by):
        today = timezone.localdate()
        letter = letter_of(
            by, session, 1, at=timezone.now(), scan=None, letter_due_on=today + timedelta(days=2)
        )
        nominations.submit_nomination(nomination=letter, by=by, at=timezone.now(), key=uuid4())
        Nomination.objects.filter(pk=letter.pk).update(letter_due_on=today - timedelta(days=1))
        return letter

    def test_chosen_letters_are_shown_once_more_and_then_end(self, registrar):
        session, client = open_session(), signed_in(registrar)
        one, two, kept = (self.late(session, coordinator()) for _ in range(3))
        desk = client.get(f"{DESK}?view=overdue").content.decode()
        assert desk.count('type="checkbox"') == 3
        assert f"{DESK}overdue/?letter={one.pk}" in client.get(f"{DESK}{one.pk}/").content.decode()
        chosen = {"letter": [one.pk, two.pk]}
        page = client.get(f"{DESK}overdue/", chosen)
        assert [row["pk"] for row in page.context["rows"]] == [one.pk, two.pk]
        assert page.context["seats"] == 2
        states = Nomination.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["submitted"] * 3
        answer = client.post(f"{DESK}overdue/", {**chosen, "reason": "Đã nhắc"}, follow=True)
        assert [str(one.level_tag) for one in answer.context["messages"]] == ["success"]
        assert list(states.all()) == ["lapsed", "lapsed", "submitted"]
        again = client.post(f"{DESK}overdue/", chosen, follow=True)
        assert [str(one.level_tag) for one in again.context["messages"]] == ["warning"] * 2
        assert client.get(f"{DESK}overdue/").context["rows"] == []
        assert kept.nominees.get().enrolment.state == "confirmed"

    @pytest.mark.parametrize("who", ["coordinator", "editor"])
    def test_others_do_not_come(self, who):
        letter = self.late(open_session(), coordinator())
        client = signed_in(UserFactory(**{who: True}))
        chosen = {"letter": [letter.pk]}
        assert client.get(f"{DESK}overdue/", chosen).status_code in (302, 403)
        assert client.post(f"{DESK}overdue/", chosen).status_code in (302, 403)
        letter.refresh_from_db()
        assert letter.state == "submitted"

    def test_the_page_costs_the_same_for_one_and_for_two(
        self, registrar, django_assert_max_num_queries
    ):
        session, client = open_session(), signed_in(registrar)
        keys = [self.late(session, coordinator()).pk for _ in range(2)]
        client.get(f"{DESK}overdue/", {"letter": keys[:1]})
        with django_assert_max_num_queries(40) as few:
            client.get(f"{DESK}overdue/", {"letter": keys[:1]})
        with django_assert_max_num_queries(len(few)):
            client.get(f"{DESK}overdue/", {"letter": keys})
