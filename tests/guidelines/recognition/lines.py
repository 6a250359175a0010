"""Readings from inline lines, and the checks that hold for every recognised text."""

from guidelines.recognition.normalise import restore
from guidelines.recognition.parsed import Line, Parsed, ParsedProvision, Reading
from guidelines.recognition.recognise import recognise

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def read(*lines: str | Line, media_type: str = DOCX, declared_number: str = "") -> Parsed:
    """The recognised lines; each source is restored, and all sources are the file again."""
    given = tuple(Line(line) if isinstance(line, str) else line for line in lines)
    reading = Reading(media_type, given)
    parsed = recognise(reading, declared_number=declared_number)
    assert "".join(row.source for row in parsed.provisions) == reading.source_text
    for row in parsed.provisions:
        assert restore(row) == row.source
    paths = [row.path for row in parsed.provisions]
    assert len(paths) == len(set(paths))
    for row in parsed.provisions:
        assert row.parent == "" or row.parent in paths[: paths.index(row.path)]
    return parsed


def paths(parsed: Parsed) -> list[str]:
    return [row.path for row in parsed.provisions]


def at(parsed: Parsed, path: str) -> ParsedProvision:
    return next(row for row in parsed.provisions if row.path == path)


def codes(findings: object) -> list[str]:
    return [finding.code for finding in findings]


def rules(provision: ParsedProvision) -> list[str]:
    return [change.rule for change in provision.normalisations]
