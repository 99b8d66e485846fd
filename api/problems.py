"""What the server answers when it cannot do what was asked: RFC 9457 problems.

Every answer of 400 and above is ``application/problem+json`` with a stable ``type``
(``/problems/unknown-branch``), a title, the status, a sentence for people and, where one
part of the request is at fault, its name in ``field``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.edit_schemas import ConflictOut
from api.no_way_schemas import NoWayOut
from api.plan_schemas import PlanProblemOut
from api.problem_types import PROBLEM_TYPES, ProblemKind
from api.storage.errors import (
    DatabaseBusyError,
    DatabaseReadOnlyError,
    DraftBranchError,
    DraftConflictError,
    DraftNotFoundError,
    PublicationNotFoundError,
    StorageError,
    VersionNotFoundError,
)
from api.today import OffTheClockError
from floorplans.errors import CallNumberError, PlanFormatError, PlanReferenceError
from routing.errors import NoRouteError, OffTheMapError

LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

_KIND_OF_STATUS: Mapping[int, ProblemKind] = {
    400: "bad-request",
    401: "token-needed",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
}

_DOMAIN_ERRORS: Mapping[type[Exception], tuple[ProblemKind, str | None]] = {
    CallNumberError: ("call-number", "callno"),
    DraftBranchError: ("plan-of-another-branch", "id"),
    DraftNotFoundError: ("unknown-draft", "draft"),
    NoRouteError: ("no-route", None),
    OffTheClockError: ("invalid-request", "at"),
    OffTheMapError: ("off-the-map", None),
    PlanFormatError: ("plan-format", "plan"),
    PlanReferenceError: ("not-found", None),
    PublicationNotFoundError: ("unknown-publication", "publication"),
    VersionNotFoundError: ("unknown-version", "version"),
}


class RowProblemOut(BaseModel):
    """What is wrong with one row, or border, of what was sent; row 0 is all of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"row": 2, "message": 'There is no face "9Z"; write it as signed.'}]
        }
    )

    row: int
    message: str


class ProblemOut(BaseModel):
    """A problem as RFC 9457 has it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/unknown-branch",
                    "title": "Unknown branch",
                    "status": 404,
                    "detail": 'There is no branch "kesksuta"; the branches: keskusta, saari.',
                    "field": "branch",
                }
            ]
        }
    )

    type: str = Field(description="Stable name of the kind of problem; a link to its description.")
    title: str
    status: int
    detail: str = Field(description="What went wrong this time and what to do, for people.")
    field: str | None = Field(
        default=None, description="The part of the request at fault, if it is one."
    )
    revision: int | None = Field(
        default=None,
        description="With draft-changed and draft-conflict: the revision that the draft is at.",
    )
    problems: list[PlanProblemOut] | None = Field(
        default=None, description="With plan-has-violations: all that is wrong with the plan."
    )
    conflicts: list[ConflictOut] | None = Field(
        default=None, description="With draft-conflict: each thing from both sides."
    )
    rows: list[RowProblemOut] | None = Field(
        default=None, description="With ranges-refused: what is wrong, row by row."
    )
    no_way: NoWayOut | None = Field(default=None, description="With no-route: why there is none.")


class ProblemError(Exception):
    """Ends a request with a problem.

    Parameters
    ----------
    kind : ProblemKind
        A key of ``PROBLEM_TYPES``.
    detail : str
        A sentence that names the thing and the next step.
    field : str, optional
        The part of the request at fault.
    headers : Mapping[str, str], optional
        Further headers of the answer.
    extra : Mapping[str, Any], optional
        Further members of the problem, which `ProblemOut` declares.
    """

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind: ProblemKind = kind
        self.detail = detail
        self.field = field
        self.headers = headers
        self.extra = extra


def problem_response(problem: ProblemError) -> JSONResponse:
    """Write a problem as an answer."""
    return _answer(problem_out(problem), problem.headers)


def problem_out(problem: ProblemError) -> ProblemOut:
    """Write a problem as RFC 9457 has it."""
    known = PROBLEM_TYPES[problem.kind]
    return ProblemOut(
        type=f"/problems/{problem.kind}",
        title=known.title,
        status=known.status,
        detail=problem.detail,
        field=problem.field,
        **(problem.extra or {}),
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem."""
    app.add_exception_handler(ProblemError, _answer_problem)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(StorageError, _answer_storage)
    for error in _DOMAIN_ERRORS:
        app.add_exception_handler(error, _answer_domain)
    app.add_exception_handler(DraftConflictError, _answer_conflict)
    app.add_exception_handler(Exception, _answer_unexpected)


def _answer(out: ProblemOut, headers: Mapping[str, str] | None = None) -> JSONResponse:
    told = out.model_dump(mode="json", exclude_none=True)
    if out.conflicts is not None:
        # A thing that somebody removed is null, which must be said.
        told["conflicts"] = [each.model_dump(mode="json") for each in out.conflicts]
    return JSONResponse(
        told,
        status_code=out.status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type=MEDIA_TYPE,
    )


async def _answer_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return problem_response(error)


async def _answer_domain(_: Request, error: Exception) -> JSONResponse:
    kind, field = next(found for known, found in _DOMAIN_ERRORS.items() if isinstance(error, known))
    return problem_response(ProblemError(kind, _sentence(str(error)), field))


async def _answer_conflict(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DraftConflictError)
    revision = error.current.revision
    return problem_response(
        ProblemError(
            "draft-changed",
            str(error),
            "If-Match",
            headers={"ETag": f'"{revision}"'},
            extra={"revision": revision},
        )
    )


async def _answer_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        detail = f"The body is not JSON ({first['ctx']['error']})."
        return problem_response(ProblemError("bad-request", detail, "body"))
    where, *path = first["loc"]
    reason = first["msg"].removeprefix("Value error, ")
    field = ".".join(map(str, path)) or str(where)
    return problem_response(
        ProblemError("invalid-request", f'"{field}" is not valid: {reason}.', field)
    )


async def _answer_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind = _KIND_OF_STATUS.get(error.status_code)
    if kind is None:
        title = HTTPStatus(error.status_code).phrase
        out = ProblemOut(
            type="about:blank", title=title, status=error.status_code, detail=error.detail
        )
        return _answer(out, error.headers)
    details: Mapping[ProblemKind, str] = {
        "not-found": f'There is nothing at "{request.url.path}".',
        "method-not-allowed": f'{request.method} is not possible at "{request.url.path}".',
        "bad-request": "The body cannot be read; send a JSON document in UTF-8.",
    }
    detail = details.get(kind, error.detail)
    return problem_response(ProblemError(kind, detail, headers=error.headers))


async def _answer_storage(_: Request, error: Exception) -> JSONResponse:
    LOG.error("The database cannot be used: %s", error)
    kind: ProblemKind = "database-unavailable"
    if isinstance(error, DatabaseReadOnlyError):
        kind = "database-read-only"
    elif isinstance(error, DatabaseBusyError):
        kind = "database-busy"
    return problem_response(
        ProblemError(kind, PROBLEM_TYPES[kind].description, headers={"Retry-After": "5"})
    )


async def _answer_unexpected(request: Request, error: Exception) -> JSONResponse:
    LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem_response(
        ProblemError("internal-error", PROBLEM_TYPES["internal-error"].description)
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "…")) else f"{text}."
