"""Seats of a session in words, pool by pool, once provinces have seats of their own."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.answers import falls_ahead
from courses.models import SeatPool, Session
from courses.services.seats import sort_units
from courses.states import BEFORE_THE_START


@dataclass(frozen=True)
class PoolWords:
    """One sentence a pool, provinces by name and the national one last; `falls` may be empty."""

    rows: list[str]
    falls: str


def pools_in_words(session: Session, *, at: datetime) -> PoolWords | None:
    """None where no province has seats of its own, or nobody may enrol any more; one query."""
    if session.capacity is None or session.state not in BEFORE_THE_START:
        return None
    pools = sort_units(SeatPool.objects.filter(session=session).select_related("unit"))
    if not any(pool.unit_id and (pool.quota or pool.promised) for pool in pools):
        return None
    shown = [pool for pool in pools if pool.quota or pool.unit_id is None]
    return PoolWords([_words(pool) for pool in shown], _falls(session, at))


def _words(pool: SeatPool) -> str:
    facts = {"left": pool.left, "quota": pool.quota, "unit": pool.unit}
    if pool.unit_id is None:
        return _("%(left)s of %(quota)s national seats left") % facts
    return _("%(left)s of %(quota)s seats of %(unit)s left") % facts


def _falls(session: Session, at: datetime) -> str:
    if session.quotas_fell_at:
        return _("The seats that provinces did not use are national now.")
    if not falls_ahead(session, at=at) or session.quotas_fall_on is None:
        return ""
    facts = {"day": date_format(session.quotas_fall_on, "SHORT_DATE_FORMAT")}
    return _("On %(day)s the seats that provinces have not used become national.") % facts
