"""A drawing of one level as a plan: what each layer has becomes things of its kind."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from floorplans.checks.problem import Problem, info, violation, warning
from floorplans.crowding import is_crowded
from floorplans.errors import PlanFormatError
from floorplans.formats.drawings.layers import LayerKind, guess_kind
from floorplans.formats.drawings.model import (
    UNITS_M,
    Block,
    Drawing,
    Item,
    Label,
    Stroke,
    count_layers,
)
from floorplans.formats.drawings.things import Level, read_level
from floorplans.formats.dxf import read_drawing
from floorplans.formats.result import (
    LEFT_OUT,
    DrawingFound,
    ImportResult,
    LayerFound,
    finish,
)
from floorplans.formats.texts import clean
from floorplans.model import Plan, Point, Text

DEFAULT_BRANCH = "imported"
DEFAULT_LEVEL = "1"
DEFAULT_NAME = Text("Nimetön rakennus", "Namnlös byggnad", "Unnamed building")
SCHEME = "ykl"
FAR_M = 1_000.0
"""A drawing that begins further from its origin than this is brought near it, by whole steps of
as much, so that the levels of a building stay above each other."""

MOST_OF_KIND = 40_000

WHOLE: frozenset[LayerKind] = frozenset(
    {"shelf", "door", "pillar", "stairs", "lift", "table", "seat", "desk", "furniture"}
)
"""Kinds of which a block is one thing."""


@dataclass(frozen=True, slots=True)
class DrawingOptions:
    """What a drawing does not tell by itself.

    Attributes
    ----------
    level : str
        Id of the level that it is of; empty: "1".
    units : str
        One of `UNITS_M`; empty: as the file tells.
    layers : Mapping[str, LayerKind]
        What is on layers, where their names do not tell it.
    taken : frozenset[str]
        Numbers of shelves on other levels, which those without a number do not get.
    """

    level: str = ""
    units: str = ""
    layers: Mapping[str, LayerKind] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


def read_dxf(
    content: bytes, branch: str = "", options: DrawingOptions | None = None
) -> ImportResult:
    """Read a DXF drawing of one level as far as it goes.

    Parameters
    ----------
    content : bytes
        The file.
    branch : str
        Id of the plan.
    options : DrawingOptions, optional
        What the file does not tell.

    Returns
    -------
    ImportResult
        A plan of one level, problems by layer, and how each layer was read. Without the plan where
        nobody tells the unit, or no layer tells what is on it.

    Raises
    ------
    PlanFormatError
        If the file is no DXF, damaged, too large, or has no layer of a name that is given.
    """
    asked = options or DrawingOptions()
    drawing = read_drawing(content, asked.units)
    counts = count_layers(drawing)
    _check_names(asked, counts)
    kinds = {
        name: asked.layers.get(name) or ("nothing" if name in drawing.hidden else guess_kind(name))
        for name in counts
    }
    found = _found(drawing, counts, kinds)
    problems = [*_tell_layers(asked, counts, kinds, drawing)]
    stop = _why_not(drawing, found, kinds)
    if stop is not None:
        return ImportResult(None, (*problems, stop), found)
    gathered = _gather(drawing, kinds)
    stop = _why_too_much(gathered)
    if stop is not None:
        return ImportResult(None, (*problems, stop), found)
    level = clean(asked.level) or DEFAULT_LEVEL
    skipped: defaultdict[str, Counter[str]] = defaultdict(Counter)
    read = read_level(gathered, level, skipped, asked.taken)
    for layer, what in sorted(_merge(drawing.skipped, skipped).items()):
        problems += _tell_skipped(layer, what, kinds)
    if read is None:
        message = "Nothing on its layers encloses anything; say with --layer what is on which."
        return ImportResult(None, (*problems, violation("no-levels", "levels", message)), found)
    result = finish(_plan(read, branch or DEFAULT_BRANCH), [*problems, *read.problems])
    return replace(result, drawing=found)


def _check_names(asked: DrawingOptions, counts: Mapping[str, int]) -> None:
    for name in asked.layers:
        if name not in counts:
            known = ", ".join(list(counts)[:20]) or "none"
            raise PlanFormatError(f"has no layer {name[:60]!a} with anything on it; it has {known}")


def _found(
    drawing: Drawing, counts: Mapping[str, int], kinds: Mapping[str, LayerKind]
) -> DrawingFound:
    west_m, south_m, east_m, north_m = _extent(drawing.items)
    return DrawingFound(
        drawing.units,
        drawing.guessed,
        round(east_m - west_m, 1),
        round(north_m - south_m, 1),
        tuple(LayerFound(name, kinds[name], count) for name, count in counts.items()),
    )


def _why_not(
    drawing: Drawing, found: DrawingFound, kinds: Mapping[str, LayerKind]
) -> Problem | None:
    if not drawing.items:
        return violation("no-levels", "drawing", "Its model space has nothing that is read.")
    if not drawing.units:
        message = (
            "The file does not tell its unit; say it with --units, one of "
            f"{', '.join(UNITS_M)}. In {drawing.guessed} it is {found.width_m:g} m wide and "
            f"{found.depth_m:g} m deep."
        )
        return violation("no-units", "drawing", message)
    if set(kinds.values()) <= {"nothing", "text"}:
        message = (
            "No layer tells by its name what is on it; say it with --layer NAME=KIND. Its layers: "
            f"{', '.join(list(kinds)[:20])}."
        )
        return violation("no-levels", "layers", message)
    return None


def _tell_layers(
    asked: DrawingOptions,
    counts: Mapping[str, int],
    kinds: Mapping[str, LayerKind],
    drawing: Drawing,
) -> list[Problem]:
    """Tell of layers that nothing was read from."""
    told = []
    for name, count in counts.items():
        if kinds[name] != "nothing" or asked.layers.get(name) == "nothing":
            continue
        why = "It is switched off" if name in drawing.hidden else "Its name does not tell its kind"
        message = f"{why}; its {count} things were left out. Say what they are if you need them."
        told.append(warning(LEFT_OUT, f"layer {name}", message))
    return told


def _tell_skipped(layer: str, what: Counter[str], kinds: Mapping[str, LayerKind]) -> list[Problem]:
    if kinds.get(layer, "nothing") == "nothing":
        return []
    things = ", ".join(f"{count} × {kind}" for kind, count in sorted(what.items()))
    if set(what) == {"details of others"}:
        return [info("details", f"layer {layer}", f"Drawn within other things: {things}.")]
    return [warning(LEFT_OUT, f"layer {layer}", f"Not read: {things}.")]


def _merge(
    one: Mapping[str, Counter[str]], other: Mapping[str, Counter[str]]
) -> dict[str, Counter[str]]:
    empty: Counter[str] = Counter()
    return {layer: one.get(layer, empty) + other.get(layer, empty) for layer in {**one, **other}}


def _gather(drawing: Drawing, kinds: Mapping[str, LayerKind]) -> dict[LayerKind, list[Item]]:
    """Sort what is drawn by kind; blocks that are no things are taken apart."""
    gathered: defaultdict[LayerKind, list[Item]] = defaultdict(list)
    waiting = list(drawing.items)[::-1]
    while waiting:
        item = waiting.pop()
        kind = kinds[item.layer]
        if isinstance(item, Block) and kind not in WHOLE:
            waiting += item.parts[::-1]
        elif isinstance(item, Label) and kind != "nothing":
            gathered["text"].append(item)
        elif kind != "nothing":
            gathered[kind].append(item)
    return _moved_near(gathered)


def _moved_near(gathered: Mapping[LayerKind, list[Item]]) -> dict[LayerKind, list[Item]]:
    every = [item for items in gathered.values() for item in items]
    west_m, south_m, *_ = _extent(tuple(every))
    if max(abs(west_m), abs(south_m)) < FAR_M:
        return dict(gathered)
    by = (-math.floor(west_m / FAR_M) * FAR_M, -math.floor(south_m / FAR_M) * FAR_M)
    return {kind: [_moved(item, by) for item in items] for kind, items in gathered.items()}


def _moved(item: Item, by: Point) -> Item:
    if isinstance(item, Block):
        return replace(item, parts=tuple(_moved(part, by) for part in item.parts))
    if isinstance(item, Label):
        return replace(item, at=_shift(item.at, by))
    centre = item.centre and _shift(item.centre, by)
    return replace(item, points=tuple(_shift(each, by) for each in item.points), centre=centre)


def _shift(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def _strokes(items: tuple[Item, ...]) -> list[Stroke]:
    return [
        stroke
        for item in items
        for stroke in (item.strokes() if isinstance(item, Block) else (item,))
        if isinstance(stroke, Stroke)
    ]


def _extent(items: tuple[Item, ...]) -> tuple[float, float, float, float]:
    points = [point for stroke in _strokes(items) for point in stroke.points]
    if not points:
        return 0.0, 0.0, 0.0, 0.0
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _why_too_much(gathered: Mapping[LayerKind, list[Item]]) -> Problem | None:
    remedy = "take away what no plan needs, or leave a layer out (--layer NAME=nothing)."
    for kind, items in gathered.items():
        if len(items) > MOST_OF_KIND:
            message = f"It has {len(items)} things of the kind {kind}, more than {MOST_OF_KIND}; "
            return violation("too-much", "drawing", message + remedy)
        if is_crowded(stroke.points for stroke in _strokes(tuple(items))):
            message = f"Its lines of the kind {kind} cross or cover each other too often; "
            return violation("too-much", "drawing", message + remedy)
    return None


def _plan(read: Level, branch: str) -> Plan:
    return Plan(
        branch,
        DEFAULT_NAME,
        SCHEME,
        levels=(read.level,),
        units=read.units,
        openings=read.openings,
        fixtures=read.fixtures,
        shelves=read.shelves,
    )
