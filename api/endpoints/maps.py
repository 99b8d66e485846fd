"""Maps as SVG: the level, which stays, and the overlay with the way, which changes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response

from api.answers import telling_why
from api.endpoints.common import (
    BRANCH,
    WAY_PROBLEMS,
    BranchAsked,
    LanguageAsked,
    PartitionAsked,
    ProfileAsked,
    SpotAsked,
    TimeAsked,
    TitleAsked,
    problems,
)
from api.finding import find_goals, plan_best_way, resolve_start
from floorplans.shelving import Place
from kiosk_ui.svg.route import draw_overlay

router = APIRouter(tags=["maps"])

SVG = "image/svg+xml"
_EXAMPLE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -29 47 30">…</svg>'
_DRAWING: dict[int | str, dict[str, Any]] = {
    200: {"description": "The drawing", "content": {SVG: {"example": _EXAMPLE}}}
}


@router.get(
    f"{BRANCH}/levels/{{level}}.svg",
    summary="Draw a level",
    response_class=Response,
    responses={
        **_DRAWING,
        304: {"description": "The drawing is as it was"},
        **problems("unknown-branch", "unknown-level"),
    },
)
def get_level_svg(
    branch: BranchAsked,
    level: Annotated[str, Path(description="Id of the level.", examples=["1"])],
    language: LanguageAsked,
    accept_encoding: Annotated[str, Header(include_in_schema=False)] = "",
    if_none_match: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Draw the shelves and rooms of a level; it changes only with the plan.

    User units are metres; y points down, so that a point (x, y) of the plan is at (x, -y).
    """
    drawing = branch.draw(level, language)
    compressed = "gzip" in accept_encoding.lower()
    etag = f'"{drawing.digest}{"-gzip" if compressed else ""}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Encoding, Accept-Language",
    }
    if _has_tag(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    return Response(drawing.compressed if compressed else drawing.svg, 200, headers, SVG)


@router.get(
    f"{BRANCH}/overlay.svg",
    summary="Draw the way and the shelf over a level",
    response_class=Response,
    responses={
        **_DRAWING,
        **problems(*WAY_PROBLEMS),
    },
)
def get_overlay_svg(
    request: Request,
    branch: BranchAsked,
    language: LanguageAsked,
    callno: Annotated[
        str | None,
        Query(description="Call number sought.", examples=["84.2 LIN"], max_length=200),
    ] = None,
    level: Annotated[
        str | None,
        Query(description="Id of the level; that of the goal if not given.", examples=["2"]),
    ] = None,
    partition: PartitionAsked = None,
    title: TitleAsked = "",
    to: SpotAsked = None,
    start: Annotated[
        str | None,
        Query(
            alias="from",
            description="Where the way begins: kiosk:ID, point:ID, subject:ID or LEVEL,X,Y.",
            examples=["kiosk:keskusta-1"],
            max_length=200,
        ),
    ] = None,
    profile: ProfileAsked = "walk",
    at: TimeAsked = None,
) -> Response:
    """Draw what goes over `levels/{level}.svg`: the sought shelf, and the way where one is asked.

    The overlay has the viewBox of the level's drawing.
    """
    goals = find_goals(branch, callno, partition, to, title=title, at=at)
    goal, route = goals[0], None
    if start:
        spot = resolve_start(branch, start, request.app.state.live)
        with telling_why(branch.plan, language):
            guidance = plan_best_way(branch, spot, goals, profile, at)
        goal, route = guidance.place or goal, guidance.route
    shown = level or goal.level
    branch.check_level(shown)
    place = goal if isinstance(goal, Place) else None
    svg = draw_overlay(branch.plan, shown, route, place, None, language)
    return Response(svg, headers={"Cache-Control": "private, no-cache"}, media_type=SVG)


def _has_tag(if_none_match: str, etag: str) -> bool:
    """Compare as RFC 9110, section 13.1.2 has it for GET."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in tags or "*" in tags
