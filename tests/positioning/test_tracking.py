import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.model import Sighting
from positioning.tracking import STEP_S, advance, fix_at, observe_spot, start_track
from tests.support.halls import DEPTH_M, WIDTH_M, hear_all, make_hall, stroll

SITE = make_hall()
WALK = stroll([("1", 3, 3), ("1", 20, 4), ("1", 20, 14)])
HEARD = hear_all(SITE, WALK, seed=1)
END_S = WALK[-1].time_s


def fold(site, sightings, borders_s, **options):
    """Advance a fresh track in chunks that end at the borders."""
    track, fixes = start_track(site, "walker", **options), []
    start_s = -math.inf
    for until_s in borders_s:
        chunk = [each for each in sightings if start_s < each.time_s <= until_s]
        track, more = advance(track, chunk, until_s)
        fixes += more
        start_s = until_s
    return track, fixes


@settings(max_examples=25)
@given(st.lists(st.floats(0, END_S), max_size=12), st.booleans())
def test_chunks_do_not_matter(borders_s, standing):
    whole = fold(SITE, HEARD, [END_S], standing=standing)[1]
    parts = fold(SITE, HEARD, [*sorted(borders_s), END_S], standing=standing)[1]
    assert parts == whole


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_simultaneous_packets_does_not_matter(random):
    shuffled = HEARD.copy()
    random.shuffle(shuffled)
    shuffled.sort(key=lambda each: each.time_s)
    assert fold(SITE, shuffled, [END_S])[1] == fold(SITE, HEARD, [END_S])[1]


def test_there_is_one_fix_for_each_half_second():
    times_s = [fix.time_s for fix in fold(SITE, HEARD, [END_S])[1]]
    assert times_s == [STEP_S * (number + 1) for number in range(len(times_s))]
    assert times_s[-1] == END_S


def test_fixes_have_proper_covariances_and_stay_inside():
    for fix in fold(SITE, HEARD, [END_S])[1]:
        covariance = np.array(fix.covariance_m2)
        assert np.allclose(covariance, covariance.T)
        assert np.linalg.eigvalsh(covariance).min() > 0
        assert 0 <= fix.x_m <= WIDTH_M
        assert 0 <= fix.y_m <= DEPTH_M


def test_a_fix_between_steps_changes_nothing():
    track, _ = fold(SITE, HEARD, [10.2])
    fix = fix_at(track, 10.2)
    assert fix is not None
    assert fix.time_s == 10.2
    assert fix == fix_at(track, 10.2)


def test_nothing_heard_is_no_fix():
    track, fixes = advance(start_track(SITE, "walker"), [], 60.0)
    assert fixes == ()
    assert fix_at(track, 60.0) is None


def test_what_cannot_be_used_is_dropped_and_counted():
    radio = SITE.radios[0].id
    first = [
        Sighting(9.9, "walker", radio, -60),
        Sighting(9.9, "walker", radio, 7),
        Sighting(9.9, "walker", radio, math.nan),
        Sighting(9.9, "walker", "stranger", -60),
    ]
    track, _ = advance(start_track(SITE, "walker"), first, 10.0)
    track, _ = advance(track, [Sighting(2.0, "walker", radio, -60)], 11.0)
    counts = track.counts
    assert (counts.used, counts.impossible, counts.unknown, counts.late) == (1, 2, 1, 1)


def test_a_packet_that_comes_a_little_late_still_counts():
    radio = SITE.radios[0].id
    track, _ = advance(start_track(SITE, "walker"), [Sighting(9.9, "walker", radio, -60)], 10.0)
    track, _ = advance(track, [Sighting(9.2, "walker", radio, -60)], 10.5)
    assert track.counts.used == 2
    assert track.pending == ()


@pytest.mark.parametrize(
    ("sightings", "words"),
    [
        ([Sighting(2, "walker", "b", -60), Sighting(1, "walker", "b", -60)], "out of order"),
        ([Sighting(6, "walker", "b", -60)], "out of order"),
        ([Sighting(math.nan, "walker", "b", -60)], "out of order"),
        ([Sighting(1, "other", "b", -60)], '"other"'),
    ],
)
def test_wrong_sightings_are_refused(sightings, words):
    with pytest.raises(ValueError, match=words):
        advance(start_track(SITE, "walker"), sightings, 5.0)


