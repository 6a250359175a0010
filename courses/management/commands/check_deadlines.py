"""Close enrolment whose time has passed, begin and end sessions."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.services import check_deadlines


class Command(BaseCommand):
    help = "Close, start and finish sessions whose time has come; safe to run again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = check_deadlines(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({"sessions": counts}))
            return
        for what, count in counts.items():
            self.stdout.write(f"sessions {what}: {count}")
