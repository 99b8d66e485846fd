"""One finding of the plan checker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Worst first."""

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a plan that is wrong, looks so, or is good to know.

    Attributes
    ----------
    severity : {"violation", "warning", "info"}
        A plan with violations should not be published.
    rule : str
        Name of the rule, for programs.
    place : str
        Where it is, for people ("shelf 17, face 17A, bay 3").
    message : str
        What is wrong and what to do.
    thing : str
        Id of the thing that it is about; empty where it is about none.
    level : str
        Id of the level to look at; empty where there is none.
    x_m, y_m : float or None
        Where to look on that level, metres.
    """

    severity: Severity
    rule: str
    place: str
    message: str
    thing: str = ""
    level: str = ""
    x_m: float | None = None
    y_m: float | None = None


def violation(rule: str, place: str, message: str) -> Problem:
    """Make a problem that keeps a plan from working."""
    return Problem("violation", rule, place, message)


def warning(rule: str, place: str, message: str) -> Problem:
    """Make a problem that somebody should look at."""
    return Problem("warning", rule, place, message)


def info(rule: str, place: str, message: str) -> Problem:
    """Make a problem that is good to know and may be as it is."""
    return Problem("info", rule, place, message)


def list_some(names: Sequence[str]) -> str:
    """Write names, or the first ones of many.

    Examples
    --------
    >>> list_some([f"{number}A" for number in range(1, 12)])
    '1A, 2A, 3A, 4A, 5A, 6A, 7A, 8A and 3 more'
    """
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def number_runs(numbers: Sequence[int]) -> str:
    """Write ascending numbers as runs.

    Examples
    --------
    >>> number_runs([1, 2, 3, 7])
    '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
