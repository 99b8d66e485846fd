"""The toy plan as a file, for the command line."""

from __future__ import annotations

from pathlib import Path

from floorplans.formats.native import format_plan
from floorplans.model import Plan
from tests.support.plans import toy_plan


def write_plan(folder: Path, plan: Plan | None = None) -> str:
    """Write a plan, the toy plan unless told otherwise, and give the file's name."""
    path = folder / "plan.json"
    path.write_text(format_plan(plan or toy_plan()), encoding="utf-8")
    return str(path)
