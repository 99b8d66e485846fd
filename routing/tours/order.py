"""In which order to visit many stops so that the whole way is short.

Rounds of a few stops are the shortest there are. Longer ones begin with the nearest stop each
time, and are improved until no two stretches turned round and no few stops put elsewhere make
them shorter, then again after each of many small changes at random.
"""

from __future__ import annotations

import numpy as np

from routing.sight.walls import Floats, Indices
from routing.tours.exact import best_round
from routing.tours.kernels import search_round

EXACT_STOPS = 9
"""Of so few stops every order is looked at."""

NEIGHBOURS = 10
KICKS_PER_STOP = 80
MOST_KICKS = 40_000


def order_round(costs_m: Floats, draw: np.random.Generator) -> Indices:
    """Put stops in an order in which a round over them costs little.

    Parameters
    ----------
    costs_m : Floats
        What it costs to go from one node to another, shape (stops + 1, stops + 1). Node 0 is
        where the round starts and ends: its row holds what it costs to begin with each stop,
        its column what it costs to end there; both are zero where any stop may be the first,
        or the last. Infinite where no way leads. They need not be the same in both directions.
    draw : np.random.Generator
        Draws where to change the round.

    Returns
    -------
    Indices
        The stops, from 1, in order, shape (stops,). Where no order is without gaps, it has as
        few as can be found.

    Raises
    ------
    ValueError
        If the costs are not square, or some are negative or no numbers.

    Examples
    --------
    >>> places_m = np.array([0.0, 7.0, 1.0, 4.0])
    >>> costs_m = np.abs(places_m[:, None] - places_m)
    >>> costs_m[:, 0] = 0.0
    >>> order_round(costs_m, np.random.default_rng(1)).tolist()
    [2, 3, 1]
    """
    _check(costs_m)
    stops = len(costs_m) - 1
    if stops < 1:
        return np.empty(0, dtype=np.int64)
    finite_m = _with_gaps_dear(costs_m)
    order = np.zeros(stops + 2, dtype=np.int64)
    if stops <= EXACT_STOPS:
        best_round(finite_m, order)
        return order[1:-1]
    order[1:-1] = visit_nearest(finite_m)
    draws = draw.random((min(KICKS_PER_STOP * stops, MOST_KICKS), 4))
    among_m = finite_m[1:, 1:]
    is_skew = not np.allclose(among_m, among_m.T, rtol=0.0, atol=1e-6)
    search_round(finite_m, _neighbours(finite_m), is_skew, draws, order)
    return order[1:-1]


def visit_nearest(costs_m: Floats) -> Indices:
    """Go from node 0 to the nearest stop, and always on to the nearest of those that remain.

    Parameters
    ----------
    costs_m : Floats
        As for `order_round`, but finite.

    Returns
    -------
    Indices
        The stops, from 1, in order, shape (stops,).

    Examples
    --------
    >>> places_m = np.array([0.0, -2.0, 1.0, 4.0])
    >>> visit_nearest(np.abs(places_m[:, None] - places_m)).tolist()
    [2, 1, 3]
    """
    remaining_m = costs_m.copy()
    remaining_m[:, 0] = np.inf
    here, order = 0, []
    for _ in range(len(costs_m) - 1):
        here = int(remaining_m[here].argmin())
        remaining_m[:, here] = np.inf
        order.append(here)
    return np.array(order, dtype=np.int64)


def _check(costs_m: Floats) -> None:
    if costs_m.ndim != 2 or costs_m.shape[0] != costs_m.shape[1]:
        raise ValueError(f"costs must be a square table, not of shape {costs_m.shape}")
    if not (costs_m >= 0.0).all():
        raise ValueError("costs must be numbers that are not negative")


def _with_gaps_dear(costs_m: Floats) -> Floats:
    """Let no round without gaps cost more than one with a gap."""
    finite_m = np.where(np.isfinite(costs_m), costs_m, 0.0)
    gap_m = 1.0 + len(costs_m) * float(finite_m.max(initial=0.0))
    return np.ascontiguousarray(np.where(np.isfinite(costs_m), costs_m, gap_m))


def _neighbours(costs_m: Floats) -> Indices:
    """Give the stops near each node, in whichever direction that is cheaper."""
    apart_m = np.minimum(costs_m, costs_m.T)
    apart_m[:, 0] = np.inf
    np.fill_diagonal(apart_m, np.inf)
    count = min(NEIGHBOURS, len(costs_m) - 2)
    return np.ascontiguousarray(np.argsort(apart_m, axis=1, kind="stable")[:, :count])
