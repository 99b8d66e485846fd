"""Helpers that verbs share: clear errors and files read with them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

Verbs: TypeAlias = "argparse._SubParsersAction[Any]"


class UsageError(Exception):
    """Wrong use or unreadable input: one clear line, exit status 2."""


class VerbParser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """End with status 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def read_text(path: Path) -> str:
    """Read a UTF-8 file.

    Raises
    ------
    UsageError
        If the file is missing, unreadable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text (byte {error.start}).") from error


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
