"""Import a file from the command line: read here and now, saved as a draft or published.

The operator is no person of the portal: the text has no author, and only such a text may be
published without an approver. A refused file leaves nothing behind.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from guidelines.choices import ImportState, VersionKind
from guidelines.models import ImportJob, Version
from guidelines.recognition.findings_words import sentence
from guidelines.recognition.parsed import Parsed
from guidelines.services.import_command import discard_import, save_as_recognised
from guidelines.services.import_reading import run_import
from guidelines.services.imports import start_import
from guidelines.services.publication import approve_text, write_change_note
from vkc.core.states import Refusal


class Command(BaseCommand):
    help = "Read a DOCX, PDF, HTML or text file and save it as a draft, or publish it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--number", default="", help="refuse a file that says another number")
        parser.add_argument("--publish", action="store_true", help="publish the text at once")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")
        parser.add_argument(
            "--consolidated",
            metavar="NUMBER",
            default="",
            help="the file is a consolidated text of the document with this number",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}")
        with override("vi"):
            try:
                parsed, version = self._import(path, options)
                note = self._publish(version) if options["publish"] else ""
            except Refusal as refusal:
                raise CommandError(str(refusal)) from None
            self._report(parsed, version, as_json=options["json"])
        if note:
            raise CommandError(note)

    def _import(self, path: Path, options: dict[str, Any]) -> tuple[Parsed, Version]:
        at = timezone.now()
        with path.open("rb") as stream:
            job = start_import(
                upload=File(stream, name=path.name),
                by=None,
                at=at,
                declared_number=options["number"],
                is_woken=False,
            )
        try:
            return self._read_and_save(job, options["consolidated"])
        except BaseException:
            discard_import(job=job)
            raise

    def _read_and_save(self, job: ImportJob, consolidated: str) -> tuple[Parsed, Version]:
        run_import(job_id=job.pk)
        job.refresh_from_db()
        if job.state != ImportState.READY:
            raise Refusal(job.error)
        parsed = Parsed.from_json(job.result.parsed)
        kind = VersionKind.CONSOLIDATED if consolidated else VersionKind.ORIGINAL
        version = save_as_recognised(
            job=job, parsed=parsed, kind=kind, of_number=consolidated, at=timezone.now()
        )
        return parsed, version

    def _publish(self, version: Version) -> str:
        """Publish, or say why the text stays a draft."""
        at = timezone.now()
        note = _("Text imported from the file %(name)s.") % {"name": version.source.name}
        try:
            with transaction.atomic():
                write_change_note(version=version, notes={"vi": note}, by=None, at=at)
                approve_text(version=version, by=None, at=at)
        except PermissionDenied:
            why: Any = _(
                "A person of the portal wrote its document; an approver has to publish it."
            )
        except Refusal as refusal:
            why = refusal
        else:
            return ""
        return _("The text is saved as a draft, but it was not published: %(why)s") % {"why": why}

    def _report(self, parsed: Parsed, version: Version, *, as_json: bool) -> None:
        version.refresh_from_db()
        facts = {
            "document": version.document_id,
            "version": version.pk,
            "state": version.state,
            "valid_from": version.valid_from.isoformat(),
            "sha256": version.source.sha256,
            "url": version.document.get_absolute_url(),
        }
        if as_json:
            shown = json.dumps({**parsed.to_json(), **facts}, ensure_ascii=False)
            self.stdout.write(shown)
            return
        self.stdout.write(
            f"{version.document}: {len(parsed.provisions)} provisions, {version.state}"
        )
        self.stdout.write(f"sha256 {facts['sha256']}\n{facts['url']}")
        for finding in (*parsed.gaps, *parsed.warnings):
            self.stdout.write(f"- {sentence(finding.code, finding.facts)}")
