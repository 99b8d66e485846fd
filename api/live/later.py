"""Parts of events that are worked out when somebody reads them, and then only once."""

from __future__ import annotations

from collections.abc import Callable


class Later:
    """A text that takes a while to work out.

    Parameters
    ----------
    work : callable
        Gives it; called once at most.

    Examples
    --------
    >>> later = Later(lambda: "M0 0z")
    >>> later.text()
    'M0 0z'
    """

    __slots__ = ("_text", "_work")

    def __init__(self, work: Callable[[], str]) -> None:
        self._work: Callable[[], str] | None = work
        self._text = ""

    def text(self) -> str:
        """Give the text."""
        if self._work is not None:
            # What the work stands on is let go with it.
            self._text, self._work = self._work(), None
        return self._text


def text_of(value: object) -> str:
    """Give the text of a part for `json.dumps`, which asks for what it cannot write itself.

    Raises
    ------
    TypeError
        If it is something else.
    """
    if isinstance(value, Later):
        return value.text()
    raise TypeError(f"An event cannot hold {type(value).__name__}; give text, numbers or Later.")
