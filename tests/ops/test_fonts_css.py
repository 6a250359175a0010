"""Picking the font files a page may need."""

import pytest

from ops.fonts_css import faces_in, is_hangul

CSS = """@font-face {
  font-family: 'Be Vietnam Pro';
  font-style: normal;
  font-display: swap;
  font-weight: 400;
  src: url(./files/a-400.woff2) format('woff2'), url(./files/a-400.woff) format('woff');
  unicode-range: U+0102-0103,U+1EA0-1EF9;
}"""


@pytest.mark.parametrize(
    ("unicode_range", "answer"),
    [("U+AC00-AC0F", True), (" U+d7a3", True), ("U+0041-005A", False), ("U+f9ca-fa0b", False)],
)
def test_hangul_is_told_from_other_scripts(unicode_range, answer):
    assert is_hangul(unicode_range) is answer


def test_a_face_keeps_its_range_and_swaps(tmp_path):
    (tmp_path / "400.css").write_text(CSS)
    (face,) = faces_in(tmp_path / "400.css")
    assert face.file == (tmp_path / "files" / "a-400.woff2").resolve()
    assert 'url("a-400.woff2")' in face.css()
    assert "font-display:swap" in face.css()
    assert "U+0102-0103,U+1EA0-1EF9" in face.css()
