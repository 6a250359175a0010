"""Replay the waiting lists' logs and report any seat that went past somebody."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.models import Session
from courses.services import fairness


class Command(BaseCommand):
    help = (
        "Prove from the event log that every seat went to the first who was entitled. Seats of a"
        " time whose log does not name the pool are listed as undecided; they fail nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--session", type=int, help="one session only")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        report = self._report(options["session"])
        parts = {"violations": report.violations, "undecided": report.undecided}
        if options["json"]:
            rows = {name: [fairness.as_json(one) for one in part] for name, part in parts.items()}
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
        else:
            for name, part in parts.items():
                for one in part:
                    self.stdout.write(
                        f"session {one.session}, enrolment {one.enrolment},"
                        f" {one.at:%Y-%m-%d %H:%M}: {one.sentence}"
                    )
                self.stdout.write(f"{name}: {len(part)}")
        if report.violations:
            raise CommandError("Seats went past somebody.", returncode=1)

    def _report(self, session_id: int | None) -> fairness.Report:
        at = timezone.now()
        if session_id is None:
            return fairness.report_all(at=at)
        session = Session.objects.filter(pk=session_id).first()
        if session is None:
            raise CommandError(f"There is no session {session_id}.")
        return fairness.report_of(session, at=at)
