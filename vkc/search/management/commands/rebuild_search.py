"""Make the search index anew."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from vkc.search import services


class Command(BaseCommand):
    help = "Make the search index anew from every source."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--only", help="one type, for example document")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = services.rebuild(only=options["only"])
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            for name, count in counts.items():
                self.stdout.write(f"{name}: {count}")
