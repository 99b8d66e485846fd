"""The command line: ``hyllykartta VERB …``.

Exit status: 0 done, 1 the answer is no, 2 wrong use or unreadable input.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib.metadata import version

from api import commands
from api.usage import UsageError


def build_parser() -> argparse.ArgumentParser:
    """Build the parser with the verbs of every module in ``api.commands``."""
    parser = argparse.ArgumentParser(
        prog="hyllykartta", description="Shelf maps and indoor positioning for libraries."
    )
    parser.add_argument(
        "--version", action="version", version=f"hyllykartta {version('hyllykartta')}"
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for module in sorted(each.name for each in pkgutil.iter_modules(commands.__path__)):
        importlib.import_module(f"api.commands.{module}").register(verbs)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit status."""
    args = build_parser().parse_args(arguments)
    try:
        status: int = args.run(args)
    except UsageError as problem:
        print(f"hyllykartta: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
