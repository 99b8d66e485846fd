"""``hyllykartta locate``: fixes for a recording."""

from __future__ import annotations

import argparse
from pathlib import Path

from api.usage import UsageError, Verbs, add_verb
from positioning.grid.ground import read_ground
from positioning.grid.replay import answer_recording
from positioning.recordings import format_fixes, read_recording
from positioning.replay import parse_mode
from positioning.rows import RecordingError

_SITE_FILES = ("site.json", "radios.csv", "survey.csv", "obstacles.csv", "occupancy.npz")
_TRACK_FILES = ("sightings.csv", "ask.csv", "track.json", "motion.csv", "motion.csv.gz")


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
    folder = args.site / "tracks" / args.track
    site_files = _read_files(args.site, _SITE_FILES)
    track_files = _read_files(folder, _TRACK_FILES)
    try:
        ground_for = read_ground(site_files)
    except RecordingError as error:
        raise UsageError(f"{args.site}: {error}") from error
    try:
        recording = read_recording(track_files)
    except RecordingError as error:
        raise UsageError(f"{folder}: {error}") from error
    text = format_fixes(
        recording.asks, answer_recording(ground_for(recording, mode), recording, mode)
    )
    try:
        args.out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{args.out}: cannot be written ({error.strerror}).") from error
    return 0


def _read_files(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Read those of the files that exist."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: is no folder.")
    files = {}
    for name in names:
        path = folder / name
        try:
            if path.exists():
                files[name] = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    return files
