import random
from dataclasses import replace

import pytest

from floorplans.walkable import build_walkable
from routing.errors import OffTheMapError
from routing.graph import build_graph
from routing.model import Spot
from routing.search import GOAL, NOWHERE, attach, find_route, grow_tree
from routing.trees import Trees
from tests.support.compiling import let_be_ready
from tests.support.floors import floor_with_ways, random_point
from tests.support.plans import toy_plan

TOY = toy_plan()
WALKABLE = build_walkable(TOY)
GRAPH = build_graph(TOY, WALKABLE)
GOALS = [Spot("1", *random_point(WALKABLE, "1", random.Random(n))) for n in range(12)]


def test_a_tree_is_grown_once_for_each_goal_and_profile():
    trees = Trees(GRAPH)
    assert trees.get(GOALS[0]) is trees.get(GOALS[0])
    assert trees.get(GOALS[0], "step-free") is not trees.get(GOALS[0])
    assert trees.goals == ((GOALS[0], "walk"), (GOALS[0], "step-free"))


def test_trees_never_take_more_memory_than_they_may_and_the_oldest_go_first():
    size_bytes = grow_tree(GRAPH, GOALS[0]).size_bytes
    trees = Trees(GRAPH, limit_bytes=3 * size_bytes)
    for goal in GOALS[:3]:
        trees.get(goal)
    trees.get(GOALS[0])
    trees.get(GOALS[3])
    assert [goal for goal, _ in trees.goals] == [GOALS[3], GOALS[0], GOALS[2]]
    assert trees.size_bytes == 3 * size_bytes


def test_one_tree_is_kept_however_little_memory_there_is():
    trees = Trees(GRAPH, limit_bytes=1)
    for goal in GOALS[:3]:
        trees.get(goal)
        assert [each for each, _ in trees.goals] == [goal]


def test_growing_ahead_stops_when_memory_is_full_and_leaves_impossible_goals():
    size_bytes = grow_tree(GRAPH, GOALS[0]).size_bytes
    trees = Trees(GRAPH, limit_bytes=4 * size_bytes)
    impossible = Spot("1", 99.0, 99.0)
    trees.grow_ahead((goal, "walk") for goal in (impossible, *GOALS))
    assert sorted(goal.x_m for goal, _ in trees.goals) == sorted(g.x_m for g in GOALS[:4])
    with pytest.raises(OffTheMapError):
        trees.get(impossible)


@pytest.mark.parametrize("is_ready", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_with_and_without_a_compiler_trees_and_ways_are_the_same(monkeypatch, seed, is_ready):
    draw = random.Random(seed)
    plan, walkable = floor_with_ways(seed)
    let_be_ready(monkeypatch, True)
    graph = build_graph(plan, walkable)
    goal = Spot("1", *random_point(walkable, "1", draw))
    expected = grow_tree(graph, goal)
    let_be_ready(monkeypatch, is_ready)
    tree = grow_tree(graph, goal)
    assert tree.left_m == pytest.approx(expected.left_m)
    for _ in range(20):
        here = random_point(walkable, "1", draw)
        via, cost_m = attach(graph, tree, "1", *here)
        let_be_ready(monkeypatch, True)
        assert attach(graph, expected, "1", *here) == (via, pytest.approx(cost_m))
        let_be_ready(monkeypatch, is_ready)


def test_a_guess_changes_nothing_but_the_work():
    draw = random.Random(4)
    tree = grow_tree(GRAPH, Spot("2", 2.0, 6.0))
    for _ in range(100):
        here = random_point(WALKABLE, "1", draw)
        guess = draw.randrange(len(GRAPH.nodes))
        assert attach(GRAPH, tree, "1", *here, guess) == attach(GRAPH, tree, "1", *here)


def test_what_is_in_sight_needs_no_corner_and_what_is_cut_off_has_none():
    goal = Spot("1", 2.0, 1.5)
    tree = grow_tree(GRAPH, goal)
    assert attach(GRAPH, tree, "1", 2.5, 1.5) == (GOAL, pytest.approx(0.5))
    doors = [each for each in TOY.openings if each.id != "quiet-door-1"]
    cut = replace(TOY, openings=tuple(doors))
    graph = build_graph(cut, build_walkable(cut))
    via, cost_m = attach(graph, grow_tree(graph, goal), "1", 10.5, 6.5)
    assert (via, cost_m) == (NOWHERE, float("inf"))


def test_a_route_tells_the_node_that_helps_to_find_the_next_one():
    route = find_route(GRAPH, Spot("1", 2.0, 1.5), Spot("2", 2.0, 6.0))
    tree = grow_tree(GRAPH, Spot("2", 2.0, 6.0))
    assert attach(GRAPH, tree, "1", 2.0, 1.5)[0] == route.via
