"""What a draft holds at a revision: its last stored document, and the edits after it.

An edit is stored as itself, the document only at every fiftieth revision and where a whole plan
is saved. Parsed values of the drafts used last are held in memory. Each belongs to one row of the
database, the revision with the time it was saved at; what is held is used only where that
row is still there, so that several processes, and a database put back from a copy, are
never answered with what was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from api.storage.draft_records import DraftHead
from api.storage.recent import Recent
from api.storage.tables import DraftDocumentRow, DraftRevisionRow
from floorplans.editing.changes import apply_changes, read_changes
from floorplans.errors import EditError
from floorplans.formats.documents import MOST_VALUES, count_values
from floorplans.formats.native import (
    GREATEST_CHARACTERS,
    format_values,
    parse_values,
    read_values,
    update_document,
    update_plan,
)
from floorplans.model import Plan

DOCUMENT_EVERY = 50
"""At revisions that this divides, the document is stored beside the edit."""

MOST_HELD = 4
"""Drafts whose values, document and plan are held: up to 100 MB for one of 1,600 shelves."""

_LONGER_THAN_SENT = 3
"""A change takes at most so many times the characters of its JSON in a document."""


@dataclass(frozen=True, slots=True)
class State:
    """What a draft holds at the revision saved ``at`` a time.

    ``characters`` and ``marks`` are as many as its document has, or more; marks are those
    that `count_values` counts.
    """

    draft: str
    revision: int
    at: datetime
    values: Mapping[str, Any]
    characters: int
    marks: int

    def is_of(self, head: DraftHead) -> bool:
        """Tell whether the draft is still at its revision."""
        return (self.draft, self.revision, self.at) == (head.id, head.revision, head.updated_at)


class DraftMemory:
    """What is held of the drafts that were used last, each at one revision."""

    def __init__(self, most: int = MOST_HELD) -> None:
        self.states: Recent[str, State] = Recent(most)
        self.texts: Recent[str, tuple[State, str]] = Recent(most)
        self.plans: Recent[str, tuple[State, Plan]] = Recent(most)

    def hold(self, state: State, document: str, plan: Plan) -> None:
        """Hold what a draft is after a whole plan was saved."""
        self.states.put(state.draft, state)
        self.texts.put(state.draft, (state, document))
        self.plans.put(state.draft, (state, plan))


def make_state(head: DraftHead, values: Mapping[str, Any], document: str) -> State:
    """Give what a draft holds after a whole plan was saved."""
    return State(head.id, head.revision, head.updated_at, values, len(document), _count(document))


def load_state(connection: Connection, memory: DraftMemory, head: DraftHead) -> State:
    """Load what a draft holds at its last revision, from memory as far as that is true."""
    held = memory.states.get(head.id)
    if held is not None and held.is_of(head):
        return held
    loaded = None if held is None else _catch_up(connection, held, head.revision)
    if loaded is None:
        loaded = _replay(connection, _load_stored(connection, head.id), head.revision)
    memory.states.put(head.id, loaded)
    return loaded


def load_document(connection: Connection, memory: DraftMemory, head: DraftHead) -> str:
    """Load the document of a draft at its last revision."""
    held = memory.texts.get(head.id)
    if held is not None and held[0].is_of(head):
        return held[1]
    stored = select(DraftDocumentRow.document).where(
        DraftDocumentRow.draft == head.id, DraftDocumentRow.revision == head.revision
    )
    document = connection.scalar(stored)
    if document is not None:
        return document
    state = load_state(connection, memory, head)
    if held is None:
        document = format_values(state.values)
    else:
        document = update_document(held[1], held[0].values, state.values)
    memory.texts.put(head.id, (state, document))
    return document


def load_plan(connection: Connection, memory: DraftMemory, head: DraftHead) -> Plan:
    """Load a draft's plan; of one that is held, only what has changed since is read anew."""
    state = load_state(connection, memory, head)
    held = memory.plans.get(head.id)
    if held is None:
        plan = parse_values(state.values)
    elif held[0] is state:
        return held[1]
    else:
        plan = update_plan(held[1], held[0].values, state.values)
    memory.plans.put(head.id, (state, plan))
    return plan


