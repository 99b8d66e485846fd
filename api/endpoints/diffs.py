"""What changed between two plans, for who is about to publish one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.auth import require
from api.differences import change_record
from api.endpoints.common import BRANCH, LanguageAsked, problems
from api.endpoints.drafts import DraftId
from api.endpoints.planning import StoredBranch, database_of
from api.endpoints.versions import VersionHash
from api.plan_schemas import ChangeOut, DiffOut
from api.problems import ProblemError
from api.storage.drafts import get_draft_plan
from api.storage.engine import Database
from api.storage.plans import find_published_hash, load_version
from floorplans.diff.plans import diff_plans
from floorplans.formats.native import plan_hash
from floorplans.model import Plan
from kiosk_ui.changes import changes_text

router = APIRouter(tags=["plans"], dependencies=[Depends(require("viewer"))])

Since = Annotated[
    str | None,
    Query(
        description="The version to compare with; without it, the published one.",
        examples=["5f0c9d1be2a7"],
        max_length=64,
    ),
]


@router.get(
    f"{BRANCH}/drafts/{{draft}}/diff",
    summary="Tell what a draft changes",
    responses=problems(
        "unknown-branch", "unknown-draft", "unknown-version", "token-needed", "not-allowed"
    ),
)
def get_draft_diff(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    language: LanguageAsked,
    since: Since = None,
) -> DiffOut:
    """Tell in words and as data what a draft changes of the published plan, or of another."""
    database = database_of(request)
    _, after = get_draft_plan(database, branch, draft)
    return _answer(_load_before(database, branch, since), after, language)


@router.get(
    f"{BRANCH}/versions/{{version}}/diff",
    summary="Tell what a version changes",
    responses=problems("unknown-branch", "unknown-version", "token-needed", "not-allowed"),
)
def get_version_diff(
    request: Request,
    branch: StoredBranch,
    version: VersionHash,
    language: LanguageAsked,
    since: Since = None,
) -> DiffOut:
    """Tell in words and as data how a version differs from the published plan, or another."""
    database = database_of(request)
    after = load_version(database, branch, version)
    return _answer(_load_before(database, branch, since), after, language)


def _load_before(database: Database, branch: str, since: str | None) -> Plan:
    before = since or find_published_hash(database, branch)
    if before is None:
        detail = f'"{branch}" has published nothing yet; name a version to compare with (since).'
        raise ProblemError("unknown-version", detail, "since")
    return load_version(database, branch, before)


def _answer(before: Plan, after: Plan, language: str) -> DiffOut:
    changes = diff_plans(before, after)
    return DiffOut(
        before=plan_hash(before),
        after=plan_hash(after),
        summary=list(changes_text(changes, after, language)),
        changes=[
            ChangeOut.model_validate(change_record(each, after, language)) for each in changes
        ],
    )
