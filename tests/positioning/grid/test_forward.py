"""The filter forward and backward, against all paths gone through one by one."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.grid.belief import Belief, Part
from positioning.grid.filter import Motion, predict
from positioning.grid.forward import (
    GridSettings,
    Ground,
    first_step,
    next_step,
    smooth_back,
    smooth_first,
)
from positioning.grid.likelihood import Look, Reading, look_likelihood
from positioning.grid.modes import WalkModel, make_moves, mode_changes, walk_moves
from positioning.grid.space import LevelCells, Space
from positioning.radiomap.records import Layer, NoiseModel, RadioMap

ONE_MODE = np.ones(1, dtype=np.float32)
WALK = WalkModel(headings=2, speeds_m_s=(1.0,))
SHAPE = (2, 3)
SEEDS = st.integers(0, 10_000)


def tiny_ground(rng):
    passing = rng.choice(np.array([0.3, 1.0], dtype=np.float32), SHAPE)
    space = Space({"0": LevelCells("0", (0.0, 0.0), 1.0, passing)})

    def make_layer(_level, _radio):
        mean_dbm = rng.uniform(-80, -60, SHAPE).astype(np.float32)
        share = rng.uniform(0.1, 0.9, SHAPE).astype(np.float32)
        return Layer(mean_dbm, np.full(SHAPE, 3.0, dtype=np.float32), share)

    radio_map = RadioMap({"0": ("a", "b")}, make_layer, NoiseModel(), unknown_offset_sd_db=2.0)
    return Ground(space, radio_map, GridSettings(walk=WALK, least=0.0))


def looks(rng, count):
    return [
        Look({"a": Reading(1, rng.uniform(-80, -60))} if rng.random() < 0.7 else {}, 1.0, 0.5, 0.7)
        for _ in range(count)
    ]


def forward(ground, seen, motions):
    steps = [first_step(ground, 0.0, seen[0], None, ("0",), ONE_MODE)]
    for number, (look, motion) in enumerate(zip(seen[1:], motions, strict=True)):
        steps.append(next_step(ground, steps[-1], number + 1.0, look, motion))
    return steps


def motions_of(count):
    """The first one tells modes apart, the others go on with them."""
    moves = walk_moves(WALK, 1.0, 1.0)
    first = Motion(WALK.weights()[:, None], moves)
    return [first, *[Motion(mode_changes(WALK, 1.0), moves)] * (count - 1)]


def transitions(ground, motion, modes, offsets_db):
    """Chance of each state after by each before, from beliefs that are sure of one state."""
    states = list(itertools.product(range(len(offsets_db)), range(modes), *map(range, SHAPE)))
    columns = []
    for state in states:
        mass = np.zeros((len(offsets_db), modes, *SHAPE), dtype=np.float32)
        mass[state] = 1.0
        after = predict(Belief({"0": Part(0, 0, mass)}, offsets_db), ground.space, motion)
        full = np.zeros((len(offsets_db), after.parts["0"].mass.shape[1], *SHAPE))
        full[:, :, *after.parts["0"].window] = after.parts["0"].mass
        columns.append(full.ravel())
    return np.array(columns, dtype=float).T


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_smoothing_is_what_all_paths_together_say(seed):
    rng = np.random.default_rng(seed)
    ground = tiny_ground(rng)
    seen, motions = looks(rng, 3), motions_of(2)
    steps = forward(ground, seen, motions)
    offsets_db = steps[0].belief.offsets_db
    kept = len(offsets_db)
    window = (slice(0, SHAPE[0]), slice(0, SHAPE[1]))

    def evidence(look):
        logs = look_likelihood(ground.radio_map, "0", window, look, offsets_db).astype(float)
        return np.exp(logs - logs.max())

    def staying():
        return np.exp(-(1 - ground.space.levels["0"].passing) / ground.settings.blocked_s)

    start = steps[0].belief.parts["0"].mass.astype(float).ravel()
    first = transitions(ground, motions[0], 1, offsets_db)
    second = transitions(ground, motions[1], WALK.modes, offsets_db)
    weights = [
        np.broadcast_to((evidence(look) * staying())[:, None], (kept, WALK.modes, *SHAPE)).ravel()
        for look in seen[1:]
    ]
    # Axes: state at the first, at the second and at the third step.
    paths = (
        start[:, None, None] * (first.T * weights[0])[:, :, None] * (second.T * weights[1])[None]
    )
    paths /= paths.sum()
    expected = [
        paths.sum(axis=(1, 2)).reshape(kept, 1, *SHAPE),
        paths.sum(axis=(0, 2)).reshape(kept, WALK.modes, *SHAPE),
        paths.sum(axis=(0, 1)).reshape(kept, WALK.modes, *SHAPE),
    ]
    beliefs = [*smooth_back(ground, steps)][::-1]
    for belief, wanted in zip(beliefs, expected, strict=True):
        part = belief.parts["0"]
        np.testing.assert_allclose(part.mass, wanted[:, :, *part.window], rtol=2e-3, atol=2e-6)
    np.testing.assert_allclose(
        smooth_first(ground, steps).parts["0"].mass, beliefs[0].parts["0"].mass, rtol=1e-5
    )


def corridor_ground(rng, length=24):
    shape = (3, length)
    space = Space({"0": LevelCells("0", (0.0, 0.0), 1.0, np.ones(shape, dtype=np.float32))})
    x = np.arange(length) + 0.5

    def make_layer(_level, radio):
        away_m = np.hypot(x - 6.0 * int(radio), 2.0)
        mean_dbm = np.broadcast_to(-59 - 25 * np.log10(away_m), shape).astype(np.float32)
        return Layer(mean_dbm, np.full(shape, 0.5, dtype=np.float32))

    radio_map = RadioMap(
        {"0": ("0", "1", "2", "3", "4")},
        make_layer,
        NoiseModel(packet_sd_db=6.0, lasting_sd_db=0.0, freedom=100.0),
        unknown_offset_sd_db=0.01,
    )
    return Ground(space, radio_map)


def test_hindsight_is_surer_of_the_truth_than_the_moment_was():
    rng = np.random.default_rng(5)
    ground = corridor_ground(rng)
    moves = make_moves(np.array([[1.0, 0.0]]), np.array([0.5]), 1.0)
    gains = []
    for _ in range(5):
        seen = []
        for second in range(20):
            readings = {}
            for radio in "01234":
                away_m = math.hypot(second + 2.5 - 6.0 * int(radio), 2.0)
                rssi_dbm = -59 - 25 * math.log10(away_m) + rng.normal(0, 6)
                readings[radio] = Reading(1, rssi_dbm)
            seen.append(Look(readings, 1.0, 0.0))
        steps = forward(ground, seen, [Motion(None, moves)] * 19)
        beliefs = [*smooth_back(ground, steps)][::-1]

        def loss(belief, second):
            part = belief.parts["0"]
            chance = part.places().sum(axis=0)[second + 2 - part.left]
            return -math.log(max(float(chance), 1e-12))

        before = np.mean([loss(step.belief, s) for s, step in enumerate(steps)])
        after = np.mean([loss(belief, s) for s, belief in enumerate(beliefs)])
        gains.append(before - after)
    assert min(gains) > 0
    assert np.mean(gains) > 0.1


def test_a_step_that_nothing_explains_leaves_what_was_predicted():
    ground = corridor_ground(np.random.default_rng(1))
    first = Look({"0": Reading(1, -65.0)}, 1.0, 0.0)
    start = first_step(ground, 0.0, first, None, ("0",), ONE_MODE)
    nothing = Belief({"0": Part(0, 0, np.zeros((1, 1, 3, 24), dtype=np.float32))}, np.zeros(1))
    moves = make_moves(np.zeros((1, 2)), np.array([0.5]), 1.0)
    lost = next_step(ground, type(start)(0.0, nothing), 1.0, first, Motion(None, moves))
    assert lost.likelihoods == {}
    assert lost.belief.parts["0"].mass.sum() == pytest.approx(0)
