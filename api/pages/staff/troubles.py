"""What could not be done, in the words of whoever asked for it."""

from __future__ import annotations

from api.languages import Language
from api.problems import ProblemError
from api.storage.errors import EditConflictError, NothingToUndoError
from floorplans.wording import Wording, worded
from kiosk_ui.messages import say
from kiosk_ui.wording import in_words

SAID_PROBLEMS = {
    "database-read-only": "read_only",
    "no-place": "no_place",
    "plan-has-violations": "violations",
    "unknown-branch": "unpublished",
}
"""Problems that have words of their own, by kind."""


def trouble_text(error: Exception, language: Language) -> str:
    """Say what could not be done and what to do.

    Parameters
    ----------
    error : Exception
        Any error that a page of the staff answers with a sentence.
    language : Language
        The reader's.
    """
    told = worded(error)
    if isinstance(told, Wording):
        return in_words(told, language)
    if isinstance(error, EditConflictError):
        names = ", ".join(sorted({each.author for each in error.clashes if each.author}))
        count = len(error.clashes)
        key = "staff.trouble.conflict_with" if names else "staff.trouble.conflict"
        return say(key, language, count=count, names=names)
    if isinstance(error, NothingToUndoError):
        return say("staff.trouble.nothing_to_undo", language)
    kind = error.kind if isinstance(error, ProblemError) else ""
    return say(f"staff.trouble.{SAID_PROBLEMS.get(kind, 'other')}", language)
