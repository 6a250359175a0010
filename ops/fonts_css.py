"""From the installed font packages to `static/fonts/`: only the files we use, and their CSS.

Every file covers part of Unicode and says so, so a browser fetches only what a page's text needs.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# The weights of static/css/tokens.css, and italics for titles of works.
WEIGHTS = ("400", "400-italic", "600")
# Ranges overlap (đ and ơ are in both), the last one wins: so a Vietnamese page needs no latin-ext.
SUBSETS = ("latin-ext", "latin", "vietnamese")
HANGUL = (
    (0x1100, 0x11FF),  # Jamo
    (0x3000, 0x303F),  # CJK punctuation
    (0x3130, 0x318F),  # compatibility Jamo
    (0xA960, 0xA97F),  # Jamo extended A
    (0xAC00, 0xD7FF),  # syllables, Jamo extended B
    (0xFF00, 0xFFEF),  # full-width forms
)


class Face(NamedTuple):
    family: str
    style: str
    weight: str
    ranges: str
    file: Path

    def css(self) -> str:
        return (
            f'@font-face{{font-family:"{self.family}";font-style:{self.style};'
            f"font-weight:{self.weight};font-display:swap;"
            f'src:url("{self.file.name}") format("woff2");unicode-range:{self.ranges}}}'
        )


def build(modules: Path, target: Path, *, mark: str) -> int:
    """Fill `target` anew from `node_modules`; returns the number of font files."""
    sheets = {
        "fonts.css": list(vietnamese_faces(modules)),
        # Apart, for Korean pages only: 95 parts make 10 kB of CSS that other readers need not fetch.
        "fonts-ko.css": list(hangul_faces(modules)),
    }
    unfinished = target.with_name(target.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name, faces in sheets.items():
        for face in faces:
            shutil.copyfile(face.file, unfinished / face.file.name)
        lines = [f"/* {mark} */", *(face.css() for face in faces)]
        (unfinished / name).write_text("\n".join(lines) + "\n")
    packages = {"be-vietnam-pro": "@fontsource/be-vietnam-pro/LICENSE"}
    packages["pretendard"] = "pretendard/dist/LICENSE.txt"
    for name, path in packages.items():
        shutil.copyfile(modules / path, unfinished / f"{name}-OFL.txt")
    shutil.rmtree(target, ignore_errors=True)
    unfinished.rename(target)
    return sum(map(len, sheets.values()))


def vietnamese_faces(modules: Path) -> Iterator[Face]:
    package = modules / "@fontsource" / "be-vietnam-pro"
    for weight in WEIGHTS:
        faces = list(faces_in(package / f"{weight}.css"))
        for subset in SUBSETS:
            yield from (face for face in faces if f"-{subset}-{weight[:3]}-" in face.file.name)


def hangul_faces(modules: Path) -> Iterator[Face]:
    """Only the parts with Korean: for Latin and Vietnamese there is the other family."""
    folder = modules / "pretendard" / "dist" / "web" / "variable"
    for face in faces_in(folder / "pretendardvariable-dynamic-subset.css"):
        kept = [each for each in face.ranges.split(",") if is_hangul(each)]
        if kept:
            yield face._replace(ranges=",".join(each.strip() for each in kept))


def faces_in(css: Path) -> Iterator[Face]:
    for block in re.findall(r"@font-face\s*{(.*?)}", css.read_text(), flags=re.DOTALL):
        found = dict(re.findall(r"([\w-]+):\s*(.+?);", block, flags=re.DOTALL))
        path = re.search(r"url\(([^)]+\.woff2)\)", found["src"])
        if path is None:
            raise ValueError(f"{css}: a font face without a woff2 file")
        family = found["font-family"].strip("'\"")
        file = (css.parent / path[1].strip("'\"")).resolve()
        yield Face(family, found["font-style"], found["font-weight"], found["unicode-range"], file)


def is_hangul(unicode_range: str) -> bool:
    start, _, end = unicode_range.strip().removeprefix("U+").partition("-")
    low, high = int(start, 16), int(end or start, 16)
    return any(low <= last and first <= high for first, last in HANGUL)
