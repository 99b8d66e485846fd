"""Walks along the shelves, and items that stand wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.auth import Actor, ActorAsked, require
from api.branches import Branch
from api.endpoints.common import BRANCH, BranchAsked, LanguageAsked, problems
from api.endpoints.planning import database_of, now
from api.languages import Language
from api.misplacing import find_astray
from api.plan_schemas import PlanProblemOut
from api.problems import ProblemError
from api.storage.drafts import get_head
from api.storage.errors import EditConflictError
from api.storage.works import ItemRepository
from api.today import today_at
from api.walk_drafts import is_over, open_walk
from api.walk_order import Order, WalkOrders
from api.walk_schemas import (
    AstrayOut,
    MisplacedOut,
    ScannedIn,
    SeenIn,
    SeenOut,
    TakeBackIn,
    TakenBackOut,
    WalkBayOut,
    WalkedOut,
    WalkFaceOut,
    WalkIn,
    WalksOut,
)
from api.walking import Walked, read_walk, save_walk, take_back
from floorplans.callnumbers.base import SortKey
from floorplans.checks.problem import Problem
from floorplans.days import read_day
from floorplans.errors import CallNumberError
from floorplans.model import Plan
from floorplans.shelving.first_items import FirstItem
from floorplans.shelving.walks import WalkBay
from kiosk_ui.finding_words import finding_place, finding_text
from kiosk_ui.messages import say
from kiosk_ui.wording import in_words

MOST_ATTEMPTS = 10

router = APIRouter(tags=["plans"], dependencies=[Depends(require("shelver"))])


@router.get(
    f"{BRANCH}/walks",
    summary="List shelves to look at",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
)
def get_walks(
    request: Request,
    branch: BranchAsked,
    order: Annotated[
        Order,
        Query(
            description="The stalest first by age alone, or in rounds of half an hour as one "
            "walks them.",
            examples=["way"],
        ),
    ] = "age",
) -> WalksOut:
    """List the faces of the published plan with the age of every bay, the stalest first."""
    rounds = orders_of(request).list_rounds(branch, today_at(branch.plan), order)
    faces = [face for each in rounds for face in each]
    ranks = rank_firsts(branch, [bay for face in faces for bay in face.bays])
    return WalksOut(
        branch=branch.id,
        faces=[
            WalkFaceOut(
                face=face.face,
                name=face.name,
                level=face.level,
                age_days=face.age_days,
                minutes=face.minutes,
                bays=[
                    WalkBayOut(
                        face=bay.face,
                        bay=bay.bay,
                        partition=bay.partition,
                        first=bay.first,
                        rank=ranks.get((bay.partition, bay.first)),
                        checked_on=bay.checked_on,
                        checked_by=bay.checked_by,
                    )
                    for bay in face.bays
                ],
            )
            for face in faces
        ],
    )


@router.post(
    f"{BRANCH}/walks",
    summary="Save what was seen",
    responses=problems(
        "unknown-branch", "unknown-draft", "draft-conflict", "token-needed", "not-allowed"
    ),
)
def post_walk(
    request: Request,
    branch: BranchAsked,
    body: WalkIn,
    actor: ActorAsked,
    language: LanguageAsked,
) -> WalkedOut:
    """Put the first items of bays into a draft; bays that are not named stay as they are."""
    return record(request, branch, body, actor, language)


@router.post(
    f"{BRANCH}/walks/undo",
    summary="Take a walk back",
    responses=problems(
        "unknown-branch", "unknown-draft", "draft-conflict", "token-needed", "not-allowed"
    ),
)
def post_take_back(
    request: Request, branch: BranchAsked, body: TakeBackIn, actor: ActorAsked
) -> TakenBackOut:
    """Take what one saved of a walk out of its draft, unless it was changed or published since."""
    database = database_of(request)
    if is_over(database, get_head(database, branch.id, body.draft)):
        raise ProblemError("draft-conflict", "This walk is published; see the bay again.")
    try:
        done = take_back(database, branch.id, body.draft, body.key, now(), author=actor.name)
    except EditConflictError as error:
        raise ProblemError("draft-conflict", str(error)) from error
    return TakenBackOut(taken_back=done)


@router.post(
    f"{BRANCH}/misplaced",
    summary="Find misplaced items",
    responses=problems("unknown-branch", "token-needed", "not-allowed"),
)
def post_misplaced(request: Request, branch: BranchAsked, body: ScannedIn) -> MisplacedOut:
    """Name the items of bays that stand wrong and where they belong, in walking order."""
    bays = [body.items, *body.more]
    found = find_astray(branch, items_of(request), bays, body.partition)
    return MisplacedOut(
        items=[
            AstrayOut(
                batch=each.batch,
                at=each.at,
                call_number=each.item.call_number,
                title=each.item.title,
                why=each.why,
                after=each.after,
                before=each.before,
                rivals=list(each.rivals),
                face=each.places[0].face_name if each.places else "",
                first_bay=each.places[0].first_bay if each.places else None,
                last_bay=each.places[0].last_bay if each.places else None,
            )
            for each in found
        ]
    )


def record(
    request: Request, branch: Branch, body: WalkIn, actor: Actor, language: Language
) -> WalkedOut:
    """Save a walk, and tell in a language what came of it."""
    today = today_at(branch.plan)
    rows = [_row(each, actor, today) for each in body.seen]
    walked = _save_beside_others(request, branch, body, rows, actor)
    out = {each.row: each for each in walked.left_out}
    return WalkedOut(
        draft=walked.draft,
        revision=walked.revision,
        seen=[
            SeenOut(
                face=row.face,
                bay=row.bay,
                first=row.first,
                left_out=out[number].rule if number in out else "",
                message=in_words(out[number].message, language) if number in out else "",
            )
            for number, row in enumerate(walked.rows, 1)
        ],
        problems=[_problem(each, branch, language) for each in walked.problems],
    )


def _save_beside_others(
    request: Request, branch: Branch, body: WalkIn, rows: Sequence[FirstItem], actor: Actor
) -> Walked:
    """Save rows on top of what others save at the same moment, on the same shelf even."""
    database, items, name = database_of(request), items_of(request), actor.name

    def is_news(plan: Plan) -> bool:
        return bool(read_walk(items, plan, rows)[2])

    attempts = MOST_ATTEMPTS
    while True:
        try:
            at = now()
            called = say("staff.walk.draft_name", "fi")
            draft = open_walk(database, branch.plan, body.draft, called, at, name, is_news)
            return save_walk(database, items, branch.id, draft, rows, at, key=body.key, author=name)
        except EditConflictError as error:
            attempts -= 1
            if attempts == 0:
                raise ProblemError("draft-conflict", str(error)) from error


def _problem(found: Problem, branch: Branch, language: Language) -> PlanProblemOut:
    told = PlanProblemOut.model_validate(found)
    place = finding_place(found, branch.plan, language)
    return told.model_copy(update={"place": place, "message": finding_text(found, language)})


def items_of(request: Request) -> ItemRepository:
    """Get the items of the application."""
    items: ItemRepository = request.app.state.items
    return items


def orders_of(request: Request) -> WalkOrders:
    """Get the orders of walks of the application."""
    orders: WalkOrders = request.app.state.walk_orders
    return orders


def rank_firsts(branch: Branch, bays: list[WalkBay]) -> dict[tuple[str, str], int]:
    """Number the first items of each partition in order."""
    keyed: dict[str, dict[str, SortKey]] = {}
    for bay in bays:
        section = branch.shelves.sections.get(bay.partition)
        if section is None or not bay.first:
            continue
        scheme = branch.shelves.titles.scheme if section.titles else section.scheme
        try:
            keyed.setdefault(bay.partition, {})[bay.first] = scheme.parse(bay.first).key
        except CallNumberError:
            continue
    return {
        (partition, first): rank
        for partition, firsts in keyed.items()
        for rank, first in enumerate(sorted(firsts, key=firsts.__getitem__))
    }


def _row(each: SeenIn, actor: Actor, today: date) -> FirstItem:
    day = read_day(each.seen_on)
    # A device whose clock is ahead would keep its bays from getting old for as long.
    seen_on = today.isoformat() if day is not None and day > today else each.seen_on
    return FirstItem(each.face, each.bay, each.first, seen_on, each.partition, actor.name)
