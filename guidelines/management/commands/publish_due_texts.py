"""Publish the texts whose moment has come."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from guidelines.services.publication import publish_due_texts


class Command(BaseCommand):
    help = "Publish the texts whose moment has come; safe to run again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = publish_due_texts(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(outcome))
            return
        for what, ids in outcome.items():
            self.stdout.write(f"texts {what}: {len(ids)}")
