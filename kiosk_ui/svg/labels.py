"""Where labels go: greedily, the important first, never one over another.

A label has a size in CSS pixels and hangs on a point of the plan, so zooming in only gives
it more room: what fits at a zoom's least scale fits at every greater one. Labels are placed
zoom by zoom. Those of the zooms before stay where they are; those that found no room are
tried again at the next zoom, and left out if there is none to the end.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from floorplans.model import Point

Area = tuple[float, float, float, float]
LabelKind = Literal["icon", "symbol", "room", "block", "class", "plate", "range"]
Align = Literal["middle", "start", "end"]

ZOOMS = (1, 2, 3)
GAP_PX = 3.0
PILL_PADDING_PX = 7.0
PILL_HEIGHT_PX = 25.0
LINE_HEIGHT_PX = 19.0
ICON_PX = 28.0
SYMBOL_PX = 22.0
PLATE_HEIGHT_PX = 20.0
DETAIL_GAP_PX = 6.0
ALIGN_GAP_PX = 4.0
CELL_M = 2.0
UNSHIFTED = (0.0, 0.0)
OPEN_KINDS = frozenset({"block", "class", "room"})

_LETTERS_BY_EMS = {
    0.28: "ijl'’ \u00a0",
    0.36: "I.,·:;!",
    0.4: "ft/|",
    0.44: "r()[]",
    0.48: "-",
    0.56: "–",
    0.6: "aceksvxyzåäéJ",
    0.64: "bdghnopquöøüFLT?",
    0.68: "EPSYZÉ4+",
    0.72: "VX012356789",
    0.76: "ABCDHKNRUÅÄÜ&",
    0.8: "GOQÖØ",
    0.92: "wmæM%",
    1.04: "W—Æ@",
}
"""How wide letters are in bold Inter and Arial, the wider of them, with tabular figures."""
_EMS = {letter: ems for ems, letters in _LETTERS_BY_EMS.items() for letter in letters}
_OTHER_EMS = 0.8


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle round a point: how far it reaches left, right, up and down."""

    left: float
    right: float
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class Label:
    """What to write and where it may go.

    ``spots`` are points of the plan, the best first. ``room`` is an area (least x, least y,
    greatest x, greatest y in metres) that the label must not leave. It is shown from
    ``zoom`` on, up to ``last_zoom``. ``shift_px`` moves a name right and down
    from its point, where something else stands. ``shelf`` and
    ``face`` are the ids of what it belongs to.
    """

    kind: LabelKind
    words: str
    spots: tuple[Point, ...]
    zoom: int
    last_zoom: int = ZOOMS[-1]
    detail: str = ""
    align: Align = "middle"
    room: Area | None = None
    shift_px: tuple[float, float] = UNSHIFTED
    shelf: str = ""
    face: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A label at its point, shown from ``zoom`` on."""

    label: Label
    x_m: float
    y_m: float
    zoom: int


@lru_cache(maxsize=8192)
def text_width_px(words: str, size_px: float) -> float:
    """Tell how wide words are in a bold sans, rather too wide than too narrow.

    Examples
    --------
    >>> text_width_px("Lehdet", 16.0) > text_width_px("Tilli", 16.0)
    True
    """
    ems = sum(_EMS.get(letter, _OTHER_EMS) for letter in words)
    return ems * size_px


def label_box(label: Label) -> Box:
    """Give the room a label takes round its point, CSS pixels."""
    box, (right_px, down_px) = _box_in_place(label), label.shift_px
    return Box(box.left - right_px, box.right + right_px, box.up - down_px, box.down + down_px)


def covered_area(label: Label, spot: Point, scale_px_per_m: float) -> Area:
    """Give the area that a label at a spot covers at a scale, with a gap round it, plan metres."""
    box, m_per_px = label_box(label), 1 / scale_px_per_m
    return (
        spot[0] - (box.left + GAP_PX / 2) * m_per_px,
        spot[1] - (box.down + GAP_PX / 2) * m_per_px,
        spot[0] + (box.right + GAP_PX / 2) * m_per_px,
        spot[1] + (box.up + GAP_PX / 2) * m_per_px,
    )


def _box_in_place(label: Label) -> Box:
    if label.kind == "icon":
        return _centred(ICON_PX, ICON_PX)
    if label.kind == "symbol":
        return _centred(SYMBOL_PX, SYMBOL_PX)
    if label.kind == "plate":
        return _centred(plate_width_px(label.words), PLATE_HEIGHT_PX)
    if label.kind == "block":
        return _centred(pill_width_px(label.words, label.detail), PILL_HEIGHT_PX)
    if label.kind == "class":
        lines = 2 if label.detail else 1
        width_px = max(text_width_px(label.words, 18.0), text_width_px(label.detail, 16.0))
        return _centred(_even(width_px + PILL_PADDING_PX), lines * LINE_HEIGHT_PX + 2)
    if label.kind == "range":
        return _aligned(text_width_px(label.words, 14.0), 16.0, label.align)
    return _centred(text_width_px(label.words, 16.0), LINE_HEIGHT_PX)


def pill_width_px(words: str, detail: str) -> float:
    """Give the width of the ground under a name and what stands beside it."""
    width_px = text_width_px(words, 16.0) + 2 * PILL_PADDING_PX
    return _even(width_px + (DETAIL_GAP_PX + text_width_px(detail, 16.0) if detail else 0.0))


def plate_width_px(number: str) -> float:
    """Give the width of a plate with a shelf's number."""
    return _even(max(PLATE_HEIGHT_PX + 2, text_width_px(number, 14.0) + 9.0))


