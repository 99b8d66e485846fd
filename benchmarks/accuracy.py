"""Accuracy on public recordings, as a Markdown table.

    HYLLYKARTTA_RECORDINGS=FOLDER python -m benchmarks.accuracy [SITE/TRACK …]

FOLDER holds one folder per site in the recordings format.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.tables import markdown
from positioning.evaluate import Score, score_fixes
from positioning.recordings import (
    format_fixes,
    read_positions,
    read_recording,
    read_site,
)
from positioning.replay import answer_recording, parse_mode

WALKS = ("causal", "lag:1", "lag:3", "lag:5", "smooth")
STANDS = ("causal",)
COLUMNS = ("track", "mode", "rows", "answered", "mean", "median", "p90", "rms", "coverage")
TRACKS = {
    "hall_tags/dev_walks": WALKS,
    "library_hall/dev_visits": STANDS,
    "library_hall/dev_scans": STANDS,
    "crlb_arena/dev_static": STANDS,
    "crlb_arena/dev_walks": WALKS,
}


def load_files(folder: Path, *names: str) -> dict[str, bytes]:
    """Read those of the files that the folder has."""
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def score_track(recordings: Path, site: str, track: str, modes: tuple[str, ...]) -> list[Score]:
    """Locate one recording set in each mode and score what would be written."""
    folder = recordings / site / "tracks" / track
    prepared = read_site(load_files(recordings / site, "site.json", "radios.csv", "survey.csv"))
    recording = read_recording(load_files(folder, "sightings.csv", "ask.csv", "track.json"))
    truth = read_positions("truth.csv", (folder / "truth.csv").read_bytes())
    scores = []
    for mode in modes:
        fixes = answer_recording(prepared, recording, parse_mode(mode))
        written = read_positions("fixes.csv", format_fixes(recording.asks, fixes))
        scores.append(score_fixes(truth, written))
    return scores


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def main(names: list[str]) -> int:
    """Print the table of some recording sets, or of all."""
    recordings = os.environ.get("HYLLYKARTTA_RECORDINGS")
    if not recordings:
        print("Set HYLLYKARTTA_RECORDINGS to the folder of recordings.", file=sys.stderr)
        return 2
    rows = []
    for name in names or TRACKS:
        site, _, track = name.partition("/")
        modes = TRACKS.get(name, WALKS)
        for mode, score in zip(
            modes, score_track(Path(recordings), site, track, modes), strict=True
        ):
            figures = (score.mean_m, score.median_m, score.p90_m, score.rms_m, score.coverage)
            rows.append((name, mode, score.rows, score.answered, *map(_cell, figures)))
    print(markdown(COLUMNS, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
