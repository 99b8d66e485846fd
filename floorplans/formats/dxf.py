"""DXF drawings, read by ezdxf; no other module imports it.

ezdxf takes half a second to import and looks for fonts while it does, so it is loaded at the
first use. Blocks are drawn out here and not by ezdxf: each step takes from a budget, so that
blocks that hold each other a thousandfold come to an end.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from floorplans.errors import PlanFormatError
from floorplans.formats.documents import MOST_BYTES, WIDE_MARKS
from floorplans.formats.drawings.model import UNITS_M, Block, Drawing, Item, Label, Stroke
from floorplans.formats.texts import clean
from floorplans.model import Point

MOST_ENTITIES = 200_000
"""In the whole file, blocks and tables included; ezdxf reads some 30,000 in a second."""

MOST_BINARY_BYTES = 8_000_000
MOST_STEPS = 100_000
MOST_POSITIONS = 500_000
MOST_NESTING = 16
FURTHEST_M = 1e8
WIDEST_M = 2_000.0
TOLERANCE_M = 0.005
"""How far the pieces of a bent line may be from it."""

DWG_START = b"AC10"
BINARY_START = b"AutoCAD Binary DXF"
NEW_ENCODING_SINCE = "AC1021"
DEFAULT_ENCODING = "cp1252"
LETTER_WIDTH = 0.6
HELD_IN_THE_MIDDLE = 4
CODES = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m", 14: "dm"}
LIKELY_M = (5.0, 500.0)
GUESSED_UNITS = ("mm", "m", "cm")
LINES = frozenset({"ARC", "CIRCLE", "ELLIPSE", "LINE", "LWPOLYLINE", "POLYLINE"})
UNSEEN = frozenset({"ATTDEF", "POINT", "VIEWPORT"})
SAVE_ANEW = "open it in the drawing program and save it anew as DXF"

_ENTITY = re.compile(r"(?:^|\n)[ \t]*0[ \t]*\r?\n[ \t]*[A-Z]")
_ESCAPED = re.compile(r"\\U\+([0-9A-Fa-f]{4})")


def read_drawing(content: bytes, units: str = "") -> Drawing:
    """Read a DXF file and draw its blocks out.

    Parameters
    ----------
    content : bytes
        The file, ASCII or binary, of any version.
    units : str
        The unit that it is drawn in; empty: as the file tells, or else as its size makes likely.

    Returns
    -------
    Drawing
        What it has in its model space, in metres.

    Raises
    ------
    PlanFormatError
        If it is no DXF, damaged, or too large.
    """
    document = _load(content)
    space = document.modelspace()
    told = units or _told_units(document)
    guessed = "" if told else _guess_units(space)
    drawer = _Drawer(UNITS_M[told or guessed])
    items = tuple(drawer.draw(space))
    hidden = frozenset(
        layer.dxf.name for layer in document.layers if layer.is_off() or layer.is_frozen()
    )
    return Drawing(items, told, guessed, hidden, drawer.skipped)


@lru_cache(maxsize=1)
def _ezdxf() -> SimpleNamespace:
    from ezdxf import filemanagement, path
    from ezdxf import math as dxf_math
    from ezdxf.document import Drawing as Document
    from ezdxf.lldxf.tagger import binary_tags_loader

    return SimpleNamespace(
        Document=Document,
        Matrix44=dxf_math.Matrix44,
        binary_tags=binary_tags_loader,
        file_info=filemanagement.dxf_stream_info,
        make_path=path.make_path,
        read=filemanagement.read,
    )


def _load(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise PlanFormatError(f"is too large; at most {MOST_BYTES // 1_000_000} MB are read")
    if not content.strip():
        raise PlanFormatError("is empty")
    if content.startswith(DWG_START):
        raise PlanFormatError("is a DWG drawing; save it as DXF in the drawing program")
    engine = _ezdxf()
    try:
        if content.startswith(BINARY_START):
            if len(content) > MOST_BINARY_BYTES:
                most = f"{MOST_BINARY_BYTES // 1_000_000} MB"
                raise PlanFormatError(f"is binary and larger than {most}; save it as ASCII DXF")
            return engine.Document.load(engine.binary_tags(content))
        return engine.read(io.StringIO(_decode(content), newline=None))
    except PlanFormatError:
        raise
    except Exception as error:  # whatever a stranger's file makes of a parser
        why = clean(str(error)) or type(error).__name__
        raise PlanFormatError(f"is no DXF, or damaged ({why}); {SAVE_ANEW}") from error


def _decode(content: bytes) -> str:
    """Give the text: UTF-8 where it is that, whatever the file says, or else as it says."""
    if content.startswith(WIDE_MARKS):
        text = content.decode("utf-16" if content[2:4] != b"\0\0" else "utf-32", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode(_told_encoding(content), "replace")
    if not re.match(r"\s*(?:999\s*\n[^\n]*\n\s*)*0\s*\n\s*SECTION", text[:4096]):
        raise PlanFormatError(f"is no DXF (line 1 does not begin a section); {SAVE_ANEW}")
    if any(count > MOST_ENTITIES for count, _ in enumerate(_ENTITY.finditer(text))):
        raise PlanFormatError(
            f"has more than {MOST_ENTITIES} entities; save the level that is wanted alone, purged"
        )
    return _ESCAPED.sub(_unescape, text) if "\\U+" in text else text


def _told_encoding(content: bytes) -> str:
    told = _ezdxf().file_info(io.StringIO(content[:100_000].decode("latin-1"), newline=None))
    return DEFAULT_ENCODING if told.version >= NEW_ENCODING_SINCE else str(told.encoding)


def _unescape(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if letter.isprintable() else " "


def _told_units(document: Any) -> str:
    code = document.header.get("$INSUNITS", 0)
    return CODES.get(code if isinstance(code, int) else 0, "")


def _guess_units(space: Any) -> str:
    """Guess the unit from how large the drawing is, as if it were of a building."""
    points = [point for entity in space for point in _corners(entity)]
    if not points:
        return GUESSED_UNITS[0]
    widths = [max(values) - min(values) for values in zip(*points, strict=True)]
    for unit in GUESSED_UNITS:
        if LIKELY_M[0] <= max(widths) * UNITS_M[unit] <= LIKELY_M[1]:
            return unit
    return GUESSED_UNITS[0]


def _corners(entity: Any) -> Iterator[Point]:
    for name in ("start", "end", "insert"):
        if entity.dxf.hasattr(name):
            place = entity.dxf.get(name)
            yield place[0], place[1]
    if entity.dxftype() == "LWPOLYLINE":
        yield from ((x, y) for x, y in entity.vertices())


class _Drawer:
    """Draws entities out, on a budget."""

    def __init__(self, unit_m: float) -> None:
        self._unit_m = unit_m
        self._steps = MOST_STEPS
        self._positions = MOST_POSITIONS
        self.skipped: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def draw(self, entities: Iterable[Any]) -> Iterator[Item]:
        """Draw what is in model space."""
        scale = _ezdxf().Matrix44.scale(self._unit_m)
        yield from self._draw_all(entities, scale, "0", "", 0)

    def _draw_all(
        self, entities: Iterable[Any], matrix: Any, on: str, prefix: str, nesting: int
    ) -> Iterator[Item]:
        """Draw entities; those on layer 0 of a block are on the layer that it was put on."""
        for entity in entities:
            self._spend(1)
            kind = entity.dxftype()
            layer = clean(entity.dxf.get("layer", "0")) or "0"
            layer = on if layer == "0" else layer
            try:
                handle = f"{prefix}{entity.dxf.get('handle') or self._steps}"
                if kind == "INSERT":
                    yield from self._draw_inserts(entity, matrix, layer, handle, nesting)
                elif kind in LINES:
                    yield self._stroke(entity, matrix, layer, handle)
                elif kind in ("TEXT", "MTEXT"):
                    yield from self._labels(entity, matrix, layer, handle)
                elif kind not in UNSEEN:
                    self.skipped[layer][kind] += 1
            except PlanFormatError:
                raise
            except Exception:  # one damaged thing must not cost the rest
                self.skipped[layer][f"damaged {kind}"] += 1

    def _spend(self, steps: int) -> None:
        self._steps -= steps
        if self._steps < 0:
            raise PlanFormatError(
                f"has more than {MOST_STEPS} things once its blocks are drawn out; "
                "take away what no plan needs, such as hatches, symbols and outdoors"
            )

    def _draw_inserts(
        self, insert: Any, matrix: Any, layer: str, handle: str, nesting: int
    ) -> Iterator[Item]:
        if nesting >= MOST_NESTING:
            self.skipped[layer]["INSERT nested too deeply"] += 1
            return
        if insert.mcount <= 1:
            yield self._block(insert, matrix, layer, handle, nesting)
            return
        self._spend(insert.mcount)
        for at, each in enumerate(insert.multi_insert()):
            yield self._block(each, matrix, layer, f"{handle}.{at + 1}", nesting)

    def _block(self, insert: Any, matrix: Any, layer: str, handle: str, nesting: int) -> Block:
        layout = insert.block()
        if layout is None:
            self.skipped[layer]["INSERT without its block"] += 1
        inner = insert.matrix44() * matrix
        parts = self._draw_all(layout or (), inner, layer, f"{handle}.", nesting + 1)
        attributes = (
            label
            for each in insert.attribs
            for label in self._labels(each, matrix, layer, handle, each.dxf.get("tag", ""))
        )
        return Block(layer, handle, clean(insert.dxf.name), (*parts, *attributes))

    def _stroke(self, entity: Any, matrix: Any, layer: str, handle: str) -> Stroke:
        path = _ezdxf().make_path(entity).transform(matrix)
        _check_reach([*path.control_vertices()])
        points = [(each.x, each.y) for each in path.flattening(TOLERANCE_M)]
        self._positions -= len(points)
        if self._positions < 0:
            raise PlanFormatError(
                f"has more than {MOST_POSITIONS} corners; save it with less detail"
            )
        if len(points) < 2:
            raise ValueError("has no length")
        is_closed = len(points) > 3 and math.dist(points[0], points[-1]) < TOLERANCE_M
        centre = None
        if entity.dxftype() == "ARC":
            middle = matrix.transform(entity.ocs().to_wcs(entity.dxf.center))
            centre = (middle.x, middle.y)
        return Stroke(layer, handle, tuple(points[:-1] if is_closed else points), is_closed, centre)

    def _labels(
        self, text: Any, matrix: Any, layer: str, handle: str, tag: str = ""
    ) -> Iterator[Label]:
        """Give the words of a text, line by line, at the middle of each line."""
        is_block = text.dxftype() == "MTEXT"
        lines = text.plain_text(split=True) if is_block else [text.plain_text()]
        height = text.dxf.get("char_height" if is_block else "height", 0.0)
        corner = text.dxf.insert if is_block else text.get_placement()[1]
        attachment = text.dxf.get("attachment_point", 1) if is_block else _attachment(text)
        for row, line in enumerate(lines):
            if words := clean(line):
                width = LETTER_WIDTH * height * len(words)
                right = width * (0.5, 0.0, -0.5)[(attachment - 1) % 3]
                up = height * (-0.5, 0.0, 0.5)[(attachment - 1) // 3 % 3] - row * height * 1.5
                turned = math.radians(text.dxf.get("rotation", 0.0))
                place = text.ocs().to_wcs(corner) + _turned(right, up, turned)
                at = matrix.transform(place)
                _check_reach([at])
                yield Label(layer, handle, words, (at.x, at.y), clean(tag))


def _attachment(text: Any) -> int:
    """Give where a single line is held, by the numbers that texts of several lines have."""
    across, up = text.dxf.get("halign", 0), text.dxf.get("valign", 0)
    row = 4 if across == HELD_IN_THE_MIDDLE else {2: 4, 3: 1}.get(up, 7)
    return row + {1: 1, 2: 2, HELD_IN_THE_MIDDLE: 1}.get(across, 0)


def _turned(right: float, up: float, turned_rad: float) -> tuple[float, float]:
    cosine, sine = math.cos(turned_rad), math.sin(turned_rad)
    return right * cosine - up * sine, right * sine + up * cosine


def _check_reach(points: list[Any]) -> None:
    """Refuse what is nowhere or far wider than a building; such arcs have corners without end."""
    xs, ys = [each.x for each in points], [each.y for each in points]
    if not all(abs(value) <= FURTHEST_M for value in (*xs, *ys)):
        raise ValueError("too far away")
    if xs and max(max(xs) - min(xs), max(ys) - min(ys)) > WIDEST_M:
        raise ValueError("too wide")
