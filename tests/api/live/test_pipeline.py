import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.branches import build_branch
from api.live.pipeline import Mover, fold, observe, observe_told, start_mover, step_on
from floorplans.model import Georeference
from positioning.grid.live_ground import ground_of_plan
from positioning.grid.live_observe import Spot
from positioning.model import Sighting
from positioning.motion.records import StepEvent


def heard(time_s: float, radio: str = "b101", rssi_dbm: float = -65.0) -> Sighting:
    return Sighting(time_s, "cart", radio, rssi_dbm)


def begin(branch, now_s: float = 100.0) -> Mover:
    return start_mover(ground_of_plan(branch.plan), "cart", now_s)


def test_silence_shows_nothing(branch):
    mover, position = fold(begin(branch), branch, [], 110.0)
    assert position is None
    assert mover.shown is None


def test_the_dot_is_shown_on_the_level_of_the_radio_that_is_heard(branch):
    for radio, level in (("b101", "1"), ("b201", "2")):
        _, position = fold(begin(branch), branch, [heard(100.2, radio)], 101.0)
        assert position is not None
        assert position.level == level
        assert position.subject == "cart"


def test_the_dot_always_stands_where_one_can_walk(branch):
    mover, shown = begin(branch), 0
    for step in range(20):
        packets = [heard(100.0 + step * 0.5 + k * 0.1, rssi_dbm=-50.0 - step) for k in range(4)]
        mover, position = fold(mover, branch, packets, 100.5 + step * 0.5)
        if position is not None:
            spot = (position.x_m, position.y_m)
            assert math.dist(branch.walkable.nearest(position.level, *spot), spot) < 0.01
            shown += 1
    assert shown > 10


def test_a_packet_that_came_twice_moves_the_dot_by_little(branch):
    once = [heard(100.1), heard(100.3, rssi_dbm=-68.0)]
    twice = sorted([*once, *once], key=lambda each: each.time_s)
    _, first = fold(begin(branch), branch, once, 101.0)
    _, second = fold(begin(branch), branch, twice, 101.0)
    assert first is not None
    assert second is not None
    assert math.dist((first.x_m, first.y_m), (second.x_m, second.y_m)) < 1.0


def test_packets_of_one_time_give_the_same_dot_in_any_order(branch):
    packets = [heard(100.2, rssi_dbm=rssi_dbm) for rssi_dbm in (-60.0, -75.0, -68.0)]
    _, one = fold(begin(branch), branch, packets, 101.0)
    _, other = fold(begin(branch), branch, packets[::-1], 101.0)
    assert one == other


def test_it_does_not_matter_how_the_packets_are_cut_into_batches(branch):
    packets = [heard(100.0 + 0.1 * k, rssi_dbm=-60.0 - k % 7) for k in range(1, 40)]
    _, at_once = fold(begin(branch), branch, packets, 104.0)
    mover, position = begin(branch), None
    for until_s in (100.5, 101.0, 101.5, 102.0, 102.5, 103.0, 103.5, 104.0):
        due = [each for each in packets if until_s - 0.5 < each.time_s <= until_s]
        mover, position = fold(mover, branch, due, until_s)
    assert position == at_once


def test_who_catches_up_is_shown_once_and_tracked_as_if_in_time(branch):
    packets = [heard(100.0 + 0.1 * k, rssi_dbm=-60.0 - k % 7) for k in range(1, 40)]
    in_time, every = fold(begin(branch), branch, packets, 104.0)
    late, newest = fold(begin(branch), branch, packets, 104.0, newest_only=True)
    assert late.fix == in_time.fix
    assert late.stillness.moving == in_time.stillness.moving
    assert (newest.time_s, newest.level) == (every.time_s, every.level)
    assert math.dist((newest.x_m, newest.y_m), (every.x_m, every.y_m)) < every.radius_95_m


def test_a_check_in_puts_the_dot_there_at_once(branch):
    mover, _ = fold(begin(branch), branch, [heard(100.2)], 101.0)
    _, position = observe(mover, branch, 101.2, "2", 6.0, 6.5, 0.7)
    assert (position.level, position.time_s) == ("2", 101.2)
    assert math.dist((position.x_m, position.y_m), (6.0, 6.5)) < 0.1


def test_a_check_in_of_a_subject_never_heard_shows_it(branch):
    _, position = observe(begin(branch), branch, 101.2, "1", 6.9, 3.0, 0.7)
    assert math.dist((position.x_m, position.y_m), (6.9, 3.0)) < 0.1


