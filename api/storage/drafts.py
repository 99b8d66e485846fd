"""Drafts: plans at work, saved revision by revision; patrons never see them.

Whoever saves says which revision the change was made to, so that of two who edit at once
the second is told (optimistic locking). Every revision is kept until the draft is deleted.
"""

from __future__ import annotations

import dataclasses
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from api.storage.engine import Database
from api.storage.errors import (
    DraftBranchError,
    DraftConflictError,
    DraftNotFoundError,
    VersionNotFoundError,
)
from api.storage.plans import ensure_branch_row
from api.storage.tables import DraftRevisionRow, DraftRow, PlanVersionRow
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan

ID_BYTES = 6
CANDIDATES = 5

_LAST_REVISION = (
    select(func.max(DraftRevisionRow.revision))
    .where(DraftRevisionRow.draft == DraftRow.id)
    .correlate(DraftRow)
    .scalar_subquery()
)
# In the order of the fields of Draft.
_DRAFTS = select(
    DraftRow.id,
    DraftRow.branch,
    DraftRow.name,
    DraftRow.base_hash,
    DraftRevisionRow.revision,
    DraftRevisionRow.document,
    DraftRow.created_at,
    DraftRevisionRow.at,
    DraftRevisionRow.author,
).join(
    DraftRevisionRow,
    (DraftRevisionRow.draft == DraftRow.id) & (DraftRevisionRow.revision == _LAST_REVISION),
)
_LAST_SAVED_FIRST = (DraftRevisionRow.at.desc(), DraftRow.id)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft at its last revision.

    ``base_hash`` is the version that it began from. ``document`` is a readable plan in the
    native format, whose id is the branch; it may have any problem that `check_plan` finds.
    ``author`` saved the last revision.
    """

    id: str
    branch: str
    name: str
    base_hash: str | None
    revision: int
    document: str
    created_at: datetime
    updated_at: datetime
    author: str


def create_draft(
    database: Database,
    plan: Plan,
    at: datetime,
    *,
    name: str = "",
    base_hash: str | None = None,
    author: str = "",
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

    Raises
    ------
    VersionNotFoundError
        If the branch has no such base.
    """
    draft = Draft(
        id=secrets.token_hex(ID_BYTES),
        branch=plan.id,
        name=name,
        base_hash=base_hash,
        revision=1,
        document=format_plan(plan),
        created_at=at,
        updated_at=at,
        author=author,
    )
    with database.write() as connection:
        ensure_branch_row(connection, plan.id)
        _check_base(connection, draft)
        connection.execute(
            insert(DraftRow).values(
                id=draft.id, branch=draft.branch, name=name, base_hash=base_hash, created_at=at
            )
        )
        _insert_revision(connection, draft)
    return draft


def get_draft(database: Database, branch: str, id: str) -> Draft:
    """Get a draft of a branch at its last revision.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    with database.read() as connection:
        return _get(connection, branch, id)


def find_draft(database: Database, id: str) -> Draft | None:
    """Find a draft by its id alone; ids are unique over all branches."""
    with database.read() as connection:
        row = connection.execute(_DRAFTS.where(DraftRow.id == id)).first()
    return None if row is None else Draft(*row)


def list_drafts(database: Database, branch: str) -> tuple[Draft, ...]:
    """List the drafts of a branch, the one that was saved last first."""
    of_branch = _DRAFTS.where(DraftRow.branch == branch)
    with database.read() as connection:
        rows = connection.execute(of_branch.order_by(*_LAST_SAVED_FIRST))
        return tuple(Draft(*row) for row in rows)


def save_draft(
    database: Database,
    branch: str,
    id: str,
    plan: Plan,
    at: datetime,
    expected_revision: int,
    author: str = "",
) -> Draft:
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

    Returns
    -------
    Draft
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
    document = format_plan(plan)
    with database.write() as connection:
        current = _get(connection, branch, id)
        if current.revision != expected_revision:
            raise DraftConflictError(current)
        saved = dataclasses.replace(
            current,
            revision=current.revision + 1,
            document=document,
            updated_at=at,
            author=author,
        )
        _insert_revision(connection, saved)
    return saved


def load_draft_revision(database: Database, branch: str, id: str, revision: int) -> Plan:
    """Load the plan that a draft held at one of its revisions, counted from 1.

    Raises
    ------
    DraftNotFoundError
        If there is no such draft, or it has no such revision.
    """
    chosen = select(DraftRevisionRow.document).where(
        DraftRevisionRow.draft == id, DraftRevisionRow.revision == revision
    )
    with database.read() as connection:
        current = _get(connection, branch, id)
        document = connection.scalar(chosen)
    if document is None:
        raise DraftNotFoundError(
            f'Draft "{id}" has no revision {revision}; it has 1 to {current.revision}.'
        )
    return parse_plan(document)


def delete_draft(
    database: Database, branch: str, id: str, expected_revision: int | None = None
) -> None:
    """Delete a draft with all its revisions.

    Parameters
    ----------
    database : Database
        Where the draft is stored.
    branch, id : str
        Which draft.
    expected_revision : int, optional
        The revision that it must be at.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    DraftConflictError
        If the draft is at another revision; the error has the draft as it is.
    """
    with database.write() as connection:
        current = _get(connection, branch, id)
        if expected_revision not in (None, current.revision):
            raise DraftConflictError(current)
        connection.execute(delete(DraftRevisionRow).where(DraftRevisionRow.draft == id))
        connection.execute(delete(DraftRow).where(DraftRow.id == id))


def _get(connection: Connection, branch: str, id: str) -> Draft:
    row = connection.execute(_DRAFTS.where(DraftRow.id == id, DraftRow.branch == branch)).first()
    if row is None:
        of_branch = _DRAFTS.with_only_columns(DraftRow.id).where(DraftRow.branch == branch)
        newest = connection.scalars(of_branch.order_by(*_LAST_SAVED_FIRST).limit(CANDIDATES))
        raise DraftNotFoundError(
            f'"{branch}" has no draft "{id}"; there are: {", ".join(newest) or "none"}.'
        )
    return Draft(*row)


def _insert_revision(connection: Connection, draft: Draft) -> None:
    connection.execute(
        insert(DraftRevisionRow).values(
            draft=draft.id,
            revision=draft.revision,
            document=draft.document,
            at=draft.updated_at,
            author=draft.author,
        )
    )


def _check_base(connection: Connection, draft: Draft) -> None:
    stored = select(PlanVersionRow.id).where(
        PlanVersionRow.branch == draft.branch, PlanVersionRow.hash == draft.base_hash
    )
    if draft.base_hash is not None and connection.scalar(stored) is None:
        raise VersionNotFoundError(
            f'"{draft.branch}" has no version {draft.base_hash[:12]} to begin a draft from.'
        )
