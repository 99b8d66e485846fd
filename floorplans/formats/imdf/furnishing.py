"""What stands in the building as features: shelves, furniture, kiosks, points of interest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shapely.geometry import Point, Polygon

from floorplans.axes import move
from floorplans.formats.imdf.building import Floor
from floorplans.formats.imdf.categories import AMENITIES_OUT, FIXTURES_OUT, LANDMARK, SHELF
from floorplans.formats.imdf.maker import Made, Maker, Source
from floorplans.formats.texts import write_labels
from floorplans.geometry import shelf_outline
from floorplans.holding import Holding, holdings_by_face
from floorplans.model import Kiosk, Landmark, Partition, Plan, PointOfInterest, Shelf, Text
from floorplans.walkable import ring_polygon

KIOSK_WIDTH_M = 0.6
KIOSK_DEPTH_M = 0.3
KIOSK_REACH_M = 0.4
"""Who uses a kiosk stands this far from it."""


def make_shelves(plan: Plan, maker: Maker, levels: Mapping[str, str]) -> Iterator[Made]:
    """Make shelves: furniture named by its number, with what stands on it as other name."""
    holdings = holdings_by_face(plan)
    partitions = {partition.id: partition for partition in plan.partitions}
    for index, shelf in enumerate(plan.shelves):
        if shelf.level in levels:
            label = label_shelf(shelf, holdings, partitions)
            outline = ring_polygon(shelf_outline(shelf))
            properties = {
                "category": SHELF,
                "level_id": levels[shelf.level],
                "name": {"fi": shelf.number} if shelf.number else None,
                "alt_name": write_labels(label) if label else None,
                "display_point": maker.write_point(outline),
            }
            yield maker.make(
                "fixture", f"shelf {shelf.id}", outline, properties, Source("shelves", index)
            )


def make_fixtures(plan: Plan, maker: Maker, levels: Mapping[str, str]) -> Iterator[Made]:
    """Make the rest of the furniture."""
    for index, fixture in enumerate(plan.fixtures):
        if fixture.level in levels:
            outline = ring_polygon(fixture.outline)
            properties = {
                "category": FIXTURES_OUT[fixture.kind],
                "level_id": levels[fixture.level],
                "name": write_labels(fixture.name) if fixture.name else None,
                "display_point": maker.write_point(outline),
            }
            yield maker.make("fixture", fixture.id, outline, properties, Source("fixtures", index))


def make_kiosks(plan: Plan, maker: Maker, levels: Mapping[str, str]) -> Iterator[Made]:
    """Make kiosks, each in front of who uses it."""
    for index, kiosk in enumerate(plan.kiosks):
        if kiosk.level in levels:
            outline = _kiosk_outline(kiosk)
            properties = {
                "level_id": levels[kiosk.level],
                "name": write_labels(kiosk.name),
                "display_point": maker.write_point(outline),
            }
            yield maker.make("kiosk", kiosk.id, outline, properties, Source("kiosks", index))


def make_amenities(plan: Plan, maker: Maker, floors: Mapping[str, Floor]) -> Iterator[Made]:
    """Make points of interest and landmarks."""
    for index, point in enumerate(plan.points_of_interest):
        if point.level in floors:
            source = Source("points_of_interest", index)
            yield _make_amenity(maker, AMENITIES_OUT[point.kind], point, floors, source)
    for index, landmark in enumerate(plan.landmarks):
        if landmark.level in floors:
            source = Source("landmarks", index)
            yield _make_amenity(maker, LANDMARK, landmark, floors, source)


def label_shelf(
    shelf: Shelf, holdings: Mapping[str, tuple[Holding, ...]], partitions: Mapping[str, Partition]
) -> Text | None:
    """Tell in words what stands on a shelf, face by face; None where nothing does.

    Examples
    --------
    >>> from floorplans.model import BayRun, Face, Range
    >>> shelf = Shelf("s1", "1", "1", 0, 0, 4, 0.6, 0, 1.8, (Face("1A", "1A", "front", ()),))
    >>> run = BayRun("1A", 1, 2)
    >>> fiction = Range("r", "p", (run,), "84.2 AAL", "84.2 KOR", "")
    >>> held = Holding(fiction, run, fiction.first, fiction.last)
    >>> label_shelf(shelf, {"1A": (held,)}, {}).fi
    '1A: 84.2 AAL–84.2 KOR'
    """
    faces = [(face.name, holdings[face.id]) for face in shelf.faces if holdings.get(face.id)]
    if not faces:
        return None
    fi, sv, en = (
        "; ".join(
            f"{name}: " + ", ".join(_label(each, partitions, language) for each in held)
            for name, held in faces
        )
        for language in ("fi", "sv", "en")
    )
    return Text(fi, sv, en)


def _label(holding: Holding, partitions: Mapping[str, Partition], language: str) -> str:
    partition = partitions.get(holding.range.partition)
    block = partition.block.in_language(language) if partition else ""
    ends = "–".join(end for end in (holding.first, holding.last) if end)
    return " ".join(part for part in (block, ends) if part)


def _make_amenity(
    maker: Maker,
    category: str,
    point: PointOfInterest | Landmark,
    floors: Mapping[str, Floor],
    source: Source,
) -> Made:
    unit = floors[point.level].nearest(point.x_m, point.y_m)
    properties = {"category": category, "unit_ids": [unit], "name": write_labels(point.name)}
    return maker.make("amenity", point.id, Point(point.x_m, point.y_m), properties, source)


def _kiosk_outline(kiosk: Kiosk) -> Polygon:
    here, half_m = (kiosk.x_m, kiosk.y_m), KIOSK_WIDTH_M / 2
    near_m, far_m = KIOSK_REACH_M, KIOSK_REACH_M + KIOSK_DEPTH_M
    corners = ((near_m, -half_m), (far_m, -half_m), (far_m, half_m), (near_m, half_m))
    return Polygon([move(here, kiosk.heading_deg, ahead, left) for ahead, left in corners])
