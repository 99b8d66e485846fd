"""Edits of a draft: one by one as they happen, undone by who made them, told to all who edit."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from api.auth import Actor, ActorAsked, may, require
from api.edit_schemas import (
    LAST_REVISION,
    LONGEST_KEY,
    ConflictOut,
    EditIn,
    EditOut,
    EditsOut,
    LabelIO,
    SavedOut,
    SelectionIn,
    StepIn,
    ThingChangeOut,
)
from api.endpoints.common import BRANCH, LanguageAsked, problems
from api.endpoints.drafts import DraftId
from api.endpoints.planning import Author, StoredBranch, database_of, now
from api.languages import Language
from api.live.leaving import while_allowed
from api.live.rooms import Rooms, Selection
from api.live.sse import HEARTBEAT_S, QUIET, RETRY_MS
from api.problem_types import ProblemKind
from api.problems import ProblemError
from api.storage.drafts import get_head
from api.storage.edits import Edit, Saved, list_edits, load_history, save_edit, step_back
from api.storage.errors import DraftNotFoundError, EditConflictError, NothingToUndoError
from floorplans.editing.changes import Change, Key, change_values, read_changes
from floorplans.errors import EditError
from kiosk_ui.staff.editing import edit_words

DRAFT = f"{BRANCH}/drafts/{{draft}}"
MOST_EDITS = 1000
LOOK_S = 2.0
"""How often the database is looked at for what another process has saved."""

SHELVERS_KINDS = frozenset({"ranges"})
"""What somebody who is no editor may change."""

_PROBLEMS: tuple[ProblemKind, ...] = (
    "bad-request",
    "unknown-branch",
    "unknown-draft",
    "draft-conflict",
    "edit",
    "body-too-large",
    "token-needed",
    "not-allowed",
)

router = APIRouter(tags=["plans"])
Viewer = Depends(require("viewer"))
Shelver = Depends(require("shelver"))


class DraftStream(StreamingResponse):
    """Server-sent events of a draft."""

    media_type = "text/event-stream"


@router.post(
    f"{DRAFT}/edits",
    summary="Edit a draft",
    dependencies=[Shelver],
    responses=problems(*_PROBLEMS),
)
def post_edit(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    asked: EditIn,
    actor: ActorAsked,
    language: LanguageAsked,
    author: Author = "",
) -> SavedOut:
    """Change single things of a draft; what others did to other things since stays.

    Who only shelves books may change ranges.
    """

    def save() -> Saved:
        changes = read_changes(asked.changes)
        _check_kinds(actor, branch, changes)
        return save_edit(
            database_of(request),
            branch,
            draft,
            changes,
            now(),
            base=asked.base,
            author=actor.name or author,
            key=asked.key,
            what=asked.label.what,
            count=asked.label.count,
            over=_keys(asked),
        )

    return _answer(request, draft, language, save)


def _add_step(how: Literal["undo", "redo"], summary: str, description: str) -> None:
    @router.post(
        f"{DRAFT}/{how}",
        name=f"post_{how}",
        summary=summary,
        description=description,
        dependencies=[Shelver],
        responses=problems(*_PROBLEMS, "nothing-to-undo"),
    )
    def post_step(
        request: Request,
        branch: StoredBranch,
        draft: DraftId,
        asked: StepIn,
        actor: ActorAsked,
        language: LanguageAsked,
        author: Author = "",
    ) -> SavedOut:
        def save() -> Saved:
            return step_back(
                database_of(request),
                branch,
                draft,
                now(),
                how=how,
                base=asked.base,
                author=actor.name or author,
                key=asked.key,
                over=_keys(asked),
            )

        return _answer(request, draft, language, save)


_add_step(
    "undo",
    "Undo one's newest edit",
    "Take back the newest edit of one's own that is not undone; never one of another's.",
)
_add_step(
    "redo",
    "Redo what was undone last",
    "Make again what one undid last, unless one has edited something since.",
)


@router.get(
    f"{DRAFT}/edits",
    summary="List the edits of a draft",
    dependencies=[Viewer],
    responses=problems("unknown-branch", "unknown-draft", "token-needed", "not-allowed"),
)
def get_edits(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    actor: ActorAsked,
    language: LanguageAsked,
    author: Author = "",
    after: Annotated[
        int,
        Query(ge=0, le=LAST_REVISION, description="The revision that is known.", examples=[7]),
    ] = 0,
) -> EditsOut:
    """List what was done after a revision, at most the newest thousand, the oldest first."""
    database = database_of(request)
    revision, edits = list_edits(database, branch, draft, after, MOST_EDITS)
    history = load_history(database, draft, actor.name or author)
    return EditsOut(
        revision=revision,
        edits=[_edit_out(each, language) for each in edits],
        can_undo=bool(history.undo),
        can_redo=bool(history.redo),
    )


@router.get(
    f"{DRAFT}/events",
    summary="Follow a draft",
    dependencies=[Viewer],
    response_class=DraftStream,
    responses={
        200: {
            "description": "`edit` events as in the list of edits, `people` who have it open, "
            "the `selections` of all other pages, `quiet` after a quarter of a minute without "
            "another",
            "content": {
                "text/event-stream": {"example": 'event: people\ndata: {"names":["neuvonta"]}\n\n'}
            },
        },
        **problems("unknown-branch", "unknown-draft", "token-needed", "not-allowed"),
    },
)
async def follow_draft(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    actor: ActorAsked,
    language: LanguageAsked,
    author: Author = "",
    after: Annotated[
        int,
        Query(ge=0, le=LAST_REVISION, description="The revision that is known.", examples=[7]),
    ] = LAST_REVISION,
    page: Annotated[
        str,
        Query(
            max_length=LONGEST_KEY,
            description="A key of the page that follows, under which it tells what is selected.",
            examples=["2b1f6c1e-63a1-4d6f-9d0e-5a0a4f0c2f11"],
        ),
    ] = "",
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> DraftStream:
    """Stream what is done to a draft after a revision, who has it open and has selected what."""
    known = last_event_id or ""
    seen = int(known) if known.isdecimal() else after
    at, _ = await run_in_threadpool(list_edits, database_of(request), branch, draft, LAST_REVISION)
    me = _Follower(actor.name or author, page, language)
    events = _follow(request, branch, draft, me, min(seen, at))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return DraftStream(while_allowed(request, "viewer", branch, events), headers=headers)


@router.post(
    f"{DRAFT}/selection",
    status_code=204,
    summary="Tell what is selected",
    dependencies=[Viewer],
    responses=problems(
        "bad-request", "unknown-branch", "unknown-draft", "token-needed", "not-allowed"
    ),
)
def post_selection(
    request: Request,
    branch: StoredBranch,
    draft: DraftId,
    asked: SelectionIn,
    actor: ActorAsked,
    author: Author = "",
) -> None:
    """Tell all others who have the draft open what one has selected on a page.

    It is not stored. It goes when the page no longer follows the draft, or has not said it anew
    for 45 s; of a page that does not follow the draft nothing is told.
    """
    get_head(database_of(request), branch, draft)
    things = tuple((each.kind, each.id) for each in asked.things)
    rooms: Rooms = request.app.state.rooms
    rooms.select(draft, actor.name or author, asked.page, things)


@dataclass(frozen=True, slots=True)
class _Follower:
    name: str
    page: str
    language: Language


async def _follow(
    request: Request, branch: str, draft: str, me: _Follower, seen: int
) -> AsyncGenerator[str, None]:
    yield f"retry: {RETRY_MS}\n\n"
    rooms: Rooms = request.app.state.rooms
    people, told_at_s = None, time.monotonic()
    selections: tuple[Selection, ...] = ()
    with rooms.visit(draft, me.name, me.page) as visitor:
        while True:
            try:
                _, edits = await run_in_threadpool(
                    list_edits, database_of(request), branch, draft, seen
                )
            except DraftNotFoundError:
                yield "event: gone\ndata: {}\n\n"
                return
            told = [_edit_event(each, me.language) for each in edits]
            if people != (people := rooms.names(draft)):
                told.append(_event("people", json.dumps({"names": people}, ensure_ascii=False)))
            if selections != (selections := rooms.selections(draft, me.page)):
                told.append(_selections_event(selections))
            if not told and time.monotonic() - told_at_s > HEARTBEAT_S:
                told.append(QUIET)
            for text in told:
                yield text
                told_at_s = time.monotonic()
            seen = edits[-1].revision if edits else seen
            await visitor.wait(LOOK_S)


def _answer(
    request: Request, draft: str, language: Language, save: Callable[[], Saved]
) -> SavedOut:
    """Save, tell the others, and answer.

    Raises
    ------
    ProblemError
        "draft-conflict" with both sides, "nothing-to-undo", or "edit" with the field at fault.
    """
    try:
        saved = save()
    except EditConflictError as error:
        conflicts = [
            ConflictOut(
                kind=each.conflict.kind,
                id=each.conflict.id,
                base=each.conflict.base,
                mine=each.conflict.mine,
                theirs=each.conflict.theirs,
                author=each.author,
                at=each.at,
            )
            for each in error.clashes
        ]
        extra = {"revision": error.revision, "conflicts": conflicts}
        raise ProblemError("draft-conflict", str(error), "changes", extra=extra) from error
    except NothingToUndoError as error:
        raise ProblemError("nothing-to-undo", str(error)) from error
    except EditError as error:
        path, colon, _ = str(error).partition(": ")
        field = path if colon and " " not in path else "changes"
        raise ProblemError("edit", str(error), field) from error
    rooms: Rooms = request.app.state.rooms
    rooms.wake(draft)
    return SavedOut(
        revision=saved.edit.revision,
        changes=_changes_out(saved.edit.changes),
        others=[_edit_out(each, language) for each in saved.others],
        can_undo=bool(saved.history.undo),
        can_redo=bool(saved.history.redo),
    )


def _check_kinds(actor: Actor, branch: str, changes: Iterable[Change]) -> None:
    beyond = {change.kind for change in changes} - SHELVERS_KINDS
    if beyond and not may(actor, "editor", branch):
        detail = f"Changing {', '.join(sorted(beyond))} needs the role editor."
        raise ProblemError("not-allowed", detail)


def _keys(asked: StepIn) -> frozenset[Key]:
    return frozenset((each.kind, each.id) for each in asked.over)


def _selections_event(selections: Iterable[Selection]) -> str:
    told = [
        {"name": each.name, "things": [{"kind": kind, "id": id_} for kind, id_ in each.things]}
        for each in selections
    ]
    return _event("selections", json.dumps({"selections": told}, ensure_ascii=False))


def _edit_event(edit: Edit, language: Language) -> str:
    return f"id: {edit.revision}\n{_event('edit', _edit_out(edit, language).model_dump_json())}"


def _event(kind: str, data: str) -> str:
    return f"event: {kind}\ndata: {data}\n\n"


def _edit_out(edit: Edit, language: Language) -> EditOut:
    kinds = {change.kind for change in edit.changes}
    count = edit.count or len(edit.changes)
    of_kind = kinds.pop() if len(kinds) == 1 else "mixed"
    return EditOut(
        revision=edit.revision,
        kind=edit.kind,
        author=edit.author,
        at=edit.at,
        label=LabelIO(what=edit.what, count=edit.count),
        text=edit_words(edit.kind, edit.what, count, of_kind, language),
        changes=_changes_out(edit.changes),
    )


_CHANGES = TypeAdapter(list[ThingChangeOut])


def _changes_out(changes: Iterable[Change]) -> list[ThingChangeOut]:
    return _CHANGES.validate_python(change_values(changes))
