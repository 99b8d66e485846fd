"""One finding of the plan checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a plan that is wrong (error) or looks so (warning).

    Attributes
    ----------
    severity : {"error", "warning"}
        A plan with errors should not be published.
    rule : str
        Name of the rule, for programs.
    place : str
        Where it is, for people ("shelf 17, face 17A, bay 3").
    message : str
        What is wrong and what to do.
    """

    severity: Severity
    rule: str
    place: str
    message: str


def error(rule: str, place: str, message: str) -> Problem:
    """Make a problem that keeps a plan from working."""
    return Problem("error", rule, place, message)


def warning(rule: str, place: str, message: str) -> Problem:
    """Make a problem that somebody should look at."""
    return Problem("warning", rule, place, message)


def number_runs(numbers: list[int]) -> str:
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
