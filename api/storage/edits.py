"""Edits of single things in a draft: saved as they happen, undone one by one by who made them.

Whoever edits says which revision was seen last. Edits of other things since then merge; an
edit of a thing that somebody else has changed in another way is refused whole, with both sides.
A sender that is not sure whether an edit arrived sends it again with the same key.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection, select

from api.storage.drafts import EDITED, Draft, NewStep, add_step, find_in
from api.storage.engine import Database
from api.storage.errors import DraftNotFoundError, EditConflictError, NothingToUndoError
from api.storage.log import Act
from api.storage.tables import DraftRevisionRow
from floorplans.editing.changes import Change, Key, apply_changes, read_changes
from floorplans.editing.conflicts import Conflict, find_conflicts
from floorplans.editing.history import EditKind, History, Step, read_history
from floorplans.errors import EditError
from floorplans.formats.codec import Json
from floorplans.formats.native import GREATEST_CHARACTERS, format_values, parse_plan, read_values
from floorplans.model import Plan

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
class Clash:
    """A conflict with who changed the thing last, and when."""

    conflict: Conflict
    author: str
    at: datetime


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
    with database.write() as connection:
        current = find_in(connection, branch, draft)
        _check_base(current, base)
        since = _list_since(connection, draft, base)
        known = _find_known(connection, draft, key)
        if known is not None:
            return _saved(connection, draft, known, since)
        seen: dict[Key, Json] = {}
        for each in since:
            for was in each.inverse:
                seen.setdefault(was.key, was.value)
        step = _Wanted("edit", tuple(changes), at, author, what, count, key=key, act=act, acts=acts)
        made = _make(connection, current, step, seen, since, over)
        return _saved(connection, draft, made, since)


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
    with database.write() as connection:
        current = find_in(connection, branch, draft)
        _check_base(current, base)
        since = _list_since(connection, draft, base)
        known = _find_known(connection, draft, key)
        if known is not None:
            return _saved(connection, draft, known, since)
        history = _load_history(connection, draft, author)
        waiting = history.undo if how == "undo" else history.redo
        if not waiting:
            raise NothingToUndoError(f'You have nothing left to {how} in draft "{draft}".')
        last = _last_of(connection, draft, waiting[-1], how)
        left = {change.key: change.value for change in last.changes}
        step = _Wanted(
            how, last.inverse, at, author, last.what, last.count, waiting[-1], key, STEPS[how]
        )
        later = _list_since(connection, draft, last.revision)
        made = _make(connection, current, step, left, later, over)
        return _saved(connection, draft, made, since)


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
        current = find_in(connection, branch, draft)
        first = after if most is None else max(after, current.revision - most)
        return current.revision, _list_since(connection, draft, first)


def load_draft_revision(database: Database, branch: str, id: str, revision: int) -> Plan:
    """Load the plan that a draft held at one of its revisions, counted from 1.

    Raises
    ------
    DraftNotFoundError
        If there is no such draft, or it has no such revision.
    """
    steps = (
        select(DraftRevisionRow.document, DraftRevisionRow.changes)
        .where(DraftRevisionRow.draft == id, DraftRevisionRow.revision <= revision)
        .order_by(DraftRevisionRow.revision.desc())
    )
    with database.read() as connection:
        current = find_in(connection, branch, id)
        if not 1 <= revision <= current.revision:
            raise DraftNotFoundError(
                f'Draft "{id}" has no revision {revision}; it has 1 to {current.revision}.'
            )
        since: list[str] = []
        for document, changes in connection.execute(steps):
            if document:
                break
            since.append(changes)
    values = read_values(document)
    for changes in reversed(since):
        values, _ = apply_changes(values, read_changes(json.loads(changes)))
    return parse_plan(format_values(values))


def load_history(database: Database, draft: str, author: str) -> History:
    """Load what somebody can undo and redo in a draft."""
    with database.read() as connection:
        return _load_history(connection, draft, author)


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: EditKind
    changes: tuple[Change, ...]
    at: datetime
    author: str
    what: str
    count: int
    of: int | None = None
    key: str = ""
    act: Act = EDITED
    acts: int = 1


def _make(
    connection: Connection,
    current: Draft,
    wanted: _Wanted,
    seen: dict[Key, Json],
    since: Sequence[Edit],
    over: Collection[Key],
) -> Edit:
    values = read_values(current.document)
    conflicts = find_conflicts(values, wanted.changes, seen, over)
    if conflicts:
        clashes = [_clash(each, since) for each in conflicts]
        raise EditConflictError(current.revision, clashes)
    after, inverse = apply_changes(values, wanted.changes)
    document = format_values(after)
    if len(document) > GREATEST_CHARACTERS:
        raise EditError("The plan would become too large to be read again; remove something first.")
    step = NewStep(
        wanted.kind,
        wanted.changes,
        inverse,
        wanted.at,
        wanted.author,
        wanted.what,
        wanted.count,
        wanted.of,
        act=wanted.act,
        acts=wanted.acts,
    )
    saved = add_step(connection, current, step, document, wanted.key)
    return Edit(
        saved.revision,
        wanted.kind,
        wanted.of,
        wanted.at,
        wanted.author,
        wanted.what,
        wanted.count,
        wanted.changes,
        inverse,
        wanted.key or None,
    )


def _clash(conflict: Conflict, since: Sequence[Edit]) -> Clash:
    key = (conflict.kind, conflict.id)
    last = next(
        each for each in reversed(since) if any(change.key == key for change in each.changes)
    )
    return Clash(conflict, last.author, last.at)


def _check_base(current: Draft, base: int) -> None:
    if not 1 <= base <= current.revision:
        raise EditError(f"base: the draft has the revisions 1 to {current.revision}; load it anew.")


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
