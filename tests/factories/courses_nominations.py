"""Letters of nomination. `letter_of(coordinator, session, 3)` is a draft that names three people."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from courses.models import Nomination, Session
from courses.services import letters
from tests.factories.accounts import AgencyFactory, UserFactory
from tests.factories.courses import NOW


def coordinator(**fields: Any):
    """Approved, of an agency of its own unless told."""
    return UserFactory(**{"coordinator": True, **fields})


def scan(name: str = "cong-van.png") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("1", (8, 8)).save(out, format="PNG")
    return SimpleUploadedFile(name, out.getvalue())


def facts(**changes: Any) -> dict[str, Any]:
    """What a letter that came with its scan says."""
    fields = {"letter_number": "12/SXD-QH", "letter_on": NOW.date(), "letter_issuer": "Sở Xây dựng"}
    return {**fields, "letter_due_on": None, "note": "", **changes}


def letter_of(by: Any, session: Session, people: int = 0, *, at=NOW, **changes: Any) -> Nomination:
    """A draft with a letter and its scan; `scan=None` leaves that out."""
    draft = letters.begin_nomination(session=session, by=by, at=at)
    picture = changes.pop("scan", scan())
    letters.write_letter(nomination=draft, by=by, at=at, scan=picture, **facts(**changes))
    rows = [
        (f"nguoi{n}.{draft.pk}@so.test", f"Nguyễn Văn {n}", "Chuyên viên")
        for n in range(1, people + 1)
    ]
    if rows:
        letters.name_people(nomination=draft, by=by, rows=rows)
    draft.refresh_from_db()
    return draft


def agency_of(unit: Any):
    return AgencyFactory(province=True, unit=unit)
