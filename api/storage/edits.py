"""Edits of single things in a draft: saved as they happen, undone one by one by who made them.

Whoever edits says which revision was seen last. Edits of other things since then merge; an
edit of a thing that somebody else has changed in another way is refused whole, with both sides.
A sender that is not sure whether an edit arrived sends it again with the same key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection, select

from api.storage.draft_heads import EDITED, NewStep, add_step, find_head, first_revision
from api.storage.draft_records import Clash, DraftHead
from api.storage.draft_states import (
    DOCUMENT_EVERY,
    State,
    load_state,
    next_state,
    store_document,
)
from api.storage.engine import Database
from api.storage.errors import EditConflictError, NothingToUndoError
from api.storage.log import Act
from api.storage.tables import DraftRevisionRow
from floorplans.editing.changes import Change, Key, apply_changes, read_changes
from floorplans.editing.conflicts import Conflict, find_conflicts
from floorplans.editing.history import EditKind, History, Step, read_history
from floorplans.errors import EditError
from floorplans.formats.codec import Json
from floorplans.formats.native import format_values

STEPS: Mapping[Literal["undo", "redo"], Act] = MappingProxyType(
    {"undo": Act("draft_undone"), "redo": Act("draft_redone")}
)

_EDITS = select(
    DraftRevisionRow.revision,
    DraftRevisionRow.kind,
    DraftRevisionRow.of,
    DraftRevisionRow.at,
    DraftRevisionRow.author,
    DraftRevisionRow.what,
    DraftRevisionRow.count,
    DraftRevisionRow.changes,
    DraftRevisionRow.inverse,
    DraftRevisionRow.key,
).order_by(DraftRevisionRow.revision)


@dataclass(frozen=True, slots=True)
class Edit:
    """One saved step of a draft, in the fields of `api.storage.tables.DraftRevisionRow`."""

    revision: int
    kind: EditKind
    of: int | None
    at: datetime
    author: str
    what: str
    count: int
    changes: tuple[Change, ...]
    inverse: tuple[Change, ...]
    key: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of an edit: itself, those of others since its base, and what can be undone now."""

    edit: Edit
    others: tuple[Edit, ...]
    history: History


def save_edit(
    database: Database,
    branch: str,
    draft: str,
    changes: Sequence[Change],
    at: datetime,
    *,
    base: int,
    author: str = "",
    key: str = "",
    what: str = "changed",
    count: int = 0,
    over: Collection[Key] = (),
    act: Act = EDITED,
    acts: int = 1,
) -> Saved:
    """Save an edit of a draft.

    Parameters
    ----------
    database : Database
        Where the draft is stored.
    branch, draft : str
        Which draft.
    changes : sequence of Change
        At most one for each thing.
    at : datetime
        Aware time.
    base : int
        The last revision that the editor has seen.
    author : str, optional
        Who edits.
    key : str, optional
        The sender's own name of the edit; one that is known already is not made again.
    what, count : str and int, optional
        What it does, for people: the message ``staff.editing.label.WHAT`` with a count.
    over : collection of Key
        Things that shall be as the edit has them, whatever others made of them.
    act, acts : Act and int, optional
        What the log calls it, and how many of it this is.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    EditConflictError
        If others have changed the same things since ``base`` in another way; nothing is saved.
    EditError
        If the plan would become too large, or there is no such base.
    """

    def want(connection: Connection, since: Sequence[Edit]) -> _Meant:
        seen: dict[Key, Json] = {}
        for each in since:
            for was in each.inverse:
                seen.setdefault(was.key, was.value)
        step = NewStep(
            "edit", tuple(changes), (), at, author, what, count, key=key, act=act, acts=acts
        )
        return _Meant(step, seen, since)

    return _save(database, branch, draft, base, key, over, want)


def step_back(
    database: Database,
    branch: str,
    draft: str,
    at: datetime,
    *,
    how: Literal["undo", "redo"],
    base: int,
    author: str = "",
    key: str = "",
    over: Collection[Key] = (),
) -> Saved:
    """Undo the newest edit of somebody's own that is not undone, or redo what was undone last.

    The parameters are those of `save_edit`.

    Raises
    ------
    NothingToUndoError
        If there is nothing left.
    EditConflictError
        If others have changed the same things since.
    DraftNotFoundError, EditError
        As `save_edit`.
    """

    def want(connection: Connection, since: Sequence[Edit]) -> _Meant:
        history = _load_history(connection, draft, author)
        waiting = history.undo if how == "undo" else history.redo
        if not waiting:
            raise NothingToUndoError(f'You have nothing left to {how} in draft "{draft}".')
        last = _last_of(connection, draft, waiting[-1], how)
        left = {change.key: change.value for change in last.changes}
        act = STEPS[how]
        step = NewStep(
            how, last.inverse, (), at, author, last.what, last.count, waiting[-1], key=key, act=act
        )
        return _Meant(step, left, _list_since(connection, draft, last.revision))

    return _save(database, branch, draft, base, key, over, want)


