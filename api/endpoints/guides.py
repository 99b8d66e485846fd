"""Leading a subject that is followed to what it looks for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.endpoints.common import (
    BRANCH,
    BranchAsked,
    LanguageAsked,
    PartitionAsked,
    PlanShown,
    ProfileAsked,
    SpotAsked,
    TitleAsked,
    problems,
)
from api.finding import check_spots, find_goals
from api.live.guide_schemas import GuideOut
from api.live.guide_streams import Leaders, stream_guided
from api.live.guides import GoalAsked
from api.live.schemas import SubjectName
from api.live.service import LiveService

router = APIRouter(tags=["live"])


class GuideStream(StreamingResponse):
    """A stream of events; its schema in the OpenAPI document is that of the advice in them."""

    media_type = "text/event-stream"


_EXAMPLE = (
    'id: 5f-12\nevent: guide\ndata: {"kind":"go","text":"Käänny vasemmalle ja kulje 6 m",'
    '"spoken":"Käänny vasemmalle, suunta kello 9, ja kulje 6 metriä",'
    '"next":"","news":2,"step":1,"step_left_m":6,"left_m":14,"steps":null}\n\n'
)


@router.get(
    f"{BRANCH}/guide",
    summary="Lead a subject to a shelf or a spot as it moves",
    response_class=GuideStream,
    responses={
        200: {
            "model": GuideOut,
            "description": "Server-sent events: all those of `live` for the subject, and after "
            "its moves a `guide` event with what it is to be told (`kind`: go, near, arrived, "
            "off_route, wrong_way, wrong_aisle, passed, wrong_level, replanned or no_way).",
            "content": {"text/event-stream": {"example": _EXAMPLE}},
        },
        **problems(
            "unknown-branch",
            "unknown-kiosk",
            "unknown-point",
            "unknown-level",
            "unknown-partition",
            "call-number",
            "no-place",
            "off-the-map",
        ),
    },
)
async def guide(
    request: Request,
    branch: BranchAsked,
    language: LanguageAsked,
    subject: Annotated[
        SubjectName, Query(description="The subject to lead.", examples=["visitor-1"])
    ],
    callno: Annotated[
        str | None,
        Query(description="Call number to go to.", examples=["84.2 LIN"], max_length=200),
    ] = None,
    partition: PartitionAsked = None,
    title: TitleAsked = "",
    to: SpotAsked = None,
    profile: ProfileAsked = "walk",
    plan: PlanShown = None,
    last_event_id: Annotated[str | None, Header(max_length=64)] = None,
) -> GuideStream:
    """Stream positions with advice: the current step, what comes next, and what went wrong.

    Who comes back within a minute, with the same goal, is led on: what was said is not said
    again, but for the advice in force with its steps and its number (`news`).
    """
    goals = await run_in_threadpool(find_goals, branch, callno, partition, to, title=title)
    await run_in_threadpool(check_spots, branch, goals)
    live: LiveService = request.app.state.live
    asked = GoalAsked(callno, partition, to, title, profile)
    leaders: Leaders = request.app.state.leaders

    async def events() -> AsyncIterator[str]:
        with (
            leaders.lead(branch.id, subject, asked, language) as leader,
            live.bus.subscribe(branch.id, subject, last_event_id) as subscription,
        ):
            if plan is not None:
                live.tell_newer_plan(subscription, branch.id, plan)
            async for text in stream_guided(subscription, leader):
                yield text

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return GuideStream(events(), headers=headers)
