"""What links from other systems call a branch and a place in it, in ids, codes or names."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from api.branches import Branch, Branches
from api.finding import find_places
from api.languages import Language, name_language
from floorplans.aliases import CatalogueNames, find_partitions
from floorplans.errors import CallNumberError

LinkText = Annotated[str, Query(max_length=200)]


def read_link_names(
    branch: LinkText = "",
    department: LinkText = "",
    collection: LinkText = "",
    location: LinkText = "",
    material: LinkText = "",
) -> CatalogueNames:
    """Read what a link says about a place; it may say nothing."""
    return CatalogueNames(branch, department, collection, location, material)


def find_branch_id(branches: Branches, text: str) -> str:
    """Find the id of the branch that a link names; give the text as it is where none is.

    Parameters
    ----------
    branches : Branches
        The branches that are served.
    text : str
        The id of a branch, its name in any language, or what an alias of its plan says.
    """
    known = branches.list()
    if any(branch.id == text for branch in known):
        return text
    wanted = _fold(text)
    named = (branch.id for branch in known if wanted and wanted in _names(branch))
    return next(named, text)


def choose_partition(
    branch: Branch, callno: str, title: str, names: CatalogueNames, language: Language
) -> str:
    """Choose the partition that a link's names mean.

    Parameters
    ----------
    branch : Branch
        Where the aliases are.
    callno, title : str
        What is sought; of several partitions the first one is chosen that has a place for it.
    names : CatalogueNames
        The names, in the reader's language or another.
    language : Language
        The reader's.

    Returns
    -------
    str
        Id of the partition; empty where the names lead to none, or none but the branch is named.
    """
    if names == CatalogueNames(branch=names.branch):
        return ""
    meant = find_partitions(branch.aliases, names, name_language(language)) or find_partitions(
        branch.aliases, names
    )
    holding = (each for each in meant if len(meant) == 1 or _holds(branch, callno, each, title))
    return next(holding, "")


def _holds(branch: Branch, callno: str, partition: str, title: str) -> bool:
    try:
        return bool(find_places(branch, callno, partition, title=title))
    except CallNumberError:
        return False


def _names(branch: Branch) -> set[str]:
    told = (alias.branch for alias in branch.plan.aliases)
    return {_fold(name) for name in (*branch.plan.name.all(), *told)}


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
