"""The graph over arrays, beside one that networkx keeps itself."""

import math
import tracemalloc
from dataclasses import replace

import networkx as nx
import pytest

from benchmarks.floors import make_floor
from floorplans.walkable import build_walkable
from routing.graph import build_graph
from tests.support.plans import toy_plan

PLAN = toy_plan()
GRAPH = build_graph(PLAN, build_walkable(PLAN), turn_cost_m=0.0)
KEPT = nx.Graph(GRAPH.network)
BYTES_PER_EDGE = 100


def test_it_is_the_graph_that_networkx_would_keep():
    assert dict(GRAPH.network.nodes(data=True)) == dict(KEPT.nodes(data=True))
    edges = {frozenset(each[:2]): each[2] for each in GRAPH.network.edges(data=True)}
    assert edges == {frozenset(each[:2]): each[2] for each in KEPT.edges(data=True)}
    assert GRAPH.network.number_of_edges() == KEPT.number_of_edges() > 100
    assert all(GRAPH.network.degree(node) == KEPT.degree(node) for node in KEPT)
    assert {each.get("connector") for each in edges.values()} == {None, "stairs", "lift"}


def test_algorithms_of_networkx_find_the_same_on_it():
    assert nx.is_connected(GRAPH.network)
    for goal in range(0, len(KEPT), 5):
        assert nx.astar_path(GRAPH.network, 0, goal, weight="length") == nx.astar_path(
            KEPT, 0, goal, weight="length"
        )


def test_what_is_added_to_the_joints_is_in_the_graph():
    graph = build_graph(PLAN, build_walkable(PLAN))
    start, goal = len(graph.nodes), len(graph.nodes) + 1
    graph.joints.add_edges_from([(start, 0), (goal, 1)], length=1.0)
    assert dict(graph.network.adj[start]) == {0: {"length": 1.0}}
    expected_m = 2.0 + nx.dijkstra_path_length(KEPT, 0, 1, weight="length")
    found_m = nx.dijkstra_path_length(graph.network, start, goal, weight="length")
    assert found_m == pytest.approx(expected_m)
    graph.joints.remove_nodes_from((start, goal))
    assert graph.network.adj == KEPT.adj


def test_it_does_not_change_but_a_copy_of_it_does():
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        GRAPH.network.add_edge(0, 1, length=1.0)
    copy = GRAPH.network.copy()
    copy.remove_node(0)
    assert 0 in GRAPH.network
    with pytest.raises(KeyError):
        GRAPH.network.adj[len(GRAPH.nodes)]


def test_an_edge_takes_no_more_memory_than_its_numbers():
    plan = make_floor(100)
    walkable = build_walkable(plan)
    tracemalloc.start()
    graph = build_graph(plan, walkable)
    kept_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept_bytes / graph.network.number_of_edges() < BYTES_PER_EDGE


def test_profiles_that_get_through_the_same_places_share_their_ways():
    walk, quiet, staff = (GRAPH.by(each) for each in ("walk", "quiet", "staff"))
    assert quiet.walks is walk.walks
    assert staff.walks is not walk.walks
    everybody = replace(
        PLAN,
        units=tuple(replace(each, staff_only=False) for each in PLAN.units),
        openings=tuple(replace(each, staff_only=False) for each in PLAN.openings),
    )
    graph = build_graph(everybody, build_walkable(everybody))
    assert graph.by("staff").walks is graph.walks
    assert graph.by("staff").profile == "staff"
    assert graph.by("step-free").walks is not graph.walks


def test_a_busy_place_makes_a_walk_dearer_by_what_is_in_it():
    quiet = GRAPH.by("quiet")
    extra_m = (quiet.costs - GRAPH.costs).toarray()
    lengths_m = quiet.walks.toarray()
    assert (extra_m >= -1e-9).all()
    assert (extra_m <= 2 * lengths_m + 1e-9).all()
    assert math.isclose(extra_m.sum(), extra_m.T.sum())
