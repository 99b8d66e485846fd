"""Answers along a recording: live ones know no future, none are surer than they may be."""

import math
from dataclasses import replace

import numpy as np
import pytest

from positioning.grid.forward import Ground
from positioning.grid.replay import answer_journey, answer_recording
from positioning.grid.space import space_of_site
from positioning.grid.walking import Journey
from positioning.hygiene import ScreenCounts
from positioning.model import Sighting
from positioning.motion.records import Motion, StepEvent
from positioning.radiomap.nominal import nominal_radio_map
from positioning.recordings import Ask, Recording
from positioning.replay import Mode
from tests.positioning.traffic.worlds import hear, small_hall, walk

SECONDS = 20


@pytest.fixture(scope="module")
def ground():
    site = small_hall()
    space = space_of_site(site, 0.5)
    return Ground(space, nominal_radio_map(site, space))


def heard_on(places, start_s=0.0, seed=1):
    heard = hear(small_hall(), places, np.random.default_rng(seed), per_second=2)
    later = [replace(each, time_s=each.time_s + start_s) for each in heard]
    return sorted(later, key=lambda each: each.time_s)


def sensed_on(places):
    ways = np.diff(places, axis=0)
    return Motion(
        tuple(
            StepEvent(
                second + 1.0,
                float(np.hypot(*way)),
                math.atan2(way[1], way[0]),
                0.05,
                0.05,
                0.2,
                0,
            )
            for second, way in enumerate(ways)
        ),
        (),
    )


def spots(fixes):
    return [None if fix is None else (fix.x_m, fix.y_m, fix.radius_95_m) for fix in fixes]


@pytest.mark.parametrize("lag_s", [0.0, 2.0])
@pytest.mark.parametrize("guided", [False, True])
@pytest.mark.parametrize("cut_s", [1.0, 6.0, 11.5])
def test_cutting_the_future_changes_no_live_or_late_answer(ground, lag_s, guided, cut_s):
    places = walk(SECONDS)
    heard, sensed = heard_on(places), sensed_on(places) if guided else None
    times_s = [each for each in np.arange(0.0, SECONDS, 1.7).tolist() if each + lag_s <= cut_s]
    later_s = [*times_s, float(SECONDS)]
    whole = Journey("a", heard, later_s, ("0",), sensed=sensed)
    known = [each for each in heard if each.time_s <= cut_s]
    steps = None
    if sensed is not None:
        steps = Motion(tuple(each for each in sensed.steps if each.time_s <= cut_s), ())
    cut = Journey("a", known, later_s, ("0",), sensed=steps)
    mode = Mode(lag_s)
    before = spots(answer_journey(ground, whole, mode))[: len(times_s)]
    after = spots(answer_journey(ground, cut, mode))[: len(times_s)]
    assert before == after


def test_before_anything_was_heard_there_is_no_live_answer(ground):
    journey = Journey("a", heard_on(walk(8), 5.0), (1.0, 4.0, 9.0), ("0",))
    live = answer_journey(ground, journey, Mode())
    assert live[0] is None
    assert live[1] is None
    assert live[2] is not None


def test_hindsight_goes_the_steps_back_to_before_the_first_packet(ground):
    places = walk(16)
    heard = [each for each in heard_on(places) if each.time_s >= 6]
    guided = Journey("a", heard, (0.0, 10.0), ("0",), sensed=sensed_on(places))
    blind = replace(guided, sensed=None)
    first = answer_journey(ground, guided, Mode(math.inf))[0]
    guess = answer_journey(ground, blind, Mode(math.inf))[0]
    assert math.hypot(first.x_m - places[0][0], first.y_m - places[0][1]) < 3.0
    assert first.radius_95_m < guess.radius_95_m


def test_a_time_long_before_anything_is_less_sure_than_a_time_just_before(ground):
    journey = Journey("a", heard_on(walk(10), 20.0), (0.0, 15.0, 25.0), ("0",))
    long_ago, just_before, heard = answer_journey(ground, journey, Mode(math.inf))
    assert long_ago.radius_95_m > just_before.radius_95_m > heard.radius_95_m


def test_who_was_not_heard_has_no_answer(ground):
    silent = Journey("a", (), (1.0, 2.0), ("0",))
    assert answer_journey(ground, silent, Mode(math.inf)) == [None, None]


def test_who_stands_is_found_the_surer_the_longer_she_stands(ground):
    places = np.repeat([[5.0, 4.0]], 20, axis=0)
    journey = Journey("a", heard_on(places), (0.5, 19.0), ("0",), standing=True)
    early, late = answer_journey(ground, journey, Mode())
    assert late.radius_95_m < early.radius_95_m
    assert math.hypot(late.x_m - 5.0, late.y_m - 4.0) < 1.5


def test_a_single_look_is_answered_alike_in_every_mode(ground):
    heard = heard_on(np.array([[5.0, 4.0]]))
    journey = Journey("a", heard, (1.0,), ("0",))
    answers = [answer_journey(ground, journey, Mode(lag_s)) for lag_s in (0.0, 3.0, math.inf)]
    assert spots(answers[0]) == spots(answers[1]) == spots(answers[2])


def test_unknown_radios_and_impossible_values_are_as_if_they_had_not_been(ground):
    heard = heard_on(walk(8))
    noise = [
        Sighting(3.0, "a", "nobody knows it", -40.0),
        Sighting(3.0, "a", heard[0].radio, 20.0),
        Sighting(3.0, "a", heard[0].radio, math.nan),
    ]
    asks = (Ask("5", 5.0, "a", "0"), Ask("7", 7.0, "nobody", "0"))
    clean = answer_recording(ground, Recording(tuple(heard), asks), Mode())
    both = sorted([*heard, *noise], key=lambda each: each.time_s)
    dirty = answer_recording(ground, Recording(tuple(both), asks), Mode())
    assert spots(clean.fixes) == spots(dirty.fixes)
    assert clean.fixes[1] is None


def test_what_was_left_out_of_a_recording_is_counted(ground):
    heard = heard_on(walk(8))
    odd = [
        Sighting(9.0, "a", "nobody knows it", -40.0),
        Sighting(9.1, "a", heard[0].radio, 20.0),
        replace(heard[-1], time_s=heard[-1].time_s + 0.001),
    ]
    asks = (Ask("5", 5.0, "a", "0"),)
    counts = answer_recording(ground, Recording((*heard, *odd), asks), Mode()).counts
    assert counts == ScreenCounts(accepted=len(heard), unknown=1, impossible=1, duplicate=1)
