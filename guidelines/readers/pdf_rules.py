"""The cells that ruling lines draw on a PDF page. Lengths in points, `y` growing upwards."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

# Lines nearer than this are one line; a filled shape no thicker is a line.
_NEAR = 3.0
_SHORTEST = 3.0
# A line end further out than this, without a line across it, is the open side of a table.
_OPEN_SIDE = 10.0
# A page with more of them is a drawing.
_MOST_SHAPES = 5000
_MOST_RULES = 600

Point = tuple[float, float]


@dataclass(frozen=True)
class Rule:
    """A line at `at`, from `start` to `end` along the other axis."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        return self.start - _NEAR <= place <= self.end + _NEAR


@dataclass(frozen=True)
class Area:
    """A cell on the grid, counted from 0 at the top left."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class RuledGrid:
    """Lines between columns (left to right) and rows (top to bottom), and the cells they leave."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]

    def area_at(self, x: float, y: float) -> int | None:
        """The cell that holds a point, by its place in `areas`."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = sum(x > line for line in self.xs[1:-1])
        row = sum(y < line for line in self.ys[1:-1])
        return next(
            at
            for at, area in enumerate(self.areas)
            if area.row <= row < area.row + area.rows
            and area.column <= column < area.column + area.columns
        )

    def holds(self, other: RuledGrid) -> bool:
        return (
            self.xs[0] <= other.xs[0]
            and other.xs[-1] <= self.xs[-1]
            and self.ys[-1] <= other.ys[-1]
            and other.ys[0] <= self.ys[0]
        )


def ruled_grids(page: pdfium.PdfPage) -> list[RuledGrid]:
    """The tables whose cells are ruled off, the outermost ones; two columns at least.

    Cells that are no rectangles make no table.
    """
    across, down = _rules(page)
    found = [_grid(*group) for group in _groups(across, down)]
    grids = [grid for grid in found if grid is not None]
    return [
        grid
        for grid in grids
        if not any(other is not grid and other.holds(grid) for other in grids)
    ]


def _rules(page: pdfium.PdfPage) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical lines of the page."""
    across: list[Rule] = []
    down: list[Rule] = []
    shapes = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=1)
    for count, shape in enumerate(islice(shapes, _MOST_SHAPES + 1)):
        if count == _MOST_SHAPES:
            return [], []
        for (x0, y0), (x1, y1) in _lines_of(shape):
            if abs(y1 - y0) <= _NEAR and abs(x1 - x0) >= _SHORTEST:
                across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= _NEAR and abs(y1 - y0) >= _SHORTEST:
                down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    across, down = _snapped(across), _snapped(down)
    return (across, down) if max(len(across), len(down)) <= _MOST_RULES else ([], [])


def _lines_of(shape: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    """The straight lines a shape shows: its strokes, or itself where it is filled and thin."""
    fill, is_stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(shape, fill, is_stroked)
    if is_stroked.value:
        yield from _strokes(shape)
    elif fill.value:
        left, bottom, right, top = shape.get_bounds()
        if top - bottom <= _NEAR:
            yield (left, (bottom + top) / 2), (right, (bottom + top) / 2)
        elif right - left <= _NEAR:
            yield ((left + right) / 2, bottom), ((left + right) / 2, top)


def _strokes(shape: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    a, b, c, d, e, f = shape.get_matrix().get()
    begun = before = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium_c.FPDFPath_CountSegments(shape)):
        segment = pdfium_c.FPDFPath_GetPathSegment(shape, number)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        here = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            begun = here
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield before, here
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield here, begun
        before = here


def _snapped(rules: list[Rule]) -> list[Rule]:
    """Lines beside one another at one place, and pieces of one line put together."""
    places: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if places and rule.at - places[-1][-1].at <= _NEAR:
            places[-1].append(rule)
        else:
            places.append([rule])
    return [joined for place in places for joined in _joined(place)]


def _joined(place: list[Rule]) -> Iterator[Rule]:
    at = sum(rule.at for rule in place) / len(place)
    spans: list[list[float]] = []
    for rule in sorted(place, key=lambda rule: rule.start):
        if spans and rule.start - spans[-1][1] <= _NEAR:
            spans[-1][1] = max(spans[-1][1], rule.end)
        else:
            spans.append([rule.start, rule.end])
    return (Rule(at, start, end) for start, end in spans)


def _groups(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Lines that hang together because they cross or touch."""
    left_across, left_down = set(range(len(across))), set(range(len(down)))
    while left_across:
        taken_across, taken_down = {left_across.pop()}, set()
        waiting: list[tuple[Rule, bool]] = [(across[next(iter(taken_across))], True)]
        while waiting:
            rule, is_across = waiting.pop()
            others, left = (down, left_down) if is_across else (across, left_across)
            met = {at for at in left if rule.covers(others[at].at) and others[at].covers(rule.at)}
            left -= met
            (taken_down if is_across else taken_across).update(met)
            waiting += [(others[at], not is_across) for at in met]
        yield [across[at] for at in taken_across], [down[at] for at in taken_down]


def _grid(across: list[Rule], down: list[Rule]) -> RuledGrid | None:
    xs = _with_open_sides({rule.at for rule in down}, across)
    ys = _with_open_sides({rule.at for rule in across}, down)[::-1]
    if len(xs) <= 2 or len(ys) <= 1:
        return None
    areas = _areas(xs, ys, _border(down, ys), _border(across, xs))
    return RuledGrid(tuple(xs), tuple(ys), tuple(areas)) if areas else None


def _with_open_sides(places: Iterable[float], crossing: list[Rule]) -> list[float]:
    """The places of lines, and the ends of those that cross them where a side is left open."""
    found = sorted(places)
    if not found:
        return []
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    before = [first] if first < found[0] - _OPEN_SIDE else []
    return [*before, *found, *([last] if last > found[-1] + _OPEN_SIDE else [])]


def _border(rules: list[Rule], steps: list[float]) -> Callable[[float, int], bool]:
    """Tells whether a line at a place runs along a step (a row or a column) of the grid."""
    middles = [(one + other) / 2 for one, other in pairwise(steps)]
    at_place: dict[float, list[Rule]] = {}
    for rule in rules:
        at_place.setdefault(rule.at, []).append(rule)

    def runs(place: float, step: int) -> bool:
        return any(r.start <= middles[step] <= r.end for r in at_place.get(place, ()))

    return runs


def _areas(
    xs: list[float],
    ys: list[float],
    is_closed_right: Callable[[float, int], bool],
    is_closed_below: Callable[[float, int], bool],
) -> list[Area]:
    """The cells, row by row; none where one is no rectangle."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    areas = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right, low = column, row
            while right + 1 < columns and not is_closed_right(xs[right + 1], row):
                right += 1
            while low + 1 < rows and not is_closed_below(ys[low + 1], column):
                low += 1
            inside = {(r, c) for r in range(row, low + 1) for c in range(column, right + 1)}
            if inside & taken:
                return []
            taken |= inside
            areas.append(Area(row, column, low - row + 1, right - column + 1))
    return areas