def next_state(state: State, at: datetime, values: Mapping[str, Any], changes: str) -> State:
    """Give what a draft holds after an edit, given the JSON of its changes.

    Raises
    ------
    EditError
        If the plan became too large to be read again.
    """
    characters = state.characters + _LONGER_THAN_SENT * len(changes)
    marks = state.marks + _count(changes)
    if characters > GREATEST_CHARACTERS or marks > MOST_VALUES:
        document = format_values(values)
        characters, marks = len(document), _count(document)
    if characters > GREATEST_CHARACTERS or marks > MOST_VALUES:
        raise EditError("The plan would become too large to be read again; remove something first.")
    return State(state.draft, state.revision + 1, at, values, characters, marks)


def add_document(connection: Connection, draft: str, revision: int, document: str) -> None:
    """Store the first document of a draft."""
    row = {"draft": draft, "revision": revision, "document": document}
    connection.execute(insert(DraftDocumentRow).values(row))


def store_document(connection: Connection, draft: str, revision: int, document: str) -> None:
    """Store a draft's document in place of the one before."""
    connection.execute(
        update(DraftDocumentRow)
        .where(DraftDocumentRow.draft == draft)
        .values(revision=revision, document=document)
    )


def load_revision(connection: Connection, draft: str, revision: int) -> Plan:
    """Load the plan that a draft held at one of its revisions: the last whole one, and edits."""
    steps = (
        select(DraftRevisionRow.document, DraftRevisionRow.changes)
        .where(DraftRevisionRow.draft == draft, DraftRevisionRow.revision <= revision)
        .order_by(DraftRevisionRow.revision.desc())
    )
    since: list[str] = []
    for document, changes in connection.execute(steps):
        if document:
            break
        since.append(changes)
    values: Mapping[str, Any] = read_values(document)
    for changes in reversed(since):
        values = _make_step(values, changes)
    return parse_values(values)


def _make_step(values: Mapping[str, Any], changes: str) -> Mapping[str, Any]:
    """Make stored changes, the JSON of one step."""
    after, _ = apply_changes(values, read_changes(json.loads(changes)))
    return after


def _load_stored(connection: Connection, draft: str) -> State:
    stored = (
        select(DraftDocumentRow.revision, DraftRevisionRow.at, DraftDocumentRow.document)
        .join(
            DraftRevisionRow,
            (DraftRevisionRow.draft == DraftDocumentRow.draft)
            & (DraftRevisionRow.revision == DraftDocumentRow.revision),
        )
        .where(DraftDocumentRow.draft == draft)
    )
    revision, at, document = connection.execute(stored).one()
    return _read_state(draft, revision, at, document)


def _catch_up(connection: Connection, held: State, revision: int) -> State | None:
    """Follow what others have saved since a state, unless that one is none of this database."""
    row = select(DraftRevisionRow.at).where(
        DraftRevisionRow.draft == held.draft, DraftRevisionRow.revision == held.revision
    )
    if held.revision > revision or connection.scalar(row) != held.at:
        return None
    return _replay(connection, held, revision)


def _replay(connection: Connection, state: State, revision: int) -> State:
    steps = (
        select(
            DraftRevisionRow.revision,
            DraftRevisionRow.at,
            DraftRevisionRow.document,
            DraftRevisionRow.changes,
        )
        .where(
            DraftRevisionRow.draft == state.draft,
            DraftRevisionRow.revision > state.revision,
            DraftRevisionRow.revision <= revision,
        )
        .order_by(DraftRevisionRow.revision)
    )
    for number, at, document, changes in connection.execute(steps):
        if document:
            state = _read_state(state.draft, number, at, document)
        else:
            state = next_state(state, at, _make_step(state.values, changes), changes)
    return state


def _read_state(draft: str, revision: int, at: datetime, document: str) -> State:
    return State(draft, revision, at, read_values(document), len(document), _count(document))


def _count(text: str) -> int:
    return count_values([text.encode(errors="replace")])
