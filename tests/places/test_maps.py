"""The map of the country: links with names, both archipelagos, hatching for what is not known."""

import re

import pytest
from django.utils.translation import override

from vkc.places.maps import ARCHIPELAGOS, MapValue, draw_map, shapes


def draw(scheme: int = 34, values: dict | None = None) -> str:
    return str(draw_map(scheme=scheme, values=values or {}, title="Dân số", description="Nói gì"))


def every_unit(scheme: int, step: int | None = 3) -> dict[str, MapValue]:
    return {
        code: MapValue(step, "1.000", f"/vi/places/{scheme}/{code}/", name=f"Tỉnh {code}")
        for code in shapes(scheme)["units"]
    }


@pytest.mark.parametrize("scheme", [34, 63])
def test_every_unit_of_a_scheme_is_drawn_once(scheme):
    assert len(shapes(scheme)["units"]) == scheme
    assert draw(scheme).count('class="map-unit ') == scheme


@pytest.mark.parametrize("scheme", [34, 63])
def test_each_unit_is_a_link_with_an_accessible_name(scheme):
    svg = draw(scheme, every_unit(scheme))
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', svg)
    for code in shapes(scheme)["units"]:
        assert (f"/vi/places/{scheme}/{code}/", f"Tỉnh {code}: 1.000") in links


@pytest.mark.parametrize("scheme", [34, 63])
@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("vi", ["Hoàng Sa", "Trường Sa", "Đà Nẵng", "Khánh Hòa"]),
        ("en", ["Hoàng Sa archipelago", "Trường Sa archipelago"]),
        ("ko", ["map-hoang-sa", "map-truong-sa"]),
    ],
)
def test_both_archipelagos_are_drawn_and_named(scheme, language, names):
    with override(language):
        svg = draw(scheme)
    for name in names:
        assert name in svg
    assert svg.count('class="map-label"') == 2
    drawn = sum(len(shapes(scheme)["islands"][group.code]) for group in ARCHIPELAGOS)
    assert svg.count('class="map-island') == drawn > 30


def test_an_archipelago_takes_the_shade_and_link_of_its_unit():
    svg = draw(34, {"48": MapValue(5, "3 triệu", "/vi/places/34/48/", name="Thành phố Đà Nẵng")})
    group = svg.split('class="map-archipelago map-hoang-sa"')[1].split("</g>")[0]
    assert 'href="/vi/places/34/48/"' in group
    assert "map-island step-5" in group


def test_what_is_not_known_is_hatched_and_says_so():
    with override("en"):
        svg = draw(34, {"01": MapValue(None, "no information yet", "/en/places/34/01/")})
    assert svg.count('class="map-unit is-unknown"') == 34
    assert 'id="hatch"' in svg
    assert "no information yet" in svg
    assert "step-0" not in svg


def test_a_known_zero_is_a_step_of_its_own():
    assert 'class="map-unit step-0"' in draw(34, {"01": MapValue(0, "0", "/x/")})


def test_the_drawing_has_a_title_and_a_sentence():
    svg = draw()
    assert 'aria-labelledby="map-title map-desc"' in svg
    assert '<title id="map-title">Dân số</title>' in svg
    assert '<desc id="map-desc">Nói gì</desc>' in svg


def test_names_are_escaped():
    svg = draw(34, {"01": MapValue(1, "<b>", '/"x', name="<script>")})
    assert "<script>" not in svg
    assert "<b>" not in svg


def test_an_unknown_scheme_has_no_map():
    with pytest.raises(ValueError, match="35"):
        draw(35)
