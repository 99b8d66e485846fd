"""Plan versions in the database: added, never changed, one of each branch published."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from api.storage.engine import Database
from api.storage.tables import BranchRow, PlanVersionRow
from floorplans.errors import PlanFormatError
from floorplans.formats.native import format_plan, parse_plan, plan_hash
from floorplans.model import Plan

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One stored version of a plan; ``document`` is in the native format."""

    branch: str
    hash: str
    document: str
    created_at: datetime


def publish_plan(database: Database, plan: Plan, created_at: datetime) -> str:
    """Store a plan and make it the published one of its branch.

    A plan that is stored already is published again and not stored twice.

    Parameters
    ----------
    database : Database
        Where to store it.
    plan : Plan
        Its id is the branch.
    created_at : datetime
        Aware time.

    Returns
    -------
    str
        The plan's hash.

    Raises
    ------
    StorageError
        If the database cannot be written to.
    """
    hash_ = plan_hash(plan)
    with database.write() as connection:
        ensure_branch_row(connection, plan.id)
        if _find(connection, plan.id, hash_) is None:
            connection.execute(
                insert(PlanVersionRow).values(
                    branch=plan.id,
                    hash=hash_,
                    document=format_plan(plan),
                    created_at=created_at,
                )
            )
        connection.execute(
            update(BranchRow).where(BranchRow.id == plan.id).values(published_hash=hash_)
        )
    return hash_


def ensure_branch_row(connection: Connection, branch: str) -> None:
    """Make the row of a branch where there is none."""
    if connection.scalar(select(BranchRow.id).where(BranchRow.id == branch)) is None:
        connection.execute(insert(BranchRow).values(id=branch))


def load_published_plans(database: Database) -> tuple[Plan, ...]:
    """Load the published plan of every branch, in the order of their ids.

    A damaged document is left out and told in the log, so that the others go on.
    """
    published = (
        select(BranchRow.id, PlanVersionRow.document)
        .join(BranchRow, BranchRow.id == PlanVersionRow.branch)
        .where(PlanVersionRow.hash == BranchRow.published_hash)
        .order_by(BranchRow.id)
    )
    with database.read() as connection:
        rows = connection.execute(published).all()
    plans = (_read_document(branch, document) for branch, document in rows)
    return tuple(plan for plan in plans if plan is not None)


def list_versions(database: Database, branch: str) -> tuple[PlanVersion, ...]:
    """List the versions of a branch's plan, newest first."""
    versions = (
        select(
            PlanVersionRow.branch,
            PlanVersionRow.hash,
            PlanVersionRow.document,
            PlanVersionRow.created_at,
        )
        .where(PlanVersionRow.branch == branch)
        .order_by(PlanVersionRow.id.desc())
    )
    with database.read() as connection:
        return tuple(PlanVersion(*row) for row in connection.execute(versions))


def find_published_hash(database: Database, branch: str) -> str | None:
    """Find the hash of a branch's published plan."""
    with database.read() as connection:
        return connection.scalar(select(BranchRow.published_hash).where(BranchRow.id == branch))


def list_branches(database: Database) -> tuple[str, ...]:
    """List the ids of the branches that have a published plan."""
    published = select(BranchRow.id).where(BranchRow.published_hash.is_not(None))
    with database.read() as connection:
        return tuple(connection.scalars(published.order_by(BranchRow.id)))


def _find(connection: Connection, branch: str, hash_: str) -> int | None:
    return connection.scalar(
        select(PlanVersionRow.id).where(
            PlanVersionRow.branch == branch, PlanVersionRow.hash == hash_
        )
    )


def _read_document(branch: str, document: str) -> Plan | None:
    try:
        return parse_plan(document)
    except PlanFormatError as error:
        LOG.error('The stored plan of "%s" is damaged (%s); publish it anew.', branch, error)
        return None
