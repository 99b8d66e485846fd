import math
from dataclasses import replace

import numpy as np
import pytest

from api.branches import build_branch
from api.live.positions import Position
from api.plans import load_plan
from benchmarks.trips import KINDS, Trip, hear_trip, plan_trip, tell_steps
from benchmarks.walks import (
    CHANCES,
    FOLLOW_S,
    STILL_M,
    Moment,
    curve_rows,
    follow_of,
    follow_trip,
    is_right,
    longest_wrong_s,
    wander_m,
)
from positioning.model import Fix
from routing.model import Spot


@pytest.fixture(scope="module")
def branch():
    return build_branch(load_plan("demo"))


@pytest.fixture(scope="module")
def stands(branch):
    trips = [plan_trip(branch, "stand", number) for number in range(6)]
    return [(trip, follow_trip(branch, trip, number)) for number, trip in enumerate(trips)]


def moment(now_s, x_m, level="1", true_level="1", moving=0.0):
    shown = Position("walker", now_s, level, x_m, 0.0, 2.0)
    fix = Fix(now_s, "walker", level, x_m, 0.0, ((1.0, 0.0), (0.0, 1.0)), 2.0)
    return Moment(now_s, shown, fix, Spot(true_level, x_m, 0.0), moving)


def levels_of(trip: Trip):
    return [spot.level for _, spot in trip.walk.corners]


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_always_gives_the_same_walk_and_the_same_packets(branch, kind):
    one, other = plan_trip(branch, kind, 3), plan_trip(branch, kind, 3)
    assert one == other
    assert one != plan_trip(branch, kind, 4)
    early = [next(hear_trip(branch, one, 3)) for _ in range(2)]
    assert early[0] == early[1]


def test_walks_change_level_where_they_shall(branch):
    assert len(set(levels_of(plan_trip(branch, "level", 1)))) == 1
    stairs, lift = (plan_trip(branch, kind, 1) for kind in ("stairs", "lift"))
    assert len(set(levels_of(stairs))) == len(set(levels_of(lift))) == 2


def test_one_who_stands_stands(branch):
    trip = plan_trip(branch, "stand", 2)
    ((since_s, until_s),) = trip.stands
    assert until_s - since_s >= 40.0
    assert {trip.walk.at(float(t)) for t in np.arange(since_s, until_s, 1.0)} == {
        trip.walk.at(since_s)
    }
    later = trip.walk.at(until_s + 3.0)
    assert math.dist((later.x_m, later.y_m), _at(trip, since_s)) > 1.0


def _at(trip, time_s):
    spot = trip.walk.at(time_s)
    return spot.x_m, spot.y_m


def test_packets_come_in_batches_never_before_they_were_heard(branch):
    packets = list(hear_trip(branch, plan_trip(branch, "level", 0), 0))
    late_s = [arrives_s - sighting.time_s for arrives_s, sighting in packets]
    assert min(late_s) > -1e-9
    assert max(late_s) < 0.6
    assert len(packets) > 200


def test_the_farthest_of_any_half_minute_of_a_stand_is_found():
    quiet = [moment(0.5 * k, 1.0) for k in range(90)]
    assert wander_m(quiet, (0.0, 40.0)) == (0.0, 0.0)
    hopping = [moment(0.5 * k, 1.0 + (k == 30)) for k in range(90)]
    assert wander_m(hopping, (0.0, 40.0)) == pytest.approx((1.0, 2.0))
    settling = [moment(0.5 * k, float(k < 10)) for k in range(90)]
    assert wander_m(settling, (0.0, 40.0)) == (0.0, 0.0)
    assert wander_m(quiet, (0.0, 20.0)) is None


def test_the_dot_has_followed_when_it_has_left_its_place(branch):
    trip = plan_trip(branch, "stand", 0)
    moments = [moment(0.5 * k, 0.2 if k < 13 else 0.6) for k in range(40)]
    follow = follow_of(moments, trip, 5.0)
    assert follow is not None
    assert follow.after_s == 1.5
    never = follow_of([moment(0.5 * k, 0.2 * (k > 12)) for k in range(40)], trip, 5.0)
    assert never is not None
    assert never.after_s == math.inf


@pytest.mark.parametrize("number", [0, 33, 54])
def test_a_dot_that_has_come_to_rest_is_not_led_round_a_shelf(branch, number):
    trip = plan_trip(branch, "stand", number)
    wander = wander_m(follow_trip(branch, trip, number), trip.stands[0])
    assert wander is not None
    assert wander[0] < STILL_M


