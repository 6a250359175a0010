"""What the header, the closing and the final articles say of the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guidelines.recognition.normalise import clean
from guidelines.recognition.parsed import Proposal
from guidelines.recognition.rows import Row

# The values of `DocumentKind` by the words that head a document.
KIND_WORDS = {
    "BỘ LUẬT": "luat",
    "LUẬT": "luat",
    "NGHỊ QUYẾT": "nghi-quyet",
    "NGHỊ ĐỊNH": "nghi-dinh",
    "QUYẾT ĐỊNH": "quyet-dinh",
    "THÔNG TƯ LIÊN TỊCH": "thong-tu",
    "THÔNG TƯ": "thong-tu",
    "CHỈ THỊ": "chi-thi",
    "KẾT LUẬN": "ket-luan",
    "THÔNG BÁO": "thong-bao",
    "KẾ HOẠCH": "ke-hoach",
    "CÔNG VĂN": "cong-van",
    "BÁO CÁO": "bao-cao",
    "HƯỚNG DẪN": "huong-dan",
    "TIÊU CHUẨN": "tieu-chuan",
    "QUY CHUẨN": "quy-chuan",
}
_KIND_SIGNS = {
    "QĐ": "quyet-dinh",
    "NĐ": "nghi-dinh",
    "TT": "thong-tu",
    "TTLT": "thong-tu",
    "NQ": "nghi-quyet",
    "CT": "chi-thi",
    "KL": "ket-luan",
    "TB": "thong-bao",
    "KH": "ke-hoach",
    "BC": "bao-cao",
    "HD": "huong-dan",
}
_NUMBER = re.compile(
    r"^(?:\w+\s+)?số\s*:?\s*(\d+\w?\s*(?:/\s*\d{4})?\s*[/-]\s*[A-ZĐ][\wĐđ]*(?:\s*[-–/]\s*[\wĐđ]+)*)",
    re.I,
)
_STANDARD = re.compile(r"^((?:TCVN|QCVN)\s*\d[\d:/\s-]*(?:BXD|BTTTT|BKHCN|BTNMT)?)", re.I)
_DAY = re.compile(
    r"ngày\s*(\d{1,2})\s*(?:tháng|/|-|\.)\s*(\d{1,2})\s*(?:năm|/|-|\.)\s*(\d{4})", re.I
)
_PLACE_AND_DAY = re.compile(r"^(?:[^,;]{2,40},\s*)?ngày\s[^,;]{8,30}$", re.I)
_EFFECTIVE = re.compile(
    r"(?:có hiệu lực|(?<!hết )hiệu lực thi hành)(?![^.;]{0,30}\bsau\b)[^.;]{0,60}?từ\s+(?=ngày)(ngày[^.;]{0,40})",
    re.I,
)
_SIGNING = re.compile(r"^ngày\s+(?:ký|ban hành)", re.I)
_NO_TITLE = re.compile(
    r"^(?:Căn cứ|Kính gửi|Xét đề nghị|Theo đề nghị|Thực hiện|[-_–—.*\s]+$|Điều\s*\d|QUYẾT NGHỊ)",
    re.I,
)
_NATIONAL = re.compile(r"CỘNG\s+H[ÒO][ÀA]?[AÀ]?\s+X|ĐỘC LẬP\s*[-–]", re.I)
_LONGEST_TITLE = 6
_NAME = re.compile(r"^(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+\.?\s+){1,5}[A-ZĐÀ-Ỹ][a-zđà-ỹ]+$")
_ISSUERS = re.compile(
    r"^(?:THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|ỦY BAN|UỶ BAN|BỘ |BAN |CHỦ TỊCH|HỘI ĐỒNG|SỞ |CỤC |VIỆN |"
    r"TỈNH |THÀNH PHỐ |VĂN PHÒNG|NGÂN HÀNG|HỌC VIỆN|TRUNG TÂM|TỔNG )"
)


@dataclass(frozen=True)
class Text:
    """One run of words of a row: a cell, or what tabs set apart."""

    words: str
    row: Row


def propose(head: Sequence[Row], body: Sequence[Row], tail: Sequence[Row]) -> tuple[Proposal, ...]:
    """Proposals from the rows before the first provision, of the body, of the closing."""
    texts = list(_texts(head))
    found = [_number(texts), _kind(texts), _issuer(texts), _issued(texts, tail), _title(texts)]
    issued = next((p.value for p in found if p and p.name == "issued_on"), "")
    found += [_effective(body, issued), _signer(tail)]
    return tuple(proposal for proposal in found if proposal)


def _texts(rows: Sequence[Row]) -> Iterator[Text]:
    for row in rows:
        if row.table:
            cells = [cell.text for cells in row.table.rows for cell in cells]
            parts = [part for cell in cells for part in cell.split("\n")]
        else:
            parts = re.split(r"\t+| {3,}|(?=CỘNG H[ÒO][ÀA]? XÃ)", row.raw)
        for part in parts:
            words = clean(part)[0].strip()
            if words:
                yield Text(words, row)


def _proposal(name: str, value: str, text: Text) -> Proposal:
    return Proposal(name, value, text.row.line, text.words[:200])


def _number(texts: Sequence[Text]) -> Proposal | None:
    for text in texts:
        found = _NUMBER.match(text.words) or _STANDARD.match(text.words)
        if found and not text.words.lower().startswith("căn cứ"):
            value = re.sub(r"\s*([/–-])\s*", r"\1", found[1]).replace("–", "-").strip()
            return _proposal("number", value, text)
    return None


def _kind(texts: Sequence[Text]) -> Proposal | None:
    for text in texts:
        for words, kind in KIND_WORDS.items():
            rest = text.words.removeprefix(words)
            if rest != text.words and text.words.isupper() and rest[:1] in ("", " ", ":"):
                return _proposal("kind", kind, text)
    for text in texts:
        if re.match(r"V/v|Về việc", text.words) or text.words.startswith("Kính gửi"):
            return _proposal("kind", "cong-van", text)
    number = _number(texts)
    if number:
        signs = re.findall(r"[A-ZĐ]+", number.value)
        kinds = [_KIND_SIGNS[sign] for sign in signs if sign in _KIND_SIGNS]
        kinds += ["luat"] if signs[:1] == ["QH"] else []
        if kinds:
            return Proposal("kind", kinds[0], number.line, number.excerpt)
    return None


def _issuer(texts: Sequence[Text]) -> Proposal | None:
    found: Text | None = None
    for text in texts:
        if _NUMBER.match(text.words) or text.words.startswith("Căn cứ"):
            break
        if _NATIONAL.search(text.words) or not text.words.isupper():
            continue
        if any(text.words == word for word in KIND_WORDS):
            break
        if found is None or (_ISSUERS.match(text.words) and text.row.line - found.row.line <= 2):
            found = text
    return _proposal("issuer", found.words, found) if found else None


def _issued(texts: Sequence[Text], tail: Sequence[Row]) -> Proposal | None:
    """The day beside the place, above the title; of a law, the day of its adoption."""
    is_below_kind = False
    for text in texts:
        if text.words.startswith("Căn cứ"):
            break
        is_below_kind = is_below_kind or text.words in KIND_WORDS
        day = _day(text.words)
        if day and (not is_below_kind or _PLACE_AND_DAY.match(text.words)):
            return _proposal("issued_on", day, text)
    for row in tail:
        day = _day(row.text) if "thông qua" in row.text else ""
        if day:
            return Proposal("issued_on", day, row.line, row.text[:200])
    return None


def _day(words: str) -> str:
    found = _DAY.search(words)
    if not found:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""


def _title(texts: Sequence[Text]) -> Proposal | None:
    kind = _kind(texts)
    if kind is None:
        return None
    if kind.value == "cong-van":
        return _subject(texts)
    first = next(i for i, text in enumerate(texts) if text.words[:200] == kind.excerpt)
    own = next((w for w in KIND_WORDS if texts[first].words.startswith(w)), "")
    rest = texts[first].words.removeprefix(own).strip(" :")
    words = [texts[first].words] if kind.value == "luat" and rest else [rest] if rest else []
    lines = [texts[first]] if words else []
    for text in texts[first + 1 :]:
        if _PLACE_AND_DAY.match(text.words):
            continue
        if _NO_TITLE.match(text.words) or (words and _ISSUERS.match(text.words)):
            break
        words.append(text.words)
        lines.append(text)
        if text.words[-1] in ".;," or len(words) == _LONGEST_TITLE:
            break
    if not words:
        return None
    return _proposal("title", " ".join(words), lines[0])


def _subject(texts: Sequence[Text]) -> Proposal | None:
    for index, text in enumerate(texts):
        if re.match(r"V/v|Về việc", text.words):
            words = [re.sub(r"^V/v:?\s*", "", text.words)]
            for more in texts[index + 1 :]:
                if not more.words[0].islower():
                    break
                words.append(more.words)
            return _proposal("title", " ".join(words), text)
    return None


def _effective(body: Sequence[Row], issued: str) -> Proposal | None:
    """The day from which the text itself holds; a period counted in days proposes nothing."""
    rows = [row for row in body if row.text and not row.is_quoted]
    found = [_effective_in(rows, index, issued) for index in range(len(rows))]
    proposals = [proposal for proposal in found if proposal]
    own = [proposal for proposal in proposals if re.search(r"\bnày\b", proposal.excerpt)]
    return next(iter(own or proposals), None)


def _effective_in(rows: Sequence[Row], index: int, issued: str) -> Proposal | None:
    row = rows[index]
    if "hiệu lực" not in row.text:
        return None
    following = rows[index + 1].text if index + 1 < len(rows) else ""
    found = _EFFECTIVE.search(f"{row.text} {following}")
    if not found:
        return None
    value = issued if _SIGNING.match(found[1]) else _day(found[1])
    return Proposal("effective_on", value, row.line, row.text[:200]) if value else None


def _signer(tail: Sequence[Row]) -> Proposal | None:
    for text in reversed(list(_texts(tail))):
        if _NAME.match(text.words) and not text.words.startswith(("Nơi", "Như", "Lưu", "Đã")):
            return _proposal("signer", text.words, text)
    return None


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are the same text; spaces, dashes, capitals and the stroke of Đ aside."""
    return _key(one) == _key(other)


def _key(number: str) -> str:
    plain = re.sub(r"\s+", "", clean(number)[0]).replace("–", "-").upper()
    return plain.replace("Đ", "D")
