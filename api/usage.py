"""Helpers that verbs share: clear errors and files read with them."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO, TypeAlias

from api.printable import printable

Verbs: TypeAlias = "argparse._SubParsersAction[Any]"

MOST_BYTES = 64_000_000
"""So much is read of a file; more is no plan, and no catalogue of one branch."""

PLAN_HELP = (
    'a plan file, "demo", draft:ID, or BRANCH@published, BRANCH@previous or BRANCH@HASH of a '
    "stored version"
)


class UsageError(Exception):
    """Wrong use or unreadable input: one clear line, exit status 2."""


class VerbParser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        self.exit(2, f"{self.prog}: {printable(message)}; see {self.prog} --help\n")


def read_text(path: Path) -> str:
    """Read a UTF-8 file of at most `MOST_BYTES`; a byte order mark at its start does not count.

    A pipe is waited for, so that ``<(…)`` and ``/dev/stdin`` may be named.

    Raises
    ------
    UsageError
        If the file is missing, unreadable, too large or not UTF-8.
    """
    try:
        if path.is_fifo():
            tell_progress(f"{path}: waiting for what is sent …")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    if len(content) > MOST_BYTES:
        raise UsageError(
            f"{path}: is larger than {MOST_BYTES // 1_000_000} MB, the most that is read."
        )
    try:
        return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig").read()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text (byte {error.start}).") from error


@contextmanager
def open_table(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 file to be read line by line, however long it is; a pipe is waited for.

    Raises
    ------
    UsageError
        If the file is missing, unreadable or not UTF-8, also while it is being read.
    """
    try:
        if path.is_fifo():
            tell_progress(f"{path}: waiting for what is sent …")
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text ({error.reason}).") from error


def show_progress(text: str) -> None:
    """Show on a terminal how far long work has come, in the place of what was shown before."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def tell_progress(text: str) -> None:
    """Show on a terminal what goes on; say nothing in a file or a pipe."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


def add_verb(verbs: Verbs, name: str, *, summary: str, example: str) -> argparse.ArgumentParser:
    """Add a verb whose ``--help`` ends with an example."""
    parser: argparse.ArgumentParser = verbs.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


def add_plan(parser: argparse.ArgumentParser) -> None:
    """Add the argument ``PLAN``, which `api.plans.load_plan` reads."""
    parser.add_argument("plan", metavar="PLAN", help=PLAN_HELP)


def add_config(parser: argparse.ArgumentParser) -> None:
    """Add the option that names a settings file."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings as TOML")
