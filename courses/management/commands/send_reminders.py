"""Queue the reminders of the day: start, letters, lessons, survey; each once."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.services.reminders import send_reminders


class Command(BaseCommand):
    help = "Queue the reminders of the day: start, letters, lessons, survey; each once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = send_reminders(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({"reminders": counts}))
            return
        self.stdout.write(f"reminders: {counts}")