@given(
    st.lists(
        st.tuples(
            st.floats(95.0, 105.0),
            st.sampled_from(["b101", "b201", "b999"]),
            st.floats(-127.0, 20.0),
        ),
        max_size=20,
    ),
    st.floats(100.0, 105.0),
)
def test_whatever_was_heard_a_check_in_counts_and_later_packets_do_not_stop_the_dot(
    branch, packets, check_in_s
):
    sightings = [heard(*each) for each in sorted(packets)]
    before = [each for each in sightings if each.time_s <= check_in_s - 0.1]
    mover, _ = fold(begin(branch), branch, before, check_in_s - 0.1)
    mover, there = observe(mover, branch, check_in_s, "1", 6.9, 3.0, 0.7)
    assert there.level == "1"
    after = [each for each in sightings if each.time_s > check_in_s - 0.1]
    mover, position = fold(mover, branch, after, 106.0)
    assert position is not None
    assert math.isfinite(position.x_m)
    assert position.radius_95_m > 0


def test_the_heading_is_kept_while_the_dot_hardly_moves(branch):
    mover, _ = observe(begin(branch), branch, 100.0, "1", 2.0, 1.5, 0.3)
    mover, first = fold(mover, branch, [heard(100.3, rssi_dbm=-45.0)], 101.0)
    assert first is not None
    for now_s in (101.5, 102.0, 102.5):
        before = mover.shown
        mover, position = fold(mover, branch, [], now_s)
        assert position is not None
        assert before is not None
        moved_m = math.dist((before.x_m, before.y_m), (position.x_m, position.y_m))
        if moved_m < 0.25:
            assert position.heading_deg == before.heading_deg
        else:
            assert position.heading_deg == pytest.approx(
                math.degrees(math.atan2(position.y_m - before.y_m, position.x_m - before.x_m)) % 360
            )


def test_the_dot_of_one_who_hears_the_same_all_the_time_rests_where_one_can_stand(branch):
    scatter_db = (0.0, 3.0, -2.0, 1.0, -3.0, 2.0, -1.0)
    mover, shown = begin(branch), []
    for step in range(1, 81):
        until_s = 100.0 + 0.5 * step
        packets = [
            heard(until_s - 0.5 + 0.1 * k, rssi_dbm=-62.0 + scatter_db[(5 * step + k) % 7])
            for k in range(1, 6)
        ]
        mover, position = fold(mover, branch, packets, until_s)
        if position is not None and step > 20:
            shown.append((position.x_m, position.y_m))
    assert mover.dot is not None
    assert mover.dot.resting
    assert len(shown) > 50
    assert max(math.dist(one, other) for one in shown for other in shown) < 0.3
    assert math.dist(branch.walkable.nearest("1", *shown[-1]), shown[-1]) < 0.01


def test_of_a_wide_belief_the_position_says_what_is_known(branch):
    mover = begin(branch)
    spots = [Spot("1", 1.0, 1.0, 1.0, 0.7), Spot("1", 11.0, 7.0, 1.0, 0.3)]
    _, position = observe_told(mover, branch, 100.0, spots, 0.1)
    assert position.known.knows in ("area", "level")
    assert position.known.level == "1"
    assert observe(begin(branch), branch, 100.0, "1", 2.0, 1.5, 0.3)[1].known.knows == "spot"


def test_a_place_on_a_level_without_cells_gives_no_position(branch):
    mover = begin(branch)
    assert observe_told(mover, branch, 100.0, [Spot("attic", 2.0, 2.0, 1.0)], 0.1) == (mover, None)


def test_steps_lead_the_dot_on_and_none_keep_it_where_it_is(branch):
    branch = build_branch(replace(branch.plan, georeference=Georeference(25.0, 62.0)))
    mover, there = observe(begin(branch), branch, 100.0, "1", 2.0, 2.2, 0.4)
    for number in range(1, 9):
        now_s = 100.0 + number / 2
        step = StepEvent(now_s, 0.6, 0.0, 0.1, 0.2, 0.2, 0)
        mover = step_on(mover, branch, [step], now_s - 0.5, now_s)
        mover, position = fold(mover, branch, [], now_s)
    assert math.dist((position.x_m, position.y_m), (there.x_m, there.y_m)) > 0.8
    walked = position
    for number in range(9, 40):
        now_s = 100.0 + number / 2
        mover = step_on(mover, branch, [], now_s - 0.5, now_s)
        mover, position = fold(mover, branch, [], now_s)
        if number == 16:
            walked = position
    assert math.dist((position.x_m, position.y_m), (walked.x_m, walked.y_m)) < 0.3
