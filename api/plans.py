"""Plans by name: a file, or the packaged demo."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from api.usage import UsageError, read_text
from floorplans.errors import PlanFormatError
from floorplans.formats.native import parse_plan
from floorplans.model import Plan

DEMO_BRANCHES = ("keskusta", "saari")


def demo_text(branch: str, name: str) -> str:
    """Read a packaged file of a demo branch (``plan.json`` or ``items.csv``)."""
    return (files("api.demo") / "data" / branch / name).read_text(encoding="utf-8")


def load_plan(argument: str) -> Plan:
    """Load the plan that a command line names: ``demo`` or a file.

    Raises
    ------
    UsageError
        If the file cannot be read or is no plan.
    """
    text = demo_text("keskusta", "plan.json") if argument == "demo" else read_text(Path(argument))
    try:
        return parse_plan(text)
    except PlanFormatError as error:
        raise UsageError(f"{argument}: {error}") from error
