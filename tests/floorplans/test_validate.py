from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorplans.checks.problem import SEVERITIES
from floorplans.checks.rules import RULES
from floorplans.model import Closure, Text
from floorplans.validate import BREAKING_RULES, check_plan, find_breaks
from tests.support.checks import SOUND, TODAY, change, find_problems
from tests.support.plan_strategies import call_numbers, ids, plans
from tests.support.plans import rectangle

CROWD = tuple(replace(SOUND.fixtures[0], id=f"desk-{number}") for number in range(400))
UNSERVABLE = {
    "closure-times": replace(SOUND, closures=(Closure("c", Text("Remontti"), "tomorrow"),)),
    "no-levels": replace(SOUND, levels=()),
    "level-crowded": replace(SOUND, fixtures=CROWD),
    "level-size": change("levels", 0, outline=rectangle(0, 0, 12_000, 8_000)),
    "outline-crossed": change("units", 0, outline=((0, 0), (5, 5), (5, 0), (0, 5))),
    "outline-empty": change("units", 1, outline=((1, 1), (2, 2), (3, 3))),
    "unknown-level": change("kiosks", 0, level="7"),
    "unknown-scheme": replace(SOUND, scheme="zdc"),
}
MANY = replace(
    SOUND,
    connectors=SOUND.connectors[:1],
    ranges=(replace(SOUND.ranges[0], first="KOR"), *SOUND.ranges[1:-1]),
    shelves=tuple(replace(shelf, turn_deg=5.0) for shelf in SOUND.shelves),
)


def test_the_sound_plan_has_no_problems():
    assert find_problems(SOUND) == ()


@pytest.mark.parametrize("rule", UNSERVABLE)
def test_only_what_cannot_be_served_at_all_breaks_a_plan(rule):
    breaks = {problem.rule for problem in find_breaks(UNSERVABLE[rule])}
    assert rule in breaks
    assert breaks <= BREAKING_RULES


def test_every_breaking_rule_has_a_plan_and_is_a_violation():
    assert UNSERVABLE.keys() == BREAKING_RULES
    assert {RULES[rule].severity for rule in BREAKING_RULES} == {"violation"}


def test_all_problems_are_reported_at_once_worst_first_then_by_level_and_place():
    problems = find_problems(MANY)
    assert {"call-number", "no-step-free-way", "shelf-shape"} <= {each.rule for each in problems}
    severities = [problem.severity for problem in problems]
    assert severities == sorted(severities, key=SEVERITIES.index)
    shapes = [each.place for each in problems if each.rule == "shelf-shape"]
    assert shapes == ["shelf 1", "shelf 2", "shelf 3", "shelf 4"]


def test_shelves_are_listed_by_their_number():
    shelves = tuple(
        replace(shelf, number=number, level="1")
        for shelf, number in zip(MANY.shelves, ("10", "9", "2", "1"), strict=True)
    )
    problems = find_problems(replace(MANY, shelves=shelves))
    shapes = [each.place for each in problems if each.rule == "shelf-shape"]
    assert shapes == ["shelf 1", "shelf 2", "shelf 9", "shelf 10"]


def test_a_problem_tells_what_to_look_at_and_where():
    problems = find_problems(MANY)
    (shelf,) = (each for each in problems if each.place == "shelf 2")
    assert (shelf.thing, shelf.level, shelf.x_m, shelf.y_m) == ("s2", "1", 4.5, 5.0)


@settings(max_examples=60)
@given(
    plans,
    st.none() | st.just(TODAY),
    st.none() | st.dictionaries(st.tuples(ids, call_numbers), st.integers(1, 9)),
)
def test_any_plan_can_be_checked(plan, today, catalogue):
    for problem in check_plan(plan, today=today, catalogue=catalogue):
        assert problem.severity == RULES[problem.rule].severity
        assert problem.place
        assert problem.message[-1] in ".…"
