"""Remove private files that no row names, older than 24 hours; the worker does so each night."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vkc.core.private_files import SweepRefused, sweep_private_files


class Command(BaseCommand):
    help = "Remove private files older than 24 hours that no row names."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say which")
        parser.add_argument(
            "--force", action="store_true", help="even where most files would go; look first"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        is_dry = options["dry_run"]
        try:
            swept = sweep_private_files(
                at=timezone.now(), is_dry=is_dry, is_forced=options["force"]
            )
        except SweepRefused as refusal:
            raise CommandError(f"{refusal} {refusal.facts}") from refusal
        if options["json"]:
            counts = {"seen": swept.seen, "without_row": len(swept.names), "bytes": swept.size}
            self.stdout.write(json.dumps(counts))
            return
        for name in swept.names:
            self.stdout.write(name)
        verb = "would be removed" if is_dry else "removed"
        self.stdout.write(f"{len(swept.names)} of {swept.seen} files, {swept.size} bytes, {verb}")
