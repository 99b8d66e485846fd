"""Searching the catalogue."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.answers import work_out
from api.catalogue.search import parse_query
from api.endpoints.common import BRANCH, BranchAsked, LanguageAsked, problems
from api.endpoints.planning import database_of
from api.problems import ProblemError
from api.schemas import SearchOut
from api.storage.item_runs import items_as_of
from api.storage.works import ItemRepository

router = APIRouter(tags=["search"])


@router.get(
    f"{BRANCH}/search",
    summary="Search by title, author, call number or barcode",
    responses=problems("unknown-branch", "empty-search", "database-unavailable"),
)
def search(
    request: Request,
    branch: BranchAsked,
    language: LanguageAsked,
    q: Annotated[
        str, Query(description="What to look for.", examples=["tuntematon sot"], max_length=200)
    ] = "",
    limit: Annotated[int, Query(description="Most works to give.", examples=[20], ge=1, le=100)] = (
        20
    ),
    offset: Annotated[
        int, Query(description="How many works to pass over.", examples=[0], ge=0, le=100_000)
    ] = 0,
) -> SearchOut:
    """Search the branch's catalogue; the last word may be a beginning.

    The copies of a title that stand together are one result, with the shelf that holds it.
    Titles and authors that begin with the words go first, and what can be taken from the
    shelf before what cannot. A barcode finds its own work.
    """
    query = parse_query(q)
    if query is None:
        detail = "Type at least one letter of a title, an author or a call number."
        raise ProblemError("empty-search", detail, "q")
    items: ItemRepository = request.app.state.items
    found = items.search(branch.id, query, limit, offset)
    works = [work_out(branch, work, language) for work in found.works]
    return SearchOut(
        query=query.text,
        total=found.total,
        items=works,
        items_as_of=items_as_of(database_of(request), branch.id),
    )
