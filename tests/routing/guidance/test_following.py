from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.branches import build_branch
from api.demo.visitors import Walk
from api.plans import load_plan
from benchmarks.guided_outcomes import ALERTS, TOLD, judge_walk
from benchmarks.guided_walks import (
    MISTAKES,
    Mistake,
    Moment,
    draw_mistake,
    goal_aisle,
    guide_walker,
    list_places,
)
from floorplans.shelving import build_shelf_index, locate
from floorplans.walkable import build_walkable
from routing.directions.steps import build_guide
from routing.errors import NoRouteError
from routing.graph import build_graph
from routing.guidance.advice import DEFAULTS, Advice, GuidingSettings, Heard
from routing.guidance.course import Course, set_course
from routing.guidance.following import follow
from routing.guidance.state import Guiding
from routing.guidance.way import find_along
from routing.model import Route, Spot
from tests.support.plans import toy_plan

PLAN = toy_plan()
GRAPH = build_graph(PLAN, build_walkable(PLAN))
GUIDE = build_guide(PLAN)
PLACE = locate(build_shelf_index(PLAN), "84.2 TOL")[0]
SURE_M = 0.5
DEMO = build_branch(load_plan("demo"))
PLACES = list_places(DEMO)


def draw(kind: str, number: int) -> Mistake:
    return draw_mistake(DEMO, PLACES, kind, np.random.default_rng([number, len(kind)]))


def walk(kind: str, number: int, sigma_m: float) -> tuple[Mistake, list[Moment]]:
    mistake = draw(kind, number)
    return mistake, guide_walker(DEMO, mistake, sigma_m, np.random.default_rng([number, 9]))


def said(moments: Sequence[Moment]) -> list[Advice]:
    """What was said on a walk, each thing when it was said."""
    by_news: dict[int, Advice] = {}
    for each in moments:
        by_news.setdefault(each.advice.news, each.advice)
    return list(by_news.values())


def stand(
    course: Course,
    spots: Sequence[tuple[str, float, float]],
    radius_95_m: float = SURE_M,
    state: Guiding | None = None,
    tick_s: float = 0.5,
    thresholds: GuidingSettings = DEFAULTS,
) -> list[tuple[Guiding, Advice]]:
    """Follow somebody who is at one spot after the other."""
    found = []
    since_s = state.heard.time_s if state else 0.0
    for tick, spot in enumerate(spots, 1):
        state, advice = follow(
            course, state, Heard(since_s + tick * tick_s, *spot, radius_95_m), thresholds
        )
        found.append((state, advice))
    return found


def toy_course(version: str = "1") -> Course:
    return set_course(GUIDE, GRAPH, PLACE, version=version)


@pytest.mark.parametrize("number", range(6))
def test_on_the_right_way_every_step_is_told_in_its_turn_and_then_the_arrival(number):
    mistake, moments = walk("none", number, 0.05)
    steps = [each.step for each in said(moments) if each.kind == "go"]
    last = len(moments[0].advice.way.steps) - 1
    assert steps == sorted(steps)
    assert set(steps) == set(range(last))
    assert [each.kind for each in said(moments)][-1] == "arrived"
    assert {each.advice.way_number for each in moments} == {1}
    aisle = mistake.place
    there = next(each for each in moments if each.advice.kind == "arrived")
    assert abs(there.truth.x_m - aisle.x_m) + abs(there.truth.y_m - aisle.y_m) < 2.0


@pytest.mark.parametrize("number", range(6))
def test_what_comes_is_announced_six_metres_ahead(number):
    _, moments = walk("none", number, 0.05)
    for advice in said(moments):
        if advice.message.key == "guide.ahead":
            assert 5.0 <= advice.step_left_m <= 7.0
            assert dict(advice.message.params)["count"] == round(advice.step_left_m)


