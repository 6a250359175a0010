"""The courses that were really held: loaded whole or not at all, never over staff's edits."""

import json

import pytest

from courses.loading import DATA, load_courses
from courses.models import Course, Session
from vkc.core.reference import BrokenReference
from vkc.places.models import Unit
from vkc.topics.models import Topic

pytestmark = pytest.mark.django_db
UNITS = ("01", "42", "79", "82")
TOPICS = (
    "policy", "smart-planning", "urban-development", "operations-centre", "data-platform",
)  # fmt: skip


@pytest.fixture
def ground():
    for code in UNITS:
        Unit.objects.create(scheme=63, code=code, name_vi=code, valid_from="2008-08-01")
    for key in TOPICS:
        Topic.objects.create(key=key, pillar="planning", name_vi=key, name_en=key, name_ko=key)


def test_loading_twice_changes_nothing(ground):
    (first,) = load_courses()
    (second,) = load_courses()
    assert (first.added, second.added, second.unchanged) == (20, 0, 20)
    assert Session.objects.filter(state="finished").count() == 10


def test_what_the_file_does_not_know_stays_empty(ground):
    load_courses()
    unknown = Session.objects.get(reference_key="nghi-xuan")
    assert (unknown.trainees, unknown.starts_on, unknown.when) == (None, None, "")
    reported = Session.objects.get(reference_key="molit-2019")
    assert (reported.trainees, reported.sources.count()) == (26, 3)
    mirrored = Session.objects.get(reference_key="ha-noi-20-classes-2020")
    assert [source.public_url for source in mirrored.sources.all()] == [""]


def test_titles_of_our_own_are_marked(ground):
    load_courses()
    assert Course.objects.get(reference_key="molit-2019").is_title_by_vkc
    assert not Course.objects.get(reference_key="vkc-overview-tien-giang").is_title_by_vkc


def test_what_staff_edited_is_kept(ground):
    load_courses()
    course = Course.objects.get(reference_key="nghi-xuan")
    course.audience_vi = "Cán bộ xã"
    course.save()
    (summary,) = load_courses()
    course.refresh_from_db()
    assert (summary.kept, course.audience_vi) == (1, "Cán bộ xã")


@pytest.mark.parametrize(
    ("where", "value", "field"),
    [
        (("title",), {"en": "Only English"}, "title"),
        (("title",), None, "title"),
        (("topics",), ["no-such-topic"], "topics"),
        (("sources",), [{"title": "Báo"}], "sources"),
        (("session", "starts_on"), "2018-13-45", "starts_on"),
        (("session", "form"), "by-post", "form"),
        (("session", "trainees"), "26", "trainees"),
        (("session", "trainees"), -1, "trainees"),
        (("session", "unit"), "34:99", "unit"),
        (("session", "ends_on"), "2001-01-01", "ends_on"),
    ],
)
def test_a_broken_row_names_file_row_and_field_and_loads_nothing(
    ground, tmp_path, where, value, field
):
    data = json.loads(DATA.read_text(encoding="utf-8"))
    row = data["courses"][1]
    for step in where[:-1]:
        row = row[step]
    row[where[-1]] = value
    broken = tmp_path / "courses.json"
    broken.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BrokenReference) as caught:
        load_courses(broken)
    error = caught.value.errors[0]
    assert (error.file, error.row, error.field) == ("courses.json", "molit-2019", field)
    assert not Course.objects.exists()


def test_two_courses_of_one_title_get_two_addresses():
    first = Course.objects.create(title_vi="Quy hoạch đô thị")
    second = Course.objects.create(title_vi="Quy hoạch đô thị")
    assert (first.slug, second.slug) == ("quy-hoach-do-thi", "quy-hoach-do-thi-2")