def _even(width_px: float) -> float:
    """Round up to two pixels, so that half of it is a short number too."""
    return 2.0 * math.ceil(width_px / 2)


def place_labels(
    wishes: Sequence[Sequence[Label]],
    scales_px_per_m: Sequence[float],
    bounds: Area,
    obstacles: Sequence[Area] = (),
) -> tuple[Placed, ...]:
    """Place as many labels as there is room for.

    Parameters
    ----------
    wishes : Sequence[Sequence[Label]]
        The important first. Each is a choice between labels: the first that fits is taken.
    scales_px_per_m : Sequence[float]
        Least scale of each zoom, growing.
    bounds : Area
        Least x, least y, greatest x and greatest y that labels without a room of their own
        may reach, plan metres.
    obstacles : Sequence[Area]
        Areas that names keep out of, but for those that have a room of their own.

    Returns
    -------
    tuple[Placed, ...]
        Labels of which no two that are shown together overlap, at any scale of their zoom.
    """
    placed: list[Placed] = []
    waiting = list(wishes)
    for zoom, scale in zip(ZOOMS, scales_px_per_m, strict=True):
        taken = _Taken(scale)
        for each in placed:
            if each.label.last_zoom >= zoom:
                taken.add(_claim(each.label, (each.x_m, each.y_m), scale))
        still_waiting = []
        for wish in waiting:
            found = next(_fits(wish, zoom, taken, bounds, obstacles), None)
            if found is None:
                still_waiting.append(wish)
                continue
            taken.add(_claim(found.label, (found.x_m, found.y_m), scale))
            placed.append(found)
        waiting = still_waiting
    return tuple(placed)


@dataclass(frozen=True, slots=True)
class _Claim:
    """The area that a label covers at one scale, and where it passes as the scale grows.

    A label that is shifted comes closer to its spot. Labels of one spot move together.
    """

    spot: Point
    area: Area
    passage: Area

    def meets(self, other: _Claim) -> bool:
        """Tell whether two labels overlap at this scale or a greater one."""
        if self.spot == other.spot:
            return overlap(self.area, other.area)
        return overlap(self.passage, other.passage)


def _claim(label: Label, spot: Point, scale_px_per_m: float) -> _Claim:
    area = covered_area(label, spot, scale_px_per_m)
    return _Claim(spot, area, passed_area(area, spot))


def passed_area(area: Area, spot: Point) -> Area:
    """Give the least area that holds another one and a spot."""
    return (
        min(area[0], spot[0]),
        min(area[1], spot[1]),
        max(area[2], spot[0]),
        max(area[3], spot[1]),
    )


class _Taken:
    """What labels claim at one scale."""

    def __init__(self, scale_px_per_m: float) -> None:
        self.scale_px_per_m = scale_px_per_m
        self._cells: dict[tuple[int, int], list[_Claim]] = defaultdict(list)

    def add(self, claim: _Claim) -> None:
        """Note that an area is taken."""
        for cell in _cells(claim.passage):
            self._cells[cell].append(claim)

    def is_free(self, claim: _Claim) -> bool:
        """Tell whether nothing taken meets a claim."""
        return not any(
            claim.meets(other)
            for cell in _cells(claim.passage)
            for other in self._cells.get(cell, ())
        )


def overlap(one: Area, other: Area) -> bool:
    """Tell whether two areas share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _fits(
    wish: Sequence[Label], zoom: int, taken: _Taken, bounds: Area, obstacles: Sequence[Area]
) -> Iterator[Placed]:
    for label in wish:
        if not label.zoom <= zoom <= label.last_zoom:
            continue
        closed = obstacles if label.kind in OPEN_KINDS and label.room is None else ()
        for spot in label.spots:
            claim = _claim(label, spot, taken.scale_px_per_m)
            if (
                _within(claim.area, label.room or bounds)
                and taken.is_free(claim)
                and not any(overlap(claim.area, each) for each in closed)
            ):
                yield Placed(label, spot[0], spot[1], zoom)


def _within(inner: Area, outer: Area) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )


def _cells(area: Area) -> Iterable[tuple[int, int]]:
    for column in range(int(area[0] // CELL_M), int(area[2] // CELL_M) + 1):
        for row in range(int(area[1] // CELL_M), int(area[3] // CELL_M) + 1):
            yield column, row


def _centred(width_px: float, height_px: float) -> Box:
    return Box(width_px / 2, width_px / 2, height_px / 2, height_px / 2)


def _aligned(width_px: float, height_px: float, align: Align) -> Box:
    if align == "middle":
        return _centred(width_px, height_px)
    left, right = (0.0, width_px) if align == "start" else (width_px, 0.0)
    return Box(left, right, height_px / 2, height_px / 2)
