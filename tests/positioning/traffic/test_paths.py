import numpy as np
import pytest

from positioning.grid.forward import GridSettings, Ground, smooth_back
from positioning.grid.modes import WalkModel
from positioning.grid.space import space_of_site
from positioning.traffic.layers import traffic_radio_map
from positioning.traffic.paths import _forward, draw_paths
from positioning.traffic.records import TrafficModel
from positioning.traffic.tours import cut_tours
from tests.positioning.traffic.worlds import hear, small_hall, walk


@pytest.fixture(scope="module")
def drawn():
    site = small_hall()
    space = space_of_site(site, 0.5)
    model = TrafficModel(2.5, {radio.id: -59.0 for radio in site.radios}, place_sd_db=1.0)
    walk_model = WalkModel(headings=4, speeds_m_s=(1.0,))
    ground = Ground(space, traffic_radio_map(site, space, model), GridSettings(walk=walk_model))
    heard = hear(site, walk(12), np.random.default_rng(1), per_second=1)
    (tour,) = cut_tours({"a": heard}, {radio.id: "0" for radio in site.radios}, {}, 100)
    return ground, tour, draw_paths(ground, tour, 300, np.random.default_rng(2))


def test_drawn_places_have_the_means_and_spreads_of_the_smoothed_belief(drawn):
    ground, tour, paths = drawn
    x_m, y_m = ground.space.levels["0"].centres_m()
    xy_m = np.stack([path.xy_m for path in paths])
    for step, belief in enumerate([*smooth_back(ground, _forward(ground, tour))][::-1]):
        part = belief.parts["0"]
        rows, columns = part.window
        across, along = part.places().sum(axis=0), part.places().sum(axis=1)
        mean_x, mean_y = float(across @ x_m[columns]), float(along @ y_m[rows])
        sd_x = float(np.sqrt(across @ (x_m[columns] - mean_x) ** 2))
        assert xy_m[:, step, 0].mean() == pytest.approx(mean_x, abs=0.2)
        assert xy_m[:, step, 1].mean() == pytest.approx(mean_y, abs=0.2)
        assert xy_m[:, step, 0].std() == pytest.approx(sd_x, rel=0.3, abs=0.1)


def test_a_path_makes_no_leap(drawn):
    _, _, paths = drawn
    motion_m = np.abs(np.diff(np.stack([path.xy_m for path in paths]), axis=1))
    assert motion_m.max() <= 4.0


def test_paths_follow_the_walk(drawn):
    _, _, paths = drawn
    away_m = np.hypot(*(np.mean([path.xy_m for path in paths], axis=0) - walk(12)).T)
    assert away_m.mean() < 1.0
