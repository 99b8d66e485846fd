"""Drafts: plans at work, saved revision by revision; patrons never see them.

Whoever saves a whole plan says which revision it was made from, so that of two who edit at once
the second is told (optimistic locking); edits of single things are in `api.storage.edits`, and
how long all is kept in `api.storage.discarded`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from api.storage.draft_heads import (
    HEADS,
    LAST_SAVED_FIRST,
    NewStep,
    add_step,
    find_head,
    first_revision,
)
from api.storage.draft_records import DraftHead
from api.storage.draft_states import (
    add_document,
    load_document,
    load_plan,
    load_revision,
    load_state,
    make_state,
    store_document,
)
from api.storage.engine import Database
from api.storage.errors import (
    DraftBranchError,
    DraftConflictError,
    DraftNotFoundError,
    VersionNotFoundError,
)
from api.storage.log import Act, log_draft
from api.storage.plans import ensure_branch_row
from api.storage.tables import DraftRevisionRow, DraftRow, PlanVersionRow
from floorplans.editing.changes import apply_changes, changes_between
from floorplans.formats.native import format_values, plan_values
from floorplans.model import Plan

SAVED = Act("draft_saved")
ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class Draft(DraftHead):
    """A draft with its document, which is a readable plan in the native format.

    Its id is the branch; it may have any problem that `check_plan` finds.
    """

    document: str


def create_draft(
    database: Database,
    plan: Plan,
    at: datetime,
    *,
    name: str = "",
    base_hash: str | None = None,
    author: str = "",
    once: bool = False,
) -> Draft:
    """Begin a draft.

    Parameters
    ----------
    database : Database
        Where to store it.
    plan : Plan
        What it begins with; its id is the branch.
    at : datetime
        Aware time.
    name : str, optional
        What the draft is about, for people.
    base_hash : str, optional
        Whole hash of the version that it is made from.
    author : str, optional
        Who begins it.
    once : bool, optional
        Whether to give the draft of the same name and base instead, if there is one that nobody
        has discarded.

    Raises
    ------
    VersionNotFoundError
        If the branch has no such base.
    """
    values = plan_values(plan)
    draft = Draft(
        id=secrets.token_hex(ID_BYTES),
        branch=plan.id,
        name=name,
        base_hash=base_hash,
        revision=1,
        document=format_values(values),
        created_at=at,
        updated_at=at,
        author=author,
    )
    with database.write() as connection:
        if once and (there := _find_alike(connection, draft)):
            return _with_document(connection, database, there)
        ensure_branch_row(connection, plan.id)
        _check_base(connection, draft)
        connection.execute(
            insert(DraftRow).values(
                id=draft.id,
                branch=draft.branch,
                name=name,
                base_hash=base_hash,
                created_at=at,
                revision=1,
            )
        )
        add_document(connection, draft.id, 1, draft.document)
        connection.execute(
            insert(DraftRevisionRow).values(
                draft=draft.id, revision=1, document=draft.document, at=at, author=author
            )
        )
        log_draft(connection, draft.id, Act("draft_begun"), at, author)
    database.drafts.hold(make_state(draft, values, draft.document), draft.document, plan)
    return draft


def get_draft(database: Database, branch: str, id: str) -> Draft:
    """Get a draft of a branch at its last revision.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.read() as connection:
        return _with_document(connection, database, find_head(connection, branch, id))


def get_draft_plan(database: Database, branch: str, id: str) -> tuple[DraftHead, Plan]:
    """Get a draft with its plan; of one used lately only what has changed is read anew.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.read() as connection:
        head = find_head(connection, branch, id)
        plan = load_plan(connection, database.drafts, head)
        return head, plan


def get_hashed_plan(database: Database, branch: str, id: str) -> tuple[DraftHead, Plan, str]:
    """Get a draft with its plan and the hash of that.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.read() as connection:
        head = find_head(connection, branch, id)
        document = load_document(connection, database.drafts, head)
        plan = load_plan(connection, database.drafts, head)
        return head, plan, hashlib.sha256(document.encode()).hexdigest()


