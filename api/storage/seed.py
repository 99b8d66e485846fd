"""Filling a database from a library's own files, as the demo and a first start do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from api.catalogue.items import Item
from api.catalogue.subjects import Subjects
from api.storage.engine import Database
from api.storage.plans import list_versions, publish_plan
from api.storage.sqlite_items import SqliteItems
from api.storage.sqlite_subjects import SqliteSubjects
from floorplans.formats.native import plan_hash
from floorplans.model import Plan


def replace_items(database: Database, branch: str, items: Iterable[Item]) -> None:
    """Put items in the place of all that a branch has; 10,000 take less than a second."""
    SqliteItems(database).replace(branch, items)


def ensure_branch(
    database: Database, plan: Plan, items: Iterable[Item], created_at: datetime
) -> bool:
    """Publish a plan and store its items, unless the branch has this very version already.

    So a version that was published later, or gone back to, stays published.

    Parameters
    ----------
    database : Database
        Where to store them.
    plan : Plan
        Its id is the branch.
    items : iterable of Item
        The branch's items.
    created_at : datetime
        Aware time.

    Returns
    -------
    bool
        Whether anything was stored.

    Raises
    ------
    StorageError
        If something is to be stored and the database cannot be written to.
    """
    by_itself = replace(database, hand="program")
    is_stored = plan_hash(plan) in (each.hash for each in list_versions(database, plan.id))
    if is_stored and SqliteItems(database).count(plan.id):
        return False
    if not is_stored:
        publish_plan(by_itself, plan, created_at)
    replace_items(by_itself, plan.id, items)
    return True


def ensure_subjects(database: Database, read: Callable[[], Subjects]) -> bool:
    """Store subjects where there are none, and tell whether there were none.

    Raises
    ------
    StorageError
        If something is to be stored and the database cannot be written to.
    """
    repository = SqliteSubjects(database)
    if repository.count():
        return False
    repository.replace(read())
    return True
