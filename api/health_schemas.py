"""What the JSON about the server itself looks like."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import AS_OF, AS_OF_TELLS


def _example(value: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [value]})


class ServedVersionOut(BaseModel):
    """The version of a branch's plan that pages show."""

    model_config = _example({"branch": "keskusta", "hash": "5f0c…"})

    branch: str
    hash: str


class ItemsAgeOut(BaseModel):
    """How old the items of a branch are."""

    model_config = _example({"branch": "keskusta", "as_of": AS_OF})

    branch: str
    as_of: datetime | None = Field(description=AS_OF_TELLS)


class HealthOut(BaseModel):
    """How the server is."""

    model_config = _example(
        {
            "status": "ok",
            "version": "0.1.0",
            "branches": ["keskusta", "saari"],
            "database": "writable",
            "live": True,
            "starting": False,
            "plans": "current",
            "plans_trouble": None,
            "versions": [{"branch": "keskusta", "hash": "5f0c…"}],
            "items": [{"branch": "keskusta", "as_of": AS_OF}],
        }
    )

    status: Literal["ok", "degraded"]
    version: str
    branches: list[str]
    database: Literal["writable", "read-only"]
    live: bool = Field(description="Whether positions are being computed, or will be.")
    starting: bool = Field(
        description="Whether positions wait for what computes them to load; the first time on a "
        "machine it is compiled, which takes half a minute."
    )
    plans: Literal["current", "behind", "stopped"] = Field(
        description="Whether what is published is served, is not, or is no longer looked for."
    )
    plans_trouble: str | None = Field(description="Why plans are behind, for people.")
    versions: list[ServedVersionOut]
    items: list[ItemsAgeOut]


class ProblemTypeOut(BaseModel):
    """What one type of problem means."""

    model_config = _example(
        {
            "type": "/problems/unknown-branch",
            "title": "Unknown branch",
            "status": 404,
            "description": "The server has no branch with this id.",
        }
    )

    type: str
    title: str
    status: int
    description: str
