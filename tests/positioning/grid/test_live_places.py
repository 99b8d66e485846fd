"""Places told beside radios: weighed with the belief, by how far each source is trusted."""

import math

import pytest

from positioning.grid.live_ground import make_ground
from positioning.grid.live_observe import Spot, observe_places, observe_spot
from positioning.grid.live_track import advance, fix_at, start_track
from positioning.grid.space import Space, space_of_site
from tests.support.halls import hear_all, make_hall, stroll

HALL = make_hall(levels=2)
GROUND = make_ground(HALL, Space(space_of_site(HALL, 0.5).levels))
WALK = stroll([("1", 3, 3), ("1", 9, 4)], pause_s=4.0)
END_S = WALK[-1].time_s
TAP_DOUBT = 0.1


def make_track():
    track = start_track(GROUND, "walker")
    return advance(track, hear_all(HALL, WALK, seed=5), END_S)[0]


def distance_m(track, x_m, y_m, time_s=END_S + 0.01):
    fix = fix_at(track, time_s)
    return math.dist((fix.x_m, fix.y_m), (x_m, y_m))


def mass_of(track):
    return sum(float(part.mass.sum()) for part in track.belief.parts.values())


def tap(track, x_m, y_m, sigma_m=3.0, level="1", doubt=TAP_DOUBT):
    return observe_places(track, END_S + 0.01, [Spot(level, x_m, y_m, sigma_m)], doubt)


def test_a_tap_close_by_draws_the_position_and_narrows_it():
    track = make_track()
    before = fix_at(track, END_S)
    after = tap(track, 9.0, 4.0, sigma_m=1.0)
    assert distance_m(after, 9, 4) <= distance_m(track, 9, 4, END_S) + 0.1
    assert fix_at(after, END_S + 0.01).radius_95_m < before.radius_95_m
    assert mass_of(after) == pytest.approx(1, abs=1e-3)


def test_one_tap_far_from_strong_evidence_is_weighed_and_two_win():
    once = tap(make_track(), 20.0, 15.0)
    assert distance_m(once, 9, 4) < 6
    assert mass_of(once) == pytest.approx(1, abs=1e-3)
    twice = tap(tap(once, 20.0, 15.0), 20.0, 15.0)
    assert distance_m(twice, 20, 15) < 2


def test_a_tap_that_was_not_meant_is_forgotten_with_the_next_packets():
    track = tap(make_track(), 20.0, 15.0)
    stay = stroll([("1", 9, 4), ("1", 9.5, 4)], pause_s=30.0)
    heard = [each for each in hear_all(HALL, stay, seed=6) if END_S < each.time_s <= END_S + 5]
    track, fixes = advance(track, heard, END_S + 5)
    assert math.dist((fixes[-1].x_m, fixes[-1].y_m), (9, 4)) < 4


def test_a_label_wins_over_a_belief_that_excludes_it():
    track = observe_spot(make_track(), END_S + 0.01, "2", 20.0, 15.0, 0.5)
    assert track.level == "2"
    assert distance_m(track, 20, 15) < 0.01
    _, fixes = advance(track, [], END_S + 1)
    assert {fix.level for fix in fixes} == {"2"}
    assert math.dist((fixes[0].x_m, fixes[0].y_m), (20, 15)) < 0.5


def test_a_book_of_several_places_is_at_the_one_that_the_radios_agree_with():
    spots = [Spot("2", 9.0, 4.0, 1.0, 0.5), Spot("1", 9.0, 4.0, 1.0, 0.4)]
    track = observe_places(make_track(), END_S + 0.01, spots, 0.05)
    assert track.level == "1"
    assert distance_m(track, 9, 4) < 2


def test_a_book_of_several_places_begins_a_track_at_all_of_them():
    spots = [Spot("1", 4.0, 4.0, 1.0, 0.6), Spot("1", 18.0, 12.0, 1.0, 0.3), Spot("2", 4, 4, 1, 1)]
    track = observe_places(start_track(GROUND, "walker"), 3.0, spots[:2], 0.05)
    part = track.belief.parts["1"]
    places, (rows, columns) = part.places(), part.window
    row, column = (int(each) for each in GROUND.levels["1"].cells.cell_at(18.0, 12.0))
    near = places[row - rows.start - 4 : row - rows.start + 5, column - columns.start - 4 :]
    assert near.sum() == pytest.approx(1 / 3, abs=0.05)
    assert fix_at(track, 3.0).radius_95_m > 5
    levels = observe_places(start_track(GROUND, "walker"), 3.0, spots, 0.05)
    assert set(levels.belief.parts) == {"1", "2"}


def test_places_on_levels_that_nobody_can_be_on_change_nothing():
    track = make_track()
    assert tap(track, 3.0, 3.0, level="attic") is track
    assert observe_places(track, END_S, [], 0.1) is track


def test_a_tap_off_the_map_leaves_the_position_where_it_was():
    track = make_track()
    assert distance_m(tap(track, 4000.0, -4000.0), 9, 4) < distance_m(track, 9, 4, END_S) + 1


@pytest.mark.parametrize("doubt", [0.0, 1.0, -0.1, math.nan])
def test_a_source_that_is_never_or_always_wrong_is_refused(doubt):
    with pytest.raises(ValueError, match="doubt"):
        tap(make_track(), 3.0, 3.0, doubt=doubt)


@pytest.mark.parametrize("sigma_m", [0.0, -2.0, math.nan])
def test_a_place_without_an_error_is_refused(sigma_m):
    with pytest.raises(ValueError, match="sigma_m"):
        tap(make_track(), 3.0, 3.0, sigma_m=sigma_m)


def test_what_was_known_long_ago_does_not_weigh_against_a_tap():
    track, _ = advance(make_track(), [], END_S + 40)
    later = observe_places(track, END_S + 40, [Spot("2", 20.0, 15.0, 2.0)], TAP_DOUBT)
    assert later.level == "2"
