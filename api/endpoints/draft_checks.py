"""What is wrong with a draft, asked by all who have it open after each of its edits."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date

from fastapi import APIRouter, Depends, Request

from api.auth import require
from api.endpoints.common import BRANCH, problems
from api.endpoints.drafts import DraftId
from api.endpoints.planning import StoredBranch, database_of, now
from api.plan_schemas import CheckOut, PlanProblemOut
from api.storage.draft_records import DraftHead
from api.storage.drafts import get_hashed_plan, get_head
from api.storage.engine import Database
from api.storage.recent import Recent
from floorplans.model import Plan
from floorplans.validate import check_plan

MOST_CHECKED = 8
LOCKS = 16
_CHECKED: Recent[tuple[DraftHead, date], CheckOut] = Recent(MOST_CHECKED)
_CHECKING = tuple(threading.Lock() for _ in range(LOCKS))

router = APIRouter(tags=["plans"])


@router.get(
    f"{BRANCH}/drafts/{{draft}}/check",
    summary="Check a draft",
    dependencies=[Depends(require("viewer"))],
    responses=problems("unknown-branch", "unknown-draft", "token-needed", "not-allowed"),
)
def check_draft(request: Request, branch: StoredBranch, draft: DraftId) -> CheckOut:
    """List all that is wrong with a draft's plan, violations first."""
    return check_newest(database_of(request), branch, draft, now().date())


def check_newest(database: Database, branch: str, draft: str, today: date) -> CheckOut:
    """Check a draft as it is by then, once however many ask.

    Who asks while it is being checked waits, and then is answered for its newest revision: of
    edits that follow each other faster than a check, only the last one is checked.

    Raises
    ------
    DraftNotFoundError
        If the branch has no such draft.
    """
    known = _CHECKED.get((get_head(database, branch, draft), today))
    if known is not None:
        return known
    with _CHECKING[hash(draft) % LOCKS]:
        known = _CHECKED.get((get_head(database, branch, draft), today))
        if known is None:
            head, plan, hash_ = get_hashed_plan(database, branch, draft)
            known = _check(plan, hash_, today)
            _CHECKED.put((head, today), known)
    return known


def _check(plan: Plan, hash_: str, today: date) -> CheckOut:
    found = check_plan(plan, today=today)
    counts = Counter(each.severity for each in found)
    return CheckOut(
        plan=plan.id,
        hash=hash_,
        violations=counts["violation"],
        warnings=counts["warning"],
        infos=counts["info"],
        problems=[PlanProblemOut.model_validate(each) for each in found],
    )
