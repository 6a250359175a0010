"""Read delivery reports (RFC 3464) as mail servers send them; knows no table.

Whatever arrives was written by a stranger: nothing is believed but the token of a message, and
`read_report` answers every byte string.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail

from vkc.notifications.choices import ReportOutcome

# Our mail has no attachments: a report that returns all of it stays far below.
MOST_BYTES = 256 * 1024
# A mail made of nothing but boundaries or empty lines would hold the parser for seconds.
MOST_BOUNDARIES = 200
MOST_EMPTY_LINES = 2_000
MOST_SENTENCE = 500
TOKEN = re.compile(r"(?:\bvkc\.|\+)([0-9a-f]{32})(?=@)")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
ORIGINAL_PARTS = (
    "message/rfc822",
    "message/global",
    "text/rfc822-headers",
    "message/global-headers",
)
# Where servers put the address the report was sent to, and the message it answers.
OWN_HEADERS = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "In-Reply-To", "References")


@dataclass(frozen=True)
class Finding:
    """What a report says of one address."""

    action: str
    status: str
    address: str
    sentence: str


@dataclass(frozen=True)
class Report:
    """Tokens named in a report, the surest first, and the gravest finding."""

    tokens: tuple[str, ...]
    finding: Finding


def read_report(raw: bytes) -> Report | ReportOutcome:
    """The report in a mail, or why there is none: too large, no report, or unreadable."""
    if len(raw) > MOST_BYTES:
        return ReportOutcome.TOO_LARGE
    if _is_costly(raw):
        return ReportOutcome.MALFORMED
    try:
        mail = message_from_bytes(raw)
        if not _is_report(mail):
            return ReportOutcome.NOT_A_REPORT
        findings = [_finding(block) for block in _blocks(mail) if block.get("Action")]
        tokens = tuple(dict.fromkeys(_tokens(mail)))
    except Exception:  # the parser meets what anybody may send: deep nesting, broken charsets
        return ReportOutcome.MALFORMED
    known = [finding for finding in findings if finding.action in ACTIONS]
    if not known:
        return ReportOutcome.MALFORMED
    return Report(tokens, min(known, key=_gravity))


def _is_costly(raw: bytes) -> bool:
    empty = raw.count(b"\n\n") + raw.count(b"\n\r\n")
    return raw.count(b"\n--") > MOST_BOUNDARIES or empty > MOST_EMPTY_LINES


def _gravity(found: Finding) -> tuple[int, bool]:
    return ACTIONS.index(found.action), not found.status.startswith("5.")


def _is_report(mail: Mail) -> bool:
    kind = str(mail.get_param("report-type") or "").lower()
    return mail.get_content_type() == "multipart/report" and kind == "delivery-status"


def _parts(mail: Mail) -> list[Mail]:
    """The report's own parts; what lies inside the returned mail is not the report's."""
    payload = mail.get_payload()
    return payload if isinstance(payload, list) else []


def _blocks(mail: Mail) -> Iterator[Mail]:
    """The groups of fields of the report: first of the server, then one an address."""
    for part in _parts(mail):
        if part.get_content_type() not in STATUS_PARTS:
            continue
        for block in part.get_payload():
            yield block
            # Of RFC 6533 the parser splits only the first group off.
            rest = (block.get_payload(decode=True) or b"").strip()
            if rest:
                yield from map(message_from_bytes, re.split(rb"\r?\n\r?\n", rest))


def _finding(block: Mail) -> Finding:
    sentence = _words(block, "Diagnostic-Code")
    kind, mark, said = sentence.partition(";")
    sentence = (said if mark and " " not in kind.strip() else sentence).strip()
    found = STATUS.search(_words(block, "Status")) or STATUS.search(sentence)
    return Finding(
        action=_words(block, "Action").lower().split(" ")[0],
        status=found[1] if found else "",
        address=_address(block)[:320],
        sentence=sentence[:MOST_SENTENCE],
    )


def _address(block: Mail) -> str:
    words = _words(block, "Original-Recipient") or _words(block, "Final-Recipient")
    return words.rpartition(";")[2].strip().strip("<>")


def _words(block: Mail, name: str) -> str:
    """One header as one line that the database takes."""
    values = (value for key, value in block.raw_items() if key.lower() == name.lower())
    text = next(values, "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(text.replace("\x00", "").split())


def _tokens(mail: Mail) -> Iterator[str]:
    for name in OWN_HEADERS:
        yield from TOKEN.findall(" ".join(map(str, mail.get_all(name, []))))
    for part in _parts(mail):
        if part.get_content_type() in ORIGINAL_PARTS:
            for original in _originals(part):
                yield from TOKEN.findall(str(original.get("Message-ID", "")))


def _originals(part: Mail) -> Iterable[Mail]:
    payload = part.get_payload()
    if isinstance(payload, list):
        return payload
    text = part.get_payload(decode=True) or b""
    return [message_from_bytes(text.lstrip())]
