"""Send every message that is due, once, by hand."""

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from vkc.notifications import services


class Command(BaseCommand):
    help = "Send what waits in the outbox; the worker does the same each minute."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        ids = services.due_message_ids(at=now)
        states = Counter(services.deliver(message_id=pk, at=now) for pk in ids)
        counts = {state: count for state, count in states.items() if state}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            words = ", ".join(f"{count} {state}" for state, count in counts.items())
            self.stdout.write(words or "nothing is due")
