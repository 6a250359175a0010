"""Load the labelled sample material; refused in production."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from vkc.core.registry import demo_content


class Command(BaseCommand):
    help = "Load sample material, labelled as such; remove it with remove_demo_content."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_CONTENT_ALLOWED:
            raise CommandError("Sample material is not allowed with these settings")
        counts: dict[str, int] = {}
        with transaction.atomic():
            for _key, content in demo_content.items():
                counts.update(content.load())
        if options["json"]:
            self.stdout.write(json.dumps({"loaded": counts}, ensure_ascii=False))
        else:
            for noun, count in counts.items():
                self.stdout.write(f"{noun}: {count}")
