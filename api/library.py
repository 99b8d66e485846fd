"""The library's database as the command line uses it, and the plans stored in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from api.plan_names import DRAFT
from api.settings import load_settings
from api.storage.drafts import find_draft
from api.storage.engine import Database
from api.storage.errors import StorageError
from api.storage.plans import find_published_hash, load_version
from api.storage.publications import find_previous
from api.storage.upgrade import prepare_database
from api.usage import UsageError
from floorplans.formats.native import parse_plan
from floorplans.model import Plan


@contextmanager
def open_library(config: Path | None) -> Iterator[Database]:
    """Open the database that the settings name; its log says that the command line wrote.

    Parameters
    ----------
    config : Path or None
        File with settings; the environment goes before it.

    Raises
    ------
    UsageError
        If the settings cannot be read, anything is wrong with the database, or what is to be
        found or stored there is no text.
    """
    settings = load_settings(os.environ, config)
    try:
        with closing(prepare_database(settings.database)) as database:
            yield replace(database, hand="cli")
    except StorageError as error:
        raise UsageError(str(error)) from error
    except UnicodeEncodeError as error:
        raise UsageError(f'"{error.object}" is not UTF-8 text.') from error


def load_stored(database: Database, argument: str) -> Plan:
    """Load a plan by its name: ``draft:ID``, or ``BRANCH@`` and published, previous or a hash.

    Raises
    ------
    UsageError
        If there is no such draft or version.
    StorageError
        If the version cannot be found or read.
    """
    if argument.startswith(DRAFT):
        draft = find_draft(database, argument.removeprefix(DRAFT))
        if draft is None:
            raise UsageError(
                f'There is no draft "{argument.removeprefix(DRAFT)}"; list a branch\'s drafts '
                'with "hyllykartta plan drafts BRANCH".'
            )
        return parse_plan(draft.document)
    branch, _, version = argument.partition("@")
    return load_version(database, branch, find_hash(database, branch, version))


def find_hash(database: Database, branch: str, version: str) -> str:
    """Find the hash of the published or the previous version; give any other name as it is.

    Raises
    ------
    UsageError
        If nothing is published, or nothing was before.
    """
    if version == "published":
        hash_ = find_published_hash(database, branch)
        none = f'"{branch}" has no published plan; publish one with "hyllykartta plan publish".'
    elif version == "previous":
        hash_ = find_previous(database, branch)
        none = f'"{branch}" had no other plan published before.'
    else:
        return version
    if hash_ is None:
        raise UsageError(none)
    return hash_
