"""What a reader has to know of the text before reading it."""

from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.choices import VersionKind
from guidelines.models import Version
from guidelines.presentation import short_day
from guidelines.text_html.addresses import Addresses


def notices(
    version: Version, texts: list[Version], addresses: Addresses, *, on: date
) -> list[dict[str, Any]]:
    """Notices for the component of that name, the gravest first."""
    found = [
        _before_first(version, on),
        _from_scan(version),
        _later(version, texts, addresses, on),
        _translation(version),
        _consolidated(version),
        _borrowed(version),
    ]
    return [notice for notice in found if notice]


def _notice(title: str, text: str, tone: str = "info", url: str = "", url_label: str = "") -> dict:
    return {"title": title, "text": text, "tone": tone, "url": url, "url_label": url_label}


def _before_first(version: Version, on: date) -> dict[str, Any] | None:
    if version.valid_from <= on:
        return None
    title = _("This text is not valid yet on %(day)s") % {"day": short_day(on)}
    said = _("The first text the library holds is valid from %(day)s; it is shown below.")
    return _notice(title, said % {"day": short_day(version.valid_from)}, "warning")


def _from_scan(version: Version) -> dict[str, Any] | None:
    if not version.is_ocr:
        return None
    said = _(
        "A machine read this text from a scan, then a person read it through. Where a word matters, compare it with the original."
    )
    return _notice(_("Read from a scan"), said, "warning")


def _later(
    version: Version, texts: list[Version], addresses: Addresses, on: date
) -> dict[str, Any] | None:
    alike = [text for text in texts if text.language == version.language]
    later = [text for text in alike if text.valid_from > max(on, version.valid_from)]
    if not later:
        return None
    following = min(later, key=lambda text: text.valid_from)
    said = _("From %(day)s another text of this document is valid.")
    said %= {"day": short_day(following.valid_from)}
    url = addresses.text(following)
    return _notice(
        _("A later text is published"), said, url=url, url_label=_("Read the later text")
    )


def _translation(version: Version) -> dict[str, Any] | None:
    if version.language == "vi" and version.kind != VersionKind.TRANSLATION:
        return None
    return _notice(_("Reference translation"), _("Only the Vietnamese text has legal force."))


def _consolidated(version: Version) -> dict[str, Any] | None:
    if version.kind != VersionKind.CONSOLIDATED:
        return None
    said = _("It joins the document with the texts that amend it, as they hold from %(day)s.")
    return _notice(_("Consolidated text"), said % {"day": short_day(version.valid_from)})


def _borrowed(version: Version) -> dict[str, Any] | None:
    """The reader's language has no text for that day."""
    if version.language == (get_language() or "vi") or version.language != "vi":
        return None
    title = _("The text is in Vietnamese")
    return _notice(title, _("No translation of the text valid on this day is published."))
