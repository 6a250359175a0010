"""Remove all sample material and demo accounts, and nothing else."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from vkc.core.append_only import purging
from vkc.core.registry import demo_content


class Command(BaseCommand):
    help = "Remove all sample material and demo accounts, nothing else."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        counts: dict[str, int] = {}
        with transaction.atomic(), purging():
            for _key, content in reversed(demo_content.items()):
                counts.update(content.remove())
        if options["json"]:
            self.stdout.write(json.dumps({"removed": counts}, ensure_ascii=False))
        else:
            for noun, count in counts.items():
                self.stdout.write(f"{noun}: {count} removed")
