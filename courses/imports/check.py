"""Check a whole list at once: every error, before anything is entered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from courses.imports.directory import Directory, NotFound
from courses.imports.grid import MOST_ROWS, Sheet
from courses.imports.layout import Line, lay_out
from courses.imports.problems import Problem
from courses.imports.words import LONGEST
from courses.models import Enrolment, Session
from vkc.accounts.models import Agency, User
from vkc.accounts.services.people import check_people
from vkc.accounts.services.roles import holders_among
from vkc.core.text import fold

TEXT_COLUMNS = ("full_name", "email", "position", "agency", "province")
LEAST_NAME = 2


@dataclass(frozen=True)
class Entry:
    """One person of the list, in its order; `email` in small letters."""

    line: Line
    email: str
    full_name: str
    position: str
    agency: Agency

    @property
    def named(self) -> tuple[str, str, str]:
        """As `people_for` takes it."""
        return self.email, self.full_name, self.position


@dataclass
class Checked:
    """What a list says. With problems nothing of it is entered."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    row_count: int = 0
    new_accounts: int = 0
    # Addresses of those who are enrolled already: nothing changes for them.
    enrolled: set[str] = field(default_factory=set)


def check_list(sheets: list[Sheet], *, session: Session) -> Checked:
    """Everything wrong with a list, in the order of the file; a handful of queries an agency."""
    layout = lay_out(sheets)
    found = Checked(problems=list(layout.problems), row_count=len(layout.lines))
    directory = Directory.load()
    seen: dict[str, Line] = {}
    for line in layout.lines[:MOST_ROWS]:
        entry = _entry(line, directory, seen, found.problems)
        if entry:
            found.entries.append(entry)
    _check_accounts(found, session)
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    found.problems.sort(key=lambda p: (order.get(p.sheet, 0), p.row or 0, len(p.column), p.column))
    return found


def _entry(
    line: Line, directory: Directory, seen: dict[str, Line], problems: list[Problem]
) -> Entry | None:
    """The person of a row, or None where the row cannot be read to one."""
    before = len(problems)
    unreadable = list(_cells(line))
    problems += unreadable
    odd = {problem.name for problem in unreadable} | {
        p for p in TEXT_COLUMNS if _is_formula(line, p)
    }
    if "full_name" not in odd:
        problems += _name(line)
    email = line.text("email").lower()
    if "email" not in odd:
        problems += _email(line, email, seen)
    agency = None
    if not odd & {"agency", "province"}:
        try:
            agency = _agency(line, directory)
        except NotFound as error:
            problems.append(line.problem(error.column, error.rule, **error.facts))
    if len(problems) > before or agency is None or odd:
        return None
    return Entry(line, email, line.text("full_name"), line.text("position"), agency)


def _is_formula(line: Line, name: str) -> bool:
    return name in line.cells and line.cells[name][1].is_formula


def _cells(line: Line) -> Iterator[Problem]:
    """Cells that hold no plain text of one line."""
    for name in TEXT_COLUMNS:
        if name not in line.cells or _is_formula(line, name):
            continue
        cell = line.cells[name][1]
        if cell.kind == "error":
            yield line.problem(name, "cell_error")
        elif cell.kind != "text":
            yield line.problem(name, f"not_text_{cell.kind}")
        elif _has_controls(cell.text.strip()):
            yield line.problem(name, "line_break")
        elif len(line.text(name)) > LONGEST.get(name, 250):
            yield line.problem(name, "too_long", most=LONGEST.get(name, 250))


def _has_controls(text: str) -> bool:
    if text.isprintable():
        return False
    return any(unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") for char in text)


def _name(line: Line) -> Iterator[Problem]:
    name = line.text("full_name")
    if not name:
        yield line.problem("full_name", "name_missing")
    elif len(name) < LEAST_NAME or any(char.isdigit() or char in "@<>{}|" for char in name):
        yield line.problem("full_name", "name_odd")


def _email(line: Line, email: str, seen: dict[str, Line]) -> Iterator[Problem]:
    if not email:
        yield line.problem("email", "email_missing")
        return
    try:
        validate_email(email)
    except ValidationError:
        yield line.problem("email", "email_malformed")
        return
    first = seen.setdefault(email, line)
    if first is not line:
        yield line.problem("email", "email_twice", row=first.row, sheet=first.sheet)


def _agency(line: Line, directory: Directory) -> Agency:
    name = line.text("agency")
    if not name:
        raise NotFound("agency", "agency_missing")
    return directory.agency(name, line.text("province"))


def _check_accounts(found: Checked, session: Session) -> None:
    """People who have an account: is it theirs, of this agency, with the right to enrol?"""
    emails = [entry.email for entry in found.entries]
    people = _people(emails)
    allowed = holders_among(people.values(), "courses.enrol_session")
    refused = _refused(found.entries)
    for entry in found.entries:
        person = people.get(entry.email)
        if person is None:
            found.new_accounts += 1
            continue
        problem = _of_account(entry, person, refused.get(entry.email), person.pk in allowed)
        if problem:
            found.problems.append(problem)
    keys = {person.pk: email for email, person in people.items()}
    held = Enrolment.objects.filter(session=session, person__in=keys).open()
    found.enrolled = {keys[pk] for pk in held.values_list("person_id", flat=True)}


def _people(emails: list[str]) -> dict[str, User]:
    """Addresses are kept in small letters, so the index finds them."""
    read = ("pk", "email", "full_name", "is_superuser", "is_active", "state")
    people = User.objects.filter(email__in=emails).only(*read)
    return {person.email: person for person in people}


def _refused(entries: list[Entry]) -> dict[str, str]:
    """Address → code of the refusal of `accounts.services.people`; one query an agency."""
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.agency.pk, []).append(entry)
    found = {}
    for group in groups.values():
        refusals = check_people([entry.named for entry in group], agency=group[0].agency)
        found.update({group[at].email: refusal.code for at, refusal in refusals.items()})
    return found


def _of_account(entry: Entry, person: Any, code: str | None, is_allowed: bool) -> Problem | None:
    if code:
        name = "agency" if code == "account_elsewhere" else "email"
        return entry.line.problem(name, code)
    if _bare_name(person.full_name) != _bare_name(entry.full_name):
        return entry.line.problem("full_name", "name_differs", name=person.full_name)
    if not is_allowed:
        return entry.line.problem("email", "account_without_right")
    return None


def _bare_name(name: str) -> str:
    return " ".join(fold(name).split())
