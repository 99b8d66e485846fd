"""The way to a shelf."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.answers import route_out, telling_why
from api.endpoints.common import (
    BRANCH,
    WAY_PROBLEMS,
    BranchAsked,
    LanguageAsked,
    PartitionAsked,
    ProfileAsked,
    SpotAsked,
    StartAsked,
    TimeAsked,
    TitleAsked,
    problems,
)
from api.finding import Positions, find_goals, plan_best_way, resolve_start
from api.schemas import RouteOut

router = APIRouter(tags=["routes"])


@router.get(
    f"{BRANCH}/routes",
    summary="Find the way to a shelf or a spot",
    responses=problems(*WAY_PROBLEMS),
)
def get_route(
    request: Request,
    branch: BranchAsked,
    language: LanguageAsked,
    start: StartAsked,
    callno: Annotated[
        str | None,
        Query(description="Call number to go to.", examples=["84.2 LIN"], max_length=200),
    ] = None,
    partition: PartitionAsked = None,
    title: TitleAsked = "",
    to: SpotAsked = None,
    profile: ProfileAsked = "walk",
    at: TimeAsked = None,
) -> RouteOut:
    """Find the shortest way, as lines for the map and as steps in words.

    Of places that are as likely it leads to the nearest; `others` are all that are left.
    """
    positions: Positions = request.app.state.live
    goals = find_goals(branch, callno, partition, to, title=title, at=at)
    spot = resolve_start(branch, start, positions)
    with telling_why(branch.plan, language):
        guidance = plan_best_way(branch, spot, goals, profile, at, title=title)
    return route_out(branch, guidance, language)
