"""The way to a shelf."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.answers import route_out
from api.endpoints.common import (
    BRANCH,
    WAY_PROBLEMS,
    BranchAsked,
    LanguageAsked,
    PartitionAsked,
    ProfileAsked,
    SpotAsked,
    StartAsked,
    TitleAsked,
    problems,
)
from api.finding import Positions, find_goal, plan_way, resolve_start
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
) -> RouteOut:
    """Find the shortest way, as lines for the map and as steps in words."""
    positions: Positions = request.app.state.live
    goal = find_goal(branch, callno, partition, to, title=title)
    guidance = plan_way(branch, resolve_start(branch, start, positions), goal, profile)
    return route_out(branch, guidance, language)
