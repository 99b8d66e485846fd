"""The inner loops that put stops in order, compiled.

A round begins and ends at *node* 0, which stands for where the tour starts and ends; the
other nodes are the stops. `order` holds the node at each *position*, and 0 again at its end;
`at` is its inverse. What it costs to walk a stretch of the round backwards rather than as it
is, is the difference of two entries of `skew`, which stays zero where every way costs the
same in both directions.
"""

from __future__ import annotations

import math

import numpy as np

from floorplans.compiled import compiled_exactly
from routing.sight.walls import Flags, Floats, Indices

LEAST_GAIN_M = 1e-7
"""Less is rounding, by which a search would go round for ever."""

LONGEST_MOVED = 3
"""So many stops in turn are put elsewhere at most."""

KICK_STOPS = 50
"""A kick changes the order of so many stops in turn at most."""

HEAT = 0.6
"""A kick may make a round longer by about this share of its mean step, less and less as it ends."""


@compiled_exactly
def measure_skew(begin: int, costs: Floats, order: Indices, skew: Floats) -> None:
    """Sum up from a position on what a step costs more backwards than as it is."""
    for here in range(max(begin, 1), len(order) - 2):
        one, other = order[here], order[here + 1]
        skew[here + 1] = skew[here] + costs[other, one] - costs[one, other]


@compiled_exactly
def turn_round(low: int, high: int, order: Indices, at: Indices) -> None:
    """Walk the positions from one to another, both included, backwards."""
    while low < high:
        one, other = order[low], order[high]
        order[low], order[high] = other, one
        at[other], at[one] = low, high
        low += 1
        high -= 1
    if low == high:
        at[order[low]] = low


@compiled_exactly
def make_move(
    first: int,
    last: int,
    behind: int,
    is_turned: bool,
    order: Indices,
    at: Indices,
    changed: Indices,
) -> None:
    """Walk the positions from first to last behind another one, as they are or backwards.

    Parameters
    ----------
    first, last : int
        The positions, 1 or more.
    behind : int
        Before or after them; ``first - 1`` leaves them where they are.
    is_turned : bool
        Whether they are walked backwards.
    order, at : Indices
        The round, changed in place, shapes (nodes + 1,) and (nodes,).
    changed : Indices
        Is given the positions before and after each cut, the lowest first, shape (6,).
    """
    length = last - first + 1
    if behind > last:
        low, split, high = first, behind - length, behind
        turn_round(first, behind, order, at)
        turn_round(first, split, order, at)
        if not is_turned:
            turn_round(split + 1, behind, order, at)
    elif behind < first - 1:
        low, split, high = behind + 1, behind + length, last
        turn_round(behind + 1, last, order, at)
        turn_round(split + 1, last, order, at)
        if not is_turned:
            turn_round(behind + 1, split, order, at)
    else:
        low, split, high = first, first, last
        if is_turned:
            turn_round(first, last, order, at)
    changed[0], changed[1], changed[2] = low - 1, low, split
    changed[3], changed[4], changed[5] = split + 1, high, high + 1


@compiled_exactly
def gain_of_turning(first: int, last: int, costs: Floats, order: Indices, skew: Floats) -> float:
    """Tell how much a round is shortened where it is walked backwards from first to last."""
    before, one, other, after = order[first - 1], order[first], order[last], order[last + 1]
    gain_m: float = costs[before, one] + costs[other, after]
    gain_m -= costs[before, other] + costs[one, after]
    gain_m -= skew[last] - skew[first]
    return gain_m


@compiled_exactly
def gain_of_moving(
    first: int,
    last: int,
    behind: int,
    is_turned: bool,
    costs: Floats,
    order: Indices,
    skew: Floats,
) -> float:
    """Tell how much a round is shortened by a move to elsewhere; see `make_move`."""
    one, other = order[first], order[last]
    before, after = order[first - 1], order[last + 1]
    left, right = order[behind], order[behind + 1]
    gain_m: float = costs[before, one] + costs[other, after] - costs[before, after]
    gain_m += costs[left, right]
    if is_turned:
        gain_m -= costs[left, other] + costs[one, right] + skew[last] - skew[first]
    else:
        gain_m -= costs[left, one] + costs[other, right]
    return gain_m


@compiled_exactly
def find_move(
    node: int, costs: Floats, near: Indices, order: Indices, at: Indices, skew: Floats
) -> tuple[int, int, int, bool]:
    """Find the best move that brings a stop beside one that is near it, or to an end.

    A stretch is walked backwards (2-opt), or a short one is put elsewhere (Or-opt).

    Parameters
    ----------
    node : int
        The stop.
    costs, near, order, at, skew
        See `search_round` and the module.

    Returns
    -------
    tuple of int, int, int and bool
        The move as `make_move` takes it; its first position is 0 where there is none.
    """
    end = len(order) - 1
    here = at[node]
    most_m = LEAST_GAIN_M
    best = (0, 0, 0, False)
    for number in range(near.shape[1] + 1):
        for side in range(2):
            # On side 0 the stop comes behind the other one, on side 1 before it.
            there = side * end if number == near.shape[1] else at[near[node, number]]
            first, last = min(here, there) + 1 - side, max(here, there) - side
            if 0 < first < last < end:
                gain_m = gain_of_turning(first, last, costs, order, skew)
                if gain_m > most_m:
                    most_m, best = gain_m, (first, last, first - 1, True)
            behind = there - side
            for choice in range(2 * LONGEST_MOVED - 1):
                # Stretches of 1, 2, 2, 3, 3 … stops, which begin or end with the stop.
                length, is_last = 1 + (choice + 1) // 2, choice % 2
                first = here - is_last * (length - 1)
                last = first + length - 1
                if first < 1 or last >= end or first - 1 <= behind <= last:
                    continue
                is_turned = length > 1 and is_last != side
                gain_m = gain_of_moving(first, last, behind, is_turned, costs, order, skew)
                if gain_m > most_m:
                    most_m, best = gain_m, (first, last, behind, is_turned)
    return best


