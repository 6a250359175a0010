"""Read delivery reports: from a Maildir, an mbox, or one mail on standard input."""

import json
import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from vkc.notifications import services

# sysexits.h: the mail server keeps the mail and tries again later.
EX_TEMPFAIL = 75


class Command(BaseCommand):
    help = "Mark messages that came back. Without an option one mail is read from standard input."

    def add_arguments(self, parser) -> None:
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--maildir", help="folder with new/ and cur/")
        source.add_argument("--mbox", help="file in mbox format; stays as it is")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = self._read(options["maildir"], options["mbox"])
        except OSError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(str(error), returncode=EX_TEMPFAIL) from error
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            words = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
            self.stdout.write(words or "no mail")

    @staticmethod
    def _read(maildir: str | None, mbox: str | None) -> Counter[str]:
        at = timezone.now()
        if maildir:
            return services.read_maildir(folder=maildir, at=at)
        if mbox:
            return services.read_mbox(path=mbox, at=at)
        return Counter([services.read_stream(stream=sys.stdin.buffer, at=at)])
