import numpy as np
import pytest

from positioning.simulate import AirModel, SimulatedAir
from tests.support.halls import make_hall


def _air(seed=1, levels=1, model=None):
    return SimulatedAir(make_hall(levels), np.random.default_rng(seed), model)


def test_the_same_seed_gives_the_same_air():
    first = [_air(7).hear(step * 0.5, "1", 5, 5, 1.2) for step in range(5)]
    again = [_air(7).hear(step * 0.5, "1", 5, 5, 1.2) for step in range(5)]
    assert first == again
    assert first != [_air(8).hear(step * 0.5, "1", 5, 5, 1.2) for step in range(5)]


def test_shadowing_stays_where_it_is():
    air = _air()
    before = air.shadowing_db("1", 4.0, 9.0)
    air.hear(0.0, "1", 12.0, 3.0, 1.2)
    assert np.array_equal(air.shadowing_db("1", 4.0, 9.0), before)


def test_shadowing_has_its_spread_and_is_smooth():
    rng = np.random.default_rng(2)
    draws, changes = [], []
    for seed in range(20):
        air = _air(seed)
        for x_m, y_m in rng.uniform(1, 17, (10, 2)):
            here = air.shadowing_db("1", x_m, y_m)
            draws.append(here)
            changes.append(air.shadowing_db("1", x_m + 0.2, y_m) - here)
    assert np.std(draws) == pytest.approx(5.7, abs=0.6)
    assert np.std(changes) < 1.5


def test_what_is_near_is_caught_more_often():
    site = make_hall()
    air = SimulatedAir(site, np.random.default_rng(3))
    heard = [radio for step in range(400) for radio, _ in air.hear(step, "1", 3.0, 3.0, 1.2)]
    near, far = heard.count("b100"), heard.count("b131")
    assert 0.65 < near / 400 < 0.9
    assert far / 400 < 0.1


def test_the_expected_rssi_follows_the_path_loss():
    calm = AirModel(shadowing_sd_db=0.0, noise_sd_db=0.0)
    heard = dict(_air(model=calm).hear(0.0, "1", 3.0, 3.0, 1.8))
    for step in range(20):
        heard.update(_air(step, model=calm).hear(0.0, "1", 3.0, 3.0, 1.8))
    assert heard["b100"] == -59
    assert heard["b110"] == round(-59 - 28 * np.log10(np.hypot(6, 1)))


def test_other_levels_are_heard_less_and_weaker():
    air = _air(levels=2)
    levels = [radio[1] for step in range(200) for radio, _ in air.hear(step, "1", 12.0, 9.0, 1.2)]
    assert levels.count("1") > 10 * levels.count("2")


def test_an_unknown_level_is_refused():
    with pytest.raises(KeyError):
        _air().hear(0.0, "9", 1.0, 1.0, 1.2)
