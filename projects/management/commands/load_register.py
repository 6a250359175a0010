"""Load an official list of names into a register, or show what it would do."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.models import Register
from projects.services import Plan, apply_official_list, plan_official_list
from vkc.accounts.models import User
from vkc.core.states import Refusal


class Command(BaseCommand):
    help = "Confirm, add and remove members of a register from an official list (XLSX or CSV)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--register", required=True, help="key, for example 41-2022")
        parser.add_argument("--dry-run", action="store_true", help="show only what would happen")
        parser.add_argument("--by", help="e-mail of the person who is responsible")
        parser.add_argument("--reason", default="", help="why, in words kept with each event")
        parser.add_argument("--evidence", default="", help="the document that carries the list")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        register = Register.objects.filter(key=options["register"]).first()
        if register is None:
            raise CommandError(f"No register has the key {options['register']}.")
        try:
            content = options["file"].read_bytes()
            plan = plan_official_list(register=register, name=options["file"].name, content=content)
        except (OSError, Refusal) as error:
            raise CommandError(str(error)) from error
        self._show(plan, as_json=options["json"])
        if plan.errors:
            raise CommandError(f"{len(plan.errors)} error(s); nothing was loaded.")
        if not options["dry_run"]:
            self._apply(plan, options)

    def _show(self, plan: Plan, *, as_json: bool) -> None:
        summary = plan.as_dict()
        if as_json:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
            return
        for verb in ("confirm", "add", "unchanged", "remove"):
            self.stdout.write(f"{verb}: {len(summary[verb])}")
        for sentence in [*summary["warnings"], *summary["errors"]]:
            self.stderr.write(sentence)

    def _apply(self, plan: Plan, options: dict[str, Any]) -> None:
        person = User.objects.filter(email__iexact=options["by"] or "").first()
        if person is None:
            raise CommandError("Name the person who is responsible: --by E-MAIL.")
        try:
            counts = apply_official_list(
                plan=plan,
                by=person,
                reason=options["reason"],
                evidence=options["evidence"],
                at=timezone.now(),
            )
        except (Refusal, PermissionDenied) as error:
            raise CommandError(str(error) or "This person may not load registers.") from error
        if not options["json"]:
            self.stdout.write(", ".join(f"{count} {verb}" for verb, count in counts.items()))
