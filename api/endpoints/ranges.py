"""Ranges of a draft: its strips of bays, and the jobs that change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from api.auth import Actor, ActorAsked, require
from api.endpoints.common import BRANCH, LanguageAsked, problems
from api.endpoints.drafts import DraftId
from api.endpoints.planning import StoredBranch, database_of, now
from api.languages import Language
from api.problem_types import ProblemKind
from api.problems import ProblemError, RowProblemOut
from api.range_drafts import counts_of, save_job, try_job
from api.range_jobs import Job, RangeJobError
from api.range_schemas import (
    AssignIn,
    BayOut,
    BordersIn,
    FallenOut,
    NamesIn,
    RangesDoneOut,
    ShiftIn,
    SpreadIn,
    StopOut,
    StopsOut,
    StripOut,
    TableIn,
)
from api.range_strips import Laid, lay_out, list_stops
from api.storage.drafts import get_draft_plan
from api.storage.errors import EditConflictError
from floorplans.diff.plans import diff_plans
from floorplans.errors import PlanReferenceError
from floorplans.shelving.strips import Spot
from kiosk_ui.changes import changes_text

RANGES = f"{BRANCH}/drafts/{{draft}}/ranges"
_PROBLEMS: tuple[ProblemKind, ...] = (
    "unknown-branch",
    "unknown-draft",
    "draft-changed",
    "ranges-refused",
    "not-allowed",
    "token-needed",
)

router = APIRouter(tags=["plans"], dependencies=[Depends(require("shelver"))])


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a job, and on which draft."""

    request: Request
    branch: str
    draft: str
    actor: Actor
    language: Language


def _ask(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    actor: ActorAsked,
    language: LanguageAsked,
) -> Asked:
    return Asked(request, branch, draft, actor, language)


JobAsked = Annotated[Asked, Depends(_ask)]
PartitionNamed = Annotated[
    str, Path(description="Id of the partition.", examples=["aik-kauno"], max_length=64)
]


@router.get(
    f"{RANGES}/{{partition}}",
    summary="List the bays of a partition in order",
    responses=problems("unknown-branch", "unknown-draft", "unknown-partition", "token-needed"),
)
def get_strip(
    request: Request, branch: StoredBranch, draft: DraftId, partition: PartitionNamed
) -> StripOut:
    """List the bays of a partition in its order, with their borders, loads and ages."""
    laid = _lay(request, branch, draft, partition)
    bays = [
        BayOut(
            face=each.spot.face,
            bay=each.spot.bay,
            first=each.first,
            items=round(each.load.items, 1),
            fill=round(each.load.fill(), 3),
            is_known=each.load.is_known,
            checked_on=each.checked_on,
        )
        for each in laid.bays
    ]
    return StripOut(
        partition=partition,
        kind=laid.strip.kind,
        revision=laid.revision,
        unreadable=sum(items for _, items in laid.stock.unreadable),
        bays=bays,
    )


@router.get(
    f"{RANGES}/{{partition}}/stops",
    summary="List where a border can go",
    responses=problems("unknown-branch", "unknown-draft", "unknown-partition", "token-needed"),
)
def get_stops(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    partition: PartitionNamed,
    face: Annotated[str, Query(max_length=64, description="Id of the face.", examples=["17A"])],
    bay: Annotated[int, Query(ge=1, le=10_000, description="Number of the bay.", examples=[3])],
) -> StopsOut:
    """List the call numbers on a bay and the one before it, between which its border can go."""
    laid = _lay(request, branch, draft, partition)
    stops = list_stops(laid, Spot(face, bay))
    return StopsOut(
        items=stops.items,
        at=stops.at,
        stops=[StopOut(first=first, items=items) for first, items in stops.stops],
    )


@router.post(f"{RANGES}/borders", summary="Set borders", responses=problems(*_PROBLEMS))
def set_borders(asked: JobAsked, body: BordersIn) -> RangesDoneOut:
    """Set what bays begin with: all of them or, if one cannot be, none."""
    return _do(asked, body, body.job())


@router.post(f"{RANGES}/shift", summary="Shift bays", responses=problems(*_PROBLEMS))
def shift_bays(asked: JobAsked, body: ShiftIn) -> RangesDoneOut:
    """Let bays move on with what they hold; what falls off is told."""
    return _do(asked, body, body.job())


@router.post(f"{RANGES}/spread", summary="Spread a partition", responses=problems(*_PROBLEMS))
def spread_partition(asked: JobAsked, body: SpreadIn) -> RangesDoneOut:
    """Spread what stands on bays over them, in proportion to the catalogue's items."""
    return _do(asked, body, body.job())


@router.post(f"{RANGES}/assign", summary="Give bays to a partition", responses=problems(*_PROBLEMS))
def assign_bays(asked: JobAsked, body: AssignIn) -> RangesDoneOut:
    """Give bays of a face to a new range; what others lose for it is told."""
    return _do(asked, body, body.job())


@router.post(f"{RANGES}/table", summary="Take ranges from a table", responses=problems(*_PROBLEMS))
def take_table(asked: JobAsked, body: TableIn) -> RangesDoneOut:
    """Take ranges, aliases or first items from pasted rows: all of them or none."""
    try:
        job = body.job()
    except RangeJobError as error:
        raise refuse_job(error) from error
    return _do(asked, body, job)


@router.post(
    f"{RANGES}/names",
    summary="Assign a catalogue's names",
    dependencies=[Depends(require("editor"))],
    responses=problems(*_PROBLEMS),
)
def assign_names(asked: JobAsked, body: NamesIn) -> RangesDoneOut:
    """Let what the catalogue calls a place lead to a partition."""
    return _do(asked, body, body.job())


def refuse_job(error: RangeJobError) -> ProblemError:
    """Make the answer to a job that cannot be done."""
    listed = [
        RowProblemOut(row=each.row, message=f"{each.column} {each.message}".strip())
        for each in error.problems
    ]
    return ProblemError("ranges-refused", str(error)[:2000], extra={"rows": listed})


def _lay(request: Request, branch: str, draft_id: str, partition: str) -> Laid:
    database = database_of(request)
    draft, plan = get_draft_plan(database, branch, draft_id)
    try:
        return lay_out(plan, draft.revision, partition, counts_of(database, branch))
    except PlanReferenceError as error:
        raise ProblemError("unknown-partition", str(error), "partition") from error


def _do(
    asked: Asked,
    body: BordersIn | ShiftIn | SpreadIn | AssignIn | TableIn | NamesIn,
    job: Job,
) -> RangesDoneOut:
    branch, draft_id = asked.branch, asked.draft
    database = database_of(asked.request)
    try:
        tried = try_job(database, branch, draft_id, job)
        revision = (
            tried.draft.revision
            if body.preview
            else save_job(
                database,
                branch,
                draft_id,
                job,
                now(),
                base=body.base,
                author=asked.actor.name,
                key=body.key,
            )
        )
    except RangeJobError as error:
        raise refuse_job(error) from error
    except EditConflictError as error:
        raise ProblemError("draft-changed", str(error)) from error
    after = tried.done.plan
    fallen = [
        FallenOut(face=each.spot.face, bay=each.spot.bay, first=each.first)
        for each in tried.done.fallen
    ]
    return RangesDoneOut(
        revision=revision,
        saved=not body.preview,
        changes=list(changes_text(diff_plans(tried.before, after), after, asked.language)),
        fallen=fallen,
    )
