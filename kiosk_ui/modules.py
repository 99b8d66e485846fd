"""Which modules a page's script is made of, so that browsers ask for all of them at once.

Without it a browser learns of a module only once it has the one that imports it, and waits for
the network as many times as imports are deep.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache
from importlib.resources import files

_IMPORT = re.compile(r"""^(?:import|export)\s(?:[^;"'=()]*\sfrom\s)?["'](\.[^"']+)["']""", re.M)


@cache
def list_modules(entry: str) -> tuple[str, ...]:
    """Give a packaged script and all that it imports, each once, itself first.

    Parameters
    ----------
    entry : str
        Path below ``static``, as are those that are given.

    Examples
    --------
    >>> list_modules("staff/editing/store.js")[:2]
    ('staff/editing/store.js', 'staff/editing/changes.js')
    """
    found = {entry: None}
    left = [entry]
    while left:
        path = left.pop(0)
        text = (files("kiosk_ui") / "static" / path).read_text(encoding="utf-8")
        for name in _IMPORT.findall(text):
            module = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            if module not in found:
                found[module] = None
                left.append(module)
    return tuple(found)
