"""Recompute every digest, check every signature and look for gaps in the numbers."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.services.certificate_audit import verify_certificates


class Command(BaseCommand):
    help = "Check files, signatures and numbers of all certificates; writes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        counts, findings = verify_certificates()
        if options["json"]:
            rows = [finding.as_dict() for finding in findings]
            self.stdout.write(json.dumps({**counts, "findings": rows}, ensure_ascii=False))
        else:
            for name, count in counts.items():
                self.stdout.write(f"{name}: {count}")
            for finding in findings:
                self.stdout.write(f"{finding.kind}: {finding.subject}: {finding.detail}")
            self.stdout.write(f"findings: {len(findings)}")
        if findings:
            raise CommandError("The register of certificates is not in order.", returncode=1)
