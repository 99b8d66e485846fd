"""The command line: ``hyllykartta VERB …``.

Exit status: 0 done, 1 the answer is no, 2 wrong use or unreadable input.
"""

from __future__ import annotations

import argparse
import errno
import gc
import importlib
import io
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version

from api import commands
from api.printable import printable
from api.usage import UsageError, VerbParser
from floorplans.errors import FloorplanError

# Matrices here are small: threads that share one would wait for each other longer than they
# work, and a server's live positions with them.
ALGEBRA_THREADS = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def build_parser(verbs: Sequence[str]) -> argparse.ArgumentParser:
    """Build the parser with some verbs; each module that is left out saves its imports."""
    parser = VerbParser(
        prog="hyllykartta", description="Shelf maps and indoor positioning for libraries."
    )
    parser.add_argument(
        "--version", action="version", version=f"hyllykartta {version('hyllykartta')}"
    )
    subparsers = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in verbs:
        importlib.import_module(f"api.commands.{verb}").register(subparsers)
    return parser


def list_verbs() -> tuple[str, ...]:
    """List the verbs: each is the module of its name in ``api.commands``."""
    return tuple(sorted(each.name for each in pkgutil.iter_modules(commands.__path__)))


def _needed_verbs(arguments: Sequence[str]) -> Sequence[str]:
    """Choose the verbs that a command line can be about."""
    known = list_verbs()
    if arguments[:1] == ["--version"]:
        return ()
    return arguments[:1] if arguments and arguments[0] in known else known


@contextmanager
def _without_collection() -> Iterator[None]:
    """Import without looking for garbage among modules, which would take a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write_what_the_terminal_can() -> None:
    """Write a question mark for each sign that the terminal's encoding does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    _write_what_the_terminal_can()
    # Read when numpy is imported, which no module has done before its verb is known.
    for name, threads in ALGEBRA_THREADS.items():
        os.environ.setdefault(name, threads)
    try:
        if sys.stdout is None:
            raise UsageError("standard output is closed; send it to a file, or to /dev/null.")
        with _without_collection():
            parser = build_parser(_needed_verbs(arguments))
        args = parser.parse_args(arguments)
        status: int = args.run(args)
        sys.stdout.flush()
    except (UsageError, FloorplanError) as problem:
        print(f"hyllykartta: {printable(str(problem))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _write_no_more()
        return 0
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        _write_no_more()
        print(f"hyllykartta: not all could be written ({error.strerror}).", file=sys.stderr)
        return 2
    return status


def _write_no_more() -> None:
    """Drop what is still to be written, which Python would try again as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