def list_edits(
    database: Database, branch: str, draft: str, after: int = 0, most: int | None = None
) -> tuple[int, tuple[Edit, ...]]:
    """List the steps of a draft after a revision, and tell at which revision it is.

    Parameters
    ----------
    database : Database
        Where the draft is stored.
    branch, draft : str
        Which draft.
    after : int, optional
        The revision that is known already.
    most : int, optional
        How many to give, the newest of them.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.read() as connection:
        current = find_head(connection, branch, draft)
        first = after if most is None else max(after, current.revision - most)
        return current.revision, _list_since(connection, draft, first)


def load_history(database: Database, draft: str, author: str) -> History:
    """Load what somebody can undo and redo in a draft."""
    with database.read() as connection:
        return _load_history(connection, draft, author)


@dataclass(frozen=True, slots=True)
class _Meant:
    """A step to be made, its inverse not known yet; ``seen`` is what others changed, as it was."""

    step: NewStep
    seen: Mapping[Key, Json]
    since: Sequence[Edit]


def _save(
    database: Database,
    branch: str,
    draft: str,
    base: int,
    key: str,
    over: Collection[Key],
    want: Callable[[Connection, Sequence[Edit]], _Meant],
) -> Saved:
    with database.write() as connection:
        current = find_head(connection, branch, draft)
        _check_base(connection, current, base)
        since = _list_since(connection, draft, base)
        known = _find_known(connection, draft, key)
        if known is not None:
            return _saved(connection, draft, known, since)
        state = load_state(connection, database.drafts, current)
        made, after = _make(connection, current, state, want(connection, since), over)
        saved = _saved(connection, draft, made, since)
    # Only what is committed is held.
    database.drafts.states.put(draft, after)
    return saved


def _make(
    connection: Connection,
    current: DraftHead,
    state: State,
    meant: _Meant,
    over: Collection[Key],
) -> tuple[Edit, State]:
    changes = tuple(meant.step.changes)
    conflicts = find_conflicts(state.values, changes, meant.seen, over)
    if conflicts:
        clashes = [_clash(each, meant.since) for each in conflicts]
        raise EditConflictError(current.revision, clashes)
    values, inverse = apply_changes(state.values, changes)
    step = replace(meant.step, inverse=inverse)
    saved, sent = add_step(connection, current, step)
    after = next_state(state, step.at, values, sent)
    if saved.revision % DOCUMENT_EVERY == 0:
        store_document(connection, saved.id, saved.revision, format_values(values))
    edit = Edit(
        saved.revision,
        step.kind,
        step.of,
        step.at,
        step.author,
        step.what,
        step.count,
        changes,
        inverse,
        step.key or None,
    )
    return edit, after


def _clash(conflict: Conflict, since: Sequence[Edit]) -> Clash:
    key = (conflict.kind, conflict.id)
    last = next(
        each for each in reversed(since) if any(change.key == key for change in each.changes)
    )
    return Clash(conflict, last.author, last.at)


def _check_base(connection: Connection, current: DraftHead, base: int) -> None:
    first = first_revision(connection, current.id)
    if not first <= base <= current.revision:
        known = f"{first} to {current.revision}"
        raise EditError(f"base: the draft has the revisions {known}; load it anew.")


def _saved(connection: Connection, draft: str, edit: Edit, since: Sequence[Edit]) -> Saved:
    others = tuple(each for each in since if each.revision < edit.revision)
    return Saved(edit, others, _load_history(connection, draft, edit.author))


def _find_known(connection: Connection, draft: str, key: str) -> Edit | None:
    """Find the step that was sent with a key before, from whatever base."""
    if not key:
        return None
    rows = _EDITS.where(DraftRevisionRow.draft == draft, DraftRevisionRow.key == key)
    row = connection.execute(rows).first()
    return None if row is None else _edit(tuple(row))


def _list_since(connection: Connection, draft: str, after: int) -> tuple[Edit, ...]:
    rows = _EDITS.where(DraftRevisionRow.draft == draft, DraftRevisionRow.revision > max(1, after))
    return tuple(_edit(tuple(row)) for row in connection.execute(rows))


def _last_of(connection: Connection, draft: str, of: int, how: Literal["undo", "redo"]) -> Edit:
    """Find the step that made an edit last, to be undone, or that undid it last."""
    rows = _EDITS.where(
        DraftRevisionRow.draft == draft,
        (DraftRevisionRow.revision == of) | (DraftRevisionRow.of == of),
    )
    steps = [_edit(tuple(row)) for row in connection.execute(rows)]
    return next(each for each in reversed(steps) if (each.kind == "undo") == (how == "redo"))


def _load_history(connection: Connection, draft: str, author: str) -> History:
    steps = (
        select(DraftRevisionRow.revision, DraftRevisionRow.kind, DraftRevisionRow.of)
        .where(
            DraftRevisionRow.draft == draft,
            DraftRevisionRow.author == author,
            DraftRevisionRow.revision > 1,
        )
        .order_by(DraftRevisionRow.revision)
    )
    rows = connection.execute(steps)
    return read_history(Step(revision, kind, of) for revision, kind, of in rows)


def _edit(row: Sequence[Any]) -> Edit:
    revision, kind, of, at, author, what, count, changes, inverse, key = row
    return Edit(
        revision,
        kind,
        of,
        at,
        author,
        what,
        count,
        read_changes(json.loads(changes)),
        read_changes(json.loads(inverse)),
        key,
    )
