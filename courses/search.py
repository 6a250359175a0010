"""What can be found of the courses."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.models import Course
from vkc.search import services
from vkc.search.sources import Draft, Source

PARTS = ("summary", "audience", "outcomes")


def describe(course: Course) -> Draft | None:
    """A published course in its languages, with what its sessions say of place and organisers."""
    if not course.live:
        return None
    sessions = list(course.sessions.all())
    days = [session.starts_on for session in sessions if session.starts_on]
    titles, bodies = {}, {}
    for language in ("vi", "en", "ko"):
        title = getattr(course, f"title_{language}")
        if title:
            titles[language] = title
        bodies[language] = _body(course, sessions, language)
    return Draft(
        titles=titles,
        path=f"courses/{course.slug}/",
        bodies={language: text for language, text in bodies.items() if text},
        day=max(days, default=None),
        topics=tuple(topic.key for topic in course.topics.all()),
    )


def _body(course: Course, sessions: list[Any], language: str) -> str:
    texts = [getattr(course, f"{part}_{language}") for part in PARTS]
    for session in sessions:
        texts += [getattr(session, f"place_{language}"), getattr(session, f"organisers_{language}")]
    return "\n".join(text for text in texts if text)


def rows():
    return Course.objects.published().prefetch_related("topics", "sessions")


SOURCE = Source(type="course", label=_("Courses"), model=Course, rows=rows, describe=describe)


def reindex(instance: Any, **kwargs: Any) -> None:
    """Receiver of Wagtail's `published` and `unpublished`, which also come from its scheduler."""
    if isinstance(instance, Course):
        services.index(instance)
