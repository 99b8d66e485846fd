"""The filter along a recording: steps forward, and the same steps backward."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from positioning.grid.belief import Belief, Part, scale
from positioning.grid.filter import Likelihoods, Motion, predict, predict_back, weigh
from positioning.grid.guided import GuideModel
from positioning.grid.likelihood import Look, Reading, look_likelihood, offset_grid
from positioning.grid.modes import WalkModel, mode_changes, walk_moves
from positioning.grid.space import Space
from positioning.grid.widening import SiteErrors, Widening
from positioning.radiomap.records import RadioMap

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class GridSettings:
    """How the filter is kept.

    Attributes
    ----------
    walk : WalkModel
        How subjects move when only radios tell of it.
    guide : GuideModel
        How far steps are to be trusted.
    memory_s : float
        How long what lasts (shadowing under way, hand, people) counts as one draw.
    blocked_s : float
        How long somebody under way can be believed to be where nobody walks.
    least : float
        Cells below this share of the greatest chance may be cut away.
    widening : Widening
        How radii are made honest,
    site_errors : SiteErrors or None
        by what the survey of the site tells of subjects that stand.
    """

    walk: WalkModel = field(default_factory=WalkModel)
    guide: GuideModel = field(default_factory=GuideModel)
    memory_s: float = 2.5
    blocked_s: float = 0.4
    least: float = 1e-5
    widening: Widening = field(default_factory=Widening)
    site_errors: SiteErrors | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """All that the filter knows of a site.

    Attributes
    ----------
    space : Space
        Its cells.
    radio_map : RadioMap
        What is heard in them.
    settings : GridSettings
        How the filter is kept.
    later : tuple of (float, Ground)
        What is learned on the way, and when, in order of time; on the same cells, with the
        same radios.
    """

    space: Space
    radio_map: RadioMap
    settings: GridSettings = field(default_factory=GridSettings)
    later: tuple[tuple[float, Ground], ...] = ()

    def at(self, time_s: float) -> Ground:
        """Give what is known at a time."""
        known = self
        for learned_s, ground in self.later:
            if learned_s <= time_s:
                known = ground
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of a track: what it ended in, and what led there.

    ``likelihoods`` are logarithms, on the windows and offsets of ``belief``;
    ``log_evidence`` is that of what was heard in it, given all before.
    """

    time_s: float
    belief: Belief
    motion: Motion | None = None
    likelihoods: Likelihoods = field(default_factory=dict)
    log_evidence: float = 0.0


def first_step(
    ground: Ground,
    time_s: float,
    look: Look,
    device_model: str | None,
    levels: Sequence[str],
    modes: FloatArray,
) -> Step:
    """Begin from anywhere on some levels, with the first look."""
    ground = ground.at(time_s)
    offsets_db, chances = offset_grid(*ground.radio_map.device_offset_db(device_model))
    parts = {}
    for level in levels:
        cells = ground.space.levels[level]
        mass = cells.passing[None, None] * chances[:, None, None, None]
        parts[level] = Part(0, 0, mass.astype(np.float32))
    anywhere = Belief(parts, offsets_db)
    likelihoods = _likelihoods(ground, anywhere, look)
    belief, _ = weigh(Belief(scale(parts)[0], offsets_db), likelihoods, ground.settings.least)
    moded = {
        level: replace(part, mass=np.ascontiguousarray(part.mass * modes[:, None, None]))
        for level, part in belief.parts.items()
    }
    return Step(time_s, Belief(moded, belief.offsets_db))


def next_step(ground: Ground, before: Step, time_s: float, look: Look, motion: Motion) -> Step:
    """Predict to a time and weigh what was heard until then."""
    ground = ground.at(time_s)
    settings = ground.settings
    duration_s = time_s - before.time_s
    predicted = predict(before.belief, ground.space, motion)
    likelihoods = _likelihoods(ground, predicted, look)
    _add_blocked(ground, predicted, likelihoods, duration_s)
    belief, log_evidence = weigh(predicted, likelihoods, settings.least)
    if not np.isfinite(log_evidence):
        return Step(time_s, belief, motion)
    return Step(time_s, belief, motion, _on_belief(likelihoods, predicted, belief), log_evidence)


