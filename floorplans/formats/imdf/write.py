"""Plans as archives: every feature that IMDF has, and the whole plan beside them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from floorplans.checks.problem import Problem, warning
from floorplans.formats.imdf.building import (
    Address,
    Floor,
    make_connectors,
    make_level,
    make_occupant,
    make_openings,
    make_units,
    make_venue,
)
from floorplans.formats.imdf.extension import EXTENSION, EXTENSION_FILE, write_extension
from floorplans.formats.imdf.furnishing import (
    make_amenities,
    make_fixtures,
    make_kiosks,
    make_shelves,
)
from floorplans.formats.imdf.maker import Made, Maker
from floorplans.formats.imdf.spec import FILE_SUFFIX, MANIFEST, VERSION
from floorplans.frame import Frame
from floorplans.model import Georeference, Plan

LANGUAGE = "fi"
PROGRAM = "hyllykartta"
SOMEWHERE = Georeference(0.0, 0.0)
"""Where plans are put whose place on Earth is not known: off the map, in the ocean."""


def write_imdf(plan: Plan, created: datetime, address: Address | None = None) -> dict[str, bytes]:
    """Write a plan as an IMDF 1.0.0 archive.

    Parameters
    ----------
    plan : Plan
        A plan without breaks (see `floorplans.validate.find_breaks`).
    created : datetime
        The time that the manifest tells.
    address : Address, optional
        Of the building; else its name and the city of its time zone stand for it.

    Returns
    -------
    dict[str, bytes]
        Contents by file name, the same for the same arguments. What IMDF has no words for is in
        `EXTENSION_FILE`.
    """
    made = list_features(plan, address)
    files: dict[str, list[Made]] = defaultdict(list)
    for each in made:
        files[each.type + FILE_SUFFIX].append(each)
    manifest = {
        "version": VERSION,
        "created": created.isoformat(),
        "generated_by": PROGRAM,
        "language": LANGUAGE,
        "extensions": [EXTENSION],
    }
    return {
        MANIFEST: (json.dumps(manifest, indent=2) + "\n").encode(),
        **{name: _collection(files[name]) for name in sorted(files)},
        EXTENSION_FILE: write_extension(plan, made),
    }


def list_features(plan: Plan, address: Address | None = None) -> tuple[Made, ...]:
    """Make all features of a plan."""
    return tuple(_list_features(plan, address or _default_address(plan)))


def doubt_export(plan: Plan, address: Address | None) -> tuple[Problem, ...]:
    """Tell what an archive of a plan would say without knowing it."""
    doubts = []
    if plan.georeference is None:
        message = "The plan has no georeference; other programs will see it at 0° N 0° E."
        doubts.append(warning("no-georeference", "plan", message))
    if address is None:
        used = _default_address(plan)
        message = f'No address was given; the archive says "{used.street}, {used.locality}".'
        doubts.append(warning("no-address", "plan", message))
    return tuple(doubts)


def _list_features(plan: Plan, address: Address) -> Iterator[Made]:
    maker = Maker(plan.id, Frame(plan.georeference or SOMEWHERE))
    where, venue, building, footprint = make_venue(plan, maker, address)
    yield from (where, venue, building, footprint)
    levels: dict[str, str] = {}
    floors: dict[str, Floor] = {}
    for index, level in enumerate(plan.levels):
        made = make_level(maker, index, level, building.id, where.id)
        yield made
        if level.id not in levels:
            levels[level.id] = made.id
            units, floors[level.id] = make_units(plan, maker, level, made.id)
            yield from units
    yield from make_openings(plan, maker, levels, floors)
    yield from make_connectors(plan, maker, floors)
    yield from make_shelves(plan, maker, levels)
    yield from make_fixtures(plan, maker, levels)
    yield from make_kiosks(plan, maker, levels)
    yield from make_amenities(plan, maker, floors)
    ground = min(plan.levels, key=lambda level: abs(level.ordinal))
    yield from make_occupant(plan, maker, ground, floors[ground.id])


def _default_address(plan: Plan) -> Address:
    city = plan.time_zone.rpartition("/")[2].replace("_", " ")
    return Address(plan.name.fi, city, "FI")


def _collection(features: Iterable[Made]) -> bytes:
    lines = ",\n".join(_compact(each.feature) for each in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
