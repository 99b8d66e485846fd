"""The plan checker: everything that is wrong with a plan, at once."""

from __future__ import annotations

from floorplans.checks.access import check_access
from floorplans.checks.assignment import check_assignment
from floorplans.checks.identity import check_identity
from floorplans.checks.placing import check_placing
from floorplans.checks.problem import Problem
from floorplans.model import Plan

__all__ = ["Problem", "check_plan", "find_breaks"]

BREAKING_RULES = frozenset(
    {
        "level-size",
        "no-levels",
        "outline-crossed",
        "outline-empty",
        "unknown-level",
        "unknown-scheme",
    }
)
"""Rules without which a plan cannot be drawn, walked and served."""


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


def find_breaks(plan: Plan) -> tuple[Problem, ...]:
    """Find the problems that keep a plan from being drawn, walked and served at all.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    tuple[Problem, ...]
        Those of the problems of `check_plan` that break one of `BREAKING_RULES`.
    """
    problems = (*check_identity(plan), *check_placing(plan))
    return tuple(problem for problem in problems if problem.rule in BREAKING_RULES)
