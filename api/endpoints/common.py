"""What endpoints are given: the branch, the language, the start, and what they may answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Query, Request
from pydantic import BeforeValidator

from api.branches import Branch, Branches
from api.languages import Language, choose_language
from api.problem_types import PROBLEM_TYPES, ProblemKind
from api.problems import MEDIA_TYPE, ProblemOut
from api.today import read_time
from routing.model import Profile

API = "/api/v1"
BRANCH = f"{API}/branches/{{branch}}"
WAY_PROBLEMS: tuple[ProblemKind, ...] = (
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
)
"""What may go wrong on the way from any start to any shelf or spot."""


def problems(*kinds: ProblemKind) -> dict[int | str, dict[str, Any]]:
    """Describe for OpenAPI which problems an operation may answer with.

    Parameters
    ----------
    *kinds : ProblemKind
        What may go wrong beside an invalid parameter.
    """
    by_status: dict[int | str, dict[str, Any]] = {}
    for kind in (*kinds, "invalid-request"):
        known = PROBLEM_TYPES[kind]
        answer = by_status.setdefault(known.status, _answer(known.title))
        examples = answer["content"][MEDIA_TYPE]["examples"]
        examples[kind] = {
            "summary": known.title,
            "value": {
                "type": f"/problems/{kind}",
                "title": known.title,
                "status": known.status,
                "detail": known.description,
            },
        }
    return by_status


def _answer(title: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{ProblemOut.__name__}"}
    return {"description": title, "content": {MEDIA_TYPE: {"schema": schema, "examples": {}}}}


def _get_branch(
    request: Request,
    branch: Annotated[str, Path(description="Id of the branch.", examples=["keskusta"])],
) -> Branch:
    branches: Branches = request.app.state.branches
    return branches.get(branch)


def _get_language(
    lang: Annotated[
        str | None,
        Query(
            description="Language of the words: fi, sv, en or selko (plain Finnish); else as "
            "Accept-Language has it.",
            examples=["fi"],
            max_length=20,
        ),
    ] = None,
    accept_language: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Language:
    return choose_language(lang, accept_language)


BranchAsked = Annotated[Branch, Depends(_get_branch)]
LanguageAsked = Annotated[Language, Depends(_get_language)]
CallNumberAsked = Annotated[
    str,
    Query(
        description="Call number, with or without a prefix such as AIK.",
        examples=["84.2 LIN"],
        min_length=1,
        max_length=200,
    ),
]
PartitionAsked = Annotated[
    str | None,
    Query(
        description="Id of the partition; all are looked at where it is not given.",
        examples=["aik-kauno"],
        max_length=64,
    ),
]
TitleAsked = Annotated[
    str,
    Query(
        description="The title, for partitions that are in the order of titles.",
        examples=["Tuntematon sotilas"],
        max_length=200,
    ),
]
StartAsked = Annotated[
    str,
    Query(
        alias="from",
        description="kiosk:ID, point:ID, subject:ID, or LEVEL,X,Y with metres.",
        examples=["kiosk:keskusta-1"],
        min_length=1,
        max_length=200,
    ),
]
ProfileAsked = Annotated[
    Profile,
    Query(
        description="How one moves: step-free and pushchair keep off stairs, staff may use their "
        "own doors, quiet keeps out of busy places where it can.",
        examples=["walk"],
    ),
]
TimeAsked = Annotated[
    datetime | None,
    BeforeValidator(read_time),
    Query(
        alias="at",
        description="When, on the clocks of the branch; now if not given. Closures and hours "
        "hold as they do then. An offset is converted (its + is %2B in an address); what the "
        "clocks show twice in autumn is the first of both.",
        examples=["2026-12-01T10:00"],
    ),
]
PlanShown = Annotated[
    str | None,
    Query(
        description="Version of the plan that the page shows; if another one is served, "
        "a `plan` event says so at once.",
        examples=["5f0c9d1be2a7466c8d3f0e94c1a7b25560f3a1d2c4e8b79a0d6f5e4c3b2a1908"],
        max_length=64,
    ),
]
SpotAsked = Annotated[
    str | None,
    Query(
        description="Spot to go to: kiosk:ID, point:ID, or LEVEL,X,Y with metres; instead of "
        "callno.",
        examples=["2,21.4,8.6"],
        max_length=200,
    ),
]
