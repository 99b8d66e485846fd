"""The live tracker in a toy hall of two levels, with stairs in a corner."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.grid.catch import CatchEvidence
from positioning.grid.live_fix import fix_of, radius_about
from positioning.grid.live_ground import make_ground
from positioning.grid.live_observe import observe_spot
from positioning.grid.live_residuals import note_catch, residuals_of
from positioning.grid.live_track import (
    HOLD_S,
    advance,
    fix_at,
    renew_ground,
    start_track,
)
from positioning.grid.space import Portal, Space, space_of_site
from positioning.model import Sighting
from tests.support.halls import DEPTH_M, WIDTH_M, hear_all, make_hall, stroll

HALL = make_hall(levels=2)
STAIRS = (22.0, 16.0)
PORTALS = (Portal("1", STAIRS, "2", STAIRS), Portal("2", STAIRS, "1", STAIRS))


def make_space(site=HALL):
    return Space(space_of_site(site, 0.5).levels, PORTALS)


GROUND = make_ground(HALL, make_space())
WALK = stroll([("1", 3, 3), ("1", 20, 4), ("1", 20, 14)], pause_s=3.0)
HEARD = hear_all(HALL, WALK, seed=5)
END_S = WALK[-1].time_s


def follow(heard, until_s=END_S, ground=GROUND, every_s=0.5):
    """Fold half second by half second; gives the last track and all fixes."""
    track, fixes = start_track(ground, "walker"), []
    for step in range(1, math.ceil(until_s / every_s) + 1):
        now_s = step * every_s
        due = [each for each in heard if now_s - every_s < each.time_s <= now_s]
        track, new = advance(track, due, now_s)
        fixes += new
    return track, fixes


FOLLOWED, _ = follow(HEARD)


def truth_at(moments, time_s):
    return min(moments, key=lambda each: abs(each.time_s - time_s))


def misses_m(fixes, moments=WALK, from_s=4.0):
    return [
        math.dist((fix.x_m, fix.y_m), (true.x_m, true.y_m))
        for fix in fixes
        if fix.time_s >= from_s
        for true in [truth_at(moments, fix.time_s)]
    ]


def part_mass(track):
    return sum(float(part.mass.sum()) for part in track.belief.parts.values())


def test_a_walker_is_followed():
    track, fixes = follow(HEARD)
    assert {fix.level for fix in fixes if fix.time_s > 2} == {"1"}
    assert np.mean(misses_m(fixes)) < 2.5
    assert part_mass(track) == pytest.approx(1, abs=1e-3)
    times = [fix.time_s for fix in fixes]
    np.testing.assert_allclose(np.diff(times), 0.5)


def test_the_radius_holds_most_of_the_truth_and_is_not_idly_wide():
    held, radii = [], []
    for seed in range(12):
        _, fixes = follow(hear_all(HALL, WALK, seed))
        late = [fix for fix in fixes if fix.time_s >= 4]
        held += [m <= f.radius_95_m for m, f in zip(misses_m(late), late, strict=True)]
        radii += [fix.radius_95_m for fix in late]
    assert 0.88 < np.mean(held) <= 1.0
    assert np.median(radii) < 5.5


@given(st.floats(-15.0, 15.0), st.floats(-15.0, 15.0))
def test_a_radius_about_another_place_grows_by_no_more_than_how_far_that_is(east_m, north_m):
    fix = fix_of(FOLLOWED, END_S)
    assert fix is not None
    apart_m = math.hypot(east_m, north_m)
    radius_m = radius_about(FOLLOWED, fix, fix.x_m + east_m, fix.y_m + north_m)
    assert fix.radius_95_m <= radius_m <= fix.radius_95_m + FOLLOWED.widening * apart_m + 0.2


def test_packets_in_one_batch_or_many_give_the_same_fixes():
    _, in_steps = follow(HEARD)
    _, at_once = advance(start_track(GROUND, "walker"), HEARD, END_S)
    assert list(at_once) == in_steps


def test_the_order_of_packets_in_a_batch_does_not_matter():
    shuffled = [HEARD[k] for k in np.random.default_rng(1).permutation(len(HEARD))]
    _, sorted_fixes = advance(start_track(GROUND, "walker"), HEARD, END_S)
    _, fixes = advance(start_track(GROUND, "walker"), shuffled, END_S)
    assert fixes == sorted_fixes


def test_radios_far_out_of_earshot_change_nothing():
    far = tuple(replace(each, id=f"far-{each.id}", x_m=each.x_m + 500.0) for each in HALL.radios)
    crowded = replace(HALL, radios=(*HALL.radios, *far))
    track, fixes = follow(HEARD, 8.0)
    track_beside, beside = follow(HEARD, 8.0, make_ground(crowded, make_space(crowded)))
    assert beside == fixes
    evidence = note_catch(CatchEvidence(), track, fixes[-1])
    evidence_beside = note_catch(CatchEvidence(), track_beside, fixes[-1])
    np.testing.assert_array_equal(evidence_beside.nats, evidence.nats)


def test_advancing_leaves_the_track_before_as_it_was():
    track, _ = follow(HEARD, 10.0)
    before = {key: part.mass.copy() for key, part in track.belief.parts.items()}
    due = [each for each in HEARD if 10 < each.time_s <= 12]
    _, fixes = advance(track, due, 12.0)
    for key, part in track.belief.parts.items():
        np.testing.assert_array_equal(part.mass, before[key])
    assert advance(track, due, 12.0)[1] == fixes


@pytest.mark.parametrize("seed", range(4))
def test_she_takes_the_stairs_and_is_on_the_other_level_within_two_seconds(seed):
    rise = [("1", 10, 15), ("1", *STAIRS)]
    below = stroll(rise, pause_s=12.0)
    above = stroll([("2", *STAIRS), ("2", 10, 15)])
    shift_s = below[-1].time_s
    walk = [*below, *(replace(each, time_s=each.time_s + shift_s) for each in above)]
    _, fixes = follow(hear_all(HALL, walk, seed), walk[-1].time_s)
    wrong_s = [
        fix.time_s
        for fix in fixes
        if fix.time_s > 3 and fix.level != truth_at(walk, fix.time_s).level
    ]
    assert fixes[-1].level == "2"
    assert all(shift_s - 2 < each < shift_s + 2.5 for each in wrong_s)


def test_far_from_stairs_nothing_of_the_belief_is_on_another_level():
    track, _ = follow(HEARD, 10.0)
    assert set(track.belief.parts) == {"1"}


def test_in_silence_the_belief_spreads_and_then_nothing_is_known():
    track, _ = follow(HEARD)
    track, fixes = advance(track, [], track.heard_s + HOLD_S + 20)
    radii = [fix.radius_95_m for fix in fixes]
    assert fixes[-1].time_s == pytest.approx(track.heard_s + HOLD_S, abs=0.51)
    assert all(later >= sooner - 0.3 for sooner, later in pairwise(radii))
    assert radii[-1] > 1.5 * radii[0]
    assert fix_at(track, track.heard_s + HOLD_S + 1) is None
    again = [replace(each, time_s=each.time_s + 100) for each in HEARD[:60]]
    _, fixes = advance(track, again, again[-1].time_s)
    assert fixes


def test_no_belief_is_ever_where_nobody_can_be():
    closed = {
        key: replace(cells, passing=cells.passing.copy())
        for key, cells in make_space().levels.items()
    }
    closed["1"].passing[12:16, 10:30] = 0.0
    track, _ = follow(HEARD, ground=make_ground(HALL, Space(closed, PORTALS)))
    part = track.belief.parts["1"]
    rows, columns = part.window
    assert part.places()[closed["1"].passing[rows, columns] == 0].max(initial=0.0) == 0


def test_what_cannot_be_used_is_dropped_and_counted():
    good = HEARD[:40]
    time_s = good[-1].time_s
    bad = [
        Sighting(time_s, "walker", "never seen", -60.0),
        Sighting(time_s, "walker", "b100", math.nan),
        Sighting(time_s, "walker", "b100", 127.0),
        Sighting(math.nan, "walker", "b100", -60.0),
        Sighting(math.inf, "walker", "b100", -60.0),
        Sighting(time_s, "walker", "b100", "-60"),
    ]
    track, fixes = advance(start_track(GROUND, "walker"), [*bad, *good], time_s + 1)
    _, clean = advance(start_track(GROUND, "walker"), good, time_s + 1)
    assert (track.counts.used, track.counts.unknown, track.counts.impossible) == (40, 1, 5)
    assert fixes == clean


def test_only_unknown_radios_give_no_fix():
    strange = [replace(each, radio="strange") for each in HEARD]
    track, fixes = advance(start_track(GROUND, "walker"), strange, END_S)
    assert fixes == ()
    assert track.counts.unknown == len(strange)


def test_ten_thousand_sightings_at_once_are_one_look():
    rng = np.random.default_rng(3)
    here = [each for each in HEARD if 9.5 < each.time_s <= 10.0]
    many = [
        replace(here[k], time_s=10.0, rssi_dbm=here[k].rssi_dbm)
        for k in rng.integers(len(here), size=10_000)
    ]
    track, _ = follow(HEARD, 9.5)
    track, fixes = advance(track, many, 11.0)
    assert track.counts.used > 10_000
    assert misses_m(fixes)[0] < 6


def test_a_clock_that_is_set_back_begins_the_track_anew():
    track, _ = follow(HEARD)
    again = [each for each in HEARD if each.time_s <= 6]
    track, fixes = advance(track, again, 6.0)
    assert fixes == advance(start_track(GROUND, "walker"), again, 6.0)[1]


def test_a_clock_that_steps_back_a_little_changes_nothing():
    track, _ = follow(HEARD, 10.0)
    after, fixes = advance(track, [], 9.0)
    assert (after, fixes) == (track, ())


@pytest.mark.parametrize("seed", range(3))
def test_a_track_that_is_lost_finds_back_within_five_seconds(seed):
    here = stroll([("1", 2, 2), ("1", 6, 3)], pause_s=8.0)
    there = stroll([("2", 20, 15), ("2", 14, 15)], pause_s=6.0)
    shift_s = here[-1].time_s
    moved = [replace(each, time_s=each.time_s + shift_s) for each in there]
    _, fixes = follow(hear_all(HALL, [*here, *moved], seed), moved[-1].time_s)
    late = [fix for fix in fixes if fix.time_s > shift_s + 5]
    assert {fix.level for fix in late} == {"2"}
    assert np.median(misses_m(late, moved)) < 4


def test_two_phones_with_one_id_give_a_wide_radius_and_it_recovers():
    one = stroll([("1", 3, 3), ("1", 6, 3), ("1", 3, 4), ("1", 6, 4), ("1", 12, 10), ("1", 4, 10)])
    other = stroll([("1", 21, 15), ("1", 18, 15), ("1", 21, 14), ("1", 18, 14)])
    end_s, during_m, usual_m = one[-1].time_s, [], []
    for seed in range(5, 10):
        heard = hear_all(HALL, one, seed)
        both = [*heard, *hear_all(HALL, other, seed + 3)]
        for sent, radii_m in ((both, during_m), (heard, usual_m)):
            _, fixes = follow(sent, end_s)
            radii_m += [fix.radius_95_m for fix in fixes if 3 < fix.time_s < other[-1].time_s]
            assert np.mean(misses_m(fixes, one, other[-1].time_s + 5)) < 3.5
    assert np.mean(during_m) > 1.2 * np.mean(usual_m)


def test_a_spot_that_is_known_is_shown_at_once_and_gone_on_from():
    track, _ = follow(HEARD, 8.0)
    track = observe_spot(track, 8.1, "2", 5.2, 12.3, 0.7)
    fix = fix_at(track, 8.1)
    assert (fix.level, fix.x_m, fix.y_m) == ("2", 5.2, 12.3)
    assert 1.5 < fix.radius_95_m < 2
    track, fixes = advance(track, [], 9.0)
    assert fixes[0].level == "2"
    assert math.dist((fixes[0].x_m, fixes[0].y_m), (5.2, 12.3)) < 0.5


def test_a_spot_begins_a_track_of_whom_nothing_was_heard():
    track = observe_spot(start_track(GROUND, "walker"), 3.0, "1", 4.0, 4.0, 0.7)
    _, fixes = advance(track, [], 5.0)
    assert math.dist((fixes[0].x_m, fixes[0].y_m), (4.0, 4.0)) < 0.3


@pytest.mark.parametrize("sigma_m", [0.0, -1.0, math.nan])
def test_a_spot_without_an_error_is_refused(sigma_m):
    with pytest.raises(ValueError, match="sigma_m"):
        observe_spot(start_track(GROUND, "walker"), 3.0, "1", 4.0, 4.0, sigma_m)


def test_sightings_of_somebody_else_are_refused():
    with pytest.raises(ValueError, match="cart"):
        advance(start_track(GROUND, "walker"), [Sighting(1.0, "cart", "b100", -60.0)], 2.0)


def test_the_same_plan_again_changes_nothing():
    track, _ = follow(HEARD, 10.0)
    due = [each for each in HEARD if each.time_s > 10]
    _, fixes = advance(renew_ground(track, make_ground(HALL, make_space())), due, END_S)
    _, expected = advance(track, due, END_S)
    for fix, other in zip(fixes[3:], expected[3:], strict=True):
        assert math.dist((fix.x_m, fix.y_m), (other.x_m, other.y_m)) < 0.5


def test_on_a_plan_that_grew_to_the_west_the_belief_stays_where_it_was():
    outline = ((-5.0, -3.0), (WIDTH_M, -3.0), (WIDTH_M, DEPTH_M), (-5.0, DEPTH_M))
    grown = replace(
        HALL,
        levels=tuple(replace(each, outline=outline) for each in HALL.levels),
        radios=HALL.radios[:-1],
    )
    track, fixes = follow(HEARD, 10.0)
    moved = renew_ground(track, make_ground(grown, make_space(grown)))
    fix = fix_at(moved, fixes[-1].time_s)
    assert math.dist((fix.x_m, fix.y_m), (fixes[-1].x_m, fixes[-1].y_m)) < 0.4


def test_a_plan_without_the_level_forgets_where_she_was():
    track, _ = follow(HEARD, 10.0)
    upper = replace(
        HALL,
        levels=HALL.levels[1:],
        radios=tuple(each for each in HALL.radios if each.level == "2"),
    )
    ground = make_ground(upper, Space(space_of_site(upper, 0.5).levels))
    moved = renew_ground(track, ground)
    assert moved.level is None
    assert advance(moved, [], 12.0)[1] == ()


PACKETS = st.lists(
    st.tuples(
        st.floats(-5, 40) | st.just(math.nan),
        st.sampled_from([*(radio.id for radio in HALL.radios[::3]), "strange"]),
        st.floats(-130, 10) | st.sampled_from([math.nan, math.inf, -math.inf]),
    ),
    max_size=60,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PACKETS, st.floats(0, 60)), max_size=5))
def test_whatever_comes_the_fixes_are_finite_and_near_the_hall(batches):
    track = start_track(GROUND, "walker")
    for packets, until_s in batches:
        heard = [Sighting(time_s, "walker", *rest) for time_s, *rest in packets]
        track, fixes = advance(track, heard, until_s)
        for fix in fixes:
            assert -1 <= fix.x_m <= WIDTH_M + 1
            assert -1 <= fix.y_m <= DEPTH_M + 1
            assert 0 < fix.radius_95_m < 100


def test_a_track_holds_less_than_a_megabyte_from_its_first_packet_on():
    track, greatest = start_track(GROUND, "walker"), 0
    for step in range(1, 80):
        due = [each for each in HEARD if step / 2 - 0.5 < each.time_s <= step / 2]
        track, _ = advance(track, due, step / 2)
        if track.belief is not None:
            greatest = max(greatest, sum(p.mass.nbytes for p in track.belief.parts.values()))
    assert 0 < greatest < 1_000_000


def test_residuals_are_small_but_for_a_radio_that_is_too_loud():
    loud = [
        replace(each, rssi_dbm=each.rssi_dbm + 20) if each.radio == "b110" else each
        for each in HEARD
    ]
    found: dict[str, list[float]] = {}
    track = start_track(GROUND, "walker")
    for step in range(8, 40):
        due = [each for each in loud if step / 2 - 0.5 < each.time_s <= step / 2]
        track, _ = advance(track, due, step / 2)
        for each in residuals_of(track):
            found.setdefault(each.radio, []).append(each.residual_db / each.sd_db)
    means = {radio: np.mean(each) for radio, each in found.items() if len(each) > 5}
    assert means.pop("b110") > 1.5
    assert max(abs(each) for each in means.values()) < 1.5


def test_a_radio_that_hangs_elsewhere_than_the_plan_says_does_little_harm_once_it_is_distrusted():
    moved = replace(HALL, radios=tuple(
        replace(each, x_m=21.0, y_m=15.0) if each.id == "b100" else each for each in HALL.radios
    ))  # fmt: skip
    here = stroll([("1", 3, 3), ("1", 5, 4), ("1", 3, 5), ("1", 5, 3)], pause_s=2.0)
    heard = hear_all(HALL, here, seed=3)
    trusting, wary = (make_ground(moved, make_space()) for _ in range(2))
    wary.weights[wary.radios["b100"]] = 0.05
    end_s = here[-1].time_s
    off_m, better_m = (
        np.mean(misses_m(follow(heard, end_s, ground)[1], here)) for ground in (trusting, wary)
    )
    assert better_m < off_m
    assert better_m < 3.5


def test_before_anything_is_heard_there_are_no_residuals():
    assert residuals_of(start_track(GROUND, "walker")) == ()
