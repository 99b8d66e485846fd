"""What the packages below say in English, in the language of whoever reads it."""

from __future__ import annotations

from floorplans.wording import Wording
from kiosk_ui.messages import say


def in_words(told: str, language: str) -> str:
    """Say a sentence in a language, if it is one that others know; as it is otherwise.

    Parameters
    ----------
    told : str
        A sentence in English; a `Wording` is said in any language.
    language : str
        One of `kiosk_ui.messages.LANGUAGES`.

    Examples
    --------
    >>> in_words(Wording("choose_bays", "Choose the bays first."), "fi")
    'Valitse ensin osat.'
    """
    if isinstance(told, Wording):
        return say(f"staff.wording.{told.key}", language, **told.params)
    return told
