"""Plans by name: a file, the packaged demo, or one in the database."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from api.plan_names import is_stored
from api.printable import printable
from api.usage import UsageError, read_text
from floorplans.errors import PlanFormatError
from floorplans.formats.native import parse_plan
from floorplans.model import Plan
from floorplans.validate import find_breaks

DEMO_BRANCHES = ("keskusta", "saari")


def demo_text(branch: str, name: str) -> str:
    """Read a packaged file of a demo branch (``plan.json`` or ``items.csv``)."""
    return (files("api.demo") / "data" / branch / name).read_text(encoding="utf-8")


def load_plan(argument: str, config: Path | None = None) -> Plan:
    """Load the plan that a command line names.

    Parameters
    ----------
    argument : str
        ``demo``, ``draft:ID``, ``BRANCH@published``, ``BRANCH@previous``, ``BRANCH@HASH`` with
        six or more digits of a version's hash, or a file.
    config : Path, optional
        File with the settings that say where the database of stored plans is.

    Raises
    ------
    UsageError
        If there is no such plan, or it cannot be read.
    """
    if is_stored(argument) and not os.path.exists(argument):
        # Files are read without waiting for the database's modules.
        from api.library import load_stored, open_library

        with open_library(config) as database:
            return load_stored(database, argument)
    text = demo_text("keskusta", "plan.json") if argument == "demo" else read_text(Path(argument))
    try:
        return parse_plan(text)
    except PlanFormatError as error:
        raise UsageError(f"{argument}: {error}") from error


def load_whole_plan(argument: str, config: Path | None = None) -> Plan:
    """Load the plan that a command line names, whole enough to be walked and drawn.

    Raises
    ------
    UsageError
        As `load_plan`, and if something breaks the plan; the message is of the first such problem.
    """
    plan = load_plan(argument, config)
    for problem in find_breaks(plan):
        raise UsageError(printable(f"{argument}: {problem.place}: {problem.message}"))
    return plan
