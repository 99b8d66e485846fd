"""What the JSON of plan versions and drafts looks like. Times are ISO 8601 with a zone."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from floorplans.checks.problem import Severity

_HASH = "5f0c9d1be2a7466c8d3f0e94c1a7b25560f3a1d2c4e8b79a0d6f5e4c3b2a1908"
_SCHEDULED = {
    "id": 3,
    "hash": _HASH,
    "due_at": "2026-11-24T06:00:00Z",
    "made_at": "2026-11-22T14:10:00Z",
    "note": "Hyllyt 12–18 siirretty",
    "author": "",
}
_PROBLEM = {
    "severity": "violation",
    "rule": "shelves-overlap",
    "place": "shelf 12",
    "message": "It overlaps shelf 13; move one of them.",
    "thing": "s12",
    "level": "1",
    "x_m": 14.2,
    "y_m": 8.5,
}
_CHANGE = {
    "kind": "moved",
    "thing": "shelf",
    "id": "s12",
    "level": "1",
    "params": {"number": "12", "distance_m": 1.4, "compass": "e"},
    "text": "Hylly 12 siirtyi 1,4 m itään",
}
_VERSION = {
    "hash": _HASH,
    "created_at": "2026-11-22T14:10:00Z",
    "note": "Hyllyt 12–18 siirretty",
    "author": "neuvonta",
    "published": True,
    "scheduled_at": [],
}
_PUBLICATION = {
    "id": 7,
    "hash": _HASH,
    "published_at": "2026-11-24T06:00:00Z",
    "note": "Hyllyt 12–18 siirretty",
    "author": "neuvonta",
}
_DRAFT = {
    "id": "9f2c31b07a4e",
    "branch": "keskusta",
    "name": "Kesän siirrot",
    "base_hash": _HASH,
    "revision": 4,
    "created_at": "2026-11-20T09:00:00Z",
    "updated_at": "2026-11-22T13:55:00Z",
    "author": "",
}


def _example(
    value: dict[str, Any],
    *,
    from_attributes: bool = False,
    extra: Literal["forbid", "ignore"] = "ignore",
) -> ConfigDict:
    return ConfigDict(
        json_schema_extra={"examples": [value]}, from_attributes=from_attributes, extra=extra
    )


class PlanProblemOut(BaseModel):
    """Something in a plan that is wrong, looks so, or is good to know."""

    model_config = _example(_PROBLEM, from_attributes=True)

    severity: Severity
    rule: str = Field(description="Stable name of the rule.")
    place: str = Field(description="Where it is, for people.")
    message: str = Field(description="What is wrong and what to do.")
    thing: str = Field(description="Id of the thing that it is about, or empty.")
    level: str = Field(description="Id of the level to look at, or empty.")
    x_m: float | None = Field(description="Where to look on that level, metres.")
    y_m: float | None


class CheckOut(BaseModel):
    """All that the checker finds in a plan, violations first."""

    model_config = _example(
        {
            "plan": "keskusta",
            "hash": _HASH,
            "violations": 1,
            "warnings": 0,
            "infos": 0,
            "problems": [_PROBLEM],
        }
    )

    plan: str
    hash: str
    violations: int
    warnings: int
    infos: int
    problems: list[PlanProblemOut]


class ChangeOut(BaseModel):
    """One thing that differs between two plans."""

    model_config = _example(_CHANGE)

    kind: str = Field(description="What happened: added, removed, moved, renamed and so on.")
    thing: str = Field(description="What it happened to: shelf, range, unit and so on.")
    id: str
    level: str = Field(description="Id of its level, or empty.")
    params: dict[str, Any] = Field(description="Names, distances in metres, bays.")
    text: str = Field(description="The change in words, in the language asked for.")


class DiffOut(BaseModel):
    """What changed from one plan to another."""

    model_config = _example(
        {
            "before": _HASH,
            "after": _HASH[::-1],
            "summary": [_CHANGE["text"]],
            "changes": [_CHANGE],
        }
    )

    before: str = Field(description="Hash of the earlier plan.")
    after: str = Field(description="Hash of the later plan.")
    summary: list[str] = Field(description="All of it in sentences; what happened alike in one.")
    changes: list[ChangeOut]


class ScheduledOut(BaseModel):
    """A version that will be published."""

    model_config = _example(_SCHEDULED, from_attributes=True)

    id: int
    hash: str
    due_at: AwareDatetime
    made_at: AwareDatetime
    note: str
    author: str


class ScheduledListOut(BaseModel):
    """The publications to come, the next one first."""

    model_config = _example({"scheduled": [_SCHEDULED]})

    scheduled: list[ScheduledOut]


class VersionOut(BaseModel):
    """One version of a branch's plan; it never changes."""

    model_config = _example(_VERSION, from_attributes=True)

    hash: str = Field(description="SHA-256 of its document.")
    created_at: AwareDatetime
    note: str
    author: str
    published: bool = Field(description="Whether it is the one that the branch shows.")
    scheduled_at: list[AwareDatetime] = Field(default=[], description="When it will be published.")


