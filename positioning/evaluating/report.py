"""What an evaluation found, as tables of text and as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from positioning.evaluating.honesty import judge_radii
from positioning.evaluating.reference import REFERENCES, SOURCE, Reference
from positioning.evaluating.runs import LONGEST_S, Run, say_mode

LEAST_ANSWERED = 0.99
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first ``words`` columns are words, the others figures."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: int = 2


def find_reference(run: Run) -> Reference | None:
    """Find what a run is compared with; ``None`` for sites that are not in the table."""
    return REFERENCES.get((run.name, run.variant, run.mode))


def find_faults(run: Run) -> tuple[str, ...]:
    """Name what makes a run fail: rows without an answer, dishonest radii, too long a time."""
    reference = find_reference(run)
    least = reference.least_answered if reference else LEAST_ANSWERED
    if not run.score.answered:
        return ("no answer",)
    faults = list(judge_radii(run.score).faults)
    if run.score.answered_share < least:
        faults.append(f"only {_percent(run.score.answered_share)} % answered")
    if run.is_late:
        faults.append(f"{run.seconds:.0f} s, more than {LONGEST_S:.0f} s")
    return tuple(faults)


def compared_m(run: Run, reference: Reference) -> float | None:
    """Give the figure of a run that a reference is about; ``None`` if too little is answered."""
    if run.score.answered_share < reference.least_answered:
        return None
    figures = {
        "mean": run.score.mean_m,
        "median": run.score.median_m,
        "rms / bound": run.bound_ratio,
    }
    return figures[reference.figure]


def make_tables(runs: Sequence[Run]) -> tuple[Table, ...]:
    """Make the tables of a report."""
    return (compare(runs), _errors(runs), _radii(runs))


def compare(runs: Sequence[Run]) -> Table:
    """Make the table of figures beside their references and aims."""
    head = (
        "track",
        "mode",
        "figure",
        "ours",
        "reference",
        "aim",
        "reached",
        "answered, %",
        "radii",
    )
    note = f"Reference: {SOURCE}. Where there is none, the mean error is given."
    return Table("Beside the reference", head, tuple(map(_compared, runs)), note, words=3)


def _compared(run: Run) -> tuple[str, ...]:
    reference = find_reference(run)
    verdict = next(iter(judge_radii(run.score).faults), "honest")
    tail = (_percent(run.score.answered_share), verdict if run.score.answered else NOTHING)
    if reference is None:
        return (*_name(run), "mean", _metres(run.score.mean_m), *(NOTHING,) * 3, *tail)
    ours = compared_m(run, reference)
    reached = "yes" if ours is not None and round(ours, 2) <= reference.aim else "no"
    best = _metres(reference.best)
    return (
        *_name(run),
        reference.figure,
        _metres(ours),
        best,
        _metres(reference.aim),
        reached,
        *tail,
    )


def _errors(runs: Sequence[Run]) -> Table:
    head = (
        *("track", "mode", "rows", "answered", "mean", "median", "p75", "p90", "p95", "rms"),
        *("rms / bound", "level, %", "seconds"),
    )
    rows = []
    for run in runs:
        score = run.score
        errors = (score.mean_m, score.median_m, score.p75_m, score.p90_m, score.p95_m, score.rms_m)
        counts = (str(score.rows), str(score.answered))
        tail = (_percent(score.level_accuracy), f"{run.seconds:.1f}")
        rows.append((*_name(run), *counts, *map(_metres, errors), _metres(run.bound_ratio), *tail))
    return Table("Errors", head, tuple(rows), "Horizontal, in metres, over the answered rows.")


def _radii(runs: Sequence[Run]) -> Table:
    head = (
        "track",
        "mode",
        "holds, %",
        "wanted",
        "by thirds",
        "median radius",
        "p95 error",
        "verdict",
    )
    rows = []
    for run in runs:
        score, honesty = run.score, judge_radii(run.score)
        low, high = honesty.limits
        thirds = " / ".join(map(_percent, score.coverage_by_radius or ()))
        rows.append(
            (
                *_name(run),
                _percent(score.coverage),
                f"{100 * low:.0f}–{100 * high:.0f}",
                thirds or NOTHING,
                _metres(score.radius_median_m),
                _metres(score.p95_m),
                ", ".join(honesty.faults) or "honest",
            )
        )
    note = (
        "Share of the answers whose error is within their 95 % radius, of all and of the thirds "
        "with the smallest, middle and largest radii. Vague: the median radius is above the error "
        "that 95 in 100 do not exceed."
    )
    return Table("Radii", head, tuple(rows), note)


def make_document(runs: Sequence[Run]) -> dict[str, Any]:
    """Give the report as plain data for JSON."""
    return {"reference_source": SOURCE, "runs": [_document(run) for run in runs]}


def _document(run: Run) -> dict[str, Any]:
    score, honesty, reference = run.score, judge_radii(run.score), find_reference(run)
    return {
        "track": run.name,
        "unit": run.unit,
        "variant": run.variant,
        "mode": run.mode,
        "seconds": round(run.seconds, 3),
        "rows": score.rows,
        "answered": score.answered,
        "answered_share": score.answered_share,
        "mean": score.mean_m,
        "median": score.median_m,
        "p75": score.p75_m,
        "p90": score.p90_m,
        "p95": score.p95_m,
        "rms": score.rms_m,
        "level_accuracy": score.level_accuracy,
        "radius_given": score.radii,
        "radius_95_coverage": score.coverage,
        "radius_95_coverage_by_thirds": score.coverage_by_radius,
        "radius_95_coverage_wanted": honesty.limits,
        "radius_95_median": score.radius_median_m,
        "bound_rms": run.bound_m,
        "rms_over_bound": run.bound_ratio,
        "faults": find_faults(run),
        "reference": reference and _document_of(run, reference),
    }


def _document_of(run: Run, reference: Reference) -> dict[str, Any]:
    return {
        "figure": reference.figure,
        "ours": compared_m(run, reference),
        "best": reference.best,
        "aim": reference.aim,
    }


def to_markdown(table: Table) -> str:
    r"""Write a table as Markdown.

    Examples
    --------
    >>> print(to_markdown(Table("Errors", ("track", "mean"), (("a|b", "1.00"),), words=1)))
    | track | mean |
    | --- | ---: |
    | a\|b | 1.00 |
    """
    figures = len(table.head) - table.words
    rules = (*("---",) * table.words, *("---:",) * figures)
    lines = (table.head, rules, *(tuple(map(_escape, row)) for row in table.rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


def _name(run: Run) -> tuple[str, str]:
    name = run.name if run.unit == "m" else f"{run.name} ({run.unit}s)"
    return name, say_mode(run)


def _metres(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return NOTHING if value is None else f"{100 * value:.1f}"
