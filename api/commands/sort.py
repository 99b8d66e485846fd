"""``hyllykartta sort``: call numbers in shelf order."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from api.sorting import LineSorter, Unread, read_lines
from api.usage import UsageError, Verbs, add_verb, tell_progress
from floorplans.callnumbers.registry import SCHEME_NAMES, get_scheme

_LINES_PER_SIGN_OF_LIFE = 200_000
_LONGEST_QUOTE = 60


def register(verbs: Verbs) -> None:
    """Add the verb ``sort``."""
    parser = add_verb(
        verbs,
        "sort",
        summary="Put call numbers, one on each line of standard input, in shelf order.",
        example="hyllykartta sort --scheme ykl < list.txt > sorted.txt",
    )
    parser.add_argument("--scheme", required=True, choices=SCHEME_NAMES)
    parser.add_argument(
        "--v-equals-w", action="store_true", help="order w as v, as before SFS 4600:2022"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Sort standard input; lines that cannot be read come last, with a note."""
    if sys.stdin is None:
        raise UsageError("standard input is closed; give it the lines to sort.")
    scheme = get_scheme(args.scheme, v_equals_w=args.v_equals_w)
    with _make_folder() as folder:
        sorter = LineSorter(scheme, Path(folder))
        unread = sorter.read(_show_progress(read_lines(sys.stdin.buffer)))
        _note(unread, args.scheme)
        sys.stdout.buffer.writelines(sorter.lines())
        sys.stdout.buffer.flush()
    return 0


def _make_folder() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="hyllykartta-")
    except OSError as error:
        raise UsageError(
            f"no temporary folder could be made ({error.strerror}); set TMPDIR to one with room."
        ) from error


def _note(unread: Unread, scheme: str) -> None:
    for number, text in unread.first:
        quote = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
        print(
            f'hyllykartta: line {number}: no {scheme} call number, put last: "{quote}"',
            file=sys.stderr,
        )
    if unread.count > len(unread.first):
        print(f"hyllykartta: and {unread.count - len(unread.first)} more.", file=sys.stderr)


def _show_progress(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines, 1):
        if number % _LINES_PER_SIGN_OF_LIFE == 0:
            tell_progress(f"{number:,} lines read …")
        yield line
