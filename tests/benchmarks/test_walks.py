import math

import numpy as np
import pytest

from api.branches import build_branch
from api.live.positions import Position
from api.plans import load_plan
from benchmarks.walks import (
    FOLLOW_S,
    KINDS,
    Moment,
    Trip,
    follow_of,
    follow_trip,
    hear_trip,
    longest_wrong_s,
    plan_trip,
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


def moment(now_s, x_m, level="1", true_level="1"):
    shown = Position("walker", now_s, level, x_m, 0.0, 2.0)
    fix = Fix(now_s, "walker", level, x_m, 0.0, ((1.0, 0.0), (0.0, 1.0)), 2.0)
    return Moment(now_s, shown, fix, Spot(true_level, x_m, 0.0))


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
    moments = [moment(0.5 * k, 0.0 if k < 13 else 0.2) for k in range(40)]
    follow = follow_of(moments, trip, 5.0)
    assert follow is not None
    assert follow.after_s == 1.5
    never = follow_of([moment(0.5 * k, 0.0) for k in range(40)], trip, 5.0)
    assert never is not None
    assert never.after_s == math.inf


def test_the_longest_time_on_a_wrong_level_counts_to_the_next_fix():
    levels = ["1"] * 4 + ["2"] * 3 + ["1"] * 2 + ["2"]
    moments = [moment(0.5 * k, 0.0, level) for k, level in enumerate(levels)]
    assert longest_wrong_s(moments) == 1.5
    assert longest_wrong_s(moments[:4]) == 0.0


def test_the_dot_of_one_who_stands_in_the_library_hardly_moves(stands):
    wanders = [wander_m(moments, trip.stands[0]) for trip, moments in stands]
    farthest_m = [each[0] for each in wanders if each is not None]
    assert len(farthest_m) == len(stands)
    assert max(farthest_m) < 0.3
    assert np.median(farthest_m) < 0.2


def test_the_dot_of_one_who_walks_on_in_the_library_follows(stands):
    follows = [follow_of(moments, trip, trip.stands[0][1]) for trip, moments in stands]
    after_s = [each.after_s for each in follows if each is not None]
    assert len(after_s) == len(stands)
    assert np.median(after_s) < FOLLOW_S + 1.5
    fix_m, dot_m = np.mean([(each.fix_behind_m, each.behind_m) for each in follows if each], axis=0)
    assert dot_m < fix_m + 1.0
