"""A person's hours of a year: counted by type and rule, and the signed statement of them."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.certificates.pdf import check_address, day_in_numerals, qr_drawing
from courses.exceptions.certificates import NoHours
from courses.models import HoursRecord, HoursRule, Transcript
from courses.models.certificates import new_code
from courses.permissions.certificates import can_view_certificates
from courses.services.signing import remember_key, sign_pdf
from vkc.core.typesetting import typeset

TEMPLATE = Path(__file__).parents[1] / "certificates" / "transcript.typ"
STANDARD = "a-2b"
UNTYPED = 0


def records_of(person: Any, year: int | None = None) -> QuerySet[HoursRecord]:
    rows = HoursRecord.objects.filter(person=person).select_related("training_type")
    return rows.filter(year=year) if year else rows


def rules_in_force(*, on: date) -> dict[int, HoursRule]:
    """The rule of each type of training on a day; one without a known first day counts last."""
    rules: dict[int, HoursRule] = {}
    for rule in HoursRule.objects.order_by("valid_from", "pk"):
        ended = rule.valid_until and rule.valid_until < on
        if not ended and (rule.valid_from is None or rule.valid_from <= on):
            known = rules.get(rule.training_type_id)
            if known is None or rule.valid_from is not None:
                rules[rule.training_type_id] = rule
    return rules


def year_facts(person: Any, year: int, *, on: date) -> dict[str, Any]:
    """Hours of a year by type, JSON-ready: sums, the rule in force on the last day of the year
    (or on `on`, if that is earlier), and each record. Unknown periods stay None and are counted."""
    records = list(records_of(person, year).order_by("completed_on", "pk"))
    rules = rules_in_force(on=min(on, date(year, 12, 31)))
    groups: dict[int, list[HoursRecord]] = {}
    for record in records:
        groups.setdefault(record.training_type_id or UNTYPED, []).append(record)
    return {
        "name": person.full_name,
        "year": year,
        "types": [_group(rows, rules.get(key)) for key, rows in groups.items()],
        **_sum(records),
    }


def _group(records: list[HoursRecord], rule: HoursRule | None) -> dict[str, Any]:
    kind = records[0].training_type
    return {
        "type_vi": kind.name_vi if kind else "",
        "type_en": kind.name_en if kind else "",
        "type_ko": kind.name_ko if kind else "",
        "rule": rule.text_number if rule else "",
        "threshold": rule.periods_a_year if rule else None,
        **_sum(records),
        "records": [_record(record) for record in records],
    }


def _sum(records: Iterable[HoursRecord]) -> dict[str, Any]:
    """Periods known, and of how many courses they are not known: these are not zero."""
    known = [r.periods for r in records if r.periods is not None]
    return {
        "periods": sum(known) if known else None,
        "unknown": sum(1 for r in records if r.periods is None),
    }


def _record(record: HoursRecord) -> dict[str, Any]:
    return {
        "course": record.course_title_vi,
        "starts_on": record.starts_on.isoformat() if record.starts_on else "",
        "ends_on": record.ends_on.isoformat() if record.ends_on else "",
        "completed_on": record.completed_on.isoformat(),
        "periods": record.periods,
        "agency": record.agency_name,
        "unit": record.unit_name,
    }


def transcript_table(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a year for data_table: one row a course, a sum for each type."""
    columns = [
        {"label": _("Course")},
        {"label": pgettext("certificate", "Dates")},
        {"label": _("Agency that day")},
        {"label": pgettext("course", "Periods"), "is_number": True},
    ]
    return {"groups": [_group_table(group, columns) for group in facts["types"]]}


def _group_table(group: dict[str, Any], columns: list) -> dict[str, Any]:
    rows: list[Any] = [
        [row["course"], _dates(row), row["agency"], row["periods"]] for row in group["records"]
    ]
    rows.append({"cells": [_("Sum"), "–", "–", group["periods"]], "total": True})
    return {
        "heading": type_name(group),
        "columns": columns,
        "rows": rows,
        "rule": group["rule"],
        "threshold": group["threshold"],
        "unknown": unknown_sentence(group["unknown"]),
    }


def type_name(group: dict[str, Any]) -> str:
    from django.utils.translation import get_language

    name = group.get(f"type_{get_language()}") or group["type_vi"]
    return name or _("Type of training not stated")


def unknown_sentence(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "Of %(count)s course the periods are not known; it is not in the sum.",
        "Of %(count)s courses the periods are not known; they are not in the sum.",
        count,
    ) % {"count": count}


def _dates(row: dict[str, Any]) -> str:
    first, last = day_in_numerals(row["starts_on"]), day_in_numerals(row["ends_on"])
    return f"{first} – {last}" if last and last != first else first


@transaction.atomic
def make_transcript(*, person: Any, year: int, by: Any, at: datetime) -> Transcript:
    """The signed statement of a year; the same facts give the one made before.

    One's own, or anybody's for staff who see the register. Raises PermissionDenied, NoHours,
    SigningKeyBroken.
    """
    if by.pk != person.pk and not can_view_certificates(by):
        raise PermissionDenied
    facts = year_facts(person, year, on=timezone.localdate(at))
    if not facts["types"]:
        raise NoHours
    found = Transcript.objects.filter(person=person, year=year).first()
    if found is not None and found.facts == facts:
        return found
    return _make(person, year, facts, at)


def _make(person: Any, year: int, facts: dict[str, Any], at: datetime) -> Transcript:
    code, key = new_code(), remember_key(at=at)
    address = check_address(code)
    sheet = {
        **facts,
        "address": address,
        "qr": qr_drawing(address),
        "day": timezone.localdate(at).strftime("%d/%m/%Y"),
        "date": [*timezone.localdate(at).timetuple()[:3]],
        "is_test_key": key.is_test,
    }
    unsigned = typeset(TEMPLATE, {"facts": json.dumps(sheet)}, standards=[STANDARD])
    signed = sign_pdf(unsigned, reason=f"Xác nhận thời lượng bồi dưỡng năm {year}")
    made = Transcript(
        person=person, year=year, code=code, facts=facts, signed_with=key, made_at=at,
        sha256=hashlib.sha256(signed).hexdigest(), size=len(signed),
    )  # fmt: skip
    made.file.save("transcript.pdf", ContentFile(signed), save=False)
    made.save()
    return made
