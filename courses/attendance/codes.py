"""Codes of attendance: the one on the room's screen, and the one each person carries.

All are HMACs with the site's secret key; none is stored, none can be made elsewhere.
"""

from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import segno
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString, mark_safe

STEP_SECONDS = 15
# A code is shown for one step and taken for two: nobody misses it while walking to the screen.
STEPS_TAKEN = 2
CODE_LENGTH, TOKEN_LENGTH = 8, 16
ROOM, PERSON = "vkc.courses.attendance.room", "vkc.courses.attendance.person"


def step_at(at: datetime) -> int:
    """The number of the 15 seconds a moment lies in."""
    return int(at.timestamp()) // STEP_SECONDS


def seconds_left(at: datetime) -> int:
    """For how long the code of that moment stays on the screen: 1 to 15."""
    return STEP_SECONDS - int(at.timestamp()) % STEP_SECONDS


def room_code(meeting_id: int, step: int) -> str:
    """Eight letters and digits 2–7 (40 bits) that only this meeting has in this step."""
    return _letters(ROOM, f"{meeting_id}:{step}", CODE_LENGTH)


def find_meeting(
    code: str, meeting_ids: Iterable[int], *, at: datetime, back: int = STEPS_TAKEN
) -> int | None:
    """The meeting whose code of the last `back` steps this is, or None."""
    present = step_at(at)
    for meeting_id in meeting_ids:
        for step in range(present, present - back, -1):
            if constant_time_compare(room_code(meeting_id, step), code):
                return meeting_id
    return None


def read_code(typed: str) -> str:
    """A code as somebody typed it: small letters, spaces and dashes do not matter."""
    kept = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    # These digits are no part of the alphabet: who reads O and I types them.
    return kept.translate(str.maketrans("01", "OI"))


def personal_token(enrolment_id: int) -> str:
    """What the personal QR holds: letters and digits, so that the QR stays coarse."""
    return f"VKC-{enrolment_id}-{_letters(PERSON, str(enrolment_id), TOKEN_LENGTH)}"


def personal_number(enrolment_id: int) -> str:
    """What stands under the QR, to be typed: the key and two digits that catch a wrong one."""
    check = int(salted_hmac(PERSON, f"number:{enrolment_id}", algorithm="sha256").hexdigest(), 16)
    return f"{enrolment_id}-{check % 97:02d}"


def hash_of(secret: str) -> str:
    """How a device knows a token or number without holding it (SHA-256, hexadecimal)."""
    return sha256(secret.encode()).hexdigest()


def qr_svg(text: str, *, label: str) -> SafeString:
    """A QR code as inline SVG, black on white in any theme; `label` is read aloud."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=3, svgclass="qr", lineclass=None, title=label, omitsize=True)
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # segno escapes the label


def _letters(salt: str, value: str, length: int) -> str:
    digest = salted_hmac(salt, value, algorithm="sha256").digest()
    return b32encode(digest).decode()[:length]
