"""Small texts: as recognition hands them on, and as files that staff hand in."""

from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile

from guidelines.recognition.parsed import (
    Finding,
    Normalisation,
    Parsed,
    ParsedProvision,
    Proposal,
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
            source=f"Điều {number}. Việc {number}\n",
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
                source=f"{clause}. {text}\n",
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


def decision_text(articles: int = 3, *, number: str = NUMBER) -> str:
    """A plain text file of a decision, as an office would save it."""
    lines = [
        "BỘ XÂY DỰNG",
        f"Số: {number}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Nội, ngày 02 tháng 3 năm 2026",
        "QUYẾT ĐỊNH",
        "Về việc thử nhập văn bản",
        "BỘ TRƯỞNG BỘ XÂY DỰNG",
        "Căn cứ Luật Xây dựng;",
        "QUYẾT ĐỊNH:",
    ]
    for article in range(1, articles + 1):
        lines += [
            f"Điều {article}. Việc {article}",
            f"1. Cơ quan thực hiện việc {article} theo kế hoạch đã được duyệt.",
            "2. Kinh phí do ngân sách nhà nước bảo đảm theo quy định.",
        ]
    lines += ["Nơi nhận:", "- Như Điều 1;", "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Nguyễn Văn A"]
    return "\n".join(lines) + "\n"


def upload(content: str | bytes = "", name: str = "quyet-dinh-12.txt") -> SimpleUploadedFile:
    """A file as a form hands it over; a decision of three articles unless told."""
    body = content or decision_text()
    return SimpleUploadedFile(name, body.encode() if isinstance(body, str) else body)
