"""Shelves as a table: one row for each face."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import get_args

from floorplans.formats.tables.cells import (
    read_bays,
    read_number,
    write_bays,
    write_number,
)
from floorplans.formats.tables.lookup import build_lookup
from floorplans.formats.tables.reading import (
    Column,
    Reading,
    Report,
    Row,
    check_record,
    group_rows,
    read_choice,
    read_rows,
    read_text,
)
from floorplans.formats.tables.sheets import Sheet, make_sheet
from floorplans.model import Face, Mounting, Plan, Shelf, ShelfShape, Side

COLUMNS = (
    Column("shelf", "hylly", "hylla"),
    Column("number", "numero", "nummer"),
    Column("level", "kerros", "våning"),
    Column("x_m", "x", "x", is_number=True),
    Column("y_m", "y", "y", is_number=True),
    Column("length_m", "pituus", "längd", is_number=True),
    Column("depth_m", "syvyys", "djup", is_number=True),
    Column("angle_deg", "suunta", "riktning", is_number=True),
    Column("height_m", "korkeus", "höjd", is_number=True),
    Column("shape", "muoto", "form"),
    Column("mounting", "kiinnitys", "montering"),
    Column("wing_m", "siipi", "vinge", is_number=True),
    Column("turn_deg", "taite", "böjning", is_number=True),
    Column("face", "sivu", "hyllsida"),
    Column("face_name", "sivun nimi", "hyllsidans namn"),
    Column("side", "puoli", "sida"),
    Column("bays", "hyllyvälit", "fack"),
)

_NEW_SHELF = Shelf("", "", "", 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, ())
SHAPES: tuple[ShelfShape, ...] = get_args(ShelfShape)
MOUNTINGS: tuple[Mounting, ...] = get_args(Mounting)
SIDES: tuple[Side, ...] = get_args(Side)
_FACE_COLUMNS = ("face", "face_name", "side", "bays")


def write_shelves(plan: Plan) -> Sheet:
    """Write the shelves of a plan as a table."""
    rows = [cells for shelf in plan.shelves for cells in _write_shelf(shelf)]
    header = [column.name for column in COLUMNS]
    numbers = [column.name for column in COLUMNS if column.is_number]
    return make_sheet("shelves", header, rows, numbers)


def read_shelves(sheet: Sheet, plan: Plan, report: Report) -> tuple[Shelf, ...]:
    """Read shelves.

    Parameters
    ----------
    sheet : Sheet
        The table. Rows with the same id are the faces of one shelf.
    plan : Plan
        Has the levels, and the shelves that keep what the table has no column for.
    report : Report
        Gets what is wrong.

    Returns
    -------
    tuple[Shelf, ...]
        In the order of their first rows; without sense where the report has problems.
    """
    reader = _ShelfReader(plan, report)
    groups = group_rows(read_rows(sheet, COLUMNS, report), "shelf")
    return tuple(reader.read(group) for group in groups)


class _ShelfReader:
    def __init__(self, plan: Plan, report: Report) -> None:
        self._report = report
        self._lookup = build_lookup(plan)
        self._current = {each.id: each for each in plan.shelves}
        self._rows_of_faces: dict[str, int] = {}

    def read(self, group: Sequence[Row]) -> Shelf:
        """Read one shelf of its rows."""
        id_ = group[0].get("shelf")
        rows = Reading(group, self._report, is_new=id_ not in self._current)
        now = self._current.get(id_, _NEW_SHELF)
        if not id_:
            self._report.complain(rows.number, "shelf", "The cell is empty; give the shelf an id.")
        shelf = Shelf(
            id=id_ or "?",
            number=rows.read("number", read_text, "", id_ if rows.is_new else now.number),
            level=rows.need("level", self._lookup.levels.get, now.level),
            x_m=rows.need("x_m", read_number, now.x_m),
            y_m=rows.need("y_m", read_number, now.y_m),
            length_m=rows.need("length_m", read_number, now.length_m),
            depth_m=rows.need("depth_m", read_number, now.depth_m),
            angle_deg=rows.need("angle_deg", read_number, now.angle_deg),
            height_m=rows.need("height_m", read_number, now.height_m),
            faces=self._read_faces(rows, now),
            shape=rows.read("shape", read_choice(SHAPES), "straight", now.shape),
            mounting=rows.read("mounting", read_choice(MOUNTINGS), "free", now.mounting),
            wing_m=rows.read("wing_m", read_number, 0.0, now.wing_m),
            turn_deg=rows.read("turn_deg", read_number, 0.0, now.turn_deg),
        )
        check_record(shelf, rows)
        return shelf

    def _read_faces(self, rows: Reading, now: Shelf) -> tuple[Face, ...]:
        if not (rows.is_new or rows.has("face")):
            return now.faces
        if len(rows.rows) == 1 and not any(rows.rows[0].get(name) for name in _FACE_COLUMNS):
            return ()
        sides: Iterator[Side] = chain(["front"], repeat("back"))
        return tuple(
            self._read_face(row, side, now) for row, side in zip(rows.rows, sides, strict=False)
        )

    def _read_face(self, row: Row, side: Side, shelf: Shelf) -> Face:
        id_ = row.get("face") or row.get("face_name")
        rows = Reading((row,), self._report)
        new = Face(id_, id_, side, ())
        now = next((face for face in shelf.faces if face.id == id_), new)
        self._check_face_id(row, id_)
        return Face(
            id=id_ or "?",
            name=rows.read("face_name", read_text, "", now.name),
            side=rows.read("side", read_choice(SIDES), side, now.side),
            bays=rows.read("bays", read_bays, (), now.bays),
        )

    def _check_face_id(self, row: Row, id_: str) -> None:
        if not id_:
            self._report.complain(row.number, "face", "The cell is empty; name the face.")
        elif id_ in self._rows_of_faces:
            message = f'Face "{id_}" is already in row {self._rows_of_faces[id_]}; name another.'
            self._report.complain(row.number, "face", message)
        else:
            self._rows_of_faces[id_] = row.number


def _write_shelf(shelf: Shelf) -> Iterator[tuple[str, ...]]:
    """Write the rows of a shelf; what its faces share is on the first one."""
    shared = {
        "number": shelf.number,
        "level": shelf.level,
        "x_m": write_number(shelf.x_m),
        "y_m": write_number(shelf.y_m),
        "length_m": write_number(shelf.length_m),
        "depth_m": write_number(shelf.depth_m),
        "angle_deg": write_number(shelf.angle_deg),
        "height_m": write_number(shelf.height_m),
        "shape": shelf.shape,
        "mounting": shelf.mounting,
        "wing_m": write_number(shelf.wing_m),
        "turn_deg": write_number(shelf.turn_deg),
    }
    for at, own in enumerate(map(_write_face, shelf.faces) if shelf.faces else [{}]):
        cells = {"shelf": shelf.id, **(shared if at == 0 else {}), **own}
        yield tuple(cells.get(column.name, "") for column in COLUMNS)


def _write_face(face: Face) -> dict[str, str]:
    return {
        "face": face.id,
        "face_name": face.name,
        "side": face.side,
        "bays": write_bays(face.bays),
    }
