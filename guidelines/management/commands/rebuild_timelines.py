"""Check the stored timelines of all documents against dates and effects; put right what differs."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from guidelines.services.timeline import rebuild_all


class Command(BaseCommand):
    help = "Rebuild the legal status of every document by ranges of days, and report what differed."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        drift = rebuild_all()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(drift)))
            return
        self.stdout.write(
            f"{drift.checked} documents: {len(drift.missing)} timelines were missing, "
            f"{len(drift.wrong)} were wrong"
        )
        for pk in drift.wrong:
            self.stdout.write(f"wrong: document {pk}")
