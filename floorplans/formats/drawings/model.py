"""What a drawing has, in metres: strokes, words, and blocks of both, each on a layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from floorplans.model import Point

UNITS_M: Mapping[str, float] = {
    "mm": 0.001,
    "cm": 0.01,
    "dm": 0.1,
    "m": 1.0,
    "in": 0.0254,
    "ft": 0.3048,
}
"""The length of a drawing's unit, metres."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line, arc or outline.

    Attributes
    ----------
    layer, handle : str
        Where it is drawn, and what the drawing calls it.
    points : tuple[Point, ...]
        Along it, metres; without the closing one.
    is_closed : bool
        Whether it is an outline.
    centre : Point or None
        Of an arc.
    """

    layer: str
    handle: str
    points: tuple[Point, ...]
    is_closed: bool = False
    centre: Point | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a point, their middle; ``tag`` where they are an attribute of a block."""

    layer: str
    handle: str
    words: str
    at: Point
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A symbol put somewhere, drawn out; what it has of further symbols is in ``parts``."""

    layer: str
    handle: str
    name: str
    parts: tuple[Stroke | Label | Block, ...]

    def strokes(self) -> Iterator[Stroke]:
        """All strokes of it and of the blocks in it."""
        for part in self.parts:
            if isinstance(part, Block):
                yield from part.strokes()
            elif isinstance(part, Stroke):
                yield part

    def labels(self) -> Iterator[Label]:
        """All words of it and of the blocks in it."""
        for part in self.parts:
            if isinstance(part, Block):
                yield from part.labels()
            elif isinstance(part, Label):
                yield part


Item = Stroke | Label | Block


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing, drawn out.

    Attributes
    ----------
    items : tuple[Item, ...]
        In the order of the file.
    units : str
        The unit that it is in, one of `UNITS_M`; empty where the file does not tell.
    guessed : str
        The unit that its size makes likely, where the file does not tell; else empty.
    hidden : frozenset[str]
        Layers that are switched off.
    skipped : Mapping[str, Counter[str]]
        By layer, what was not read and how often.
    """

    items: tuple[Item, ...]
    units: str = ""
    guessed: str = ""
    hidden: frozenset[str] = frozenset()
    skipped: Mapping[str, Counter[str]] = field(default_factory=dict)


def count_layers(drawing: Drawing) -> dict[str, int]:
    """Count what there is on each layer, blocks as one and what they have as well."""
    counts: Counter[str] = Counter()
    waiting: list[Item] = list(drawing.items)
    while waiting:
        item = waiting.pop()
        counts[item.layer] += 1
        if isinstance(item, Block):
            waiting += item.parts
    return dict(sorted(counts.items()))
