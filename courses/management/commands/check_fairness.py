"""Replay the waiting lists' logs and report any seat that went past somebody."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.models import Session
from courses.services import fairness


class Command(BaseCommand):
    help = "Prove from the event log that every seat went to the first who was entitled."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--session", type=int, help="one session only")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._found(options["session"])
        if options["json"]:
            rows = [fairness.as_json(violation) for violation in found]
            self.stdout.write(json.dumps({"violations": rows}, ensure_ascii=False))
        else:
            for violation in found:
                self.stdout.write(
                    f"session {violation.session}, enrolment {violation.enrolment},"
                    f" {violation.at:%Y-%m-%d %H:%M}: {violation.sentence}"
                )
            self.stdout.write(f"violations: {len(found)}")
        if found:
            raise CommandError("Seats went past somebody.", returncode=1)

    def _found(self, session_id: int | None) -> list[fairness.Violation]:
        at = timezone.now()
        if session_id is None:
            return fairness.check_all(at=at)
        session = Session.objects.filter(pk=session_id).first()
        if session is None:
            raise CommandError(f"There is no session {session_id}.")
        return fairness.check_session(session, at=at)
