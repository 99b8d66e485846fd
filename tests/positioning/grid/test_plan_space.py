from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import label

from floorplans.model import Fixture
from positioning.grid.plan_space import BLOCKED_PASS, space_of_plan
from tests.support.plans import rectangle, toy_plan

PLAN = toy_plan()
SPACE = space_of_plan(PLAN)


def passing_at(space, level, x_m, y_m):
    cells = space.levels[level]
    return float(cells.passing[cells.cell_at(x_m, y_m)])


def test_every_level_has_cells_within_its_outline():
    assert set(SPACE.levels) == {"1", "2"}
    for cells in SPACE.levels.values():
        assert cells.shape == (16, 24)
        assert cells.passing.dtype == np.float32
        assert 0.5 < (cells.passing == 1).mean() < 1


def test_one_hardly_stands_in_a_shelf():
    shelf = PLAN.shelves[0]
    assert passing_at(SPACE, shelf.level, shelf.x_m, shelf.y_m) == pytest.approx(BLOCKED_PASS)


@pytest.mark.parametrize("shift_m", [0.0, 0.1, 0.2, 0.3, 0.4])
def test_an_aisle_of_a_metre_stays_open_wherever_it_lies(shift_m):
    level = PLAN.levels[1]
    walls = (
        Fixture("south", "2", "furniture", rectangle(0, 0, 12, 3 + shift_m)),
        Fixture("north", "2", "furniture", rectangle(0, 4 + shift_m, 12, 4 - shift_m)),
    )
    plan = replace(PLAN, fixtures=walls, shelves=(), ranges=(), units=(), openings=())
    cells = space_of_plan(plan).levels[level.id]
    _, parts = label(cells.passing == 1)
    assert parts == 1
    assert (cells.passing == 1).any(axis=0)[1:-1].all()


@pytest.mark.parametrize("shift_m", [0.0, 0.1, 0.25, 0.4])
def test_a_wall_is_open_nowhere_along_its_way(shift_m):
    wall = Fixture("wall", "2", "wall", rectangle(5.95 + shift_m, 0, 0.1, 8))
    plan = replace(PLAN, fixtures=(wall,), shelves=(), ranges=(), units=(), openings=())
    cells = space_of_plan(plan).levels["2"]
    _, parts = label(cells.passing == 1)
    assert parts == 2


def test_every_connector_joins_its_levels_both_ways():
    ends = {(each.from_level, each.to_level) for each in SPACE.portals}
    assert ends == {("1", "2"), ("2", "1")}
    kinds = {connector.kind for connector in PLAN.connectors}
    assert kinds == {"stairs", "lift"}
    assert {each.duration_s for each in SPACE.portals} == {12.0, 18.0}


def test_an_escalator_runs_one_way():
    up = tuple(replace(each, kind="escalator", direction="up") for each in PLAN.connectors)
    portals = space_of_plan(replace(PLAN, connectors=up)).portals
    assert {(each.from_level, each.to_level) for each in portals} == {("1", "2")}
