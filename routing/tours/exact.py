"""The shortest round over a few stops, compiled; every order is looked at, most of them at once."""

from __future__ import annotations

import numpy as np

from floorplans.compiled import compiled_exactly
from routing.sight.walls import Floats, Indices


@compiled_exactly
def best_round(costs: Floats, order: Indices) -> float:
    """Find the cheapest round, by Held and Karp's dynamic programming.

    Parameters
    ----------
    costs : Floats
        Finite, shape (nodes, nodes); see `routing.tours.kernels`.
    order : Indices
        Is given the round, shape (nodes + 1,).

    Returns
    -------
    float
        What it costs.

    References
    ----------
    Held and Karp, "A Dynamic Programming Approach to Sequencing Problems", 1962.
    """
    stops = len(order) - 2
    sets = 1 << stops
    # least_m[s, j]: of the cheapest way from 0 over all stops in the set s that ends at j + 1.
    least_m = np.full((sets, stops), np.inf)
    before = np.full((sets, stops), -1, dtype=np.int64)
    for stop in range(stops):
        least_m[1 << stop, stop] = costs[0, stop + 1]
    for visited in range(1, sets):
        for stop in range(stops):
            if not visited & (1 << stop):
                continue
            for then in range(stops):
                wider = visited | (1 << then)
                total_m = least_m[visited, stop] + costs[stop + 1, then + 1]
                if wider != visited and total_m < least_m[wider, then]:
                    least_m[wider, then], before[wider, then] = total_m, stop
    visited, last, best_m = sets - 1, 0, np.inf
    for stop in range(stops):
        total_m = least_m[visited, stop] + costs[stop + 1, 0]
        if total_m < best_m:
            last, best_m = stop, total_m
    order[0], order[stops + 1] = 0, 0
    for place in range(stops, 0, -1):
        order[place] = last + 1
        stop = before[visited, last]
        visited &= ~(1 << last)
        last = stop
    return best_m
