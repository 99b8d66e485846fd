"""Accuracy on public recordings, as a Markdown table beside what others reach.

    HYLLYKARTTA_RECORDINGS=FOLDER python -m benchmarks.accuracy [SITE/TRACK …]

FOLDER holds one folder per site in the recordings format. The same as ``hyllykartta evaluate``
for all of its sites.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from api.evaluation import Wish, evaluate
from api.usage import UsageError, tell_progress
from positioning.evaluate import Score
from positioning.evaluating.report import compare, to_markdown
from positioning.evaluating.runs import Run


def score_track(recordings: Path, site: str, track: str, modes: tuple[str, ...]) -> list[Score]:
    """Locate one recording set in each mode and score what would be written."""
    wish = Wish((recordings / site,), (track,), modes, with_reference=False)
    return [run.score for run in evaluate(wish, time.perf_counter, tell_progress)]


def evaluate_all(recordings: Path, names: list[str]) -> list[Run]:
    """Evaluate the named recording sets, or all."""
    folders = sorted(path.parent for path in recordings.glob("*/site.json"))
    wishes = [
        Wish((recordings / site,), (track,))
        for site, _, track in (name.partition("/") for name in names)
    ] or [Wish(tuple(folders))]
    return [run for wish in wishes for run in evaluate(wish, time.perf_counter, tell_progress)]


def main(names: list[str]) -> int:
    """Print the table of some recording sets, or of all."""
    recordings = os.environ.get("HYLLYKARTTA_RECORDINGS")
    if not recordings:
        print("Set HYLLYKARTTA_RECORDINGS to the folder of recordings.", file=sys.stderr)
        return 2
    try:
        runs = evaluate_all(Path(recordings), names)
    except UsageError as problem:
        print(problem, file=sys.stderr)
        return 2
    print(to_markdown(compare(runs)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
