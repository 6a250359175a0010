"""Mail to the people of a session: previewed, counted, sent once, never to those who withdrew."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client

from courses.models import Announcement, Enrolment
from courses.services import marks
from tests.factories.accounts import UserFactory
from tests.factories.courses import NOW, participant
from tests.factories.courses_attendance import act, room
from vkc.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    found = room(people=3, teacher=UserFactory(partner=True))
    for state, number in (("waiting", 1), ("withdrawn", None)):
        Enrolment.objects.create(
            session=found.session, person=participant(), state=state, waiting_sequence=number,
            submitted_at=NOW,
        )  # fmt: skip
    return found


def write(here, *, who=None, key=None, button="send", **changes):
    client = Client()
    client.force_login(who or here.teacher)
    said = {
        "key": str(key or uuid4()), "audience": "seated", "subject": "Đổi phòng học",
        "body": "Buổi chiều học ở <b>phòng 12</b>.", button: "1",
    }  # fmt: skip
    address = f"/vi/courses/sessions/{here.session.pk}/desk/announcements/"
    return client.post(address, {**said, **changes})


def test_the_preview_tells_how_many_get_it_and_sends_nothing(here):
    page = write(here, button="preview")
    assert "3" in page.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize(("audience", "count"), [("seated", 3), ("waiting", 1), ("absent", 2)])
def test_each_recipient_gets_one_mail_and_the_withdrawn_none(here, audience, count):
    marks.record(session_id=here.session.pk, acts=[act(here, 0)], by=None, at=NOW)
    write(here, audience=audience, meeting=here.meeting.pk)
    sent = Message.objects.filter(event="courses.announcement")
    assert sent.count() == sent.values("recipient").distinct().count() == count
    assert Announcement.objects.get().recipients == count
    gone = Enrolment.objects.get(state="withdrawn").person.email
    assert not sent.filter(recipient=gone).exists()


def test_a_double_tap_sends_once(here):
    key = uuid4()
    assert write(here, key=key).status_code == 302
    assert write(here, key=key).status_code == 302
    assert Message.objects.count() == 3


def test_the_frame_is_in_the_readers_language_and_the_text_as_written(here):
    person = here.enrolments[0].person
    person.language = "en"
    person.save()
    write(here)
    mail = Message.objects.get(person=person)
    assert mail.subject == "Đổi phòng học"
    assert "Good day" in mail.body
    assert "Buổi chiều học ở <b>phòng 12</b>." in mail.body


def test_nobody_to_write_to_is_said_and_a_missing_meeting_too(here):
    Enrolment.objects.filter(state="waiting").update(person=None)
    assert write(here, audience="waiting").status_code in (200, 400)
    assert write(here, audience="absent", meeting="").status_code == 400
    assert not Announcement.objects.exists()


def test_others_find_no_such_page_and_what_was_sent_stays(here):
    assert write(here, who=here.enrolments[0].person).status_code == 404
    write(here)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Announcement.objects.update(body="khác")
