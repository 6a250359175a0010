"""One message to the person an enrolment is about."""

from datetime import datetime
from typing import Any

from courses.models import Enrolment
from vkc.notifications.services import notify


def tell(enrolment: Enrolment, event: str, *, at: datetime, **context: Any) -> None:
    """Queue the mail `courses.<event>` to the person; nothing where the person erased their data."""
    if enrolment.person_id:
        facts = {"session": enrolment.session, **context}
        if "rank" not in facts:
            facts["rank"] = enrolment.waiting_rank()
        notify(event=f"courses.{event}", about=enrolment, to=enrolment.person, at=at, context=facts)
