"""Radii on the drives of a survey that was made under way: each piece by the map of all others.

    HYLLYKARTTA_RECORDINGS=FOLDER python -m benchmarks.drives SITE …

One recorded drive is one draw of what lasts; a survey holds many places and times. For sites
whose survey is located without motion sensors. The second table says how much one drive tells:
of all stretches of `STRETCH_ROWS` rows, how many have honest radii, as they are and with the
one factor that is best for the stretch itself, which nobody can know beforehand.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.evaluation import read_files
from api.usage import tell_progress
from benchmarks.tables import markdown
from positioning.evaluate import Answered, Score, match_fixes, score_answered
from positioning.evaluating.honesty import judge_radii
from positioning.evaluating.runs import SITE_FILES, WALK_MODES
from positioning.grid.forward import Ground
from positioning.grid.ground import surveyed_ground
from positioning.grid.replay import answer_recording
from positioning.model import Sighting
from positioning.pathloss import SurveyRow
from positioning.radiomap.lasting import drives_of, pieces_of
from positioning.recordings import (
    Ask,
    Position,
    Recording,
    format_fixes,
    read_positions,
    read_site,
    read_survey,
)
from positioning.replay import parse_mode

STRETCH_ROWS = 490
STRETCH_STEP = 15
FACTORS = np.arange(0.5, 1.6, 0.02)
STRETCH_HEAD = ["site", "mode", "stretches", "honest, %", "with their own best factor, %"]
HEAD = ["site", "mode", "rows", "holds, %", "by thirds", "mean, m", "median radius, m", "p95, m"]


def left_out(folder: Path) -> Iterator[tuple[Sequence[SurveyRow], Ground]]:
    """Give each piece of a site's survey, and the ground that the others make."""
    files = read_files(folder, SITE_FILES)
    site, survey = read_site(files), read_survey(files["survey.csv"])
    pieces = [piece for drive in drives_of(survey) for piece in pieces_of(drive)]
    for number, piece in enumerate(pieces):
        tell_progress(f"{folder.name}, piece {number + 1} of {len(pieces)} …")
        rest = [row for other, each in enumerate(pieces) if other != number for row in each]
        yield piece, surveyed_ground(site, rest)


def locate(piece: Sequence[SurveyRow], ground: Ground, mode: str) -> Answered:
    """Answer a piece at all times of its rows."""
    truth = {row.time_s: Position(row.time_s, "a", row.level, row.x_m, row.y_m) for row in piece}
    heard = [Sighting(r.time_s, "a", r.radio, r.rssi_dbm, r.device_model) for r in piece]
    asks = tuple(Ask(str(at_s), at_s, "a", truth[at_s].level) for at_s in sorted(truth))
    recording = Recording(tuple(heard), asks)
    fixes = answer_recording(ground, recording, parse_mode(mode)).fixes
    return match_fixes([*truth.values()], read_positions("fixes.csv", format_fixes(asks, fixes)))


def pool(pieces: Sequence[Answered]) -> Score:
    """Score the answers to all pieces together."""
    errors_m, radii_m, levels_right = (
        np.concatenate([getattr(each, name) for each in pieces])
        for name in ("errors_m", "radii_m", "levels_right")
    )
    return score_answered(
        Answered(sum(each.rows for each in pieces), errors_m, radii_m, levels_right)
    )


def count_honest(pieces: Sequence[Answered]) -> tuple[int, int, int]:
    """Count the stretches, those with honest radii, and those that any factor makes honest."""
    errors_m = np.concatenate([piece.errors_m for piece in pieces])
    radii_m = np.concatenate([piece.radii_m for piece in pieces])
    starts = range(0, len(errors_m) - STRETCH_ROWS + 1, STRETCH_STEP)
    honest, any_honest = 0, 0
    for start in starts:
        cut = slice(start, start + STRETCH_ROWS)
        honest += _is_honest(errors_m[cut], radii_m[cut])
        any_honest += any(_is_honest(errors_m[cut], each * radii_m[cut]) for each in FACTORS)
    return len(starts), honest, any_honest


def _is_honest(errors_m: NDArray[np.float64], radii_m: NDArray[np.float64]) -> bool:
    known = np.ones(len(errors_m), dtype=bool)
    return judge_radii(score_answered(Answered(len(errors_m), errors_m, radii_m, known))).is_honest


def describe(site: str, mode: str, score: Score) -> list[str]:
    """One row of the table."""
    thirds = " / ".join(f"{100 * third:.1f}" for third in score.coverage_by_radius or ())
    lengths = [f"{each or 0:.2f}" for each in (score.mean_m, score.radius_median_m, score.p95_m)]
    return [site, mode, str(score.answered), f"{100 * (score.coverage or 0):.1f}", thirds, *lengths]


def main(names: Sequence[str], environment: Mapping[str, str]) -> int:
    """Print what pieces that are left out say of radii."""
    recordings = environment.get("HYLLYKARTTA_RECORDINGS")
    if not recordings or not names:
        print("Name sites, and set HYLLYKARTTA_RECORDINGS to their folder.", file=sys.stderr)
        return 2
    rows, stretches = [], []
    for name in names:
        pieces = list(left_out(Path(recordings) / name))
        for mode in WALK_MODES:
            answered = [locate(*each, mode) for each in pieces]
            rows.append(describe(name, mode, pool(answered)))
            count, *shares = count_honest(answered)
            share = [f"{100 * each / count:.0f}" if count else "–" for each in shares]
            stretches.append([name, mode, str(count), *share])
    print(markdown(HEAD, rows))
    print()
    print(markdown(STRETCH_HEAD, stretches))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
