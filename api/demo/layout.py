"""The demo libraries' plans, but for what stands on the shelves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import TypeVar

from api.demo.aliases import make_aliases
from api.demo.hours import KESKUSTA_CLOSURES, KESKUSTA_HOURS, SAARI_HOURS
from api.demo.keeping import BAY_BY_BAY, Keeping
from api.demo.layout_ground import ground_storey
from api.demo.layout_parts import Block, Storey, label_shelf_end, number_shelf
from api.demo.layout_saari import saari_storey
from api.demo.layout_upper import upper_storey
from api.demo.name_forms import give_forms
from api.demo.sights import (
    KESKUSTA_LANDMARKS,
    KESKUSTA_PLACE,
    KESKUSTA_POINTS,
    SAARI_PLACE,
)
from floorplans.model import Connector, LocatorPoint, Partition, Plan, Shelf, Stop, Text

SCHEME = "ykl"

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Filling:
    """Shelves that part of a partition fills, in walking order.

    ``classes`` are the first digits of its call numbers; empty means all of the partition.
    """

    partition: str
    classes: str
    shelves: tuple[Shelf, ...]
    keeping: Keeping = BAY_BY_BAY


@dataclass(frozen=True, slots=True)
class Layout:
    """A plan without ranges, and what its shelves are meant for."""

    plan: Plan
    fillings: tuple[Filling, ...]


def keskusta_layout(partitions: Sequence[Partition]) -> Layout:
    """Lay out the demo library: two levels joined by a lift and stairs."""
    connectors = (
        Connector(
            "hissi",
            "lift",
            Text("Hissi", "Hiss", "Lift"),
            (Stop("1", 28.6, 1.3), Stop("2", 28.6, 1.3)),
            entry_cost_m=20.0,
            level_cost_m=8.0,
            step_free=True,
        ),
        Connector(
            "portaat",
            "stairs",
            Text("Portaat", "Trappa", "Stairs"),
            (Stop("1", 31.0, 2.8), Stop("2", 31.0, 2.8)),
            entry_cost_m=2.0,
            level_cost_m=14.0,
            step_free=False,
        ),
    )
    layout = _layout(
        "keskusta",
        Text("Keskustakirjasto", "Centrumbiblioteket", "City Centre Library"),
        "K",
        partitions,
        (ground_storey(), upper_storey()),
        connectors,
    )
    plan = replace(
        layout.plan,
        landmarks=KESKUSTA_LANDMARKS,
        points_of_interest=(*layout.plan.points_of_interest, *KESKUSTA_POINTS),
        closures=KESKUSTA_CLOSURES,
        hours=KESKUSTA_HOURS,
        georeference=KESKUSTA_PLACE,
    )
    return replace(layout, plan=give_forms(plan))


def saari_layout(partitions: Sequence[Partition]) -> Layout:
    """Lay out the tiny branch: one room."""
    layout = _layout(
        "saari",
        Text("Saaren lähikirjasto", "Öns närbibliotek", "Island Branch Library"),
        "S",
        partitions,
        (saari_storey(),),
    )
    plan = replace(layout.plan, hours=SAARI_HOURS, georeference=SAARI_PLACE)
    return replace(layout, plan=give_forms(plan))


def _layout(
    branch: str,
    name: Text,
    letter: str,
    partitions: Sequence[Partition],
    storeys: Sequence[Storey],
    connectors: tuple[Connector, ...] = (),
) -> Layout:
    numbers = count(1)
    blocks = [
        *((block, storey.level.id) for storey in storeys for block in storey.blocks),
        *((block, storey.level.id) for storey in storeys for block in storey.extras),
    ]
    furnished = [(block, _furnish(block, level, numbers)) for block, level in blocks]
    used = {block.partition for block, _ in furnished}
    held = tuple(each for each in partitions if each.id in used)
    plan = Plan(
        id=branch,
        name=name,
        scheme=SCHEME,
        levels=tuple(storey.level for storey in storeys),
        units=_gather(storey.units for storey in storeys),
        openings=_gather(storey.openings for storey in storeys),
        connectors=connectors,
        fixtures=_gather(storey.fixtures for storey in storeys),
        shelves=_gather(shelves for _, shelves in furnished),
        partitions=held,
        aliases=make_aliases(held),
        radios=_gather(storey.radios for storey in storeys),
        kiosks=_gather(storey.kiosks for storey in storeys),
        locator_points=tuple(_locator_points(letter, furnished)),
        points_of_interest=_gather(storey.points_of_interest for storey in storeys),
    )
    fillings = tuple(
        Filling(block.partition, block.classes, shelves, block.keeping)
        for block, shelves in furnished
    )
    return Layout(plan, fillings)


def _furnish(block: Block, level: str, numbers: Iterator[int]) -> tuple[Shelf, ...]:
    return tuple(number_shelf(stand, level, next(numbers)) for stand in block.stands)


def _locator_points(
    letter: str, furnished: Iterable[tuple[Block, tuple[Shelf, ...]]]
) -> Iterator[LocatorPoint]:
    """Label shelf ends: ``K1A07`` is on the seventh shelf of row A of level 1."""
    for block, shelves in furnished:
        for stand, shelf in zip(block.stands, shelves, strict=True):
            if stand.label:
                yield label_shelf_end(stand, shelf, f"{letter}{shelf.level}{stand.label}")


def _gather(groups: Iterable[Iterable[Record]]) -> tuple[Record, ...]:
    return tuple(chain.from_iterable(groups))
