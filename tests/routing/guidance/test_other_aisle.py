"""What positions tell for another aisle, over time."""

import math
from dataclasses import replace

import numpy as np
import pytest

from api.branches import build_branch
from api.plans import load_plan
from benchmarks.guided_walks import MISTAKES, draw_mistake, list_places
from routing.guidance.advice import DEFAULTS, SIGMAS_IN_RADIUS_95, Heard
from routing.guidance.course import Course, set_course
from routing.guidance.other_aisle import OtherAisle, listen
from routing.guidance.way import Way, plan_way

DEMO = build_branch(load_plan("demo"))
PLACES = list_places(DEMO)
TICK_S = 0.2
LASTING = 4.0


def led(number: int) -> tuple[Course, Way, tuple[float, float], tuple[float, float]]:
    """A course, its way, and where one stands in the right aisle and in the one before it."""
    rng = np.random.default_rng([number, sorted(MISTAKES).index("early")])
    mistake = draw_mistake(DEMO, PLACES, "early", rng)
    course = set_course(DEMO.guide, DEMO.graph, mistake.place)
    way, stands = plan_way(course, mistake.start), mistake.own.corners[-1][1]
    return course, way, (course.goal.x_m, course.goal.y_m), (stands.x_m, stands.y_m)


def stand(
    number: int, wrong: bool, sigma_m: float, keep: float = 0.0, seconds: float = 20.0
) -> list[OtherAisle]:
    """Stand in an aisle while positions scatter; errors keep a part of what they were."""
    course, way, right, other = led(number)
    spot, rng = np.array(other if wrong else right), np.random.default_rng([number, 3])
    error_m, told, found = rng.normal(0.0, sigma_m, 2), None, []
    settings = replace(DEFAULTS, errors_last_s=LASTING)
    for tick in range(int(seconds / TICK_S)):
        error_m = keep * error_m + math.sqrt(1 - keep**2) * rng.normal(0.0, sigma_m, 2)
        x_m, y_m = (spot + error_m).tolist()
        radius_m = SIGMAS_IN_RADIUS_95 * sigma_m
        heard = Heard(tick * TICK_S, course.goal.level, x_m, y_m, radius_m)
        told = listen(told, course, way, 0, heard, TICK_S, settings)
        found.append(told)
    return found


def seconds_to(found: list[OtherAisle]) -> float:
    """How long it took until an aisle would be told; infinite if never."""
    told = (tick for tick, each in enumerate(found, 1) if each.likeliest[1] >= DEFAULTS.aisle_told)
    return next(told, math.inf) * TICK_S


@pytest.mark.parametrize("keep", [0.0, 0.9])
@pytest.mark.parametrize("sigma_m", [0.5, 1.0, 1.5])
def test_nothing_is_told_to_who_stands_where_she_was_led(sigma_m, keep):
    assert all(seconds_to(stand(n, False, sigma_m, keep)) == math.inf for n in range(6))


def test_the_farther_positions_scatter_and_the_longer_they_are_off_the_more_it_takes():
    took_s = [
        np.median([seconds_to(stand(n, True, sigma_m, keep)) for n in range(9)])
        for sigma_m, keep in ((0.5, 0.0), (1.5, 0.0), (1.5, 0.9))
    ]
    assert took_s == sorted(set(took_s))
    assert took_s[1] < 15.0


def test_it_learns_what_of_the_errors_is_another_one_at_the_next_position():
    for keep, low, high in ((0.0, 0.6, 1.2), (0.9, 0.0, 0.15)):
        quick_m2 = stand(1, True, 1.0, keep, 30.0)[-1].quick_m2
        assert low < quick_m2 < high


def test_what_is_told_of_one_who_stands_there_is_the_aisle_she_stands_in():
    for number in range(6):
        course, _, _, other = led(number)
        assert course.aisle is not None
        aisle, _ = stand(number, True, 0.5)[-1].likeliest
        assert aisle == course.aisle.find_aisle(*other)
        assert abs(aisle) == 1


def test_a_long_way_on_the_right_route_does_not_outweigh_a_wrong_turn():
    course, way, right, other = led(2)
    told, settings = None, replace(DEFAULTS, errors_last_s=LASTING)
    ticks = [right] * 300 + [other] * 40
    for tick, (x_m, y_m) in enumerate(ticks):
        heard = Heard(tick * TICK_S, course.goal.level, x_m, y_m, SIGMAS_IN_RADIUS_95 * 0.5)
        told = listen(told, course, way, 0, heard, TICK_S, settings)
    assert told is not None
    assert told.likeliest[1] >= DEFAULTS.aisle_told
