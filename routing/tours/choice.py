"""Which stops to make where each of several places will do.

The generalised travelling salesman problem: stops are in groups, and one stop of each group is
enough. Groups are put one after the other where they lengthen the round least; then the round is
ordered anew, and every choice is looked at again, as long as that makes the round shorter. Of a
few groups this is done in several orders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from routing.sight.walls import Floats
from routing.tours.order import order_round

MOST_ROUNDS = 4
MOST_STARTS = 20
STARTED_GROUPS = 60
"""So often few groups are begun with in another order, and more of them less often."""

Group = tuple[int, ...]


def choose_stops(
    costs_m: Floats, groups: Sequence[Group], draw: np.random.Generator
) -> frozenset[int]:
    """Choose a stop of each group so that a round over them is short.

    Parameters
    ----------
    costs_m : Floats
        As `routing.tours.order.order_round` takes them.
    groups : sequence of tuple of int
        Nodes, from 1, of which one is enough; one node may be in several groups.
    draw : np.random.Generator
        Draws where to change the rounds.

    Returns
    -------
    frozenset of int
        Nodes without which some group would have none.

    Examples
    --------
    >>> places_m = np.array([0.0, 7.0, 1.0, -4.0])
    >>> costs_m = np.abs(places_m[:, None] - places_m)
    >>> sorted(choose_stops(costs_m, [(1,), (2, 3)], np.random.default_rng(1)))
    [1, 2]
    """
    only = frozenset(group[0] for group in groups if len(group) == 1)
    open_groups = sorted({group for group in groups if not only & set(group)})
    if not open_groups:
        return only
    starts = max(1, min(MOST_STARTS, STARTED_GROUPS // len(open_groups)))
    tried = (_choose_once(costs_m, _shuffled(open_groups, draw), only, draw) for _ in range(starts))
    return min(tried, key=lambda found: found[1])[0]


def _choose_once(
    costs_m: Floats, open_groups: Sequence[Group], only: frozenset[int], draw: np.random.Generator
) -> tuple[frozenset[int], float]:
    """Choose stops, looking at the groups in turn, and tell how long the round is."""
    best, best_m = frozenset[int](), np.inf
    chosen: dict[Group, int] = {}
    for _ in range(MOST_ROUNDS):
        round_ = _ordered(costs_m, only | set(chosen.values()), draw)
        for group in open_groups:
            round_ = _without(round_, chosen.pop(group, 0), only | set(chosen.values()))
            round_, chosen[group] = _with_one_of(group, round_, costs_m)
        stops = _needed(only | set(chosen.values()), open_groups, only)
        length_m = _length_m(_ordered(costs_m, stops, draw), costs_m)
        if length_m >= best_m:
            break
        best, best_m = stops, length_m
    return best, best_m


def _shuffled(groups: Sequence[Group], draw: np.random.Generator) -> list[Group]:
    return [groups[number] for number in draw.permutation(len(groups))]


def _ordered(costs_m: Floats, stops: Iterable[int], draw: np.random.Generator) -> list[int]:
    """Give a round over stops: node 0, they in order, and node 0."""
    nodes = np.array([0, *sorted(stops)])
    return [0, *nodes[order_round(costs_m[np.ix_(nodes, nodes)], draw)].tolist(), 0]


def _without(round_: list[int], stop: int, kept: frozenset[int] | set[int]) -> list[int]:
    """Leave out a stop that nothing else needs; 0 is none."""
    return round_ if stop in kept or not stop else [each for each in round_ if each != stop]


def _with_one_of(group: Group, round_: list[int], costs_m: Floats) -> tuple[list[int], int]:
    """Put the stop of a group into a round that lengthens it least."""
    there = next((stop for stop in group if stop in round_), None)
    if there is not None:
        return round_, there
    stops, ways = np.array(group), np.array(round_)
    before, after = ways[:-1, None], ways[1:, None]
    with np.errstate(invalid="ignore"):
        longer_m = costs_m[before, stops] + costs_m[stops, after] - costs_m[before, after]
    longer_m[np.isnan(longer_m)] = np.inf
    place, number = np.unravel_index(int(longer_m.argmin()), longer_m.shape)
    stop = group[int(number)]
    return [*round_[: place + 1], stop, *round_[place + 1 :]], stop


def _needed(stops: frozenset[int], groups: Sequence[Group], only: frozenset[int]) -> frozenset[int]:
    """Leave out stops whose groups all have another one."""
    for stop in sorted(stops - only):
        rest = stops - {stop}
        if all(rest & set(group) for group in groups):
            stops = rest
    return stops


def _length_m(round_: list[int], costs_m: Floats) -> float:
    return float(costs_m[round_[:-1], round_[1:]].sum())
