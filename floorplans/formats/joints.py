"""Stairs and lifts of a plan from what foreign formats have: one area on each level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry import Polygon

from floorplans.formats.defaults import CONNECTORS
from floorplans.formats.groups import group_joined
from floorplans.model import Connector, ConnectorKind, Stop, Text

LEAST_SHARE = 0.2
"""Areas on neighbouring levels are one shaft if they share this much of the smaller one."""

MOST_GUESSED = 1000
"""Of more landings than this none are joined by guess."""


@dataclass(frozen=True, slots=True)
class Landing:
    """The area of stairs or a lift on one level."""

    id: str
    kind: ConnectorKind
    level: str
    ordinal: int
    shape: Polygon
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Connectors, the ids of landings joined only because they overlap, and of those alone."""

    connectors: tuple[Connector, ...]
    guessed: tuple[str, ...]
    alone: tuple[str, ...]


def join_landings(landings: Iterable[Landing], told: Iterable[tuple[str, str]]) -> Joined:
    """Join landings to connectors.

    Parameters
    ----------
    landings : Iterable[Landing]
        Areas that lead from level to level.
    told : Iterable[tuple[str, str]]
        Ids of landings that the source says are joined.

    Returns
    -------
    Joined
        A connector for each group with more than one level. Landings that the source does not
        join with any are joined with those of their kind below and above that they overlap.
    """
    by_id = {landing.id: landing for landing in landings}
    pairs = [(one, other) for one, other in told if one in by_id and other in by_id]
    joined_by_source = {id_ for pair in pairs for id_ in pair}
    guesses = _overlapping([each for each in by_id.values() if each.id not in joined_by_source])
    groups = [[by_id[id_] for id_ in group] for group in group_joined(by_id, [*pairs, *guesses])]
    whole = [group for group in groups if len({each.level for each in group}) > 1]
    in_whole = {each.id for group in whole for each in group}
    return Joined(
        tuple(_connector(group) for group in whole),
        tuple(sorted({id_ for pair in guesses for id_ in pair})),
        tuple(id_ for id_ in by_id if id_ not in in_whole),
    )


def _overlapping(landings: list[Landing]) -> list[tuple[str, str]]:
    if len(landings) > MOST_GUESSED:
        return []
    ranks = {
        ordinal: rank for rank, ordinal in enumerate(sorted({each.ordinal for each in landings}))
    }
    tree = shapely.STRtree([each.shape for each in landings])
    pairs = []
    for lower in landings:
        for index in sorted(tree.query(lower.shape)):
            upper = landings[index]
            if upper.kind == lower.kind and ranks[upper.ordinal] == ranks[lower.ordinal] + 1:
                shared_m2 = lower.shape.intersection(upper.shape).area
                if shared_m2 >= LEAST_SHARE * min(lower.shape.area, upper.shape.area):
                    pairs.append((lower.id, upper.id))
    return pairs


def _connector(group: list[Landing]) -> Connector:
    """Make a connector with one stop on each level, in its largest landing."""
    largest: dict[str, Landing] = {}
    for landing in sorted(group, key=lambda each: (each.ordinal, each.shape.area)):
        largest[landing.level] = landing
    first = next(iter(largest.values()))
    defaults = CONNECTORS[first.kind]
    stops = []
    for level, landing in largest.items():
        middle = landing.shape.representative_point()
        stops.append(Stop(level, middle.x, middle.y))
    return Connector(
        first.id,
        first.kind,
        next((each.name for each in largest.values() if each.name), defaults.name),
        tuple(stops),
        defaults.entry_cost_m,
        defaults.level_cost_m,
        defaults.step_free,
    )
