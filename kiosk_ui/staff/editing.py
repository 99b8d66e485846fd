"""What was done to a draft, in few words."""

from __future__ import annotations

from kiosk_ui.messages import load_messages, say

LABEL = "staff.editing.label."
THINGS = "staff.editing.things."


def edit_words(kind: str, what: str, count: int, of_kind: str, language: str) -> str:
    """Say what an edit did, for a list of what was done.

    Parameters
    ----------
    kind : str
        "edit", "undo" or "redo".
    what : str
        The message ``staff.editing.label.WHAT``; one that is not known is a change.
    count : int
        Of how many things.
    of_kind : str
        The message ``staff.editing.things.KIND`` counts them; "mixed" for things of all kinds.
    language : str
        One of `kiosk_ui.messages.LANGUAGES`.

    Examples
    --------
    >>> edit_words("edit", "moved", 8, "shelves", "fi")
    '8 hyllyä siirretty'
    >>> edit_words("undo", "removed", 1, "mixed", "en")
    'Undone: removed 1 thing'
    >>> edit_words("edit", "ranges", 2, "ranges", "fi")
    '2 aluetta muutettu'
    """
    known = f"{LABEL}{what}" in load_messages(language)
    things = say(f"{THINGS}{of_kind}", language, count=count)
    done = say(f"{LABEL}{what if known else 'changed'}", language, things=things, count=count)
    if kind == "edit":
        return done
    return say(f"staff.editing.{kind}", language, done=f"{done[:1].lower()}{done[1:]}")
