"""Steps of the filter: nothing is lost, going back is the transpose of going on."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positioning.grid.belief import Belief, Part, scale
from positioning.grid.filter import Motion, predict, predict_back, weigh
from positioning.grid.modes import WalkModel, mode_changes, walk_moves
from positioning.grid.space import LevelCells, Space

WALK = WalkModel(headings=4, speeds_m_s=(0.9,))
MOTION = Motion(mode_changes(WALK, 0.5), walk_moves(WALK, 0.5, 0.5))
OFFSETS = np.array([-2.0, 0.0, 2.0], dtype=np.float32)
SEEDS = st.integers(0, 10_000)


def draw_space(rng):
    passing = rng.choice(np.array([0.0, 0.3, 1.0], dtype=np.float32), (12, 15))
    return Space({"1": LevelCells("1", (0.0, 0.0), 0.5, np.ascontiguousarray(passing))})


def draw_belief(rng, space, top=3, left=5):
    passing = space.levels["1"].passing[top : top + 4, left : left + 6]
    mass = rng.random((3, WALK.modes, *passing.shape)).astype(np.float32) * (passing > 0) + 1e-9
    parts, _ = scale({"1": Part(top, left, np.ascontiguousarray(mass))})
    return Belief(parts, OFFSETS)


def total(belief):
    return sum(float(part.mass.sum()) for part in belief.parts.values())


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_a_prediction_loses_nothing_and_keeps_each_offsets_share(seed):
    rng = np.random.default_rng(seed)
    space = draw_space(rng)
    belief = draw_belief(rng, space)
    after = predict(belief, space, MOTION)
    assert total(after) == pytest.approx(1, abs=1e-4)
    before_db, after_db = (b.parts["1"].mass.sum(axis=(1, 2, 3)) for b in (belief, after))
    np.testing.assert_allclose(after_db, before_db, atol=1e-5)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_a_prediction_reaches_no_farther_than_the_fastest_mode(seed):
    rng = np.random.default_rng(seed)
    space = draw_space(rng)
    belief = draw_belief(rng, space)
    before, after = belief.parts["1"], predict(belief, space, MOTION).parts["1"]
    assert before.top - after.top <= MOTION.moves.reach
    assert before.left - after.left <= MOTION.moves.reach
    assert after.mass.shape[2] <= before.mass.shape[2] + 2 * MOTION.moves.reach


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_the_worth_of_what_was_is_that_of_what_comes_of_it(seed):
    rng = np.random.default_rng(seed)
    space = draw_space(rng)
    one, other = draw_belief(rng, space), draw_belief(rng, space)
    part = predict(one, space, MOTION).parts["1"]
    worth = Part(part.top, part.left, rng.random(part.mass.shape).astype(np.float32))
    back = predict_back(Belief({"1": worth}, OFFSETS), one, space, MOTION).parts["1"]

    def worth_before(belief):
        return float((belief.parts["1"].mass * back.mass).sum())

    def worth_after(belief):
        return float((predict(belief, space, MOTION).parts["1"].mass * worth.mass).sum())

    # It is scaled to a greatest one of 1, so that only ratios can be told.
    ratio = worth_before(one) / worth_after(one)
    assert worth_before(other) / worth_after(other) == pytest.approx(ratio, rel=1e-3)
    assert back.mass.max() == pytest.approx(1)


def test_standing_changes_modes_only():
    rng = np.random.default_rng(1)
    space = draw_space(rng)
    belief = draw_belief(rng, space)
    still = predict(belief, space, Motion(MOTION.changes, None))
    np.testing.assert_allclose(
        still.parts["1"].places(), belief.parts["1"].places(), rtol=1e-4, atol=1e-7
    )


def test_weighing_is_bayes_rule_and_tells_the_evidence():
    rng = np.random.default_rng(2)
    belief = draw_belief(rng, draw_space(rng))
    mass = belief.parts["1"].mass
    logs = rng.normal(0, 1, (3, *mass.shape[2:])).astype(np.float32)
    after, log_evidence = weigh(belief, {"1": logs}, 0.0)
    product = mass * np.exp(logs)[:, None]
    assert log_evidence == pytest.approx(math.log(product.sum()), abs=1e-4)
    part = after.parts["1"]
    rows = slice(part.top - belief.parts["1"].top, None)
    columns = slice(part.left - belief.parts["1"].left, None)
    expected = product / product.sum()
    rows = slice(rows.start, rows.start + part.mass.shape[2])
    columns = slice(columns.start, columns.start + part.mass.shape[3])
    np.testing.assert_allclose(part.mass, expected[:, :, rows, columns], rtol=1e-3, atol=1e-6)


def test_evidence_that_nothing_explains_leaves_the_belief_as_it_was():
    rng = np.random.default_rng(3)
    belief = draw_belief(rng, draw_space(rng))
    none = {"1": Part(0, 0, np.zeros_like(belief.parts["1"].mass))}
    logs = {"1": np.zeros((3, *belief.parts["1"].mass.shape[2:]), dtype=np.float32)}
    empty = Belief(none, OFFSETS)
    assert weigh(empty, logs, 1e-5) == (empty, -math.inf)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(1e-6, 0.009))
def test_what_is_cut_away_was_hardly_possible(seed, least):
    rng = np.random.default_rng(seed)
    mass = (10.0 ** rng.uniform(-9, 0, (3, 5, 9, 11))).astype(np.float32)
    parts, _ = scale({"1": Part(4, 5, mass)})
    logs = {"1": np.zeros((3, 9, 11), dtype=np.float32)}
    weighed, _ = weigh(Belief(parts, OFFSETS), logs, least)
    cut, whole = weighed.parts["1"], parts["1"].places()
    assert total(weighed) == pytest.approx(1, abs=1e-4)
    kept = np.zeros(whole.shape, dtype=bool)
    rows, columns = cut.mass.shape[2:]
    kept[cut.top - 4 : cut.top - 4 + rows, cut.left - 5 : cut.left - 5 + columns] = True
    assert kept.any()
    # Offsets that go take a little of each cell with them.
    assert whole[~kept].max(initial=0.0) <= 3 * least * whole.max()


def test_a_sure_belief_is_cut_to_its_cells():
    mass = np.full((3, 5, 9, 11), 1e-12, dtype=np.float32)
    mass[1, :, 3:5, 2:6] = 1.0
    parts, _ = scale({"1": Part(4, 5, mass)})
    logs = {"1": np.zeros((3, 9, 11), dtype=np.float32)}
    weighed, _ = weigh(Belief(parts, OFFSETS), logs, 1e-5)
    cut = weighed.parts["1"]
    assert (cut.top, cut.left, cut.mass.shape[2:]) == (7, 7, (2, 4))
    assert weighed.offsets_db.tolist() == [0.0]
