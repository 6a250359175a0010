"""What a certificate prints, gathered once at issue, and the PDF/A-2b made of it."""

import json
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courses.choices import Form, TeachingLanguage
from courses.models import Certificate, CertificateRegister, Enrolment, Session
from courses.services.hours import periods_of
from vkc.core.text import nfc
from vkc.core.typesetting import typeset

TEMPLATE = Path(__file__).with_name("certificate.typ")
STANDARD = "a-2b"
QR_MASK = 2


@dataclass(frozen=True)
class Labelled:
    """One printed fact: its key, its label and its value in both languages."""

    key: str
    label_vi: str
    label_en: str
    value_vi: str
    value_en: str = ""


def gather_facts(enrolment: Enrolment, register: CertificateRegister) -> dict[str, Any]:
    """Everything a certificate will print, JSON-ready and in NFC, but its number, day and code."""
    session, course = enrolment.session, enrolment.session.course
    facts = {
        "title_vi": register.title_vi,
        "title_en": register.title_en,
        "parent_body_vi": register.parent_body_vi,
        "parent_body_en": register.parent_body_en,
        "body_vi": register.body_vi,
        "body_en": register.body_en,
        "place_of_issue": register.place_vi,
        "signer_name": register.signer_name,
        "signer_title_vi": register.signer_title_vi,
        "signer_title_en": register.signer_title_en,
        "name": enrolment.person.full_name.strip(),
        "course_vi": course.title_vi,
        "course_en": course.title_en,
        "starts_on": _iso(session.starts_on),
        "ends_on": _iso(session.ends_on),
        "dates_in_words": "" if session.starts_on else session.date_text_vi,
        "place_vi": session.place_vi,
        "place_en": session.place_en,
        "periods": periods_of(session),
        **_how(session),
        "decision_number": session.decision_number,
        "decision_on": _iso(session.decision_on),
        "is_sample": is_sample(enrolment),
    }
    return composed(facts)


def is_sample(enrolment: Enrolment) -> bool:
    """Of a sample session or a sample person: “MẪU” is printed across, no real number is taken."""
    return enrolment.session.is_demo or bool(enrolment.person and enrolment.person.is_demo)


def composed(facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts with every text in NFC: composed and decomposed input print the same."""
    return {key: nfc(value) if isinstance(value, str) else value for key, value in facts.items()}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _how(session: Session) -> dict[str, str]:
    """Form and language in the words of both languages; empty where not known."""
    words = {}
    for language in ("vi", "en"):
        with override(language):
            is_known = session.form != Form.UNKNOWN
            words[f"form_{language}"] = str(Form(session.form).label) if is_known else ""
            taught = session.language and str(TeachingLanguage(session.language).label)
            words[f"language_{language}"] = taught or ""
    return words


def day_in_numerals(iso: str) -> str:
    """dd/mm/yyyy, the same in both languages; empty stays empty."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def printed_rows(facts: dict[str, Any]) -> list[Labelled]:
    """The facts below the course's title, in the order printed; what is not known is left out."""
    first, last = day_in_numerals(facts["starts_on"]), day_in_numerals(facts["ends_on"])
    lasted = last and last != first
    when_vi = f"{first} đến {last}" if lasted else first or facts["dates_in_words"]
    when_en = f"{first} to {last}" if lasted else ""
    decision_on = day_in_numerals(facts["decision_on"])
    decision = facts["decision_number"]
    decision_vi = f"{decision} ngày {decision_on}" if decision and decision_on else decision
    decision_en = f"{decision} of {decision_on}" if decision and decision_on else ""
    periods = facts["periods"]
    rows = [
        Labelled("dates", "Thời gian", "Dates", when_vi, when_en),
        Labelled("place", "Địa điểm", "Place", facts["place_vi"], facts["place_en"]),
        Labelled(
            "periods", "Thời lượng", "Duration",
            f"{periods} tiết" if periods else "", f"{periods} periods" if periods else "",
        ),
        Labelled("form", "Hình thức", "Form", facts["form_vi"], facts["form_en"]),
        Labelled("language", "Ngôn ngữ", "Language", facts["language_vi"], facts["language_en"]),
        Labelled("decision", "Quyết định", "Decision", decision_vi, decision_en),
    ]  # fmt: skip
    return [row for row in rows if row.value_vi]


def check_address(code: str) -> str:
    """The whole public address of a code, in Vietnamese: what the QR code holds."""
    with override("vi"):
        return settings.PUBLIC_URL.rstrip("/") + reverse("certificates:check", args=[code])


def make_pdf(certificate: Certificate, *, is_test_key: bool) -> bytes:
    """The unsigned PDF/A-2b of frozen facts; the same certificate gives the same bytes."""
    facts = composed(certificate.facts)
    address = check_address(certificate.code)
    day = certificate.issued_on
    sheet = {
        **facts,
        "number": certificate.number,
        "day": [day.year, day.month, day.day],
        "place_and_day_vi": _place_and_day(facts["place_of_issue"], day),
        "address": address,
        "qr": qr_drawing(address),
        "rows": [vars(row) for row in printed_rows(facts)],
        "correction": correction_line(facts),
        "is_test_key": is_test_key,
    }
    return typeset(TEMPLATE, {"facts": json.dumps(sheet)}, standards=[STANDARD])


def qr_drawing(address: str) -> str:
    """The QR code as SVG, medium error correction, with a quiet zone.

    The mask is given: looking for the best of the eight costs as much as half a signature, and
    readers undo any of them.
    """
    out = BytesIO()
    segno.make(address, error="m", micro=False, mask=QR_MASK).save(
        out, kind="svg", border=2, dark="#14212b", xmldecl=False
    )
    return out.getvalue().decode()


def _place_and_day(place: str, day: date) -> str:
    words = f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    return f"{place}, {words}" if place else f"{words[0].upper()}{words[1:]}"


def correction_line(facts: dict[str, Any]) -> str:
    """Said on a correction only: when it was made; number and day of issue are the first ones'."""
    day = day_in_numerals(facts.get("corrected_on", ""))
    return f"Bản đính chính ngày {day} / Corrected on {day}" if day else ""
