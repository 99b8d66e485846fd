"""Forms that change the last draft, or begin one: what they do, and why it was refused."""

from __future__ import annotations

from fastapi import Request

from api.auth import Actor
from api.branches import Branch
from api.endpoints.planning import database_of, now
from api.pages.frames import reader_language
from api.pages.staff.forms import read_number
from api.pages.staff.range_forms import Fields
from api.pages.staff.troubles import trouble_text
from api.range_drafts import counts_of, save_job
from api.range_jobs import Job, RangeJobError, run_job
from api.storage.draft_records import DraftHead
from api.storage.drafts import create_draft, get_draft_plan, list_drafts
from api.storage.edits import step_back
from api.storage.engine import Database
from api.storage.errors import EditConflictError, NothingToUndoError
from api.storage.plans import find_published_hash
from floorplans.errors import EditError
from floorplans.model import Plan
from kiosk_ui.wording import in_words


class RefusedError(Exception):
    """What a form asks for cannot be done; the message says why in the reader's language."""

    def __init__(self, told: str, status: int) -> None:
        super().__init__(told)
        self.told = told
        self.status = status


def find_last_draft(database: Database, branch: Branch, id: str) -> tuple[DraftHead | None, Plan]:
    """Find a draft with its plan: the last one if none is named, what is published if none is.

    Raises
    ------
    DraftNotFoundError
        If the branch has no draft of that name.
    """
    if not id:
        drafts = list_drafts(database, branch.id)
        if not drafts:
            return None, branch.plan
        id = drafts[0].id
    return get_draft_plan(database, branch.id, id)


def change_draft(
    request: Request, branch: Branch, actor: Actor, form: Fields, job: Job | None, name: str
) -> str:
    """Save a job in the draft of a form, or take the last change back.

    Parameters
    ----------
    request : Request
        Who reads the answer.
    branch : Branch
        Whose draft.
    actor : Actor
        Who sends the form.
    form : Fields
        Its ``draft``, without which one is begun, and the ``revision`` that it was made on.
    job : Job or None
        What to do; ``None`` takes the last change back.
    name : str
        What a draft that is begun is called.

    Returns
    -------
    str
        The draft's id.

    Raises
    ------
    RefusedError
        If it cannot be done; nothing is saved, and no draft is begun.
    DraftNotFoundError
        If the branch has no such draft.
    """
    database, draft = database_of(request), form.get("draft")
    base = read_number(form.get("revision")) or 0
    language = reader_language(request)
    try:
        if job is None:
            own = (database, branch.id, draft, now())
            step_back(*own, how="undo", base=base, author=actor.name)
            return draft
        if not draft:
            run_job(branch.plan, job, counts_of(database, branch.id))
            draft, base = _begin(database, branch, actor, name), 1
        save_job(database, branch.id, draft, job, now(), base=base, author=actor.name)
    except RangeJobError as error:
        raise RefusedError(in_words(error.problems[0].message, language), 422) from error
    except (EditConflictError, EditError, NothingToUndoError) as error:
        raise RefusedError(trouble_text(error, language), 409) from error
    return draft


def _begin(database: Database, branch: Branch, actor: Actor, name: str) -> str:
    base = find_published_hash(database, branch.id)
    begun = create_draft(database, branch.plan, now(), name=name, base_hash=base, author=actor.name)
    return begun.id