def test_after_silence_fixes_end_and_uncertainty_grows():
    track, _ = fold(SITE, HEARD, [END_S])
    track, fixes = advance(track, [], END_S + 60)
    assert fixes[-1].time_s == END_S + track.settings.hold_s
    radii_m = [fix.radius_95_m for fix in fixes]
    assert radii_m == sorted(radii_m)


def test_a_track_goes_on_after_hours_of_silence():
    track, _ = fold(SITE, HEARD, [END_S])
    later = [Sighting(each.time_s + 7200, "walker", each.radio, each.rssi_dbm) for each in HEARD]
    _, fixes = advance(track, later, END_S + 7200)
    ends = [(fix.x_m, fix.y_m) for fix in fixes[-1:]]
    assert math.hypot(ends[0][0] - 20, ends[0][1] - 14) < 5
    assert len(fixes) < 3 * END_S / STEP_S


def test_a_device_that_hears_badly_is_found_all_the_same():
    deaf = [Sighting(each.time_s, "walker", each.radio, each.rssi_dbm - 12) for each in HEARD]
    usual, muffled = fold(SITE, HEARD, [END_S])[1][-1], fold(SITE, deaf, [END_S])[1][-1]
    assert math.hypot(usual.x_m - muffled.x_m, usual.y_m - muffled.y_m) < 1.5


def test_a_check_in_puts_the_subject_there():
    track, _ = fold(SITE, HEARD, [10.0])
    track = observe_spot(track, 10.0, "1", 12.0, 9.0, 0.3)
    fix = fix_at(track, 10.0)
    assert fix is not None
    assert math.hypot(fix.x_m - 12.0, fix.y_m - 9.0) < 0.5
    assert fix.radius_95_m < 1.2


def test_a_check_in_alone_gives_fixes():
    track = observe_spot(start_track(SITE, "walker"), 3.2, "1", 12.0, 9.0, 0.5)
    track, fixes = advance(track, [], 5.0)
    assert [fix.time_s for fix in fixes] == [3.5, 4.0, 4.5, 5.0]
    assert (fixes[0].x_m, fixes[0].y_m) == pytest.approx((12.0, 9.0))


def test_a_check_in_on_another_level_changes_the_level():
    track, _ = fold(make_hall(2), HEARD, [10.0])
    assert track.level == "1"
    assert observe_spot(track, 10.0, "2", 12.0, 9.0, 0.3).level == "2"


def test_a_check_in_needs_a_spread():
    with pytest.raises(ValueError, match="sigma_m"):
        observe_spot(start_track(SITE, "walker"), 0.0, "1", 1.0, 1.0, 0.0)


def test_a_stray_packet_from_another_level_changes_nothing():
    site = make_hall(2)
    track, _ = fold(site, HEARD, [10.0])
    track, _ = advance(track, [Sighting(10.1, "walker", "b211", -62)], 10.5)
    assert track.level == "1"


def test_another_level_is_believed_after_some_seconds():
    site = make_hall(2)
    walk = stroll([("1", 3, 3), ("1", 12, 9), ("2", 12, 9), ("2", 20, 9)], pause_s=3)
    levels = [fix.level for fix in fold(site, hear_all(site, walk, 3), [walk[-1].time_s])[1]]
    changes = [after for before, after in pairwise(levels) if before != after]
    assert changes == ["2"]
    wrong = sum(level != moment.level for level, moment in zip(levels, walk, strict=True))
    assert wrong * STEP_S <= 7


def test_a_filter_that_went_wrong_is_put_right_by_what_is_heard():
    track, _ = fold(SITE, HEARD, [10.0])
    track = observe_spot(track, 10.0, "1", 22.0, 16.0, 0.5)
    later = [each for each in HEARD if 10.0 < each.time_s <= 16.0]
    fix = fix_at(advance(track, later, 16.0)[0], 16.0)
    true = next(moment for moment in WALK if moment.time_s == 16.0)
    assert fix is not None
    assert math.hypot(fix.x_m - true.x_m, fix.y_m - true.y_m) < 6
