"""What moves: sightings and check-ins in, positions out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.auth import STAFF_SCHEMES, check_role, require, require_sightings_token
from api.branches import Branch
from api.endpoints.common import BRANCH, BranchAsked, PlanShown, problems
from api.live.bus import EVERYBODY
from api.live.events import words_of
from api.live.intake import TooManySubjectsError
from api.live.leaving import while_allowed
from api.live.positions import Position
from api.live.radios import RadioHealth
from api.live.schemas import (
    CheckInIn,
    PacketsOut,
    PositionOut,
    PositionsOut,
    RadioKeysOut,
    RadioOut,
    RadiosOut,
    ReceiptOut,
    SightingsIn,
    StepsIn,
    StepsReceiptOut,
    SubjectName,
)
from api.live.service import HeardPacket, LiveService
from api.live.sse import stream
from api.live.steps import COMPASS_BIAS_SD_RAD, TakenStep
from api.live.told import resolve_told
from api.problems import ProblemError

router = APIRouter(tags=["live"])


@router.get(
    f"{BRANCH}/radio-keys",
    summary="List the identities to listen for",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
    dependencies=[Depends(require_sightings_token)],
)
def list_radio_keys(request: Request, branch: BranchAsked) -> RadioKeysOut:
    """List what a listener may pass on; it drops everything else where it hears it."""
    return RadioKeysOut(keys=list(_live(request).radio_keys(branch.id)))


@router.post(
    f"{BRANCH}/sightings",
    status_code=202,
    summary="Send what was heard",
    responses=problems(
        "bad-request", "unknown-branch", "token-needed", "body-too-large", "too-many-subjects"
    ),
    dependencies=[Depends(require_sightings_token)],
)
async def post_sightings(request: Request, branch: BranchAsked, batch: SightingsIn) -> ReceiptOut:
    """Take a batch of adverts with their ages; adverts of unknown radios are only counted."""
    live = _live(request)
    packets = [HeardPacket(each.key, each.rssi_dbm, each.age_s) for each in batch.sightings]
    try:
        if batch.subject is not None:
            receipt = live.post_from_subject(branch.id, batch.subject, packets, batch.device_model)
        else:
            receipt = live.post_from_radio(branch.id, _known_radio(branch, batch), packets)
    except TooManySubjectsError as error:
        raise ProblemError("too-many-subjects", str(error)) from error
    return ReceiptOut.model_validate(receipt)


@router.post(
    f"{BRANCH}/steps",
    status_code=202,
    summary="Send the steps that were taken",
    responses=problems(
        "bad-request", "unknown-branch", "token-needed", "body-too-large", "too-many-subjects"
    ),
    dependencies=[Depends(require_sightings_token)],
)
async def post_steps(request: Request, branch: BranchAsked, batch: StepsIn) -> StepsReceiptOut:
    """Take the steps of a moving subject, or that it took none: its position follows them."""
    steps = [
        TakenStep(
            each.age_s,
            each.length_m,
            each.heading_rad,
            COMPASS_BIAS_SD_RAD if each.bias_sd_rad is None else each.bias_sd_rad,
            each.bout,
        )
        for each in batch.steps
    ]
    try:
        accepted = _live(request).post_steps(branch.id, batch.subject, steps, batch.sensed_s)
    except TooManySubjectsError as error:
        raise ProblemError("too-many-subjects", str(error)) from error
    return StepsReceiptOut(accepted=accepted, late=len(steps) - accepted)


@router.post(
    f"{BRANCH}/checkins",
    summary="Say where a subject is",
    responses=problems(
        "bad-request",
        "unknown-branch",
        "unknown-point",
        "unknown-kiosk",
        "unknown-level",
        "unknown-partition",
        "call-number",
        "no-place",
        "off-the-map",
        "token-needed",
        "body-too-large",
        "too-many-subjects",
        "database-unavailable",
    ),
    dependencies=[Depends(require_sightings_token)],
)
async def check_in(request: Request, branch: BranchAsked, body: CheckInIn) -> PositionOut:
    """Take a subject's word for where it is, by how far such a word is to be trusted.

    A scanned label or a kiosk puts it there. A book or a tap on the map is weighed with what the
    radios say.
    """
    live, items = _live(request), request.app.state.items
    told = await run_in_threadpool(resolve_told, branch, body, live, items)
    # Just after the start it may still be under way, and the dot's gate would hold up everybody.
    await run_in_threadpool(branch.ways.build)
    try:
        position = live.tell_place(branch.id, body.subject, told.spots, told.doubt)
    except TooManySubjectsError as error:
        raise ProblemError("too-many-subjects", str(error)) from error
    if position is None:
        raise ProblemError("off-the-map", f'Nobody can stand there in "{branch.id}".', "body")
    return _position_out(position, branch, live.now_s())


@router.get(
    f"{BRANCH}/live",
    summary="Follow positions as they change",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events: `position`, `gone`, `plan`, and `quiet` after a "
            "quarter of a minute without another.",
            "content": {"text/event-stream": {"example": "id: 5f-12\nevent: position\n…"}},
        },
        **problems("unknown-branch", "token-needed", "not-allowed"),
    },
    # Everybody may follow one subject; those of all are for who has a role.
    openapi_extra={"security": [{}, *({each: []} for each in STAFF_SCHEMES)]},
)
async def follow(
    request: Request,
    branch: BranchAsked,
    subject: Annotated[
        SubjectName | None,
        Query(
            description="The subject to follow; all of the branch for the staff.",
            examples=["visitor-1"],
        ),
    ] = None,
    only: Annotated[
        Literal["plan"] | None,
        Query(
            description="Tell of new versions of the plan and of nobody's position.",
            examples=["plan"],
        ),
    ] = None,
    plan: PlanShown = None,
    last_event_id: Annotated[str | None, Header(max_length=64)] = None,
) -> StreamingResponse:
    """Stream positions; a slow reader gets the newest, and one that returns resumes.

    A `plan` event tells everybody that another version of the plan is served.
    """
    followed = EVERYBODY if only else subject
    if followed is None:
        await run_in_threadpool(check_role, request, "viewer", branch.id)
    live = _live(request)

    async def events() -> AsyncGenerator[str, None]:
        with live.bus.subscribe(branch.id, followed, last_event_id) as subscription:
            if plan is not None:
                live.tell_newer_plan(subscription, branch.id, plan)
            async for text in stream(subscription):
                yield text

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    told = while_allowed(request, "viewer", branch.id, events()) if followed is None else events()
    return StreamingResponse(told, media_type="text/event-stream", headers=headers)


@router.get(
    f"{BRANCH}/subjects",
    summary="List the live subjects",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
    dependencies=[Depends(require("viewer"))],
)
def list_subjects(request: Request, branch: BranchAsked) -> PositionsOut:
    """List where every live subject of the branch is."""
    live = _live(request)
    now_s = live.now_s()
    return PositionsOut(
        subjects=[_position_out(each, branch, now_s) for each in live.list_positions(branch.id)]
    )


@router.get(
    f"{BRANCH}/radios",
    summary="List how the radios are heard",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
    dependencies=[Depends(require("viewer"))],
)
def list_radios(request: Request, branch: BranchAsked) -> RadiosOut:
    """List the radios of the plan with their health, the silent ones too."""
    live = _live(request)
    now_s = live.now_s()
    errors_s = live.list_clock_errors_s(branch.id)
    return RadiosOut(
        radios=[
            _radio_out(each, now_s, errors_s.get(each.radio))
            for each in live.list_radio_health(branch.id)
        ],
        packets=PacketsOut.model_validate(live.count_packets(branch.id)),
    )


def _live(request: Request) -> LiveService:
    live: LiveService = request.app.state.live
    return live


def _known_radio(branch: Branch, batch: SightingsIn) -> str:
    """Check that the plan has the radio that a batch was heard by."""
    radio = batch.radio or ""
    if all(each.id != radio for each in branch.plan.radios):
        detail = f'"{branch.id}" has no radio "{radio}"; its plan lists those it has.'
        raise ProblemError("unknown-radio", detail, "radio")
    return radio


def _position_out(position: Position, branch: Branch, now_s: float) -> PositionOut:
    return PositionOut(
        subject=position.subject,
        level=position.level,
        x_m=round(position.x_m, 2),
        y_m=round(position.y_m, 2),
        radius_95_m=round(position.radius_95_m, 2),
        heading_deg=position.heading_deg,
        age_s=round(max(0.0, now_s - position.time_s), 1),
        knows=position.known.knows,
        share=round(position.known.share, 2),
        words=words_of(position, branch.plan),
    )


def _radio_out(health: RadioHealth, now_s: float, clock_error_s: float | None) -> RadioOut:
    age_s = None if health.last_heard_s is None else round(max(0.0, now_s - health.last_heard_s), 1)
    return RadioOut(
        radio=health.radio,
        heard=health.heard,
        age_s=age_s,
        rssi_dbm=None if health.rssi_dbm is None else round(health.rssi_dbm, 1),
        verdict=health.verdict,
        power_change_db=round(health.power_change_db, 1),
        weight=round(health.weight, 2),
        clock_error_s=None if clock_error_s is None else round(clock_error_s, 1),
    )
