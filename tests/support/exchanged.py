"""One plan written in every format that plans come in, as other programs would draw it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from api.archives import pack
from floorplans.formats.imdf import write_imdf
from floorplans.formats.native import format_plan
from floorplans.frame import Frame
from floorplans.geometry import shelf_outline
from floorplans.model import Georeference, Plan, Ring
from tests.support.dxf_files import Sheet
from tests.support.indoor import tagged
from tests.support.osm_files import as_osm

CREATED = datetime(2026, 3, 2, 12, 0)
FRAME = Frame(Georeference(24.94, 60.17))


def as_features(plan: Plan, frame: Frame = FRAME) -> dict[str, Any]:
    """Give the levels, rooms and shelves of a plan with indoor tags."""
    ordinals = {level.id: str(level.ordinal) for level in plan.levels}
    drawn = [
        *((each.outline, {"indoor": "level", "level": ordinals[each.id]}) for each in plan.levels),
        *(
            (
                each.outline,
                {
                    "indoor": "room" if each.walled else "area",
                    "level": ordinals[each.level],
                    "name": each.name.fi,
                },
            )
            for each in plan.units
        ),
        *(
            (
                shelf_outline(each),
                {"indoor": "shelf", "level": ordinals[each.level], "ref": each.number},
            )
            for each in plan.shelves
        ),
    ]
    features = [
        tagged(f"way/{number}", _polygon(outline, frame), **tags)
        for number, (outline, tags) in enumerate(drawn, start=1)
    ]
    return {"type": "FeatureCollection", "features": features}


def as_dxf(plan: Plan) -> bytes:
    """Give a drawing of a plan's only level, in millimetres, walls and all."""
    sheet = Sheet("mm")
    for level in plan.levels:
        sheet.ring("KERROS", *level.outline)
    for unit in plan.units:
        sheet.ring("HUONEET" if unit.walled else "ALUEET", *unit.outline)
        (west, south), *_ = sorted(unit.outline)
        sheet.words("NIMET", unit.name.fi, west + 0.5, south + 0.2, 0.1)
    for shelf in plan.shelves:
        sheet.ring("HYLLYT", *shelf_outline(shelf))
        sheet.words("HYLLYT", shelf.number, shelf.x_m, shelf.y_m, 0.1)
    return sheet.write()


WRITERS: Mapping[str, Callable[[Plan], bytes]] = {
    "dxf": as_dxf,
    "geojson": lambda plan: json.dumps(as_features(plan)).encode(),
    "imdf": lambda plan: pack(write_imdf(plan, CREATED), CREATED),
    "json": lambda plan: format_plan(plan).encode(),
    "osm": lambda plan: as_osm(as_features(plan)),
}


def _polygon(outline: Ring, frame: Frame) -> dict[str, Any]:
    ring = [list(frame.to_wgs84(point)) for point in (*outline, outline[0])]
    return {"type": "Polygon", "coordinates": [ring]}
