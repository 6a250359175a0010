"""Sessions with seats for provinces: `quota_session({da_nang: 2}, capacity=5)`."""

from courses import services
from courses.models import Session
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.courses import NOW, SessionFactory, participant
from vkc.places.models import Unit


def person_of(place: Unit | None, **traits):
    """An official of an agency of this province, or of a ministry."""
    agency = AgencyFactory(province=True, unit=place) if place else AgencyFactory()
    return participant(agency=agency, **traits)


def quota_session(quotas: dict[Unit, int], **traits) -> Session:
    """An open session in which these provinces have seats of their own."""
    session = SessionFactory(**{"open": True, "capacity": 5, **traits})
    seats = {unit.pk: count for unit, count in quotas.items()}
    services.set_quotas(session=session, quotas=seats, by=UserFactory(registrar=True), at=NOW)
    session.refresh_from_db()
    return session


def enrol_of(session: Session, *places: Unit | None) -> list:
    """One enrolment a place, in order."""
    return [services.enrol(session=session, person=person_of(place), at=NOW) for place in places]


def pools_of(session: Session) -> dict[int | None, tuple[int, int]]:
    """Unit key → (taken, quota); None is the national pool."""
    return {pool.unit_id: (pool.taken, pool.quota) for pool in session.pools.all()}
