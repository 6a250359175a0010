"""What needs the registrar today: each part finds its own, and nothing that is in order."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.choices import EnrolmentState, NominationState, SessionState
from courses.choices.learning import LessonKind
from courses.cockpit import parts_of_today
from courses.models import Enrolment, Lesson, Nomination, Session, StoredFile, Submission
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
    assert row.is_late
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
