"""Recordings in folders, evaluated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from pathlib import Path
from typing import Any

from api.usage import UsageError
from positioning.evaluating.bounds import FILE as BOUNDS_FILE
from positioning.evaluating.reference import list_variants
from positioning.evaluating.runs import (
    PLAIN,
    SITE_FILES,
    TRACK_FILES,
    Answer,
    Case,
    Files,
    Run,
    Variant,
    changes_anything,
    modes_of,
    prepare_site,
    read_case,
    run_case,
    say_mode,
    site_variant,
)
from positioning.rows import RecordingError

TRUTH = "truth.csv"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to evaluate: all tracks and sensible modes unless some are named.

    ``variants`` come on top of the plain runs, and of those that have a reference, if these
    are wanted.
    """

    sites: tuple[Path, ...]
    tracks: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    with_reference: bool = True


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A site ready to answer, and how long that took."""

    answer: Answer
    seconds: float


def find_tracks(wish: Wish) -> list[tuple[Path, Path]]:
    """List the folders of site and track that have a truth.

    Raises
    ------
    UsageError
        If there is none, or a site is no folder.
    """
    found = []
    for site in wish.sites:
        if not site.is_dir():
            raise UsageError(f"{site}: is no folder.")
        folders = sorted(path.parent for path in site.glob(f"tracks/*/{TRUTH}"))
        found += [(site, each) for each in folders if not wish.tracks or each.name in wish.tracks]
    if not found:
        named = f" named {' or '.join(wish.tracks)}" if wish.tracks else ""
        raise UsageError(f"no track{named} with a {TRUTH}; looked in SITE/tracks/NAME/.")
    return found


def evaluate(wish: Wish, clock_s: Callable[[], float], tell: Tell) -> Iterator[Run]:
    """Answer every track in every mode and variant, and score it.

    Parameters
    ----------
    wish : Wish
        What to evaluate.
    clock_s : callable
        Gives seconds, to measure how long each answer takes.
    tell : callable
        Is told what goes on.

    Yields
    ------
    Run
        In the order of sites, tracks, variants and modes.

    Raises
    ------
    UsageError
        If a file cannot be read.
    """
    tracks = find_tracks(wish)
    numbers = count(1)
    for site, pairs in groupby(tracks, key=lambda pair: pair[0]):
        files = read_files(site, (*SITE_FILES, BOUNDS_FILE))
        answers: dict[Variant, _Prepared] = {}
        for _, folder in pairs:
            tell(f"{next(numbers)} of {len(tracks)}: {_name(site, folder)} …")
            began_s = clock_s()
            case = _read(site, folder, files)
            read_s = clock_s() - began_s
            for variant, mode in _list_runs(wish, files, case):
                if variant not in answers:
                    answers[variant] = _prepare(site, site_variant(files, variant), clock_s)
                prepared = answers[variant]
                run = _run(folder, case, prepared.answer, variant, mode, clock_s)
                run = replace(run, seconds=read_s + prepared.seconds + run.seconds)
                tell(f"  {_say(run)}")
                yield run


def _list_runs(wish: Wish, site_files: Files, case: Case) -> list[tuple[Variant, str]]:
    """List the variants and modes of a track, each once."""
    modes = wish.modes or modes_of(case.recording)
    pairs = [(PLAIN, mode) for mode in modes]
    if wish.with_reference:
        pairs += [each for each in list_variants(case.name) if each[1] in modes]
    pairs += [(variant, mode) for variant in wish.variants for mode in modes]
    return [each for each in dict.fromkeys(pairs) if changes_anything(each[0], site_files, case)]


def read_files(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Read those of the files that exist.

    Raises
    ------
    UsageError
        If one exists but cannot be read, or the folder does not exist.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: is no folder.")
    files = {}
    for path in (folder / name for name in names):
        try:
            if path.exists():
                files[path.name] = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    return files


def _prepare(site: Path, files: Files, clock_s: Callable[[], float]) -> _Prepared:
    began_s = clock_s()
    try:
        answer = prepare_site(files)
    except RecordingError as error:
        raise UsageError(f"{site}: {error}") from error
    return _Prepared(answer, clock_s() - began_s)


def _read(site: Path, folder: Path, site_files: Files) -> Case:
    files = read_files(folder, (*TRACK_FILES, TRUTH))
    truth = files.pop(TRUTH)
    try:
        bounds = site_files.get(BOUNDS_FILE)
        return read_case(_name(site, folder), _unit(site_files), files, truth, bounds)
    except RecordingError as error:
        raise UsageError(f"{folder}: {error}") from error


def _unit(site_files: Files) -> str:
    """Read the unit of a site; metres unless it says otherwise, or says nothing legible."""
    try:
        document: Any = json.loads(site_files.get("site.json", b"{}"))
    except (ValueError, RecursionError):
        return "m"
    return str(document.get("unit", "m")) if isinstance(document, dict) else "m"


def _run(
    folder: Path,
    case: Case,
    answer: Answer,
    variant: Variant,
    mode: str,
    clock_s: Callable[[], float],
) -> Run:
    try:
        return run_case(case, answer, variant, mode, clock_s)
    except RecordingError as error:
        raise UsageError(f"{folder}: {error}") from error


def _name(site: Path, folder: Path) -> str:
    return f"{site.resolve().name}/{folder.name}"


def _say(run: Run) -> str:
    mean = "no answer" if run.score.mean_m is None else f"mean {run.score.mean_m:.2f} {run.unit}"
    return f"{say_mode(run)}: {mean}, {run.seconds:.1f} s"
