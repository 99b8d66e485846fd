"""``hyllykartta locate``: fixes for a recording."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from api.evaluation import read_files
from api.usage import UsageError, Verbs, add_verb, tell_progress
from positioning.evaluating.runs import SITE_FILES, TRACK_FILES
from positioning.grid.ground import read_ground
from positioning.grid.replay import Replay, answer_recording
from positioning.recordings import format_fixes, read_recording
from positioning.replay import parse_mode
from positioning.rows import RecordingError

# What was left out, in words: the counts of `positioning.hygiene.ScreenCounts` and what each means.
_LEFT_OUT = {
    "unknown": "of radios that the site does not have",
    "impossible": "with an RSSI or a time that cannot be",
    "duplicate": "that came twice",
    "replayed": "played again at a later time",
    "conflict": "of another device with the same subject",
    "thinned": "of a radio heard more often than is of use",
}


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "locate",
        summary="Work out the fixes that a recording asks for.",
        example="hyllykartta locate recordings/hall morning --mode lag:3 --out fixes.csv",
    )
    parser.add_argument("site", metavar="SITE", type=Path, help="folder of the site")
    parser.add_argument("track", metavar="TRACK", help="name under SITE/tracks")
    parser.add_argument(
        "--mode",
        default="causal",
        metavar="causal|lag:S|smooth",
        help="use what was heard up to the moment (the default), S seconds longer, or all",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FIXES", help="CSV to write")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read the recording, answer it and write the fixes."""
    try:
        mode = parse_mode(args.mode)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if not args.out.parent.is_dir():
        raise UsageError(f"{args.out}: cannot be written ({args.out.parent} is no folder).")
    folder = args.site / "tracks" / args.track
    site_files = read_files(args.site, SITE_FILES)
    track_files = read_files(folder, TRACK_FILES)
    try:
        ground_for = read_ground(site_files)
    except RecordingError as error:
        raise UsageError(f"{args.site}: {error}") from error
    try:
        recording = read_recording(track_files)
    except RecordingError as error:
        raise UsageError(f"{folder}: {error}") from error
    tell_progress(f"{folder}: {len(recording.asks)} rows to answer …")
    replay = answer_recording(ground_for(recording, mode), recording, mode)
    text = format_fixes(recording.asks, replay.fixes)
    try:
        args.out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{args.out}: cannot be written ({error.strerror}).") from error
    for line in _remarks(replay):
        print(f"{folder}: {line}", file=sys.stderr)
    return 0


def _remarks(replay: Replay) -> Iterator[str]:
    """Tell what was left out, and what could not be answered."""
    for name, meaning in _LEFT_OUT.items():
        count = getattr(replay.counts, name)
        if count:
            yield f"{count} of {replay.counts.total} sightings left out: {meaning}."
    if replay.counts.total and not replay.counts.accepted:
        yield "no sighting is of use; compare the radios of radios.csv with those of sightings.csv."
    unknown = sum(fix is None for fix in replay.fixes)
    if unknown:
        yield f"{unknown} of {len(replay.fixes)} rows left empty: nothing was heard that tells."