@pytest.mark.parametrize("sigma_m", [0.5, 1.0, 1.5])
@pytest.mark.parametrize("kind", ["none", "pause"])
def test_who_does_as_told_is_never_alarmed_and_gets_there(kind, sigma_m):
    for number in range(4):
        mistake, moments = walk(kind, number, sigma_m)
        outcome = judge_walk(DEMO, kind, mistake, moments)
        assert outcome.false_alarms == ()
        assert outcome.wrong_arrivals == 0
        assert outcome.ends in ("arrived", "near")


def test_who_stands_still_is_told_nothing_new():
    mistake, moments = walk("pause", 1, 1.0)
    stands_s = mistake.own.ends_s - 25.0
    still = [each.advice.news for each in moments if stands_s < each.time_s < mistake.own.ends_s]
    assert len(still) > 100
    assert still[-1] - still[0] <= 2


@pytest.mark.parametrize(
    ("kind", "within_s"), [("late", 6.0), ("past", 7.0), ("back", 7.0), ("level", 4.0)]
)
def test_a_mistake_is_told_as_what_it_is_within_seconds_and_taken_back(kind, within_s):
    for number in range(4):
        mistake, moments = walk(kind, number, 0.5)
        outcome = judge_walk(DEMO, kind, mistake, moments)
        assert outcome.told_s is not None
        assert outcome.told_s <= within_s
        assert outcome.ends == "arrived"
        assert outcome.wrong_arrivals == 0


@pytest.mark.parametrize("kind", ["early", "astray"])
def test_who_leaves_the_way_is_told_within_seconds(kind):
    for number in range(4):
        mistake, moments = walk(kind, number, 0.5)
        alerts = [e.time_s for e in moments if e.advice.kind in ALERTS and e.time_s > 1.0]
        assert mistake.since_s is not None
        assert alerts[0] <= mistake.since_s + 7.0
        assert moments[-1].advice.kind == "arrived"


def test_too_early_is_one_aisle_further_and_too_late_is_one_aisle_back():
    for kind, way in (("early", "further"), ("late", "back")):
        for number in range(4):
            _, moments = walk(kind, number, 0.3)
            told = [each for each in said(moments) if each.kind == "wrong_aisle"]
            straight = [each for each in told if each.message.key.endswith(way)]
            other = [each for each in told if each.message.key.endswith(("further", "back"))]
            assert len(straight) == len(other)
            assert all(dict(each.message.params)["count"] == 1 for each in told)


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(["none", "stairs"]), st.integers(0, 500), st.floats(0.02, 0.5))
def test_on_the_right_way_the_current_step_is_where_the_walker_is(kind, number, sigma_m):
    _, moments = walk(kind, number, sigma_m)
    slack_m, changed_s, level = 0.5 + 2.0 * sigma_m, 0.0, moments[0].truth.level
    for time_s, truth, advice in ((e.time_s, e.truth, e.advice) for e in moments):
        changed_s, level = (changed_s, level) if truth.level == level else (time_s, truth.level)
        if advice.kind in ("near", "arrived") or time_s < changed_s + 1.0:
            continue
        way, step = advice.way, advice.step
        leg = [each.level for each in way.route.legs].index(truth.level)
        assert way.legs[step] == leg
        at_m, _ = find_along(DEMO.graph, way, leg, truth.x_m, truth.y_m, 1.0)
        ends_m = way.starts_m[step + 1]
        assert way.starts_m[step] - DEFAULTS.early_m - slack_m <= at_m <= ends_m + slack_m


@pytest.mark.parametrize(("kind", "sigma_m"), [("early", 0.5), ("late", 0.5), ("late", 1.0)])
def test_a_wrong_aisle_is_told_once_and_stays_while_she_stands_in_it(kind, sigma_m):
    for number in range(4):
        mistake = draw(kind, number)
        spot = mistake.own.corners[-1][1]
        stays = replace(mistake, own=Walk((*mistake.own.corners, (100.0, spot))))
        moments = guide_walker(DEMO, stays, sigma_m, np.random.default_rng([number, 9]))
        kinds = [each.advice.kind for each in moments if each.time_s < 100.0]
        told = [a != b for a, b in pairwise(kinds) if "wrong_aisle" in (a, b)]
        assert sum(told) <= 1
        assert kinds[-1] == "wrong_aisle"


