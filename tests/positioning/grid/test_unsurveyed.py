"""What a recording teaches about its site, and when it may be known."""

import math
from dataclasses import replace

import numpy as np
import pytest

from positioning.grid import unsurveyed
from positioning.grid.forward import Ground
from positioning.grid.ground import surveyed_ground
from positioning.grid.replay import answer_recording
from positioning.grid.space import space_of_site
from positioning.grid.unsurveyed import learning_ground, traffic_ground
from positioning.grid.walking import Journey, log_evidence
from positioning.radiomap.nominal import nominal_radio_map
from positioning.recordings import Ask, Recording
from positioning.replay import Mode
from tests.positioning.traffic.worlds import hear, small_hall, walk

SECONDS = 24


def learned_from(recording):
    site = small_hall()
    return learning_ground(surveyed_ground(site, ()), site, recording)


@pytest.fixture(scope="module")
def recording():
    rng = np.random.default_rng(8)
    heard = [
        each
        for name, start in (("a", 0), ("b", 3))
        for each in hear(
            small_hall(), walk(SECONDS, start), rng, exponent=3.2, offset_db=-6.0, subject=name
        )
    ]
    asks = tuple(Ask(f"{time_s}", float(time_s), "a", "0") for time_s in range(2, SECONDS, 4))
    return Recording(tuple(sorted(heard, key=lambda each: each.time_s)), asks)


@pytest.fixture
def early_lessons(monkeypatch):
    monkeypatch.setattr(unsurveyed, "_FIRST_LESSON", 12)


@pytest.mark.usefixtures("early_lessons")
def test_lessons_come_when_twice_as_much_was_heard(recording):
    learned = learned_from(recording)
    assert [round(time_s, 6) for time_s, _ in learned.later] == pytest.approx(
        [5.667, 11.667, 23.667], abs=0.4
    )
    assert learned.at(0.0) is learned
    assert learned.at(math.inf) is learned.later[-1][1]


@pytest.mark.usefixtures("early_lessons")
def test_no_live_answer_knows_what_others_hear_later(recording):
    until_s = 15.0
    past = replace(
        recording,
        sightings=tuple(each for each in recording.sightings if each.time_s <= until_s),
        asks=tuple(ask for ask in recording.asks if ask.time_s <= until_s),
    )
    full = answer_recording(learned_from(recording), recording, Mode(0.0)).fixes
    cut = answer_recording(learned_from(past), past, Mode(0.0)).fixes
    assert cut == full[: len(cut)]


@pytest.mark.usefixtures("early_lessons")
def test_lessons_leave_to_offsets_what_all_radios_have_in_common(recording):
    site = small_hall()
    learned = learned_from(recording)
    middle = learned.space.levels["0"].cell_at(6.0, 4.5)
    before_dbm, after_dbm = (
        np.mean([each.radio_map.layer("0", radio.id).mean_dbm[middle] for radio in site.radios])
        for each in (learned, learned.at(math.inf))
    )
    assert after_dbm == pytest.approx(before_dbm, abs=1.0)
    assert learned.at(math.inf).radio_map.device_offset_db("phone")[0] < -4.0


def test_hindsight_without_steps_takes_noise_to_last_longer(recording):
    taught = traffic_ground(small_hall(), recording)
    assert taught.settings.memory_s > 2.5
    assert taught.later == ()


def test_the_right_model_makes_what_was_heard_likelier(recording):
    site = small_hall()
    space = space_of_site(site)
    heard = [each for each in recording.sightings if each.subject == "a"]
    journeys = [Journey("a", heard, [float(SECONDS)], ("0",))]
    evidence = [
        log_evidence(Ground(space, nominal_radio_map(replace(site, model=model), space)), journeys)
        for model in (replace(site.model, exponent=3.2), replace(site.model, exponent=1.5))
    ]
    assert evidence[0] > evidence[1]
