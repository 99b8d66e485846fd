"""All that ways compile, compiled ahead on a toy floor.

Until then ways are found without it, so that nobody waits for a compiler.
"""

from __future__ import annotations

import numpy as np
from shapely.geometry import Polygon

from routing import rays, tree_kernels
from routing.sight import kernels
from routing.sight.visibility import build_sight

_FLOOR = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
_TABLE = ((4.0, 3.0), (6.0, 3.0), (6.0, 7.0), (4.0, 7.0))
_HERE, _THERE = (1.0, 5.0), (9.0, 5.0)


def warm_up() -> None:
    """Compile what finds a way round a table, or load it from disk."""
    from scipy.sparse import csr_array

    sight = build_sight(Polygon(_FLOOR, [_TABLE]))
    points, grid = sight.corners, sight.grid
    count = len(points)
    ends = np.array([range(count), [0] * count], dtype=np.int32)
    costs = csr_array((np.ones(count), ends), shape=(count, count))
    ways = costs.indptr, costs.indices, costs.data
    here_m, there_m = np.array([_HERE]), np.array([_THERE])
    flags = np.zeros(count, dtype=np.bool_)
    (x_m, y_m), (to_x, to_y) = _HERE, _THERE
    kernels.is_blocked(x_m, y_m, to_x, to_y, grid)
    kernels.mark_clear(here_m, there_m, grid, flags)
    kernels.mark_visible(x_m, y_m, points, grid, flags)
    kernels.mark_pairs(0, points, grid, flags[None])
    left_m, _ = tree_kernels.grow(np.array([0]), np.array([1.0]), *ways)
    kernels.attach(x_m, y_m, -1, there_m[0], points, left_m, grid)
    kernels.find_way(np.array((*_HERE, *_THERE)), 12.0, points, 0, *ways, grid)
    rays.warm_up()
