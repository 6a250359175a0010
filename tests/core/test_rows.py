"""Objects from statements of our own."""

import pytest
from django.db import connection

from courses.models import Course
from tests.factories.courses import CourseFactory
from vkc.core.rows import Columns

pytestmark = pytest.mark.django_db
SOME = Columns(Course, "c", frozenset({"title_vi", "titles_by_vkc", "live"}))


def test_a_row_is_the_object_with_the_columns_asked_for():
    made = CourseFactory(titles_by_vkc=["en"])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SOME.sql} FROM courses_course AS c WHERE c.id = %s", [made.pk])
        read = SOME.read(cursor.fetchone())
    assert read == made
    assert read.titles_by_vkc == ["en"]
    assert (read.title_vi, read.live) == (made.title_vi, made.live)
    assert "slug" in read.get_deferred_fields()
    assert read.slug == made.slug


def test_a_column_that_is_not_there_is_a_mistake_that_says_its_name():
    with pytest.raises(ValueError, match="Course has no column colour"):
        Columns(Course, "c", frozenset({"colour"})).sql  # noqa: B018
