"""Call number schemes by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from floorplans.callnumbers.base import Scheme
from floorplans.callnumbers.dewey import DeweyScheme
from floorplans.callnumbers.finnish import FinnishScheme
from floorplans.callnumbers.lc import LcScheme
from floorplans.callnumbers.sab import SabScheme
from floorplans.callnumbers.sudoc import SudocScheme
from floorplans.callnumbers.text import TextScheme
from floorplans.callnumbers.udc import UdcScheme
from floorplans.callnumbers.ykl import YklScheme
from floorplans.errors import PlanReferenceError
from floorplans.wording import Wording

_MAKERS: Mapping[str, Callable[[bool], Scheme]] = {
    "ykl": lambda v_equals_w: YklScheme(v_equals_w=v_equals_w),
    "dewey": lambda v_equals_w: DeweyScheme(v_equals_w=v_equals_w),
    "lc": lambda _: LcScheme(),
    "udc": lambda v_equals_w: UdcScheme(v_equals_w=v_equals_w),
    "sab": lambda v_equals_w: SabScheme(v_equals_w=v_equals_w),
    "sudoc": lambda _: SudocScheme(),
    "finnish": lambda v_equals_w: FinnishScheme(v_equals_w=v_equals_w),
    "text": lambda _: TextScheme(),
}
SCHEME_NAMES = tuple(_MAKERS)


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
    make = _MAKERS.get(name)
    if make is None:
        known = ", ".join(SCHEME_NAMES)
        raise PlanReferenceError(
            Wording(
                "scheme",
                'There is no call number scheme "{name}"; known: {known}.',
                name=name,
                known=known,
            )
        )
    return make(v_equals_w)