class VersionsOut(BaseModel):
    """The versions of a branch's plan, newest first."""

    model_config = _example({"versions": [_VERSION]})

    versions: list[VersionOut]


class PublicationOut(BaseModel):
    """One entry of the log of what a branch has shown since when."""

    model_config = _example(_PUBLICATION, from_attributes=True)

    id: int
    hash: str
    published_at: AwareDatetime
    note: str
    author: str


class PublicationsOut(BaseModel):
    """What a branch has shown, newest first."""

    model_config = _example({"publications": [_PUBLICATION]})

    publications: list[PublicationOut]


class RollBackIn(BaseModel):
    """Why a branch goes back to the version before."""

    model_config = _example({"note": "Liian aikaisin"}, extra="forbid")

    note: str = Field("", max_length=2000, description="Why, for the log.")
    current: str | None = Field(
        None,
        max_length=64,
        description="Hash of the version that the branch shows; with it, nothing happens if "
        "another one is shown by now.",
    )


class PublishIn(BaseModel):
    """When to publish, and why."""

    model_config = _example(
        {"note": "Hyllyt 12–18 siirretty", "at": "2026-11-24T08:00:00+02:00"}, extra="forbid"
    )

    note: str = Field("", max_length=2000, description="Why, for the log.")
    at: AwareDatetime | None = Field(None, description="When to publish it; now if not given.")


class PublishedOut(BaseModel):
    """What became of a publication."""

    model_config = _example({"hash": _HASH, "served": True, "scheduled": None})

    hash: str
    served: bool = Field(description="Whether pages show it by now.")
    scheduled: ScheduledOut | None = Field(description="Set if it will be published later.")


class DraftIn(BaseModel):
    """What a draft begins with: a stored version, or a plan of one's own."""

    model_config = _example({"name": "Kesän siirrot", "from": "published"}, extra="forbid")

    name: str = Field("", max_length=200, description="What it is about, for people.")
    base: str | None = Field(
        None,
        alias="from",
        description='"published", which is taken if nothing is given, or the hash of a version.',
    )
    plan: dict[str, Any] | None = Field(None, description="A plan in the native format.")

    @model_validator(mode="after")
    def _has_one_beginning(self) -> Self:
        if self.base is not None and self.plan is not None:
            raise ValueError("give either from or plan, the one that the draft begins with")
        return self


class DraftInfoOut(BaseModel):
    """A draft without its plan; ``revision`` counts how often it was saved."""

    model_config = _example(_DRAFT, from_attributes=True)

    id: str
    branch: str
    name: str
    base_hash: str | None = Field(description="The version that it began from.")
    revision: int
    created_at: AwareDatetime
    updated_at: AwareDatetime
    author: str = Field(description="Who saved it last.")


class DraftOut(DraftInfoOut):
    """A draft with its plan in the native format."""

    model_config = _example({**_DRAFT, "plan": {"format": "hyllykartta-plan"}})

    plan: dict[str, Any]


class DraftsOut(BaseModel):
    """The drafts of a branch, the one saved last first."""

    model_config = _example({"drafts": [_DRAFT]})

    drafts: list[DraftInfoOut]
