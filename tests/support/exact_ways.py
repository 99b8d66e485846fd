"""Shortest ways in whole numbers: who sees whom is never a matter of rounding.

Corners of walkable space lie on a grid of a tenth of a millimetre, so that lines between them can
be tested without any error. All corners are joined that see each other within the closed area;
nothing is left out that could not be on a shortest way.
"""

from __future__ import annotations

import heapq
import math
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon

PER_M = 10_000
Whole = NDArray[np.int64]
Point = tuple[float, float]


def to_whole(points_m: object) -> Whole:
    """Give points on the grid, twice over, so that the middle between two is on it as well."""
    return 2 * np.rint(np.asarray(points_m, dtype=float) * PER_M).astype(np.int64)


class ExactWays:
    """Who sees whom within an area, borders included, and shortest ways over its corners."""

    def __init__(self, area: MultiPolygon) -> None:
        rings = [
            shapely.get_coordinates(ring)
            for part in area.geoms
            for ring in (part.exterior, *part.interiors)
        ]
        whole = [to_whole(ring) for ring in rings]
        self._ones = np.concatenate([np.empty((0, 2), np.int64), *(each[:-1] for each in whole)])
        self._others = np.concatenate([np.empty((0, 2), np.int64), *(each[1:] for each in whole)])
        self.corners = np.unique(self._ones, axis=0)
        self._near: dict[int, list[tuple[int, float]]] = {n: [] for n in range(len(self.corners))}
        for one, other in combinations(range(len(self.corners)), 2):
            if self.sees(self.corners[one], self.corners[other]):
                far_m = apart_m(self.corners[one], self.corners[other])
                self._near[one].append((other, far_m))
                self._near[other].append((one, far_m))

    def length_m(self, start: Point, goal: Point, turn_cost_m: float = 0.0) -> float:
        """Least length of a way, with what its bends cost; infinite if there is none."""
        here, there = to_whole((start, goal))
        if self.sees(here, there):
            return apart_m(here, there)
        left_m = {
            number: apart_m(corner, there)
            for number, corner in enumerate(self.corners)
            if self.sees(corner, there)
        }
        heap = [
            (apart_m(corner, here) + turn_cost_m, number)
            for number, corner in enumerate(self.corners)
            if self.sees(here, corner)
        ]
        heapq.heapify(heap)
        done, best_m = set[int](), math.inf
        while heap and heap[0][0] < best_m:
            so_far_m, corner = heapq.heappop(heap)
            if corner in done:
                continue
            done.add(corner)
            best_m = min(best_m, so_far_m + left_m.get(corner, math.inf))
            for other, far_m in self._near[corner]:
                heapq.heappush(heap, (so_far_m + far_m + turn_cost_m, other))
        return best_m

    def sees(self, one: Whole, other: Whole) -> bool:
        """Tell whether a straight line between two points stays in the closed area."""
        begins, ends = sides(one, other, self._ones), sides(one, other, self._others)
        near = sides(self._ones, self._others, one), sides(self._ones, self._others, other)
        if ((begins * ends < 0) & (near[0] * near[1] < 0)).any():
            return False
        if (one == other).all():
            return True
        along = other - one
        at = ((self._ones - one) * along).sum(axis=1)
        between = (begins == 0) & (at > 0) & (at < (along * along).sum())
        touched = self._ones[between][np.argsort(at[between])]
        stops = np.concatenate((one[None], touched, other[None]))
        return all(self.holds(middle) for middle in (stops[:-1] + stops[1:]) // 2)

    def holds(self, point: Whole) -> bool:
        """Tell whether a point is in the closed area."""
        side = sides(self._ones, self._others, point)
        lows = np.minimum(self._ones, self._others) <= point
        highs = np.maximum(self._ones, self._others) >= point
        if ((side == 0) & lows.all(axis=1) & highs.all(axis=1)).any():
            return True
        up = (self._ones[:, 1] <= point[1]) & (self._others[:, 1] > point[1]) & (side > 0)
        down = (self._others[:, 1] <= point[1]) & (self._ones[:, 1] > point[1]) & (side < 0)
        return bool((up.sum() + down.sum()) % 2)


def sides(ones: Whole, others: Whole, points: Whole) -> Whole:
    """On which side of lines points are: 1 left, -1 right, 0 on the line."""
    along, off = others - ones, points - ones
    return np.sign(along[..., 0] * off[..., 1] - along[..., 1] * off[..., 0])


def apart_m(one: Whole, other: Whole) -> float:
    return math.dist(one.tolist(), other.tolist()) / (2 * PER_M)
