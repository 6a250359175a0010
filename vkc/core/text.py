"""Vietnamese text: one normal form at the door, one folding for search, one order for names."""

import re
import unicodedata

_TONES = {"̀": 1, "̉": 2, "̃": 3, "́": 4, "̣": 5}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: f"{position:02d}" for position, letter in enumerate(_LETTERS, start=10)}


def nfc(text: str) -> str:
    """The text in Unicode NFC, with the Icelandic eth that old files use for Đ put right."""
    # Two searches, many times faster than `translate` where the letters are absent.
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")


def fold(text: str) -> str:
    """Lower case without marks, đ as d: what a reader types who types without marks.

    Hangul is kept in its composed form: taking "marks" off would take syllables apart.
    """
    decomposed = unicodedata.normalize("NFD", nfc(text).lower().replace("đ", "d"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


def slug_text(text: str) -> str:
    """An address part for a name; never for legal anchors, where d and đ differ."""
    return re.sub(r"[^0-9a-z\uac00-\ud7a3]+", "-", fold(text)).strip("-")


def sort_key(text: str) -> str:
    """A key that orders text as a Vietnamese dictionary does: letters first, then tones.

    The embedded database has no ICU collation, so the order is stored beside the name.
    """
    letters, tones = [], []
    for char in nfc(text).lower():
        tone = 0
        base = []
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tone = _TONES[part]
            else:
                base.append(part)
        letter = unicodedata.normalize("NFC", "".join(base))
        letters.append(_ORDER.get(letter, "00" if letter.isspace() else f"9{letter}"))
        tones.append(str(tone))
    return "".join(letters) + "|" + "".join(tones)


def is_clean(text: str) -> bool:
    """False where the text holds a NUL, which PostgreSQL cannot store."""
    return "\x00" not in text
