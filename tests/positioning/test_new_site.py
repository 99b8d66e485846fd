"""A track goes on when the site is rearranged while somebody walks in it."""

import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.model import Site
from positioning.sites import prepare_site
from positioning.track import renew_site
from positioning.tracking import advance, start_track
from tests.support.halls import DEPTH_M, WIDTH_M, hear_all, make_hall, stroll

HALL = make_hall(levels=2)
WALK = stroll([("1", 3, 3), ("1", 20, 4), ("1", 20, 14)])
HEARD = hear_all(HALL, WALK, seed=5)
END_S = WALK[-1].time_s
RADIOS = [radio.id for radio in HALL.radios]


def fold_through(site: Site, at_s: float, *, standing: bool = False):
    """Walk in the hall until a time, and in another version of it from then on."""
    track, fixes = advance(
        start_track(HALL, "walker", standing=standing),
        [each for each in HEARD if each.time_s <= at_s],
        at_s,
    )
    track = renew_site(track, prepare_site(site))
    _, more = advance(track, [each for each in HEARD if each.time_s > at_s], END_S)
    return [*fixes, *more]


@settings(max_examples=20)
@given(st.floats(0, END_S), st.booleans())
def test_the_same_site_again_changes_nothing(at_s, standing):
    _, fixes = advance(start_track(HALL, "walker", standing=standing), HEARD, END_S)
    assert fold_through(HALL, at_s, standing=standing) == list(fixes)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, END_S), st.sets(st.sampled_from(RADIOS)), st.booleans())
def test_whatever_radios_go_the_fixes_stay_in_the_hall(at_s, gone, standing):
    left = tuple(radio for radio in HALL.radios if radio.id not in gone)
    for fix in fold_through(replace(HALL, radios=left), at_s, standing=standing):
        assert 0 <= fix.x_m <= WIDTH_M
        assert 0 <= fix.y_m <= DEPTH_M
        assert 0 < fix.radius_95_m < math.inf


@settings(max_examples=20)
@given(st.floats(0, END_S))
def test_radios_may_change_their_level(at_s):
    other = {"1": "2", "2": "1"}
    swapped = replace(
        HALL, radios=tuple(replace(each, level=other[each.level]) for each in HALL.radios)
    )
    assert fold_through(swapped, at_s)[-1].time_s <= END_S


def test_the_walker_is_followed_on_when_half_of_the_radios_go():
    left = tuple(radio for index, radio in enumerate(HALL.radios) if index % 2)
    last = fold_through(replace(HALL, radios=left), END_S / 2)[-1]
    end = WALK[-1]
    assert last.time_s == END_S
    assert math.dist((last.x_m, last.y_m), (end.x_m, end.y_m)) < 6.0