def stand_in_aisle(number: int, thresholds: GuidingSettings) -> Advice:
    """Lead somebody into an aisle so many from the right one and let her stand there."""
    place, aisle = next(
        (each, found)
        for each in PLACES
        if (found := goal_aisle(DEMO, each)).count_to(number) == abs(number)
    )
    strip = next(each for each in aisle.strips if each.aisle == number)
    along_m, out_m = (strip.from_m + strip.to_m) / 2, (strip.near_m + strip.far_m) / 2
    x_m = aisle.x_m + along_m * aisle.along_x + out_m * aisle.along_y
    y_m = aisle.y_m + along_m * aisle.along_y - out_m * aisle.along_x
    assert aisle.find_aisle(x_m, y_m) == number
    course = set_course(DEMO.guide, DEMO.graph, place)
    begins = (place.level, place.x_m, place.y_m)
    spots = [begins, *[(place.level, x_m, y_m)] * 20]
    found = stand(course, spots, thresholds=replace(thresholds, arrived_s=60.0, near_s=60.0))
    return next(advice for _, advice in found if advice.kind != "go")


def test_only_the_next_aisles_are_counted_and_only_where_the_count_is_sure():
    for number in (1, 2, 3):
        params = dict(stand_in_aisle(number, DEFAULTS).message.params)
        assert params["count"] == number
    assert stand_in_aisle(4, DEFAULTS).kind == "off_route"
    told = stand_in_aisle(2, replace(DEFAULTS, wrong_count_doubt=0.0))
    assert (told.kind, told.message.key) == ("wrong_aisle", "guide.wrong_aisle")
    assert dict(told.message.params).keys() == {"shelf", "step"}


def test_every_kind_of_walk_is_told_as_something_that_there_is():
    assert MISTAKES.keys() == TOLD.keys()
    assert all(kinds <= ALERTS for kinds in TOLD.values())


def test_a_level_that_the_way_does_not_lead_to_is_told_as_wrong_after_a_while():
    found = stand(toy_course(), [("1", 1.5, 3.0)] + [("2", 1.5, 3.0)] * 20)
    seen = [state.heard.level for state, _ in found]
    assert seen.index("2") * 0.5 == pytest.approx(DEFAULTS.level_s)
    assert found[-1][1].kind == "wrong_level"
    assert dict(found[-1][1].message.params)["level"] == "1"


def test_a_level_that_is_heard_now_and_then_changes_nothing():
    spots = [("1", 1.5, 3.0), *[("2", 1.5, 3.0)] * 3] * 2
    found = stand(toy_course(), spots)
    assert {state.heard.level for state, _ in found} == {"1"}
    assert found[-1][1].news == found[0][1].news


def test_the_right_floor_is_no_mistake():
    course = set_course(GUIDE, GRAPH, Spot("2", 2.0, 5.0))
    found = stand(course, [("1", 9.0, 3.0), ("1", 9.4, 2.4), *[("2", 9.4, 2.2)] * 8])
    assert {advice.kind for _, advice in found} == {"go"}
    assert [state.leg for state, _ in found] == [0, 0, *[1] * 8]
    assert all(advice.way.steps[advice.step].level == "2" for _, advice in found[2:])


