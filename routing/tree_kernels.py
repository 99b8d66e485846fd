"""Dijkstra's algorithm over all of a graph, compiled."""

from __future__ import annotations

import math

import numpy as np

from floorplans.compiled import compiled_exactly
from routing.sight.walls import Floats, Indices


@compiled_exactly
def take_least(heap: Indices, places: Indices, keys: Floats, size: int) -> int:
    """Take the first node out of a heap.

    Parameters
    ----------
    heap : Indices
        Nodes, the least first.
    places : Indices
        Where in the heap each node is.
    keys : Floats
        By node.
    size : int
        Of the heap before.
    """
    least, last = heap[0], heap[size - 1]
    at, child = 0, 1
    while child < size - 1:
        if child + 1 < size - 1 and keys[heap[child + 1]] < keys[heap[child]]:
            child += 1
        if keys[heap[child]] >= keys[last]:
            break
        heap[at] = heap[child]
        places[heap[at]] = at
        at, child = child, 2 * child + 1
    heap[at], places[last] = last, at
    return int(least)


@compiled_exactly
def grow(
    seeds: Indices,
    seeds_m: Floats,
    row_starts: Indices,
    columns: Indices,
    costs_m: Floats,
) -> tuple[Floats, Indices]:
    """Find what is left to a goal from every node, by Dijkstra's algorithm from the goal.

    Parameters
    ----------
    seeds : Indices
        Nodes that see the goal, shape (seeds,).
    seeds_m : Floats
        What is left to it from them, shape (seeds,).
    row_starts, columns, costs_m
        The graph in compressed rows: row ``to``, column ``from``.

    Returns
    -------
    tuple of Floats and Indices
        What is left from each node, infinite where nothing leads to the goal, and the next
        node on the way, -1 for the goal itself, shape (nodes,) each.
    """
    count = len(row_starts) - 1
    left_m = np.full(count, math.inf)
    onward = np.full(count, -1)
    heap, places = np.zeros(count, np.int64), np.zeros(count, np.int64)
    size = len(seeds)
    # What is sorted is a heap.
    for place, number in enumerate(np.argsort(seeds_m)):
        seed = seeds[number]
        left_m[seed], heap[place], places[seed] = seeds_m[number], seed, place
    while size > 0:
        node = take_least(heap, places, left_m, size)
        size -= 1
        walked_m = left_m[node]
        for edge in range(row_starts[node], row_starts[node + 1]):
            other, way_m = columns[edge], walked_m + costs_m[edge]
            if not way_m < left_m[other]:
                continue
            if left_m[other] == math.inf:
                places[other] = size
                size += 1
            left_m[other], onward[other] = way_m, node
            # It rises in the heap; a call for this would take as long as all the rest.
            at = places[other]
            while at > 0:
                above = heap[(at - 1) // 2]
                if left_m[above] <= way_m:
                    break
                heap[at], places[above] = above, at
                at = (at - 1) // 2
            heap[at], places[other] = other, at
    return left_m, onward
