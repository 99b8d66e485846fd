"""What the server answers when it cannot do what was asked: RFC 9457 problems.

Every answer of 400 and above is ``application/problem+json`` with a stable ``type``
(``/problems/unknown-branch``), a title, the status, a sentence for people and, where one
part of the request is at fault, its name in ``field``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, get_args

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from api.storage.errors import DatabaseBusyError, DatabaseReadOnlyError, StorageError
from floorplans.errors import CallNumberError, PlanReferenceError
from routing.errors import NoRouteError, OffTheMapError

LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

ProblemKind = Literal[
    "bad-request",
    "body-too-large",
    "call-number",
    "database-busy",
    "database-read-only",
    "database-unavailable",
    "empty-search",
    "internal-error",
    "invalid-request",
    "method-not-allowed",
    "no-place",
    "no-route",
    "not-found",
    "off-the-map",
    "token-needed",
    "too-many-subjects",
    "unknown-branch",
    "unknown-kiosk",
    "unknown-level",
    "unknown-partition",
    "unknown-point",
    "unknown-radio",
    "unknown-subject",
]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem: its status, its title and what to do about it."""

    status: int
    title: str
    description: str


PROBLEM_TYPES: Mapping[ProblemKind, ProblemType] = {
    "bad-request": ProblemType(
        400,
        "The request cannot be read",
        "The body is not JSON in UTF-8. Send a JSON document as application/json.",
    ),
    "body-too-large": ProblemType(
        413,
        "The request is too large",
        "Bodies have a limit; send sightings in smaller batches.",
    ),
    "call-number": ProblemType(
        400,
        "Not a call number",
        "The text cannot be read as a call number of the branch's scheme. "
        "The detail shows what one looks like.",
    ),
    "database-busy": ProblemType(
        503,
        "The database is busy",
        "Somebody else is writing to the database. Try again in a moment.",
    ),
    "database-read-only": ProblemType(
        503,
        "The database is read-only",
        "Reading goes on; nothing can be saved until the server may write to its database file.",
    ),
    "database-unavailable": ProblemType(
        503,
        "The database cannot be used",
        "The server's log says why. Try again once the database is back.",
    ),
    "empty-search": ProblemType(
        400,
        "Nothing to search for",
        "Give at least one letter or digit of a title, an author, a call number or a barcode.",
    ),
    "internal-error": ProblemType(
        500,
        "The server failed",
        "This is a fault of the server. Its log has the details.",
    ),
    "invalid-request": ProblemType(
        422,
        "Something in the request is not valid",
        "The field named in the problem is missing or has a value that is not allowed.",
    ),
    "method-not-allowed": ProblemType(
        405,
        "The method is not allowed here",
        "The Allow header names the methods of this address.",
    ),
    "no-place": ProblemType(
        404,
        "No shelf on the map holds this call number",
        "The branch's plan has no range with the call number; ask the staff.",
    ),
    "no-route": ProblemType(
        404,
        "There is no way there",
        "The two places are not joined for the chosen profile; try another profile.",
    ),
    "not-found": ProblemType(404, "Not found", "Nothing has this address."),
    "off-the-map": ProblemType(
        422,
        "The place is off the map",
        "Coordinates are metres in the branch's frame and must lie on the level's floor.",
    ),
    "token-needed": ProblemType(
        401,
        "A token is needed",
        "Send the token as 'Authorization: Bearer TOKEN'; the administrator has it.",
    ),
    "too-many-subjects": ProblemType(
        503,
        "Too many subjects are live",
        "The branch takes no further subjects until some have left. Try again in a minute.",
    ),
    "unknown-branch": ProblemType(
        404,
        "Unknown branch",
        "The server has no branch with this id; /api/v1/branches lists those it has.",
    ),
    "unknown-kiosk": ProblemType(
        404, "Unknown kiosk", "No plan has a kiosk with this id; look at the label on the kiosk."
    ),
    "unknown-level": ProblemType(
        404, "Unknown level", "The branch has no such level; its own answer lists its levels."
    ),
    "unknown-partition": ProblemType(
        404,
        "Unknown partition",
        "The branch has no such partition; its own answer lists its partitions.",
    ),
    "unknown-point": ProblemType(
        404,
        "Unknown locator point",
        "No plan has a locator point with this id; the label may be from an older plan.",
    ),
    "unknown-radio": ProblemType(
        404, "Unknown radio", "The branch's plan has no radio with this id."
    ),
    "unknown-subject": ProblemType(
        404,
        "The subject has no position",
        "Nothing was heard of the subject lately. Positions live for a short time only.",
    ),
}

_KIND_OF_STATUS: Mapping[int, ProblemKind] = {
    400: "bad-request",
    401: "token-needed",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
}


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
    field: str | None = Field(None, description="The part of the request at fault, if it is one.")


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
    """

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind: ProblemKind = kind
        self.detail = detail
        self.field = field
        self.headers = headers


def problem_response(problem: ProblemError) -> JSONResponse:
    """Write a problem as an answer."""
    known = PROBLEM_TYPES[problem.kind]
    return _answer(
        f"/problems/{problem.kind}",
        known.title,
        known.status,
        problem.detail,
        problem.field,
        problem.headers,
    )


def find_problem_kind(name: str) -> ProblemKind | None:
    """Find the kind of problem with a name."""
    return next((kind for kind in get_args(ProblemKind) if kind == name), None)


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem."""
    app.add_exception_handler(ProblemError, _answer_problem)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(StorageError, _answer_storage)
    for error in (CallNumberError, PlanReferenceError, NoRouteError, OffTheMapError):
        app.add_exception_handler(error, _answer_domain)
    app.add_exception_handler(Exception, _answer_unexpected)


def _answer(
    type_: str,
    title: str,
    status: int,
    detail: str,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    out = ProblemOut(type=type_, title=title, status=status, detail=detail, field=field)
    return JSONResponse(
        out.model_dump(exclude_none=True),
        status_code=status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type=MEDIA_TYPE,
    )


async def _answer_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return problem_response(error)


async def _answer_domain(_: Request, error: Exception) -> JSONResponse:
    kinds: Mapping[type[Exception], tuple[ProblemKind, str | None]] = {
        CallNumberError: ("call-number", "callno"),
        NoRouteError: ("no-route", None),
        OffTheMapError: ("off-the-map", None),
        PlanReferenceError: ("not-found", None),
    }
    kind, field = next(found for known, found in kinds.items() if isinstance(error, known))
    return problem_response(ProblemError(kind, str(error), field))


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
        return _answer("about:blank", title, error.status_code, error.detail, None, error.headers)
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
