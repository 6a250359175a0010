"""What courses offer to other pages: panels, feed, sitemap, search, my data, sample material."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from courses import demo, panels, search, services, sitemaps
from courses.models import Course, Enrolment, EnrolmentEvent, SeatGrant, Session, SessionEvent
from tests.factories.courses import (
    CourseFactory,
    SessionFactory,
    SessionSourceFactory,
    participant,
)
from vkc.accounts.models import User
from vkc.core import registry
from vkc.places.models import Succession, Unit
from vkc.search.models import SearchEntry
from vkc.topics.models import Topic

pytestmark = pytest.mark.django_db


def open_session(**fields):
    now = timezone.now()
    return SessionFactory(
        open=True, **{"opens_at": None, "closes_at": now + timedelta(days=9), **fields}
    )


def topic(key="policy"):
    return Topic.objects.create(key=key, pillar="planning", name_vi=key, name_en=key, name_ko=key)


@pytest.mark.parametrize(
    "place", ["home_panels", "related", "my_cards", "my_data", "my_data_erasers",
              "reference_loaders", "demo_content", "nav_items", "feeds"],
)  # fmt: skip
def test_courses_are_registered(place):
    assert getattr(registry, place).get("courses") is not None


def test_home_shows_the_nearest_deadline_first_and_no_closed_session():
    late = open_session(closes_at=timezone.now() + timedelta(days=20))
    soon = open_session()
    SessionFactory(open=True, closes_at=timezone.now() - timedelta(days=1), opens_at=None)
    panel = panels.open_sessions(RequestFactory().get("/"))
    assert [row["url"] for row in panel.context["rows"]] == [
        soon.get_absolute_url(),
        late.get_absolute_url(),
    ]


def test_a_topic_lists_its_courses_and_nothing_where_there_is_none():
    course, found = CourseFactory(), topic()
    course.topics.set([found])
    course.save()
    CourseFactory(live=False).topics.set([found])
    assert [row["title"] for row in panels.related_courses(found).context["rows"]] == [course.title]
    assert panels.related_courses(topic("water")) is None
    assert panels.related_courses(object()) is None


def test_a_place_lists_sessions_held_in_the_units_it_was_formed_from():
    old = Unit.objects.create(scheme=63, code="82", name_vi="Tiền Giang", valid_from="2008-08-01")
    new = Unit.objects.create(scheme=34, code="82", name_vi="Đồng Tháp", valid_from="2025-07-01")
    Succession.objects.create(predecessor=old, successor=new, on="2025-07-01")
    SessionFactory(finished=True, unit=old)
    assert len(panels.related_courses(new).context["rows"]) == 1
    assert len(panels.related_courses(old).context["rows"]) == 1


@pytest.mark.parametrize("language", ["vi", "en", "ko"])
def test_the_feed_lists_opened_sessions_in_its_language(client, language):
    session = SessionFactory(capacity=3)
    services.open_session(session=session, by=None, at=timezone.now())
    SessionFactory()
    feed = client.get(f"/{language}/courses/feed.atom")
    text = feed.content.decode()
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert session.course.in_language("title", language).text in text
    assert text.count("<entry>") == 1


def test_sitemaps_leave_drafts_and_samples_out():
    shown = SessionFactory()
    SessionFactory(course=CourseFactory(live=False))
    SessionFactory(is_demo=True, course=CourseFactory(is_demo=True))
    assert list(sitemaps.SessionSitemap().items()) == [shown]
    assert list(sitemaps.CourseSitemap().items()) == [shown.course]


def test_search_describes_a_published_course_and_hides_a_draft():
    session = SessionSourceFactory(session=SessionFactory(finished=True)).session
    draft = search.describe(session.course)
    assert draft.titles["ko"] == session.course.title_ko
    assert draft.path == f"courses/{session.course.slug}/"
    assert session.place_vi in draft.bodies["vi"]
    assert search.describe(CourseFactory(live=False)) is None


def test_my_card_and_my_data_hold_ones_own_only():
    session, person = open_session(), participant()
    services.enrol(session=session, person=person, at=timezone.now())
    services.enrol(session=session, person=participant(), at=timezone.now())
    request = RequestFactory().get("/")
    request.user = person
    assert panels.my_card(request).context["count"] == 1
    (mine,) = panels.my_data(person)
    assert (mine["session"], mine["state"]) == (session.pk, "confirmed")
    assert [event["event"] for event in mine["events"]] == ["submit", "confirm"]
    panels.erase_my_data(person)
    assert panels.my_data(person) == []
    session.refresh_from_db()
    assert session.seats_taken == 1


def as_at_commit():
    """What the database checks at commit, checked now: loading and removing are two transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_sample_material_comes_once_and_leaves_without_a_trace():
    real = open_session()
    counts = demo.load()
    as_at_commit()
    assert counts["sample sessions"] == counts["sample courses"] >= 4
    assert demo.load()["sample sessions"] == 0
    full = Session.objects.get(is_demo=True, capacity=8)
    assert (full.seats_left, full.enrolments.waiting().count()) == (0, 3)
    assert services.recount_seats() == []
    tried = Enrolment.objects.filter(session__is_demo=True).first().person
    Enrolment.objects.create(
        session=real, person=tried, state="confirmed", submitted_at=timezone.now()
    )
    Session.objects.filter(pk=real.pk).update(seats_taken=1)
    assert SearchEntry.objects.filter(type="course").count() == counts["sample courses"]
    demo.remove()
    assert not SearchEntry.objects.exists()
    real.refresh_from_db()
    assert real.seats_taken == 0
    assert list(Course.objects.all()) == [real.course]
    leftovers = (Enrolment, EnrolmentEvent, SeatGrant, SessionEvent, User)
    assert [model.objects.count() for model in leftovers] == [0, 0, 0, 0, 0]