def test_a_new_version_of_the_plan_is_planned_again_and_said():
    before = stand(toy_course(), [("1", 1.5, 3.0)] * 3)[-1]
    state, advice = follow(toy_course("2"), before[0], Heard(9.0, "1", 1.5, 3.0, SURE_M))
    assert (advice.kind, advice.message.key) == ("replanned", "guide.replanned")
    assert advice.way_number == before[1].way_number + 1
    assert advice.news == before[1].news + 1
    later = stand(toy_course("2"), [("1", 1.5, 3.0)] * 12, state=state)
    assert later[-1][1].kind == "go"
    elsewhere = set_course(GUIDE, GRAPH, Spot("1", 8.0, 4.0), version="3")
    _, moved = follow(elsewhere, state, Heard(20.0, "1", 1.5, 3.0, SURE_M))
    assert moved.message.key == "guide.replanned.moved"


def test_where_nothing_leads_on_that_is_said_once_and_a_way_is_looked_for_again():
    course = set_course(GUIDE, GRAPH, Spot("1", 8.0, 4.0))
    ((state, _),) = stand(course, [("1", 1.5, 3.0)])
    finds = [_no_way]
    blocked = replace(course, find=lambda start: finds[-1](start))
    found = stand(blocked, [("1", 8.0, 7.6)] * 40, state=state)
    assert found[-1][1].kind == "no_way"
    assert found[-1][1].news == state.news + 1
    finds.append(course.find)
    again = stand(blocked, [("1", 8.0, 7.6)] * 20, state=found[-1][0])
    assert "off_route" in {advice.kind for _, advice in again}
    _, renewed = follow(course, found[-1][0], Heard(40.0, "1", 8.0, 7.6, SURE_M))
    assert (renewed.kind, renewed.message.key) == ("replanned", "guide.reopened")


def _no_way(start: Spot) -> Route:
    raise NoRouteError(f"Nothing leads on from {start}.")


def test_without_an_aisle_one_has_arrived_near_the_goal_and_in_sight_of_it():
    course = set_course(GUIDE, GRAPH, Spot("1", 4.5, 3.7))
    there = stand(course, [("1", 4.5, 4.2)] * 10)
    assert there[-1][1].kind == "arrived"
    behind = stand(course, [("1", 4.5, 2.3)] * 10)
    assert {advice.kind for _, advice in behind} == {"go"}


def test_the_less_is_known_of_where_somebody_is_the_longer_an_arrival_takes():
    spot = (PLACE.level, PLACE.x_m, PLACE.y_m)
    took = []
    for radius_m in (0.5, 1.2, 3.0):
        found = stand(toy_course(), [spot] * 40, radius_95_m=radius_m)
        kinds = [advice.kind for _, advice in found]
        took.append(kinds.index("arrived"))
        assert ("near" in kinds) == (radius_m > 1.0)
    assert took == sorted(set(took))


def test_thresholds_are_settings():
    spot = (PLACE.level, PLACE.x_m, PLACE.y_m)
    quick = replace(DEFAULTS, arrived_s=0.5)
    found = stand(toy_course(), [spot] * 3, thresholds=quick)
    assert [advice.kind for _, advice in found] == ["go", "arrived", "arrived"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2"]),
            st.floats(-2.0, 14.0),
            st.floats(-2.0, 10.0),
            st.floats(0.0, 12.0),
            st.floats(0.0, 3.0),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_wherever_positions_jump_the_advice_is_about_the_way_in_force(jumps):
    course, state, time_s, news, ways = toy_course(), None, 0.0, 0, 0
    state, _ = follow(course, None, Heard(0.0, "1", 1.5, 3.0, 1.0))
    for level, x_m, y_m, radius_m, dt_s in jumps:
        time_s += dt_s
        state, advice = follow(course, state, Heard(time_s, level, x_m, y_m, radius_m))
        assert news <= advice.news <= news + 2
        assert ways <= advice.way_number
        news, ways = advice.news, advice.way_number
        assert 0 <= advice.step < len(advice.way.steps)
        numbers = [v for k, v in advice.message.params if k in ("step", "next")]
        assert all(0 <= each < len(advice.way.steps) for each in numbers)
        assert dict(advice.message.params).get("step", advice.step) == advice.step
        assert advice.left_m >= 0.0
        assert advice.step_left_m >= 0.0
