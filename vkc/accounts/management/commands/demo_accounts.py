"""Print the sample sign-ins; nothing where sample material is not allowed."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from vkc.accounts.demo import PASSWORD, PEOPLE, TOTP_SECRET, current_code
from vkc.accounts.models import User
from vkc.accounts.roles import STAFF_ROLES


class Command(BaseCommand):
    help = "Print the sample accounts (role, e-mail, password, second factor)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_CONTENT_ALLOWED:
            raise CommandError("Sample accounts are not allowed with these settings")
        present = set(User.objects.filter(is_demo=True).values_list("email", flat=True))
        people = [sample for sample in PEOPLE if sample.email in present]
        if options["json"]:
            self.stdout.write(json.dumps(self._data(people), ensure_ascii=False))
        elif people:
            self._print(people)

    def _data(self, people: list) -> dict[str, Any]:
        rows = [
            {
                "role": sample.role.value,
                "email": sample.email,
                "second_factor": sample.role in STAFF_ROLES,
            }
            for sample in people
        ]
        code = current_code(at=time.time())
        return {"accounts": rows, "password": PASSWORD, "secret": TOTP_SECRET, "code": code}

    def _print(self, people: list) -> None:
        self.stdout.write(f"  Sample sign-ins (password {PASSWORD}; * asks for a code as well)")
        with override("en"):
            for sample in people:
                mark = "*" if sample.role in STAFF_ROLES else " "
                self.stdout.write(f"  {mark} {sample.role.label:<14} {sample.email}")
        self.stdout.write(f"  * Code now: {current_code(at=time.time())} (changes every 30 s).")
        self.stdout.write("    Later: python manage.py demo_accounts, or an authenticator app")
        self.stdout.write(f"    with the secret {TOTP_SECRET}")
