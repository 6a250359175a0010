"""Search from the command line, as the results page does."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vkc.search import services
from vkc.search.sources import sources


def _row(hit: services.Hit, language: str) -> dict[str, Any]:
    return {
        "type": hit.entry.type,
        "id": hit.entry.object_key,
        "title": hit.entry.title_in(language).text,
        "number": hit.entry.number,
        "path": hit.entry.path,
        "url": hit.entry.url_in(language),
        "score": hit.score,
    }


class Command(BaseCommand):
    help = 'Ranked hits: search_portal "QUERY" [--limit 10] [--type T] [--on DATE]'

    def add_arguments(self, parser) -> None:
        parser.add_argument("query")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--type", choices=[key for key, _source in sources.items()])
        parser.add_argument("--on", help="a day such as 2018-08-01")
        parser.add_argument("--language", default="vi", choices=["vi", "en", "ko"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = date.fromisoformat(options["on"]) if options["on"] else None
        except ValueError:
            raise CommandError(f"--on is not a date like 2018-08-01: {options['on']}") from None
        language = options["language"]
        found = services.find(
            options["query"],
            language=language,
            type=options["type"],
            on=on,
            limit=options["limit"],
        )
        rows = [_row(hit, language) for hit in found.hits]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        self.stdout.write(f"{found.total} found")
        for row in rows:
            self.stdout.write(f"{row['score']:7.3f}  {row['type']:10} {row['title']}  {row['url']}")
