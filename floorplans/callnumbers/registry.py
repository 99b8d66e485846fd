"""Call number schemes by name."""

from __future__ import annotations

from floorplans.callnumbers.base import Scheme
from floorplans.callnumbers.finnish import FinnishScheme
from floorplans.callnumbers.text import TextScheme
from floorplans.callnumbers.ykl import YklScheme
from floorplans.errors import PlanReferenceError

SCHEME_NAMES = ("ykl", "finnish", "text")


def get_scheme(name: str, *, v_equals_w: bool = False) -> Scheme:
    """Find a scheme.

    Parameters
    ----------
    name : str
        One of ``SCHEME_NAMES``.
    v_equals_w : bool
        Whether the letter w counts as v, in schemes with Finnish headings.

    Raises
    ------
    PlanReferenceError
        If there is no such scheme.
    """
    match name:
        case "ykl":
            return YklScheme(v_equals_w=v_equals_w)
        case "finnish":
            return FinnishScheme(v_equals_w=v_equals_w)
        case "text":
            return TextScheme()
    known = ", ".join(SCHEME_NAMES)
    raise PlanReferenceError(f'There is no call number scheme "{name}"; known: {known}.')
