import random
import subprocess
import sys

from floorplans.compiled import Compiled
from floorplans.walkable import build_walkable
from routing import rays, tree_kernels, warming
from routing.gate import step
from routing.graph import build_graph
from routing.model import Spot
from routing.reach import draw_reach
from routing.search import find_route
from routing.sight import kernels
from tests.support.floors import random_point
from tests.support.plans import toy_plan


def test_until_then_ways_are_found_without_a_compiler():
    code = """
import sys
from floorplans.walkable import build_walkable
from routing.graph import build_graph
from routing.model import Spot
from routing.search import find_route
from routing.sight import kernels
from tests.support.plans import toy_plan

import numba  # somebody else loads it

plan = toy_plan()
route = find_route(
    build_graph(plan, build_walkable(plan)), Spot("1", 2.0, 1.5), Spot("2", 2.0, 6.0)
)
sys.exit(not route.legs or kernels.attach.is_ready or kernels.is_blocked.is_ready)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def list_ready():
    helpers = {"is_tangent", "take_least"}
    return {
        name: each
        for module in (kernels, tree_kernels, rays)
        for name, each in vars(module).items()
        if isinstance(each, Compiled) and name not in helpers
    }


def test_nothing_is_left_to_compile_for_the_first_who_asks():
    warming.warm_up()
    ready = list_ready()
    assert all(each.is_ready for each in ready.values())
    plan = toy_plan()
    graph = build_graph(plan, build_walkable(plan))
    draw = random.Random(0)
    state = None
    for _ in range(20):
        here, there = (random_point(graph.walkable, "1", draw) for _ in range(2))
        find_route(graph, Spot("1", *here), Spot("1", *there), "step-free")
        state = step(graph, state, "1", *here, 2.0, 0.2)
        draw_reach(graph, "1", *here, 4.0)
    assert {name: len(each._run.signatures) for name, each in ready.items()} == dict.fromkeys(
        ready, 1
    )