def get_head(database: Database, branch: str, id: str) -> DraftHead:
    """Get a draft at its last revision, without what it holds.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.read() as connection:
        return find_head(connection, branch, id)


def find_draft(database: Database, id: str) -> Draft | None:
    """Find a draft by its id alone; ids are unique over all branches."""
    with database.read() as connection:
        row = connection.execute(HEADS.where(DraftRow.id == id)).first()
        return None if row is None else _with_document(connection, database, DraftHead(*row))


def list_drafts(database: Database, branch: str) -> tuple[DraftHead, ...]:
    """List the drafts of a branch, the one that was saved last first."""
    of_branch = HEADS.where(DraftRow.branch == branch)
    with database.read() as connection:
        rows = connection.execute(of_branch.order_by(*LAST_SAVED_FIRST))
        return tuple(DraftHead(*row) for row in rows)


def save_draft(
    database: Database,
    branch: str,
    id: str,
    plan: Plan,
    at: datetime,
    expected_revision: int,
    author: str = "",
    act: Act = SAVED,
) -> DraftHead:
    """Save the next revision of a draft.

    Parameters
    ----------
    database : Database
        Where the draft is stored.
    branch, id : str
        Which draft.
    plan : Plan
        What it now holds; its id is the branch.
    at : datetime
        Aware time.
    expected_revision : int
        The revision that the change was made to.
    author : str, optional
        Who saves.
    act : Act, optional
        What the log calls it.

    Returns
    -------
    DraftHead
        The draft at its new revision.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    DraftConflictError
        If the draft is at another revision; the error has the draft as it is.
    DraftBranchError
        If the plan is another branch's.
    """
    if plan.id != branch:
        raise DraftBranchError(
            f'The plan is of "{plan.id}" and the draft of "{branch}"; set the plan\'s id '
            f'to "{branch}", or begin a draft of "{plan.id}".'
        )
    values = plan_values(plan)
    document = format_values(values)
    with database.write() as connection:
        current = find_head(connection, branch, id)
        if current.revision != expected_revision:
            raise DraftConflictError(current)
        before = load_state(connection, database.drafts, current).values
        changes = changes_between(before, values)
        _, inverse = apply_changes(before, changes)
        step = NewStep(
            "edit", changes, inverse, at, author, what="saved", document=document, act=act
        )
        saved, _ = add_step(connection, current, step)
        store_document(connection, id, saved.revision, document)
    database.drafts.hold(make_state(saved, values, document), document, plan)
    return saved


def load_draft_revision(database: Database, branch: str, id: str, revision: int) -> Plan:
    """Load the plan that a draft held at one of its revisions, counted from 1.

    Raises
    ------
    DraftNotFoundError
        If there is no such draft, or it has no such revision.
    """
    with database.read() as connection:
        current = find_head(connection, branch, id)
        oldest = first_revision(connection, id)
        if not oldest <= revision <= current.revision:
            raise DraftNotFoundError(
                f'Draft "{id}" has no revision {revision}; it has {oldest} to {current.revision}.'
            )
        return load_revision(connection, id, revision)


def rename_draft(
    database: Database, branch: str, id: str, name: str, at: datetime, author: str = ""
) -> None:
    """Give a draft another name; what it holds stays at its revision.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.write() as connection:
        before = find_head(connection, branch, id).name
        connection.execute(update(DraftRow).where(DraftRow.id == id).values(name=name))
        log_draft(connection, id, Act("draft_renamed", {"before": before}), at, author)


def move_base(database: Database, branch: str, id: str, base_hash: str) -> None:
    """Say that a draft is on top of another version now; what it holds stays at its revision.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.write() as connection:
        find_head(connection, branch, id)
        connection.execute(update(DraftRow).where(DraftRow.id == id).values(base_hash=base_hash))


def _find_alike(connection: Connection, draft: Draft) -> DraftHead | None:
    same = HEADS.where(
        DraftRow.branch == draft.branch,
        DraftRow.name == draft.name,
        DraftRow.base_hash == draft.base_hash,
    )
    row = connection.execute(same.order_by(*LAST_SAVED_FIRST)).first()
    return None if row is None else DraftHead(*row)


def _with_document(connection: Connection, database: Database, head: DraftHead) -> Draft:
    document = load_document(connection, database.drafts, head)
    return Draft(**dataclasses.asdict(head), document=document)


def _check_base(connection: Connection, draft: Draft) -> None:
    stored = select(PlanVersionRow.id).where(
        PlanVersionRow.branch == draft.branch, PlanVersionRow.hash == draft.base_hash
    )
    if draft.base_hash is not None and connection.scalar(stored) is None:
        raise VersionNotFoundError(
            f'"{draft.branch}" has no version {draft.base_hash[:12]} to begin a draft from.'
        )
