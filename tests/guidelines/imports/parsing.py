"""Small readings and recognised texts, without any file."""

from dataclasses import replace

from guidelines.recognition.parsed import (
    Finding,
    Line,
    Normalisation,
    Parsed,
    ParsedProvision,
    Proposal,
    Reading,
)

NUMBER = "12/2026/QĐ-BXD"


def provision(kind: str, path: str, **fields: object) -> ParsedProvision:
    """One provision whose place follows from its path."""
    parent = path.rpartition(".")[0]
    given = {"number": "", "label": "", "heading": "", "text": "", "source": "", "line": 0}
    return ParsedProvision(
        kind=kind, path=path, parent=parent, depth=path.count("."), **{**given, **fields}
    )


def article(number: int, *, clauses: int = 2) -> list[ParsedProvision]:
    path = f"dieu-{number}"
    rows = [
        provision(
            "article",
            path,
            number=str(number),
            label=f"Điều {number}",
            heading=f"Việc {number}",
            source=f"Điều {number}. Việc {number}",
        )
    ]
    for clause in range(1, clauses + 1):
        text = f"Cơ quan thực hiện việc {number}, phần {clause}, theo kế hoạch đã được duyệt."
        rows.append(
            provision(
                "clause",
                f"{path}.khoan-{clause}",
                number=str(clause),
                label=f"Khoản {clause}",
                text=text,
                source=f"{clause}. {text}",
            )
        )
    return rows


def parsed_text(articles: int = 3, **changes: object) -> Parsed:
    """A decision of so many articles, as recognition hands it on."""
    rows = [row for number in range(1, articles + 1) for row in article(number)]
    rows[0] = replace(rows[0], normalisations=(Normalisation("nfc", 0, "D", "Đ"),))
    fields = {
        "kind": "quyet-dinh",
        "number": NUMBER,
        "issuer": "BỘ XÂY DỰNG",
        "issued_on": "2026-03-02",
        "effective_on": "2026-04-15",
        "title": "Về việc thử nhập văn bản",
        "signer": "Nguyễn Văn A",
        "proposals": (Proposal("number", NUMBER, 2, f"Số: {NUMBER}"),),
        "provisions": tuple(rows),
        "gaps": (Finding("missing_number", 4, "Điều 4", {"kind": "article", "number": "3"}),),
    }
    return Parsed(**{**fields, **changes})


def reading_of(parsed: Parsed) -> Reading:
    """The reading such a text comes from."""
    return Reading("text/plain", tuple(Line(row.source) for row in parsed.provisions))
