"""The plan checker: everything that is wrong with a plan, at once."""

from __future__ import annotations

from floorplans.checks.access import check_access
from floorplans.checks.assignment import check_assignment
from floorplans.checks.identity import check_identity
from floorplans.checks.placing import check_placing
from floorplans.checks.problem import Problem
from floorplans.model import Plan

__all__ = ["Problem", "check_plan"]


def check_plan(plan: Plan) -> tuple[Problem, ...]:
    """Find all problems of a plan.

    Parameters
    ----------
    plan : Plan
        The plan; broken references and outlines are reported, not raised.

    Returns
    -------
    tuple[Problem, ...]
        Errors first; empty for a plan without problems.
    """
    problems = [
        *check_identity(plan),
        *check_placing(plan),
        *check_assignment(plan),
        *check_access(plan),
    ]
    return tuple(sorted(problems, key=lambda problem: problem.severity != "error"))
