from collections import Counter
from dataclasses import replace

import pytest

from floorplans.checks.rules import RANGES
from floorplans.model import Alias, BayRun, Plan, Range, Text
from floorplans.validate import check_plan
from tests.support.checks import (
    SOUND,
    Broken,
    add,
    change,
    find_problems,
    uncovered,
    why_not_reported,
    without,
)
from tests.support.plans import make_range

FIRST = SOUND.ranges[0]
CATALOGUE = Counter(
    {
        ("aik-kauno", "84.2 AAL"): 2,
        ("aik-kauno", "84.2 LEH"): 1,
        ("aik-kauno", "84.31 KIN"): 1,
        ("aik-tieto", "02 KIR"): 1,
        ("aik-tieto", "70.1 KIR"): 1,
        ("aik-tieto", "92.7 KIR"): 1,
        ("lap-kauno", "84.2 HAA"): 1,
        ("lap-kauno", "84.2 MER"): 1,
    }
)


def in_catalogue(partition: str, *call_numbers: str) -> Counter[tuple[str, str]]:
    return CATALOGUE + Counter((partition, each) for each in call_numbers)


def display(**fields: object) -> Plan:
    """Add a display of some adult fiction that stands on bay 1 of face 4A."""
    shown = make_range("d1", "aik-kauno", "4A", (1, 1), "84.2 AAL", "84.2 ÖST")
    return add("ranges", replace(shown, kind="display", **fields))


def on_4a(*bays: tuple[int, int]) -> Plan:
    """Cut range r8 into ranges on bays of the round shelf."""
    ranges = [
        make_range(f"r8{number}", "aik-tieto", "4A", each, f"9{number}.1", f"9{number}.5")
        for number, each in enumerate(bays)
    ]
    return replace(SOUND, ranges=(*SOUND.ranges[:-1], *ranges))


