"""The pages at and below a document; links keep the day a reader asked for."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from guidelines.choices import OutputFormat


@dataclass(frozen=True)
class Addresses:
    """`on` is the day asked for, None for today; `issuer` tells two documents of one address apart."""

    document: Any
    on: date | None = None
    issuer: str = ""

    @cached_property
    def base(self) -> str:
        return self.document.get_absolute_url()

    @cached_property
    def kept(self) -> str:
        return self._query(on=self.on)

    def _query(self, *, on: date | None = None, **more: Any) -> str:
        given = {**more, "on": on.isoformat() if on else "", "issuer": self.issuer}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"?{query}" if query else ""

    @property
    def page(self) -> str:
        return self.base + self.kept

    @property
    def versions(self) -> str:
        return f"{self.base}versions/{self.kept}"

    @property
    def changes(self) -> str:
        """The public change log of the document."""
        return f"{self.base}changes/{self._query()}"

    @property
    def originals(self) -> str:
        return f"{self.base}original/{self.kept}"

    def original(self, source: Any) -> str:
        return f"{self.base}original/{source.pk}/{self._query()}"

    def attachment(self, attachment: Any) -> str:
        return f"{self.base}attachments/{attachment.pk}/{self._query()}"

    def provision(self, path: str) -> str:
        return f"{self.base}provisions/{quote(path)}/{self.kept}"

    def text(self, version: Any, path: str = "") -> str:
        """The document's page on the first day of a text."""
        below = f"#{quote(path)}" if path else ""
        return self.base + self._query(on=version.valid_from) + below

    @property
    def feed(self) -> str:
        return f"{self.base}feed.atom{self._query()}"

    @property
    def choice(self) -> str:
        """Where a reader chooses what a file shall hold."""
        return f"{self.base}download/{self.kept}"

    @property
    def downloads(self) -> list[dict[str, str]]:
        """Made files of the text of the day, one for each format."""
        return [
            {"label": label, "form": form, "url": f"{self.base}download/{form}/{self.kept}"}
            for form, label in OutputFormat.choices
        ]

    def file(self, form: str, path: str) -> str:
        """A made file of one provision."""
        return f"{self.base}download/{form}/{self._query(on=self.on, provision=path)}"

    def compare(self, older: Any, newer: Any) -> str:
        days = {"from": older.valid_from.isoformat(), "to": newer.valid_from.isoformat()}
        return f"{self.base}compare/{self._query(**days)}"
