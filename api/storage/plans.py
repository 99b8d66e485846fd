"""Plan versions in the database: added, never changed, one of each branch published."""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from api.storage.engine import Database
from api.storage.errors import VersionDamagedError, VersionNotFoundError
from api.storage.publications import log_publication
from api.storage.tables import BranchRow, PlanVersionRow
from floorplans.errors import PlanFormatError
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan

LOG = logging.getLogger(__name__)

HASH_PREFIX = re.compile(r"[0-9a-f]{6,64}")
CANDIDATES = 5

_VERSIONS = select(
    PlanVersionRow.branch,
    PlanVersionRow.hash,
    PlanVersionRow.created_at,
    PlanVersionRow.note,
    PlanVersionRow.author,
    PlanVersionRow.document,
)


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One stored version of a plan; ``document`` is in the native format."""

    branch: str
    hash: str
    created_at: datetime
    note: str
    author: str
    document: str


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """What there is to know about a version beside its document."""

    branch: str
    hash: str
    created_at: datetime
    note: str
    author: str
    published: bool


def store_version(
    database: Database, plan: Plan, created_at: datetime, *, note: str = "", author: str = ""
) -> str:
    """Store a plan without publishing it; one that is stored already stays as it is.

    Parameters
    ----------
    database : Database
        Where to store it.
    plan : Plan
        Its id is the branch.
    created_at : datetime
        Aware time.
    note, author : str, optional
        What is new in it, and who made it.

    Returns
    -------
    str
        The plan's hash.

    Raises
    ------
    StorageError
        If the database cannot be written to.
    """
    version = _describe(plan, created_at, note, author)
    with database.write() as connection:
        _store(connection, version)
    return version.hash


def publish_plan(
    database: Database, plan: Plan, created_at: datetime, *, note: str = "", author: str = ""
) -> str:
    """Store a plan and make it the published one of its branch, both or neither.

    A plan that is stored already is published again and not stored twice.

    Parameters
    ----------
    database : Database
        Where to store it.
    plan : Plan
        Its id is the branch.
    created_at : datetime
        Aware time, of the version and of its publication.
    note, author : str, optional
        What is new in it, and who publishes it.

    Returns
    -------
    str
        The plan's hash.

    Raises
    ------
    StorageError
        If the database cannot be written to.
    """
    version = _describe(plan, created_at, note, author)
    with database.write() as connection:
        _store(connection, version)
        log_publication(connection, plan.id, version.hash, created_at, note, author)
    return version.hash


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


def get_version(database: Database, branch: str, hash_prefix: str) -> PlanVersion:
    """Get a stored version.

    Parameters
    ----------
    database : Database
        Where it is stored.
    branch : str
        Id of the branch.
    hash_prefix : str
        The hash, or so much of its beginning that it is the only one; at least six digits.

    Raises
    ------
    VersionNotFoundError
        If none or several begin so; the message names those that could be meant.
    """
    prefix = hash_prefix.lower()
    if not HASH_PREFIX.fullmatch(prefix):
        raise VersionNotFoundError(
            f'"{hash_prefix}" names no version; give 6 to 64 hexadecimal digits of its hash.'
        )
    of_branch = _VERSIONS.where(PlanVersionRow.branch == branch)
    with database.read() as connection:
        found = connection.execute(of_branch.where(PlanVersionRow.hash.startswith(prefix))).all()
        if len(found) == 1:
            return PlanVersion(*found[0])
        hashes = select(PlanVersionRow.hash).where(PlanVersionRow.branch == branch)
        newest = connection.scalars(hashes.order_by(PlanVersionRow.id.desc()).limit(CANDIDATES))
        candidates = ", ".join(row.hash[:20] for row in found) or ", ".join(
            each[:12] for each in newest
        )
    how_many = "several versions that begin" if found else "no version that begins"
    raise VersionNotFoundError(
        f'"{branch}" has {how_many} with {prefix}; there are: {candidates or "none"}.'
    )


def load_version(database: Database, branch: str, hash_prefix: str) -> Plan:
    """Load the plan of a stored version, named as for `get_version`.

    Raises
    ------
    VersionNotFoundError
        If none or several begin so; the message names those that could be meant.
    VersionDamagedError
        If its document cannot be read.
    """
    version = get_version(database, branch, hash_prefix)
    try:
        return parse_plan(version.document)
    except PlanFormatError as error:
        raise VersionDamagedError(
            f'Version {version.hash[:12]} of "{branch}" cannot be read ({error}); use another one.'
        ) from error


def list_versions(database: Database, branch: str) -> tuple[VersionInfo, ...]:
    """List the versions of a branch's plan, newest first."""
    versions = (
        select(
            PlanVersionRow.branch,
            PlanVersionRow.hash,
            PlanVersionRow.created_at,
            PlanVersionRow.note,
            PlanVersionRow.author,
            (PlanVersionRow.hash == BranchRow.published_hash).is_(True),
        )
        .join(BranchRow, BranchRow.id == PlanVersionRow.branch)
        .where(PlanVersionRow.branch == branch)
        .order_by(PlanVersionRow.id.desc())
    )
    with database.read() as connection:
        return tuple(VersionInfo(*row) for row in connection.execute(versions))


def find_published_hash(database: Database, branch: str) -> str | None:
    """Find the hash of a branch's published plan."""
    return published_hashes(database).get(branch)


def published_hashes(database: Database) -> dict[str, str]:
    """Give the hash of the published plan of every branch that has one, in order of the ids."""
    rows = select(BranchRow.id, BranchRow.published_hash).order_by(BranchRow.id)
    with database.read() as connection:
        return {branch: hash_ for branch, hash_ in connection.execute(rows) if hash_ is not None}


def list_branches(database: Database) -> tuple[str, ...]:
    """List the ids of the branches that have a published plan."""
    return tuple(published_hashes(database))


def _describe(plan: Plan, created_at: datetime, note: str, author: str) -> PlanVersion:
    document = format_plan(plan)
    hash_ = hashlib.sha256(document.encode()).hexdigest()
    return PlanVersion(plan.id, hash_, created_at, note, author, document)


def _store(connection: Connection, version: PlanVersion) -> None:
    ensure_branch_row(connection, version.branch)
    stored = connection.scalar(
        select(PlanVersionRow.document).where(
            PlanVersionRow.branch == version.branch, PlanVersionRow.hash == version.hash
        )
    )
    if stored is None:
        connection.execute(insert(PlanVersionRow).values(**asdict(version)))
    elif stored != version.document:
        raise VersionDamagedError(
            f'Version {version.hash[:12]} of "{version.branch}" is damaged in the database and '
            "cannot be stored again; change the plan a little and store that."
        )


def _read_document(branch: str, document: str) -> Plan | None:
    try:
        return parse_plan(document)
    except PlanFormatError as error:
        LOG.error('The stored plan of "%s" is damaged (%s); publish it anew.', branch, error)
        return None
