from dataclasses import replace

import pytest
from hypothesis import given, settings

from floorplans.model import Bay, Fixture, Level, Plan, Stop, Text
from floorplans.validate import BREAKING_RULES, check_plan, find_breaks
from tests.support.plan_strategies import plans
from tests.support.plans import (
    double_shelf,
    make_bays,
    make_range,
    rectangle,
    toy_plan,
)

TOY = toy_plan()
SHELF, FACE = TOY.shelves[0], TOY.shelves[0].faces[0]


def change(kind: str, index: int, **fields: object) -> Plan:
    """Change one thing of the toy plan."""
    things = list(getattr(TOY, kind))
    things[index] = replace(things[index], **fields)
    return replace(TOY, **{kind: tuple(things)})


def add(kind: str, *things: object) -> Plan:
    return replace(TOY, **{kind: (*getattr(TOY, kind), *things)})


def without(kind: str, *ids: str) -> Plan:
    return replace(TOY, **{kind: tuple(x for x in getattr(TOY, kind) if x.id not in ids)})


def test_the_shared_plan_has_no_problems():
    assert check_plan(TOY) == ()


BROKEN = {
    "duplicate-id": (
        add("radios", replace(TOY.radios[0], key="address:C0:DE:00:00:00:01")),
        "radio b101",
    ),
    "duplicate-sign": (change("shelves", 2, faces=(replace(FACE, id="x", name="1A"),)), "face 1A"),
    "no-levels": (replace(TOY, levels=()), "plan"),
    "level-size": (
        change("levels", 0, outline=rectangle(0, 0, 12_000, 8_000)),
        "level 1",
    ),
    "level-ordinal": (change("levels", 1, ordinal=0), "levels"),
    "unknown-scheme": (replace(TOY, scheme="zdc"), "plan"),
    "unknown-level": (change("kiosks", 0, level="7"), "kiosk toy-1"),
    "unknown-face": (change("ranges", 0, face="77A"), "range r1"),
    "unknown-partition": (change("ranges", 0, partition="x"), "range r1"),
    "duplicate-radio-key": (change("radios", 1, key=TOY.radios[0].key), "radio ibeacon"),
    "radio-key": (change("radios", 0, key="ibeacon:abc"), "radio b101"),
    "no-faces": (change("shelves", 0, faces=()), "shelf 1"),
    "face-sides": (change("shelves", 0, faces=(FACE, replace(FACE, id="x"))), "shelf 1"),
    "bay-numbers": (
        change("shelves", 0, faces=(replace(FACE, bays=(Bay(1, 0.9, 5), Bay(3, 0.9, 5))),)),
        "shelf 1, face 1A",
    ),
    "outline-empty": (change("units", 1, outline=((1, 1), (2, 2), (3, 3))), "unit quiet-1"),
    "outline-crossed": (
        change("units", 0, outline=((0, 0), (5, 5), (5, 0), (0, 5))),
        "unit hall-1",
    ),
    "bays-too-wide": (
        change("shelves", 0, faces=(replace(FACE, bays=make_bays(5)),)),
        "shelf 1, face 1A",
    ),
    "outside-level": (change("radios", 0, x_m=40.0), "radio b101"),
    "shelves-overlap": (add("shelves", double_shelf("8", 5.0, 3.1)), "shelf 1"),
    "shelf-on-fixture": (
        add("fixtures", Fixture("table", "1", "table", rectangle(3, 2.8, 1, 1))),
        "shelf 1",
    ),
    "shelf-in-wall": (add("shelves", double_shelf("8", 9.0, 5.0)), "shelf 8"),
    "opening-without-wall": (
        change("openings", 1, start=(7.5, 6.0), end=(7.5, 7.0)),
        "opening quiet-door-1",
    ),
    "inside-shelf": (change("locator_points", 0, x_m=4.5), "locator point T1A01"),
    "checked-on": (change("ranges", 0, checked_on="maanantai"), "range r1"),
    "bays-backwards": (change("ranges", 0, first_bay=2, last_bay=1), "range r1, face 1A"),
    "no-such-bay": (change("ranges", 1, last_bay=7), "range r2, face 1A"),
    "too-many-boards": (
        change("ranges", 5, boards=("L84.2 AHO",) * 6),
        "range r6, face 3A",
    ),
    "bays-shared": (change("ranges", 1, first_bay=1), "range r2"),
    "face-without-range": (without("ranges", "r3"), "shelf 1, face 1B"),
    "partition-without-range": (without("ranges", "r6", "r7"), "partition lap-kauno"),
    "call-number": (change("ranges", 0, first="KOR"), "range r1"),
    "range-backwards": (change("ranges", 0, first="84.2 KOR", last="84.2 AAL"), "range r1"),
    "boards-order": (
        change("ranges", 5, boards=("L84.2 JAN", "L84.2 HAA")),
        "range r6",
    ),
    "ranges-overlap": (change("ranges", 1, first="84.2 KOI"), "range r2, partition aik-kauno"),
    "connector-stops": (change("connectors", 0, stops=(Stop("1", 9.45, 0.9),)), "stairs stairs"),
    "opening-too-narrow": (change("openings", 1, end=(9.0, 6.5)), "opening quiet-door-1"),
    "level-not-joined": (replace(TOY, connectors=()), "level 2"),
    "no-step-free-way": (without("connectors", "lift"), "level 2"),
    "unreachable-face": (change("shelves", 1, y_m=3.9), "shelf 1, face 1A, bay 1–4"),
    "unreachable-point": (change("kiosks", 0, x_m=1.0, y_m=7.0), "kiosk toy-1"),
    "closed-room": (without("openings", "quiet-door-1"), "unit quiet-1"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_plan_is_reported_with_rule_and_place(rule):
    plan, place = BROKEN[rule]
    problems = [problem for problem in check_plan(plan) if problem.rule == rule]
    assert any(problem.place.startswith(place) for problem in problems)
    assert all(problem.message[-1] in ".…" for problem in problems)


@pytest.mark.parametrize("rule", BROKEN)
def test_only_what_cannot_be_served_at_all_breaks_a_plan(rule):
    breaks = {problem.rule for problem in find_breaks(BROKEN[rule][0])}
    assert rule in breaks or rule not in BREAKING_RULES
    assert breaks <= BREAKING_RULES


def test_all_problems_are_reported_at_once_errors_first():
    plan = replace(BROKEN["call-number"][0], radios=BROKEN["radio-key"][0].radios, connectors=())
    problems = check_plan(plan)
    assert {"call-number", "radio-key", "level-not-joined"} <= {each.rule for each in problems}
    severities = [problem.severity for problem in problems]
    assert severities == sorted(severities)


def test_only_the_bays_that_nobody_reaches_are_named():
    blocked = add("fixtures", Fixture("box", "1", "furniture", rectangle(5.4, 3.35, 0.9, 1.3)))
    (problem,) = (each for each in check_plan(blocked) if each.place.startswith("shelf 1"))
    assert (problem.rule, problem.place) == ("unreachable-face", "shelf 1, face 1A, bay 1")


def test_shelves_in_staff_rooms_need_not_be_reached_by_patrons():
    shelf = replace(
        double_shelf("8", 1.0, 7.0),
        length_m=1.0,
        faces=(replace(FACE, id="8A", name="8A", bays=make_bays(1)),),
    )
    plan = add("shelves", shelf)
    plan = replace(
        plan, ranges=(*plan.ranges, make_range("r9", "lap-kauno", "8A", (1, 1), "90", "91"))
    )
    assert check_plan(plan) == ()


def test_without_an_entrance_the_largest_space_is_where_people_are():
    assert check_plan(without("openings", "entrance-1")) == ()


def test_a_third_level_joined_by_nothing_is_the_only_one_reported():
    plan = add("levels", Level("3", 2, Text("3. kerros"), rectangle(0, 0, 5, 5)))
    assert [(each.rule, each.place) for each in check_plan(plan)] == [
        ("level-not-joined", "level 3")
    ]


@settings(max_examples=150)
@given(plans)
def test_any_plan_can_be_checked(plan):
    for problem in check_plan(plan):
        assert problem.severity in ("error", "warning")
        assert problem.place
        assert problem.message
