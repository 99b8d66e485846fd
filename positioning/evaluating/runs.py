"""One recording set answered in one mode and scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from positioning.evaluate import Answered, Score, match_fixes, score_answered
from positioning.evaluating.bounds import read_bounds
from positioning.grid.ground import read_ground
from positioning.grid.replay import answer_recording
from positioning.recordings import (
    Position,
    Recording,
    format_fixes,
    read_positions,
    read_recording,
)
from positioning.replay import parse_mode

Files = Mapping[str, bytes]
Answer = Callable[[Recording, str], str]
Variant = Literal["", "device models blank", "survey ignored"]

PLAIN: Variant = ""
BLANK_DEVICE_MODEL: Variant = "device models blank"
IGNORE_SURVEY: Variant = "survey ignored"

SITE_FILES = ("site.json", "radios.csv", "survey.csv", "obstacles.csv", "occupancy.npz")
TRACK_FILES = ("sightings.csv", "ask.csv", "track.json", "motion.csv", "motion.csv.gz")
WALK_MODES = ("causal", "lag:1", "lag:3", "lag:5", "smooth")
STAND_MODES = ("causal",)
LONGEST_S = 120.0


@dataclass(frozen=True, slots=True)
class Case:
    """One recording set, read: what is asked of it, and what is known about the answers."""

    name: str
    unit: str
    recording: Recording
    truth: tuple[Position, ...]
    bounds: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A recording set answered in one mode; ``bound_m`` is the least RMS error possible."""

    name: str
    unit: str
    variant: Variant
    mode: str
    seconds: float
    answered: Answered
    score: Score
    bound_m: float | None

    @property
    def bound_ratio(self) -> float | None:
        """RMS error over the bound."""
        if self.bound_m is None or self.score.rms_m is None:
            return None
        return self.score.rms_m / self.bound_m

    @property
    def is_late(self) -> bool:
        """Whether it took longer than a recording set may."""
        return self.seconds > LONGEST_S


def prepare_site(files: Files) -> Answer:
    """Prepare a site; give what answers its recordings: one of them and a mode in, fixes.csv out.

    This is the only place where evaluation meets the estimator.

    Raises
    ------
    RecordingError
        If a file is missing or cannot be read.
    """
    ground_for = read_ground(files)

    def answer(recording: Recording, mode: str) -> str:
        lag = parse_mode(mode)
        replay = answer_recording(ground_for(recording, lag), recording, lag)
        return format_fixes(recording.asks, replay.fixes)

    return answer


def read_case(name: str, unit: str, files: Files, truth: bytes, crlb: bytes | None) -> Case:
    """Read a recording set and its truth.

    Raises
    ------
    RecordingError
        If a file cannot be read.
    """
    recording = read_recording(files)
    subjects = {ask.subject for ask in recording.asks}
    return Case(
        name=name,
        unit=unit,
        recording=recording,
        truth=read_positions("truth.csv", truth),
        bounds=read_bounds(crlb, recording.standing, subjects),
    )


def modes_of(recording: Recording) -> tuple[str, ...]:
    """Choose the modes that make sense: hindsight is for subjects that are asked for again.

    Examples
    --------
    >>> modes_of(Recording((), ()))
    ('causal',)
    """
    asked = Counter(ask.subject for ask in recording.asks)
    if recording.standing or all(times == 1 for times in asked.values()):
        return STAND_MODES
    return WALK_MODES


def site_variant(files: Files, variant: Variant) -> Files:
    """Give the files of a site as a variant has them."""
    if variant != IGNORE_SURVEY:
        return files
    return {name: each for name, each in files.items() if name != "survey.csv"}


def recording_variant(recording: Recording, variant: Variant) -> Recording:
    """Give a recording as a variant has it."""
    if variant != BLANK_DEVICE_MODEL:
        return recording
    blank = tuple(replace(each, device_model=None) for each in recording.sightings)
    return replace(recording, sightings=blank)


def changes_anything(variant: Variant, site_files: Files, case: Case) -> bool:
    """Tell whether a variant differs from the plain run."""
    if variant == IGNORE_SURVEY:
        return "survey.csv" in site_files
    if variant == BLANK_DEVICE_MODEL:
        return any(each.device_model for each in case.recording.sightings)
    return True


def run_case(
    case: Case, answer: Answer, variant: Variant, mode: str, clock_s: Callable[[], float]
) -> Run:
    """Answer a recording set in one mode and score what would be written.

    Parameters
    ----------
    case : Case
        The recording set.
    answer : callable
        From `prepare_site`, for the same variant.
    variant : Variant
        What to leave out.
    mode : str
        ``causal``, ``lag:S`` or ``smooth``.
    clock_s : callable
        Gives seconds; only differences count.

    Returns
    -------
    Run
    """
    recording = recording_variant(case.recording, variant)
    began_s = clock_s()
    text = answer(recording, mode)
    seconds = clock_s() - began_s
    answered = match_fixes(case.truth, read_positions("fixes.csv", text))
    score = score_answered(answered)
    bound_m = case.bounds.get(mode) if variant == PLAIN else None
    return Run(case.name, case.unit, variant, mode, seconds, answered, score, bound_m)


def say_mode(run: Run) -> str:
    """Name the mode of a run, and its variant if it is one."""
    return f"{run.mode}, {run.variant}" if run.variant else run.mode
