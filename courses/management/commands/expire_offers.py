"""End offers of seats that nobody answered in time, and ask the next; safe to run again."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.services.offers import expire_offers


class Command(BaseCommand):
    help = "End offers of seats that nobody answered in time, and ask the next; safe to run again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = expire_offers(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({"offers": counts}))
            return
        self.stdout.write(f"offers: {counts}")
