from __future__ import annotations

import math

import numpy as np

from positioning.grid.space import Space, space_of_site
from positioning.pathloss import SurveyRow
from positioning.radiomap.build import survey_lasting_s
from positioning.radiomap.lasting import drives_of, lasting_s
from positioning.radiomap.records import Layer, RadioMap
from tests.positioning.radiomap.worlds import World


def _drives(decay_s: float, drives: int = 3, seconds: int = 300) -> list[SurveyRow]:
    """Drives to and fro with noise that fades in a time, and pauses between them."""
    rng, world = np.random.default_rng(5), World()
    kept = math.exp(-0.5 / decay_s)
    radios = world.site().radios
    rows = []
    for drive in range(drives):
        noise_db = rng.normal(0, 4, len(radios))
        for step in range(2 * seconds):
            noise_db = kept * noise_db + math.sqrt(1 - kept**2) * rng.normal(0, 4, len(radios))
            x_m, y_m = 7 + 6 * math.sin(step / 61), 5 + 4 * math.cos(step / 37)
            time_s = drive * 2000.0 + step / 2
            for radio, own_db in zip(radios, noise_db, strict=True):
                rssi_dbm = world.level_dbm(radio, x_m, y_m) + own_db + rng.normal(0, 2)
                row = SurveyRow("1", "one", radio.id, float(rssi_dbm), "0", x_m, y_m, time_s)
                rows.append(row)
    return rows


def _true_map(space: Space) -> RadioMap:
    """A map without errors."""
    world = World()
    x_m, y_m = space.levels["0"].centres_m()

    def make_layer(_: str, radio_id: str) -> Layer:
        radio = next(each for each in world.site().radios if each.id == radio_id)
        mean_dbm = np.array([[world.level_dbm(radio, x, y) for x in x_m] for y in y_m])
        return Layer(mean_dbm.astype(np.float32), np.ones(mean_dbm.shape, dtype=np.float32))

    radios = tuple(radio.id for radio in world.site().radios)
    return RadioMap({"0": radios}, make_layer, offsets_db={"one": 0.0})


def test_a_survey_is_parted_where_it_pauses() -> None:
    assert [len(each) for each in drives_of(_drives(1.0, drives=3, seconds=5))] == [120] * 3


def test_noise_that_fades_slowly_is_found_to_last_longer() -> None:
    space = space_of_site(World().site(), 0.5)
    true_map = _true_map(space)
    found_s = [lasting_s(_drives(decay_s), space, lambda _: true_map) for decay_s in (1.0, 4.0)]
    assert found_s[0] is not None
    assert found_s[1] is not None
    assert 0.8 < found_s[0] < 3.5
    assert found_s[0] + 1.0 < found_s[1] < 7.0


def test_one_drive_tells_nothing() -> None:
    space = space_of_site(World().site(), 0.5)
    assert lasting_s(_drives(4.0, drives=1, seconds=60), space, lambda _: _true_map(space)) is None


def test_a_survey_of_stops_tells_nothing() -> None:
    site = World().site()
    assert survey_lasting_s(site, World().survey(scans=4), space_of_site(site, 0.5)) is None
