"""The way to a shelf."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.answers import route_out
from api.branches import Branch
from api.endpoints.common import (
    BRANCH,
    BranchAsked,
    LanguageAsked,
    PartitionAsked,
    StartAsked,
    problems,
)
from api.finding import Positions, find_place, parse_spot, plan_way, resolve_start
from api.problems import ProblemError
from api.schemas import RouteOut
from floorplans.shelving import Place
from routing.model import Profile, Spot

router = APIRouter(tags=["routes"])

ProfileAsked = Annotated[
    Profile, Query(description="step-free keeps off stairs.", examples=["walk"])
]


@router.get(
    f"{BRANCH}/routes",
    summary="Find the way to a shelf or a spot",
    responses=problems(
        "unknown-branch",
        "unknown-kiosk",
        "unknown-point",
        "unknown-subject",
        "unknown-level",
        "unknown-partition",
        "call-number",
        "no-place",
        "no-route",
        "off-the-map",
    ),
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
    to: Annotated[
        str | None,
        Query(
            description="Spot to go to, LEVEL,X,Y with metres; instead of callno.",
            examples=["2,21.4,8.6"],
            max_length=200,
        ),
    ] = None,
    profile: ProfileAsked = "walk",
) -> RouteOut:
    """Find the shortest way, as lines for the map and as steps in words."""
    positions: Positions = request.app.state.live
    goal = _find_goal(branch, callno, partition, to)
    guidance = plan_way(branch, resolve_start(branch, start, positions), goal, profile)
    return route_out(branch, guidance, language)


def _find_goal(
    branch: Branch, callno: str | None, partition: str | None, to: str | None
) -> Place | Spot:
    if callno and to:
        detail = "Give either a call number (callno) or a spot (to), not both."
        raise ProblemError("invalid-request", detail, "to")
    if to:
        return parse_spot(branch, to, "to")
    if callno:
        return find_place(branch, callno, partition)
    detail = "Say where to: a call number (callno) or a spot (to=LEVEL,X,Y)."
    raise ProblemError("invalid-request", detail, "callno")
