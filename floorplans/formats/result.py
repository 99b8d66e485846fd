"""What reading a foreign format gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from floorplans.checks.problem import Problem, violation
from floorplans.errors import PlanFormatError
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan
from floorplans.validate import find_breaks

LEFT_OUT = "left-out"
UNREADABLE = "unreadable-file"
LEFT_OUT_RULES = frozenset(
    {LEFT_OUT, "duplicate-id", "feature-type", "no-feature", "no-features", UNREADABLE}
)
"""Rules whose problems say that something of the input is not in the plan."""


@dataclass(frozen=True, slots=True)
class LayerFound:
    """A layer of a drawing: how many things it has and as what they were read."""

    name: str
    kind: str
    things: int


@dataclass(frozen=True, slots=True)
class DrawingFound:
    """How a drawing was read.

    Attributes
    ----------
    units : str
        The unit that it is in; empty where neither the file nor anybody tells.
    guessed : str
        The unit that its size makes likely, where nobody tells.
    width_m, depth_m : float
        How large it is in that unit.
    layers : tuple[LayerFound, ...]
        Its layers, by name.
    """

    units: str
    guessed: str
    width_m: float
    depth_m: float
    layers: tuple[LayerFound, ...]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A plan, as far as it could be read, and everything that was odd on the way.

    ``plan`` is None where nothing could be made of the input; then the last problem says why.
    ``drawing`` is there where the input was one.
    """

    plan: Plan | None
    problems: tuple[Problem, ...]
    drawing: DrawingFound | None = None

    @property
    def left_out(self) -> int:
        """How many things of the input are not in the plan."""
        return sum(problem.rule in LEFT_OUT_RULES for problem in self.problems)


def finish(plan: Plan, problems: Iterable[Problem]) -> ImportResult:
    """Make sure that a plan can be stored, and add what keeps it from being shown.

    Parameters
    ----------
    plan : Plan
        What was made of the input.
    problems : Iterable[Problem]
        What was odd on the way.

    Returns
    -------
    ImportResult
        Without the plan where its document would not be read again.
    """
    try:
        parse_plan(format_plan(plan))
    except PlanFormatError as error:
        told = violation("plan", "plan", f"What was read makes no plan ({error}).")
        return ImportResult(None, (*problems, told))
    return ImportResult(plan, (*problems, *find_breaks(plan)))
