"""How the server is, and what its problems mean."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request

from api.branches import Branches
from api.endpoints.common import API, problems
from api.health_schemas import HealthOut, ItemsAgeOut, ProblemTypeOut, ServedVersionOut
from api.live.plans import PlanWatcher
from api.live.service import LiveService
from api.problem_types import PROBLEM_TYPES, find_problem_kind
from api.problems import ProblemError
from api.storage.engine import Database
from api.upkeep.ages import find_items_age

router = APIRouter(tags=["server"])


@router.get(f"{API}/health", summary="Tell how the server is", responses=problems())
def get_health(request: Request) -> HealthOut:
    """Tell what is served, whether positions are computed and data can be saved."""
    branches: Branches = request.app.state.branches
    database: Database = request.app.state.database
    live: LiveService = request.app.state.live
    plans: PlanWatcher = request.app.state.plans
    served = branches.list()
    trouble = plans.trouble
    is_whole = served and live.running and plans.running and not (trouble or database.read_only)
    followed: Literal["current", "behind"] = "behind" if trouble else "current"
    return HealthOut(
        status="ok" if is_whole else "degraded",
        version=version("hyllykartta"),
        branches=[branch.id for branch in served],
        database="read-only" if database.read_only else "writable",
        live=live.running,
        starting=live.starting,
        plans=followed if plans.running else "stopped",
        plans_trouble=trouble,
        items=[
            ItemsAgeOut(branch=each.id, as_of=find_items_age(database, each.id)) for each in served
        ],
        versions=[ServedVersionOut(branch=each.id, hash=each.version) for each in served],
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
