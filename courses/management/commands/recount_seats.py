"""Compare the seat counters with the enrolments; report drift, and with --fix put it right."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.models import Session
from courses.services import recount_seats


class Command(BaseCommand):
    help = "Audit the seats of every session; exits non-zero while a counter is wrong."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--fix", action="store_true", help="put wrong counters right")

    def handle(self, *args: Any, **options: Any) -> None:
        drifts = recount_seats(fix=options["fix"])
        audited = Session.objects.count()
        if options["json"]:
            self.stdout.write(json.dumps({"sessions": audited, "drifts": drifts}))
        else:
            self._print(audited, drifts)
        left = [drift for drift in drifts if not drift["is_fixed"]]
        if left:
            raise CommandError(f"{len(left)} session(s) with a wrong seat counter")

    def _print(self, audited: int, drifts: list[dict[str, Any]]) -> None:
        self.stdout.write(f"{audited} sessions audited, {len(drifts)} with a wrong counter")
        for drift in drifts:
            ending = "put right" if drift["is_fixed"] else "not changed"
            self.stdout.write(
                f"session {drift['session']}: counter {drift['seats_taken']}, "
                f"enrolments {drift['counted']}: {ending}"
            )
            for pool in drift["pools"]:
                self.stdout.write(
                    f"  pool {pool['unit'] or 'national'}: counter {pool['taken']} of "
                    f"{pool['quota']}, enrolments {pool['counted']}"
                )
            if drift["without_pool"]:
                self.stdout.write(f"  counted in no pool: {drift['without_pool']}")
            if drift["capacity"] not in (None, drift["quotas"]):
                self.stdout.write(
                    f"  pools add up to {drift['quotas']} of {drift['capacity']} seats"
                )
