"""How wide honest radii are: chooses the constants of `Widening`, and shows what that is worth.

    HYLLYKARTTA_RECORDINGS=FOLDER python -m benchmarks.radii [SITE …]

Every track is answered with the radii of its beliefs. The constants whose radii come nearest to
honest ones (`Answers.loss`), each track counting alike, are chosen with all sites, and for each
site with all others: its rows show what a site gets that had no part in the choice. The third
part takes the constants as they are.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from api.evaluation import read_files
from api.usage import tell_progress
from benchmarks.tables import markdown
from positioning.evaluate import match_fixes
from positioning.evaluating.reference import list_variants
from positioning.evaluating.runs import (
    PLAIN,
    SITE_FILES,
    STAND_MODES,
    TRACK_FILES,
    Case,
    Variant,
    modes_of,
    read_case,
    recording_variant,
    site_variant,
)
from positioning.grid.forward import Ground
from positioning.grid.ground import read_ground
from positioning.grid.replay import answer_recording
from positioning.grid.widening import Reach, Widening
from positioning.recordings import Recording, format_fixes, read_positions
from positioning.replay import Mode, parse_mode

FloatArray = NDArray[np.float64]
GroundFor = Callable[[Recording, Mode], Ground]

PROMISED = 0.95
# In the middle of what is honest, and as far from there as that reaches.
_MISS = 0.03
_PROMISED_OF_THIRDS, _MISS_OF_THIRDS = 0.935, 0.055
_BARELY_VAGUE, _VAGUE = 0.95, 0.05
_MOST = 6.0
_OFF = (0.95, 1.0, 1.05)
BELIEVED = Widening(math.inf, math.inf, shrinkage=0.0, lagged=1.0, hindsight=1.0)
WALKING = ("rim", "undecided", "middle_m", "shrinkage", "lagged", "hindsight")
STANDING = ("standing",)


@dataclass(frozen=True, slots=True)
class Numbering(Widening):
    """Gives each answer the number of its belief, from 1, as its radius."""

    reaches: list[Reach] = field(default_factory=list)
    ratios: list[float | None] = field(default_factory=list)

    def radius_m(self, reach: Reach, lag_s: float) -> float:
        """Note how far a belief reaches."""
        return self.standing_radius_m(reach, None)

    def standing_radius_m(self, reach: Reach, error_ratio: float | None) -> float:
        """The same for a subject that stands, and how far off those are at its site."""
        self.reaches.append(reach)
        self.ratios.append(error_ratio)
        return float(len(self.reaches))


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """One track in one mode: errors in metres, and how far the beliefs reach."""

    track: str
    mode: str
    lag_s: float
    standing: bool
    errors_m: FloatArray
    reaches: tuple[Reach, ...]
    ratios: tuple[float | None, ...] = ()

    @property
    def site(self) -> str:
        """Name of the site."""
        return self.track.partition("/")[0]

    def widened_m(self, widening: Widening) -> FloatArray:
        """Radii as they would be shown."""
        if self.standing:
            each = list(map(widening.standing_radius_m, self.reaches, self.ratios))
        else:
            each = [widening.radius_m(reach, self.lag_s) for reach in self.reaches]
        return np.array(each)

    def loss(self, widening: Widening) -> float:
        """How far from honest the radii are, and would be if all were a bit off.

        Squares of how much all of them, and each third by radius, hold too much or too little,
        and of how vague they are. What no constants could mend counts no more than `_MOST`.
        """
        radii_m = self.widened_m(widening)
        ratios = (self.errors_m / radii_m)[np.argsort(radii_m, kind="stable")]
        vague = float(np.median(radii_m) / np.percentile(self.errors_m, 100 * PROMISED))
        return float(np.mean([min(_dishonesty(ratios, vague, off), _MOST) for off in _OFF]))


def _dishonesty(ratios: FloatArray, vague: float, off: float) -> float:
    """Judge errors over radii, in the order of radii, if all radii were off by a factor."""
    too_vague = max(off * vague - _BARELY_VAGUE, 0.0) / _VAGUE
    each = np.array_split(ratios, 3)
    thirds = np.mean([_miss(third, off, _PROMISED_OF_THIRDS, _MISS_OF_THIRDS) for third in each])
    return float(_miss(ratios, off, PROMISED, _MISS) + thirds + too_vague**2)


def _miss(ratios: FloatArray, off: float, promised: float, miss: float) -> float:
    """How far from what is promised the share held is; chance alone counts for little."""
    chance = math.sqrt(promised * (1 - promised) / len(ratios))
    return float(((ratios <= off).mean() - promised) / max(miss, 1.5 * chance)) ** 2


def answer_site(folder: Path) -> Iterator[Answers]:
    """Answer all tracks of a site in all modes and variants that have a sense or a reference."""
    files = read_files(folder, SITE_FILES)
    for path in sorted(folder.glob("tracks/*/truth.csv")):
        name = f"{folder.name}/{path.parent.name}"
        unit = str(json.loads(files["site.json"])["unit"])
        track = read_files(path.parent, TRACK_FILES)
        case = read_case(name, unit, track, path.read_bytes(), None)
        plain: list[tuple[Variant, str]] = [(PLAIN, mode) for mode in modes_of(case.recording)]
        for variant, mode in [*plain, *list_variants(name)]:
            tell_progress(f"{name}, {mode} {variant} …")
            yield _answer(case, read_ground(site_variant(files, variant)), variant, mode)


def _answer(case: Case, ground_for: GroundFor, variant: Variant, mode: str) -> Answers:
    recording, lag = recording_variant(case.recording, variant), parse_mode(mode)
    ground = ground_for(recording, lag)
    numbering = Numbering()
    settings = replace(ground.settings, widening=numbering)
    fixes = answer_recording(replace(ground, settings=settings), recording, lag).fixes
    text = format_fixes(recording.asks, fixes)
    answered = match_fixes(case.truth, read_positions("fixes.csv", text))
    numbers = [round(number) - 1 for number in answered.radii_m]
    return Answers(
        case.name,
        f"{mode} {variant}".strip(),
        lag.lag_s,
        modes_of(recording) == STAND_MODES,
        answered.errors_m,
        tuple(numbering.reaches[index] for index in numbers),
        tuple(numbering.ratios[index] for index in numbers),
    )


def choose(each: Sequence[Answers], names: Sequence[str]) -> Widening:
    """Choose the constants of those names with the least loss; the others stay."""

    def widening_of(values: FloatArray) -> Widening:
        return replace(Widening(), **dict(zip(names, map(float, values), strict=True)))

    def loss(values: FloatArray) -> float:
        if min(values) < 0:
            return math.inf
        widening = widening_of(values)
        return sum(answers.loss(widening) for answers in each)

    start = np.array([getattr(Widening(), name) for name in names])
    # Steps that coverages of some hundred rows feel.
    simplex = start * (1 + 0.12 * np.eye(len(start) + 1, len(start), -1))
    options = {"xatol": 0.01, "fatol": 1e-3, "initial_simplex": simplex}
    found = minimize(loss, start, method="Nelder-Mead", options=options)
    return widening_of(found.x)


def describe(answers: Answers, widening: Widening) -> list[str]:
    """One row: coverage of all and of thirds, and the median radius over the 95th percentile."""
    radii_m, errors_m = answers.widened_m(widening), answers.errors_m
    held = (errors_m <= radii_m)[np.argsort(radii_m, kind="stable")]
    thirds = " / ".join(f"{100 * each.mean():.0f}" for each in np.array_split(held, 3))
    vague = float(np.median(radii_m) / np.percentile(errors_m, 100 * PROMISED))
    return [
        answers.track,
        answers.mode,
        str(len(held)),
        f"{100 * held.mean():.1f}",
        thirds,
        f"{vague:.2f}",
    ]


def report(every: Sequence[Answers], names: Sequence[str]) -> str:
    """Constants and coverages: chosen with all, without each site, and as they are."""
    sites = sorted({each.site for each in every})
    chosen = {site: choose([each for each in every if each.site != site], names) for site in sites}
    chosen["none"] = choose(every, names)
    constants = [
        [site, *(f"{getattr(widening, name):.2f}" for name in names)]
        for site, widening in [*chosen.items(), ("in use", Widening())]
    ]
    head = ["track", "mode", "rows", "holds, %", "by thirds", "median radius / p95"]

    def table(widening_for: Callable[[Answers], Widening]) -> str:
        return markdown(head, [describe(each, widening_for(each)) for each in every])

    return "\n\n".join(
        [
            markdown(["without", *names], constants),
            "Each site with the constants that the others choose:",
            table(lambda each: chosen[each.site]),
            "With the constants in use:",
            table(lambda each: Widening()),
        ]
    )


def main(names: Sequence[str], environment: Mapping[str, str]) -> int:
    """Print what is chosen."""
    recordings = environment.get("HYLLYKARTTA_RECORDINGS")
    if not recordings:
        print("Set HYLLYKARTTA_RECORDINGS to the folder of recordings.", file=sys.stderr)
        return 2
    folders = sorted(path.parent for path in Path(recordings).glob("*/site.json"))
    wanted = [folder for folder in folders if not names or folder.name in names]
    every = [answers for folder in wanted for answers in answer_site(folder)]
    # Who stands where only a known model tells of radios is taken at the belief's word.
    groups = {
        "Under way": [each for each in every if not each.standing],
        "Standing": [each for each in every if each.standing and all(each.ratios)],
    }
    for title, group in groups.items():
        if len({each.site for each in group}) > 1:
            print(f"## {title}\n\n{report(group, WALKING if title == 'Under way' else STANDING)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
