"""What the verbs that find ways share: times, starts, and what they say where there is no way."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import NoReturn

from api.printable import printable
from api.problems import ProblemError, problem_out
from api.today import read_time
from api.usage import UsageError

START_HELP = "LEVEL,X,Y in metres, kiosk:ID or point:ID"


class NoSubjects:
    """A plan by itself has no moving subjects to start from."""

    def find_position(self, branch_id: str, subject: str) -> NoReturn:
        """Refuse to look for one."""
        raise UsageError(f'a plan by itself has no moving "{subject}"; start at {START_HELP}.')


def add_time(parser: argparse.ArgumentParser) -> None:
    """Add the option ``--at``."""
    parser.add_argument(
        "--at",
        type=time_option,
        metavar="TIME",
        help="when, on the branch's clocks, such as 2026-12-01T10:00; now if not given",
    )


def tell_problem(problem: ProblemError, *, as_json: bool) -> int:
    """Say why there is no way, as a JSON document if that is asked for; give the exit status."""
    if as_json:
        print(problem_out(problem).model_dump_json(indent=2, exclude_none=True))
    else:
        print(f"hyllykartta: {printable(problem.detail)}", file=sys.stderr)
    return 1


def time_option(text: str) -> datetime:
    """Read a time of the command line; `api.today.local_at` puts it on a branch's clocks."""
    try:
        return read_time(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