def test_a_drawn_circle_holds_her_where_she_is_then_and_on_its_level_only():
    there = Spot("1", 3.5, 0.0), Spot("1", 4.5, 0.0), Spot("2", 2.0, 0.0)
    assert list(replace(moment(1.0, 2.0), drawn=there).held) == [True, False]


def test_the_longest_time_on_a_wrong_level_counts_to_the_next_fix():
    levels = ["1"] * 4 + ["2"] * 3 + ["1"] * 2 + ["2"]
    moments = [moment(0.5 * k, 0.0, level) for k, level in enumerate(levels)]
    assert longest_wrong_s(moments) == 1.5
    assert longest_wrong_s(moments[:4]) == 0.0


def test_a_walk_is_right_if_the_dot_changes_level_within_five_seconds_of_the_walker():
    def walk(until, also=()):
        return [
            moment(0.5 * k, 0.0, "1" if k < until or k in also else "2", "1" if k < 20 else "2")
            for k in range(60)
        ]

    assert is_right(walk(until=20))
    assert is_right(walk(until=28))
    assert not is_right(walk(until=32))
    assert not is_right(walk(until=18))
    assert not is_right(walk(until=20, also=[45]))


def test_the_curve_tells_how_often_and_how_soon_a_chance_is_reached(branch):
    trip = plan_trip(branch, "stand", 0)
    ((since_s, until_s),) = trip.stands
    moments = [
        *(moment(since_s + 5.0 + k, 0.0, moving=0.25 * (k == 20)) for k in range(30)),
        *(moment(until_s + 0.5 * k, 0.0, moving=0.15 * k) for k in range(1, 8)),
    ]
    rows = {row[0]: row[1:] for row in curve_rows([trip], [moments])}
    assert list(rows) == list(CHANCES)
    assert rows[0.2] == ("100.0 %", "1.00 / 1.00", "100 %")
    assert rows[0.4] == ("0.0 %", "1.50 / 1.50", "100 %")
    assert rows[0.7] == ("0.0 %", "2.50 / 2.50", "0 %")


def test_a_phone_that_tells_steps_tells_none_of_one_who_stands(branch):
    trip = plan_trip(branch, "steps", 1)
    ((since_s, until_s),) = trip.stands
    steps = list(tell_steps(branch, trip, 1))
    assert not [each for each in steps if since_s + 1e-9 < each.time_s <= until_s]
    way_m = sum(
        math.dist((a.x_m, a.y_m), (b.x_m, b.y_m))
        for (_, a), (_, b) in zip(trip.walk.corners, trip.walk.corners[1:], strict=False)
    )
    assert sum(each.length_m for each in steps) == pytest.approx(way_m, rel=0.05)


def test_the_dot_of_one_who_stands_in_the_library_hardly_moves(stands):
    wanders = [wander_m(moments, trip.stands[0]) for trip, moments in stands]
    farthest_m = [each[0] for each in wanders if each is not None]
    assert len(farthest_m) == len(stands)
    assert max(farthest_m) < STILL_M
    assert np.median(farthest_m) < 0.1


def test_the_dot_of_one_who_walks_on_in_the_library_follows(stands):
    follows = [follow_of(moments, trip, trip.stands[0][1]) for trip, moments in stands]
    after_s = [each.after_s for each in follows if each is not None]
    assert len(after_s) == len(stands)
    assert np.median(after_s) < FOLLOW_S + 1.5
    fix_m, dot_m = np.mean([(each.fix_behind_m, each.behind_m) for each in follows if each], axis=0)
    assert dot_m < fix_m + 0.5


def test_the_dot_of_one_whose_phone_tells_steps_follows_within_two_seconds(branch):
    for number in range(4):
        trip = plan_trip(branch, "steps", number)
        moments = follow_trip(branch, trip, number, with_steps=True)
        wander, follow = (
            wander_m(moments, trip.stands[0]),
            follow_of(moments, trip, trip.stands[0][1]),
        )
        assert wander is not None
        assert wander[0] < STILL_M
        assert follow is not None
        assert follow.after_s <= FOLLOW_S


@pytest.mark.parametrize("kind", ["stairs", "lift"])
def test_the_dot_changes_level_with_the_walker(branch, kind):
    for number in range(4):
        moments = follow_trip(branch, plan_trip(branch, kind, number), number)
        assert is_right(moments)
        assert longest_wrong_s(moments) <= 3.0
