"""Print what an import of a file would recognise; writes nothing."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from guidelines import readers
from guidelines.outline import finding_rows, outline, provision_rows
from guidelines.recognition.parsed import Parsed
from guidelines.recognition.recognise import recognise
from vkc.core.states import Refusal

_HEADER = ("kind", "number", "issuer", "issued_on", "effective_on", "title")


class Command(BaseCommand):
    help = "Read a DOCX, PDF, HTML or text file and print what would be imported; writes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--number", default="", help="refuse a file that says another number")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("vi"):
            try:
                parsed = self._parse(options["file"], options["number"])
            except Refusal as refusal:
                self._refuse(refusal, as_json=options["json"])
            except OSError as problem:
                message = _("“%(name)s” cannot be opened: %(reason)s.")
                facts = {"name": options["file"], "reason": problem.strerror}
                raise CommandError(message % facts) from problem
            if options["json"]:
                self.stdout.write(json.dumps(as_json(parsed), ensure_ascii=False, indent=1))
            else:
                self.stdout.writelines(f"{line}\n" for line in outline(parsed))

    def _parse(self, file: str, number: str) -> Parsed:
        media_type = readers.inspect(file, name=file)
        reading = readers.read(file, media_type=media_type, progress=self._progress(media_type))
        return recognise(reading, declared_number=number)

    def _progress(self, media_type: str):
        """Pages of a PDF on the error stream of a terminal: a scan takes seconds a page."""
        if media_type != readers.PDF or not sys.stderr.isatty():
            return None
        return lambda done, total: self.stderr.write(f"\r{done}/{total}", ending="")

    def _refuse(self, refusal: Refusal, *, as_json: bool) -> None:
        if as_json:
            answer = {"refused": {"code": refusal.code, "message": str(refusal)}}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        raise CommandError(str(refusal)) from refusal


def as_json(parsed: Parsed) -> dict[str, Any]:
    """The shape of the contract, and what else was seen."""
    return {
        **{name: getattr(parsed, name) for name in _HEADER},
        "provisions": provision_rows(parsed),
        "gaps": finding_rows(parsed.gaps),
        "warnings": finding_rows(parsed.warnings),
        "unrecognised": finding_rows(parsed.unrecognised),
        "is_ocr": parsed.is_ocr,
        "pages": parsed.pages,
    }