def _on_belief(likelihoods: Likelihoods, predicted: Belief, belief: Belief) -> Likelihoods:
    """Keep of the likelihoods what lies on the windows and offsets that were kept."""
    kept = np.searchsorted(predicted.offsets_db, belief.offsets_db)
    cut = {}
    for level, part in belief.parts.items():
        wide = predicted.parts[level]
        y, x = part.top - wide.top, part.left - wide.left
        rows, columns = part.mass.shape[2:]
        cut[level] = likelihoods[level][kept, y : y + rows, x : x + columns]
    return cut


def walk_motion(ground: Ground, duration_s: float) -> Motion:
    """Tell how subjects move in a time when only radios tell of it."""
    walk = ground.settings.walk
    moves = walk_moves(walk, duration_s, ground.space.cell_m)
    return Motion(mode_changes(walk, duration_s), moves)


def smooth_back(ground: Ground, steps: Sequence[Step]) -> Iterator[Belief]:
    """Join each step's belief with all that was heard after it, from the last step to the first.

    Parameters
    ----------
    ground : Ground
        The site.
    steps : sequence of Step
        In a row.

    Yields
    ------
    Belief
        One per step, scaled; the last step's is as it was.
    """
    yield steps[-1].belief
    for before, worth in _worths_back(ground, steps):
        yield _joined(before, worth)


def smooth_first(ground: Ground, steps: Sequence[Step]) -> Belief:
    """Give the last belief of `smooth_back`, that of the first step."""
    belief = steps[0].belief
    for before, worth in deque(_worths_back(ground, steps), maxlen=1):
        belief = _joined(before, worth)
    return belief


def _worths_back(ground: Ground, steps: Sequence[Step]) -> Iterator[tuple[Belief, Belief]]:
    """Each belief but the last, and what its states are worth by all that came after."""
    worth: Belief | None = None
    for before, after in zip(steps[-2::-1], steps[:0:-1], strict=True):
        worth = _worth_before(ground, before, after, worth)
        yield before.belief, worth


def _joined(belief: Belief, worth: Belief) -> Belief:
    parts = {
        level: Part(part.top, part.left, part.mass * worth.parts[level].mass)
        for level, part in belief.parts.items()
    }
    scaled, total = scale(parts)
    return Belief(scaled, belief.offsets_db) if total > 0 else belief


def _worth_before(ground: Ground, before: Step, after: Step, worth: Belief | None) -> Belief:
    """What the states before a step are worth, from the worth of those after it."""
    parts = {}
    for level, part in after.belief.parts.items():
        mass = np.ones_like(part.mass) if worth is None else worth.parts[level].mass
        if level in after.likelihoods:
            logs = after.likelihoods[level] - _greatest(after.likelihoods)
            mass = mass * np.exp(logs)[:, None]
        parts[level] = Part(part.top, part.left, mass)
    assert after.motion is not None
    return predict_back(
        Belief(parts, after.belief.offsets_db), before.belief, ground.space, after.motion
    )


def _greatest(likelihoods: Likelihoods) -> np.float32:
    return np.float32(max(float(each.max()) for each in likelihoods.values()))


def _add_blocked(
    ground: Ground, belief: Belief, likelihoods: dict[str, FloatArray], duration_s: float
) -> None:
    """Add how little likely it is to stay where nobody walks."""
    for level, part in belief.parts.items():
        blocked = 1 - ground.space.levels[level].passing[part.window]
        likelihoods[level] -= blocked * np.float32(duration_s / ground.settings.blocked_s)


def _likelihoods(ground: Ground, belief: Belief, look: Look) -> dict[str, FloatArray]:
    return {
        level: look_likelihood(ground.radio_map, level, part.window, look, belief.offsets_db)
        for level, part in belief.parts.items()
    }


def readings_of(packets: Sequence[tuple[str, float]]) -> Mapping[str, Reading]:
    """Average packets (radio, RSSI in dBm) per radio."""
    sums: dict[str, tuple[int, float]] = {}
    for radio, rssi_dbm in packets:
        count, total = sums.get(radio, (0, 0.0))
        sums[radio] = (count + 1, total + rssi_dbm)
    return {radio: Reading(count, total / count) for radio, (count, total) in sums.items()}
