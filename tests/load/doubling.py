"""Twice the rows of what the measured pages list, to see that their queries do not grow."""

from collections.abc import Callable


def double_rows() -> dict[str, int]:
    """Add as many rows as there are; returns how many of each there are now."""
    return {name: double() for name, double in DOUBLED.items()}


def double_documents() -> int:
    from guidelines.models import Document, Issuer
    from tests.factories.guidelines import DocumentFactory, SourceFactory

    issuer = Issuer.objects.first()
    for document in DocumentFactory.create_batch(Document.objects.count(), issuer=issuer):
        SourceFactory(document=document)
    return Document.objects.count()


def double_programmes() -> int:
    from projects.models import Programme
    from tests.factories.projects import ProgrammeFactory

    for programme in list(Programme.objects.select_related("unit")):
        ProgrammeFactory(unit=programme.unit)
    return Programme.objects.count()


def double_courses() -> int:
    from courses.models import Course, Session
    from tests.factories.courses import CourseFactory, SessionFactory

    for course in CourseFactory.create_batch(Course.objects.count()):
        SessionFactory.create_batch(2, course=course, finished=True)
    return Session.objects.count()


DOUBLED: dict[str, Callable[[], int]] = {
    "documents": double_documents,
    "programmes": double_programmes,
    "sessions": double_courses,
}
