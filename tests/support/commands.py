"""Command lines as they are written in help texts and documents."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO

from api.cli import build_parser, list_verbs

SHELL_SIGNS = re.compile(r"[<>|;&]+")


def hyllykartta_lines(text: str) -> Iterator[str]:
    """Yield each line that runs ``hyllykartta``, with its continuations joined."""
    for line in text.replace("\\\n", " ").splitlines():
        command = line.strip().removeprefix("$ ")
        if re.match(r"(?:\w+=\S+ )*hyllykartta ", command):
            yield command


def why_not_understood(line: str) -> str | None:
    """Tell why a written command line would be refused; ``None`` if it would run."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = list(lexer)
    words = words[words.index("hyllykartta") + 1 :]
    end = next((at for at, word in enumerate(words) if SHELL_SIGNS.fullmatch(word)), len(words))
    errors = StringIO()
    try:
        with redirect_stderr(errors):
            build_parser(list_verbs()).parse_args(words[:end])
    except SystemExit as stop:
        return errors.getvalue() if stop.code else None
    return None


def list_verb_paths() -> list[tuple[str, ...]]:
    """List the verbs, and the verbs of verbs."""
    return list(_paths(build_parser(list_verbs()), ()))


def _paths(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, verb in action.choices.items():
                yield (*path, name)
                yield from _paths(verb, (*path, name))