BROKEN = {
    "unknown-face": Broken(
        add("ranges", make_range("r9", "aik-tieto", "77A", (1, 2), "99.5", "99.6")),
        "range r9",
        "put the range on a face",
    ),
    "unknown-partition": Broken(
        add("aliases", Alias("x", branch="Toy")), "alias 1", "add it or choose another"
    ),
    "range-without-bays": Broken(
        add("ranges", replace(FIRST, id="r9", first="85", last="85", runs=())),
        "range r9",
        "put it on bays",
    ),
    "bays-backwards": Broken(
        change("ranges", 4, runs=(BayRun("2B", 4, 1),)),
        "range r5, face 2B",
        "swap them",
        frozenset({"bays-without-range"}),
    ),
    "no-such-bay": Broken(
        change("ranges", 1, runs=(BayRun("1A", 3, 7),)), "range r2, face 1A", "correct the range's"
    ),
    "no-such-board": Broken(
        change("ranges", 0, runs=(BayRun("1A", 1, 2, 4, 6),)), "range r1, face 1A", "1 to 5"
    ),
    "too-many-boards": Broken(
        change("ranges", 5, boards=("L84.2 AHO",) * 6), "range r6, face 3A", "correct the bay"
    ),
    "boards-on-bays": Broken(
        change("ranges", 0, boards=("84.2 AAL", "84.2 HUO")), "range r1", "leave the boards out"
    ),
    "boards-order": Broken(
        change("ranges", 5, boards=("L84.2 JAN", "L84.2 HAA")), "range r6", "correct them"
    ),
    "bay-firsts": Broken(
        change("ranges", 0, bay_firsts=("84.2 AAL",)), "range r1", "but the range has 2 bays"
    ),
    "call-number": Broken(
        change("ranges", 0, first="KOR"), "range r1", 'one looks like "84.2 TOL"'
    ),
    "range-backwards": Broken(
        change("ranges", 0, first="84.2 KOR", last="84.2 AAL"), "range r1", "swap them"
    ),
    "ranges-overlap": Broken(
        change("ranges", 1, first="84.2 KOI"),
        "range r2, partition aik-kauno",
        "let one end where the other begins",
    ),
    "range-gap": Broken(
        on_4a((1, 2), (5, 6)),
        "shelf 4, face 4A, bay 3–4",
        'no range, between "90.5" and "91.1"; lengthen one',
    ),
    "bays-without-range": Broken(on_4a((1, 2), (3, 4)), "shelf 4, face 4A, bay 5–6", "assign one"),
    "face-without-range": Broken(without("ranges", "r3"), "shelf 1, face 1B", "assign one"),
    "bays-shared": Broken(on_4a((1, 4), (3, 6)), "range r81, face 4A", "give each its own"),
    "order-along-shelf": Broken(
        on_4a((4, 6), (1, 3)), "shelf 4, face 4A", "if the shelf is in order, swap their bays"
    ),
    "theme-missing": Broken(
        change("ranges", 7, kind="theme"), "range r8", "add what is signed on the shelf"
    ),
    "range-dates": Broken(
        display(starts_on="2026-12-24", ends_on="2026-12-01"), "range d1", "swap them"
    ),
    "range-over": Broken(display(ends_on="2026-11-21"), "range d1", "give it a later end"),
    "checked-on": Broken(change("ranges", 0, checked_on="maanantai"), "range r1", "2026-03-02"),
    "checked-in-future": Broken(
        change("ranges", 0, checked_on="2026-11-23"), "range r1", "a day to come"
    ),
    "range-stale": Broken(
        change("ranges", 0, checked_on="2025-11-21"), "range r1", "look at the shelf"
    ),
    "partition-without-range": Broken(
        add("partitions", replace(SOUND.partitions[0], id="new")), "partition new", "assign one"
    ),
    "partitions-alike": Broken(
        replace(
            SOUND,
            partitions=(*SOUND.partitions, replace(SOUND.partitions[0], id="new")),
            ranges=(
                SOUND.ranges[0],
                replace(SOUND.ranges[1], partition="new"),
                *SOUND.ranges[2:-1],
                replace(SOUND.ranges[-1], partition="new", first="84.2 AAL", last="84.2 AHO"),
            ),
        ),
        "partition aik-kauno",
        "a prefix or a name of its own",
    ),
    "alias-empty": Broken(
        add("aliases", Alias("aik-kauno", language="fi")), "alias 1", "fill one in"
    ),
    "alias-clash": Broken(
        add("aliases", Alias("aik-kauno", collection="FIK"), Alias("lap-kauno", collection="FIK")),
        "alias 2",
        "tell them apart by another field",
    ),
    "items-without-partition": Broken(
        SOUND,
        "partition musiikki",
        "2 items of the catalogue are in it",
        catalogue=in_catalogue("musiikki", "78.891 ABB", "78.892 ABB"),
    ),
    "items-without-range": Broken(
        SOUND,
        "partition aik-kauno",
        'No range holds 2 items ("86.2 AHO", "86.2 TOI"); lengthen a range',
        catalogue=in_catalogue("aik-kauno", "86.2 AHO", "86.2 TOI"),
    ),
    "items-unreadable": Broken(
        SOUND,
        "partition aik-kauno",
        '1 item ("romaani") cannot be read',
        catalogue=in_catalogue("aik-kauno", "romaani"),
    ),
    "partition-without-items": Broken(
        SOUND,
        "partition lap-kauno",
        "correct the ranges' partition",
        catalogue={key: count for key, count in CATALOGUE.items() if key[0] != "lap-kauno"},
    ),
    "range-without-items": Broken(
        SOUND,
        "range r3",
        "look whether its ends are right",
        catalogue={key: count for key, count in CATALOGUE.items() if key[1] != "84.31 KIN"},
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_range_is_reported_with_place_and_remedy(rule):
    assert why_not_reported(rule, BROKEN[rule]) is None


def test_every_rule_for_ranges_has_a_plan_that_breaks_it():
    assert uncovered(BROKEN, RANGES) == set()


def test_a_catalogue_that_fits_the_ranges_has_nothing_to_report():
    assert find_problems(SOUND, CATALOGUE) == ()


def test_a_range_inside_a_much_longer_one_overlaps_it_even_with_another_between():
    plan = add(
        "ranges",
        make_range("long", "aik-tieto", "4A", (1, 6), "90 HIS", "99.9"),
        make_range("in", "aik-tieto", "4A", (1, 6), "99.5", "99.7"),
    )
    overlaps = [each.thing for each in find_problems(plan) if each.rule == "ranges-overlap"]
    assert overlaps == ["in", "long"] or set(overlaps) == {"in", "r8"}


@pytest.mark.parametrize("kind", ["display", "trolley", "oversize", "closed", "theme"])
def test_other_kinds_may_hold_what_stands_elsewhere_in_order(kind):
    shown = replace(
        make_range("d1", "aik-tieto", "4A", (1, 1), "61.2 HÄM", "78.89 ÄÄN"),
        kind=kind,
        theme=Text("Jännitys"),
    )
    assert [each.rule for each in find_problems(add("ranges", shown))] == []


def test_titles_are_read_as_headings():
    titles = Range(
        "r9", "lap-kauno", (BayRun("4A", 6, 6),), "Aapinen", "Öljy", "2026-03-02", "title"
    )
    assert find_problems(add("ranges", titles)) == ()
    (problem,) = find_problems(add("ranges", replace(titles, first="Öljy", last="Aapinen")))
    assert problem.rule == "range-backwards"


def test_call_numbers_are_read_by_the_partitions_own_scheme():
    plan = change("partitions", 2, scheme="text")
    shelf_marks = replace(SOUND.ranges[5], first="AA-2", last="AA-11", boards=())
    plan = replace(plan, ranges=(*plan.ranges[:5], shelf_marks, plan.ranges[7]))
    assert {each.rule for each in find_problems(plan)} == {"bays-without-range"}


def test_a_range_without_ends_holds_all_of_its_partition():
    whole = make_range("all", "lap-kauno", "3A", (1, 4), "", "")
    alone = replace(without("ranges", "r6", "r7"))
    assert find_problems(replace(alone, ranges=(*alone.ranges, whole))) == ()
    (problem,) = (p for p in find_problems(add("ranges", whole)) if p.rule == "ranges-overlap")
    assert problem.thing == "all"


def test_a_range_with_one_end_only_is_unreadable():
    (problem,) = find_problems(change("ranges", 0, last=""))
    assert problem.rule == "call-number"


@pytest.mark.parametrize(
    "firsts",
    [
        ("84.2 HUO", "84.2 AAL"),
        ("84.1 AAL", "84.2 HUO"),
        ("84.2 AAL", "84.2 LIN"),
    ],
)
def test_first_items_of_bays_are_in_order_and_within_the_range(firsts):
    (problem,) = find_problems(change("ranges", 0, bay_firsts=firsts))
    assert problem.rule == "bay-firsts"


def test_first_items_of_bays_may_be_missing_for_empty_ones():
    assert find_problems(change("ranges", 0, bay_firsts=("84.2 AAL", ""))) == ()


def test_ranges_on_different_boards_of_the_same_bays_share_none():
    upper = BayRun("2B", 1, 4, 1, 2)
    lower = BayRun("2B", 1, 4, 3, 5)
    plan = change("ranges", 4, runs=(upper,))
    plan = replace(
        plan,
        ranges=(
            *plan.ranges,
            replace(SOUND.ranges[4], id="r9", first="79", last="79", runs=(lower,)),
        ),
    )
    assert find_problems(plan) == ()


def test_dates_count_only_when_the_day_is_known():
    for rule in ("checked-in-future", "range-stale", "range-over"):
        assert check_plan(BROKEN[rule].plan) == ()
