"""Where a call number stands."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.answers import place_out
from api.endpoints.common import (
    BRANCH,
    BranchAsked,
    CallNumberAsked,
    LanguageAsked,
    PartitionAsked,
    TitleAsked,
    problems,
)
from api.endpoints.planning import database_of
from api.finding import find_places
from api.schemas import PlacesOut
from api.upkeep.ages import find_items_age

router = APIRouter(tags=["places"])


@router.get(
    f"{BRANCH}/places",
    summary="Find the shelves that hold a call number",
    responses=problems("unknown-branch", "unknown-partition", "call-number"),
)
def list_places(
    request: Request,
    branch: BranchAsked,
    language: LanguageAsked,
    callno: CallNumberAsked,
    partition: PartitionAsked = None,
    title: TitleAsked = "",
    on: Annotated[
        date | None,
        Query(
            description="Day for which displays count; today if not given.",
            examples=["2026-12-01"],
        ),
    ] = None,
) -> PlacesOut:
    """Find the shelves that hold a call number, best first; none is an empty list.

    Each place has its bays, the spot in front of it, how sure it is and since when.
    """
    places = find_places(branch, callno, partition, title=title, on=on)
    return PlacesOut(
        places=[place_out(branch, place, language) for place in places],
        items_as_of=find_items_age(database_of(request), branch.id),
    )