@compiled_exactly
def draw_kick(draw: Floats, stops: int) -> tuple[int, int, int, bool]:
    """Choose two short stretches that follow each other, to exchange them.

    Parameters
    ----------
    draw : Floats
        Drawn evenly from 0 to 1, of which the first three count.
    stops : int
        How many there are, at least 2.
    """
    first = 1 + int(draw[0] * (stops - 1))
    room = min(KICK_STOPS, stops + 1 - first)
    split = 1 + int(draw[1] * (room - 1))
    length = split + 1 + int(draw[2] * (room - split))
    return first, first + split - 1, first + length - 1, False


@compiled_exactly
def settle_round(
    move: tuple[int, int, int, bool],
    is_skew: bool,
    costs: Floats,
    near: Indices,
    order: Indices,
    at: Indices,
    skew: Floats,
    waiting: Indices,
    is_waiting: Flags,
) -> None:
    """Make a move, and others as long as they shorten the round near where it was changed.

    Parameters
    ----------
    move : tuple of int, int, int and bool
        See `make_move`. Without one, where the first position is 0, all stops are looked at.
    is_skew, costs, near, order
        See `search_round`.
    at, skew
        See the module.
    waiting : Indices
        Room for a ring of stops to be looked at, shape (nodes,).
    is_waiting : Flags
        Room for which they are; all are False, before and after, shape (nodes,).
    """
    size = len(is_waiting)
    changed = np.zeros(6, dtype=np.int64)
    head, count = 0, 0
    if move[0] == 0:
        for place in range(1, size):
            waiting[count], is_waiting[order[place]] = order[place], True
            count += 1
    while True:
        if move[0] > 0:
            first, last, behind, is_turned = move
            make_move(first, last, behind, is_turned, order, at, changed)
            if is_skew:
                measure_skew(changed[0], costs, order, skew)
            for cut in changed:
                node = order[cut]
                if node != 0 and not is_waiting[node]:
                    waiting[(head + count) % size], is_waiting[node] = node, True
                    count += 1
        if count == 0:
            return
        node = waiting[head]
        head, count = (head + 1) % size, count - 1
        is_waiting[node] = False
        move = find_move(node, costs, near, order, at, skew)


@compiled_exactly
def search_round(
    costs: Floats, near: Indices, is_skew: bool, draws: Floats, order: Indices
) -> float:
    """Shorten a round by 2-opt and Or-opt, and again after each of many small kicks.

    What comes of a kick is kept where it is not longer, and at first where it is not much
    longer; the shortest round of all is what remains.

    Parameters
    ----------
    costs : Floats
        Finite, shape (nodes, nodes).
    near : Indices
        Stops near each node, never the node itself nor 0, shape (nodes, neighbours).
    is_skew : bool
        Whether ways between stops cost more in one direction than in the other.
    draws : Floats
        Drawn evenly from 0 to 1, shape (kicks, 4).
    order : Indices
        The round of at least two stops, improved in place, shape (nodes + 1,).

    Returns
    -------
    float
        What it costs now.

    References
    ----------
    Lourenço, Martin and Stützle, "Iterated Local Search", in *Handbook of Metaheuristics*,
    2003. Johnson and McGeoch, "The Traveling Salesman Problem", in *Local Search in
    Combinatorial Optimization*, 1997.
    """
    nodes = len(order) - 1
    at, waiting = np.empty_like(order), np.empty_like(order)
    kept, best = np.empty_like(order), np.empty_like(order)
    is_waiting = np.zeros(nodes, dtype=np.bool_)
    skew = np.zeros(nodes + 1)
    for place in range(nodes):
        at[order[place]] = place
    if is_skew:
        measure_skew(0, costs, order, skew)
    kept_m, best_m = np.inf, np.inf
    move = (0, 0, 0, False)
    for kick in range(len(draws) + 1):
        limit_m = kept_m
        if kick:
            move = draw_kick(draws[kick - 1], nodes - 1)
            heat_m = HEAT * best_m / nodes * (1.0 - kick / len(draws))
            limit_m -= heat_m * math.log(1.0 - draws[kick - 1, 3])
        settle_round(move, is_skew, costs, near, order, at, skew, waiting, is_waiting)
        length_m = 0.0
        for place in range(nodes):
            length_m += costs[order[place], order[place + 1]]
        is_kept, is_best = length_m <= limit_m, length_m < best_m
        if is_kept:
            kept_m = length_m
        if is_best:
            best_m = length_m
        # Loops over numbers are compiled much sooner than assignments of arrays.
        for place in range(nodes + 1):
            if is_best:
                best[place] = order[place]
            if is_kept:
                kept[place] = order[place]
            else:
                order[place] = kept[place]
                at[kept[place]] = place % nodes
        if is_skew and not is_kept:
            measure_skew(0, costs, order, skew)
    for place in range(nodes + 1):
        order[place] = best[place]
    return best_m
