"""How the server is, and what its problems mean."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Path, Request

from api.branches import Branches
from api.endpoints.common import API, problems
from api.live.service import LiveService
from api.problems import PROBLEM_TYPES, ProblemError, find_problem_kind
from api.schemas import HealthOut, ProblemTypeOut
from api.storage.engine import Database

router = APIRouter(tags=["server"])


@router.get(f"{API}/health", summary="Tell how the server is", responses=problems())
def get_health(request: Request) -> HealthOut:
    """Tell which branches are served, whether positions are computed and data can be saved."""
    branches: Branches = request.app.state.branches
    database: Database = request.app.state.database
    live: LiveService = request.app.state.live
    ids = [branch.id for branch in branches.list()]
    return HealthOut(
        status="ok" if ids and live.running and not database.read_only else "degraded",
        version=version("hyllykartta"),
        branches=ids,
        database="read-only" if database.read_only else "writable",
        live=live.running,
    )


@router.get(
    "/problems/{name}", summary="Describe a type of problem", responses=problems("not-found")
)
def get_problem_type(
    name: Annotated[str, Path(description="Last part of its type.", examples=["no-route"])],
) -> ProblemTypeOut:
    """Describe what a type of problem means and what to do about it."""
    kind = find_problem_kind(name)
    if kind is None:
        known = ", ".join(PROBLEM_TYPES)
        raise ProblemError("not-found", f'No problem has the type "{name}"; the types: {known}.')
    known_type = PROBLEM_TYPES[kind]
    return ProblemTypeOut(
        type=f"/problems/{kind}",
        title=known_type.title,
        status=known_type.status,
        description=known_type.description,
    )
