"""What each person can undo and redo in a draft: everything of one's own, without limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

EditKind = Literal["edit", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class Step:
    """One saved step of one person; ``of`` is the revision that it takes back or makes again."""

    revision: int
    kind: EditKind
    of: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The revisions that can be undone and redone, the next one last."""

    undo: tuple[int, ...] = ()
    redo: tuple[int, ...] = ()


def read_history(steps: Iterable[Step]) -> History:
    """Find what a person can undo and redo now.

    Parameters
    ----------
    steps : iterable of Step
        The steps of this person in one draft, in the order in which they were saved. Of the
        oldest that are no longer kept nothing can be undone or redone.

    Examples
    --------
    >>> read_history([Step(2, "edit"), Step(3, "edit"), Step(5, "undo", 3)])
    History(undo=(2,), redo=(3,))
    """
    undo: list[int] = []
    redo: list[int] = []
    for step in steps:
        if step.kind == "edit":
            undo.append(step.revision)
            redo.clear()
        elif step.kind == "undo" and undo[-1:] == [step.of]:
            redo.append(undo.pop())
        elif step.kind == "redo" and redo[-1:] == [step.of]:
            undo.append(redo.pop())
    return History(tuple(undo), tuple(redo))
