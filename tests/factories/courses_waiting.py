"""People of provinces, lines and quotas for the tests of the waiting list."""

from courses.models import Enrolment, SeatPool, Session
from courses.services import enrol
from tests.factories.accounts import AgencyFactory
from tests.factories.courses import NOW, SessionFactory, participant
from tests.factories.places import UnitFactory
from vkc.places.models import Unit


def unit() -> Unit:
    """A province of the present scheme."""
    return UnitFactory()


def people_of(place: Unit | None, count: int) -> list:
    traits = {"province": True, "unit": place} if place else {}
    agency = AgencyFactory(**traits)
    return [participant(agency=agency) for _ in range(count)]


def give_quota(session: Session, place: Unit, quota: int) -> SeatPool:
    """Of the session's capacity so many seats for a province; the rest stays national."""
    SeatPool.objects.filter(session=session, unit=None).update(quota=session.capacity - quota)
    return SeatPool.objects.create(session=session, unit=place, quota=quota, promised=quota)


def line_up(session: Session, people: list, at=NOW) -> list[Enrolment]:
    return [enrol(session=session, person=person, at=at) for person in people]


def full_session(waiting: int = 3, **traits) -> tuple[Session, list[Enrolment]]:
    """One seat, taken by the first; the others wait in order."""
    session = SessionFactory(**{"open": True, "capacity": 1, **traits})
    return session, line_up(session, people_of(None, waiting + 1))


def states_of(rows: list[Enrolment]) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


__all__ = ["full_session", "give_quota", "line_up", "people_of", "states_of", "unit"]
