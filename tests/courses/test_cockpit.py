"""What needs the registrar today: each part finds its own, and nothing that is in order."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from courses.choices import EnrolmentState, NominationState, SessionState
from courses.choices.learning import LessonKind
from courses.cockpit import parts_of_today
from courses.models import Enrolment, Lesson, Nomination, Session, StoredFile, Submission
from courses.services.reminders import remind_of_letter
from tests.cms.test_back_office import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.notifications import MessageFactory
from tests.factories.places import UnitFactory
from vkc.notifications.choices import MessageState
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def counts():
    return {part.key: part.count for part in parts_of_today(at=NOW)}


def letter(**columns):
    about = {"session": SessionFactory(open=True), "agency": participant().agency}
    given = {"state": NominationState.SUBMITTED, "submitted_at": NOW}
    return Nomination.objects.create(**{**about, **given, **columns})


def scan():
    return StoredFile.objects.create(
        name="cv.pdf", media_type="application/pdf", size=1, sha256="0" * 64, uploaded_at=NOW
    )


def test_nothing_waits_where_all_is_in_order():
    SessionFactory(open=True, minimum=1, starts_on=TODAY + timedelta(days=60))
    assert set(counts().values()) == {0}


def test_a_letter_is_to_be_approved_once_it_is_whole_and_missing_until_then():
    letter(letter_number="12/CV", letter_on=TODAY, letter=scan())
    letter(letter_due_on=TODAY - timedelta(days=1))
    parts = {part.key: part for part in parts_of_today(at=NOW)}
    assert (parts["letters"].count, parts["missing"].count) == (1, 1)
    assert parts["missing"].rows[0].is_late


def test_an_offer_is_shown_when_it_ends_within_a_day():
    session = SessionFactory(open=True)
    for number, hours in enumerate((5, 50), start=1):
        Enrolment.objects.create(
            session=session, person=participant(), state=EnrolmentState.OFFERED, submitted_at=NOW,
            waiting_sequence=number, pool=session.pools.get(),
            offered_at=NOW, offer_expires_at=NOW + timedelta(hours=hours),
        )  # fmt: skip
    assert counts()["offers"] == 1


def test_a_session_under_its_minimum_presses_only_when_it_is_near():
    SessionFactory(open=True, minimum=3, starts_on=TODAY + timedelta(days=10))
    SessionFactory(open=True, minimum=3, starts_on=TODAY + timedelta(days=40))
    assert counts()["minimum"] == 1


def test_unused_provincial_seats_are_announced_in_the_week_before():
    session = SessionFactory(open=True, quotas_fall_on=TODAY + timedelta(days=5))
    session.pools.create(unit=UnitFactory(), quota=2)
    session.pools.create(unit=UnitFactory(), quota=1)
    assert counts()["quotas"] == 1
    Session.objects.filter(pk=session.pk).update(quotas_fell_at=NOW)
    assert counts()["quotas"] == 0


def test_a_finished_session_waits_until_nobody_is_left_undecided():
    session = SessionFactory(finished=True)
    for state in (EnrolmentState.CONFIRMED, EnrolmentState.CONFIRMED, EnrolmentState.COMPLETED):
        Enrolment.objects.create(
            session=session, person=participant(), state=state, submitted_at=NOW
        )
    assert session.state == SessionState.FINISHED
    assert counts()["conclude"] == 1


def test_who_completed_without_a_certificate_is_to_get_one():
    session = SessionFactory(finished=True)
    states = (EnrolmentState.COMPLETED, EnrolmentState.COMPLETED, EnrolmentState.NO_SHOW)
    for state in states:
        Enrolment.objects.create(
            session=session, person=participant(), state=state, submitted_at=NOW
        )
    (part,) = [part for part in parts_of_today(at=NOW) if part.key == "certificates"]
    assert part.count == 1
    assert "2" in part.rows[0].detail


def test_only_the_newest_work_handed_in_waits_for_a_mark():
    session = SessionFactory(open=True)
    lesson = Lesson.objects.create(
        course=session.course, kind=LessonKind.ASSIGNMENT, title_vi="Bài tập", order=1
    )
    enrolment = Enrolment.objects.create(
        session=session, person=participant(), state=EnrolmentState.CONFIRMED, submitted_at=NOW
    )
    about = {"enrolment": enrolment, "lesson": lesson, "words": "Bài làm", "submitted_at": NOW}
    Submission.objects.create(version=1, **about)
    assert counts()["grading"] == 1
    Submission.objects.create(
        version=2, is_accepted=True, graded_at=NOW, feedback="Đạt yêu cầu.", **about
    )
    assert counts()["grading"] == 0


def test_only_mail_of_the_courses_that_did_not_leave_is_shown():
    about = {"about": "x:1", "occurrence": NOW, "language": "vi", "due_at": NOW, "subject": "Thư"}
    for number, (event, state) in enumerate(
        [
            ("courses.enrolment_confirmed", MessageState.GIVEN_UP),
            ("courses.enrolment_confirmed", MessageState.QUEUED),
            ("accounts.invited", MessageState.GIVEN_UP),
        ]
    ):
        Message.objects.create(event=event, recipient=f"n{number}@vkc.test", state=state, **about)
    assert counts()["mail"] == 1


def test_mail_that_came_back_stands_there_for_thirty_days_with_what_the_server_said():
    for days in (1, 31):
        MessageFactory(bounced=True, sent_at=NOW, bounced_at=NOW - timedelta(days=days))
    MessageFactory(sent=True)
    (part,) = (part for part in parts_of_today(at=NOW) if part.key == "mail")
    (row,) = part.rows
    assert not row.is_late
    assert "550 5.1.1 User unknown" in row.detail


def test_the_page_is_for_registrars_and_each_row_leads_somewhere():
    letter(letter_number="12/CV", letter_on=TODAY, letter=scan())
    session = SessionFactory(open=True, minimum=3, starts_on=TODAY)
    page = reverse("courses_desk:cockpit")
    answer = signed_in(UserFactory(registrar=True)).get(page)
    assert answer.status_code == 200
    assert str(session) in answer.content.decode()
    assert signed_in(UserFactory(editor=True)).get(page).status_code in (302, 403)


def test_the_page_costs_at_most_two_questions_a_part(django_assert_max_num_queries):
    for _number in range(3):
        letter(letter_number="12/CV", letter_on=TODAY, letter=scan())
    with django_assert_max_num_queries(18):
        parts_of_today(at=NOW)


def approve(client, nomination):
    """Press “Approve” in the row of the letter."""
    url = reverse("courses_desk:nomination_settle", args=[nomination.pk, "approve"])
    page = client.get(reverse("courses_desk:cockpit")).content.decode()
    assert (url in page) is (nomination.state == NominationState.SUBMITTED)
    return client.post(url, {"then": "today"}, follow=True)


def test_a_whole_letter_is_approved_from_the_row_and_the_desk_says_so():
    whole = letter(letter_number="12/CV", letter_on=TODAY, letter=scan())
    client = signed_in(UserFactory(registrar=True))
    answer = approve(client, whole)
    whole.refresh_from_db()
    assert whole.state == NominationState.APPROVED
    assert answer.redirect_chain[-1][0] == reverse("courses_desk:cockpit")
    assert str(whole.agency) in answer.content.decode()


def test_a_letter_that_was_settled_meanwhile_says_so():
    whole = letter(
        letter_number="12/CV", letter_on=TODAY, letter=scan(), state=NominationState.APPROVED
    )
    client = signed_in(UserFactory(registrar=True))
    answer = approve(client, whole)
    assert answer.redirect_chain == []
    assert 'role="alert"' in answer.content.decode()


def test_an_editor_approves_no_letter():
    whole = letter(letter_number="12/CV", letter_on=TODAY, letter=scan())
    url = reverse("courses_desk:nomination_settle", args=[whole.pk, "approve"])
    answer = signed_in(UserFactory(editor=True)).post(url, {"then": "today"})
    assert answer.status_code in (302, 403, 404)
    whole.refresh_from_db()
    assert whole.state == NominationState.SUBMITTED


def test_a_letter_without_its_scan_has_no_button():
    missing = letter(letter_due_on=TODAY)
    client = signed_in(UserFactory(registrar=True))
    url = reverse("courses_desk:nomination_settle", args=[missing.pk, "approve"])
    assert url not in client.get(reverse("courses_desk:cockpit")).content.decode()


def press(client, act, **more):
    """Press a button of a row as the page sends it."""
    return client.post(act.url, {**act.sends, **more})


def row_of(key):
    (part,) = (part for part in parts_of_today(at=timezone.now()) if part.key == key)
    return part.rows[0] if part.rows else None


def awaited(coordinator, **columns):
    session = SessionFactory(open=True, starts_on=timezone.localdate() + timedelta(days=40))
    return letter(session=session, agency=coordinator.agency, made_by=coordinator, **columns)


@pytest.mark.parametrize(
    ("columns", "event"),
    [
        ({"letter_due_on": 5}, "courses.reminder_letter"),
        ({}, "courses.reminder_letter"),
        ({"letter_due_on": -5}, "courses.reminder_letter_overdue"),
        ({"state": NominationState.RETURNED, "correct_by": 5}, "courses.reminder_letter"),
        ({"state": NominationState.RETURNED, "correct_by": -5}, "courses.reminder_letter_overdue"),
    ],
)
def test_an_agency_is_reminded_from_the_row_once_a_day(columns, event):
    today = timezone.localdate()
    given = {k: today + timedelta(days=v) if isinstance(v, int) else v for k, v in columns.items()}
    coordinator = UserFactory(coordinator=True)
    awaited(coordinator, **given)
    client = signed_in(UserFactory(registrar=True))
    (remind,) = row_of("missing").acts
    for _ in range(2):
        answer = press(client, remind)
        assert answer["Location"] == reverse("courses_desk:cockpit")
    (mail,) = Message.objects.filter(about__startswith="courses.nomination:")
    assert (mail.event, mail.recipient) == (event, coordinator.email)
    assert "None" not in mail.body


def test_a_reminder_is_refused_for_a_letter_that_came_and_without_a_coordinator():
    coordinator = UserFactory(coordinator=True)
    came = awaited(coordinator, letter_number="12/CV", letter_on=TODAY, letter=scan())
    orphan = letter(session=came.session, letter_due_on=TODAY)
    client = signed_in(UserFactory(registrar=True))
    for one in (came, orphan):
        page = client.post(reverse("courses_desk:nomination_remind", args=[one.pk]), follow=True)
        (told,) = page.context["messages"]
        assert told.level_tag == "warning"
    assert not Message.objects.filter(about__startswith="courses.nomination:").exists()


def test_only_registrars_remind():
    coordinator = UserFactory(coordinator=True)
    one = awaited(coordinator, letter_due_on=TODAY)
    url = reverse("courses_desk:nomination_remind", args=[one.pk])
    for person in (UserFactory(editor=True), coordinator):
        assert signed_in(person).post(url).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        remind_of_letter(nomination=one, by=coordinator, at=NOW)
    assert not Message.objects.exists()


def test_mail_that_did_not_arrive_is_sent_again_or_marked_as_dealt_with_from_the_row():
    registrar = UserFactory(registrar=True)
    client = signed_in(registrar)
    for place, state in enumerate(("queued", "given_up")):
        message = MessageFactory(given_up=True)
        press(client, row_of("mail").acts[place])
        message.refresh_from_db()
        assert message.state == state
        assert row_of("mail") is None
    assert message.handled_by == registrar


def test_a_session_under_its_minimum_leads_to_moving_and_cancelling():
    today = timezone.localdate()
    SessionFactory(open=True, minimum=3, starts_on=today + timedelta(days=10))
    client = signed_in(UserFactory(registrar=True))
    acts = row_of("minimum").acts
    assert [client.get(act.url).status_code for act in acts] == [200, 200]
    assert client.get(reverse("courses_desk:cockpit")).status_code == 200


def test_the_first_page_of_the_back_office_tells_what_waits_and_what_is_held():
    today = timezone.localdate()
    letter(letter_number="12/CV", letter_on=TODAY, letter=scan())
    soon = SessionFactory(open=True, starts_on=today + timedelta(days=29))
    late = SessionFactory(open=True, starts_on=today + timedelta(days=31))
    over = SessionFactory(finished=True, starts_on=today)
    home = reverse("wagtailadmin_home")
    words = signed_in(UserFactory(registrar=True)).get(home).content.decode()
    assert f"{reverse('courses_desk:cockpit')}#part-letters" in words
    shown = {s: f'href="{reverse("courses_desk:session", args=[s.pk])}"' in words
             for s in (soon, late, over)}  # fmt: skip
    assert shown == {soon: True, late: False, over: False}
    assert "#part-letters" not in signed_in(UserFactory(editor=True)).get(home).content.decode()
