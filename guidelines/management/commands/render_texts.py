"""Store the markup of published texts where none is stored, or only one of an older recipe."""

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.services.rendering import render_missing


class Command(BaseCommand):
    help = "Store the markup of published texts that have none, or one of an older recipe."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{render_missing()} texts rendered")
