"""``hyllykartta plan``: plans from a file to the map, one module for each action."""

from __future__ import annotations

import importlib
import pkgutil

from api.usage import Verbs, add_verb


def register(verbs: Verbs) -> None:
    """Add the verb ``plan`` with the actions of this package's modules."""
    parser = add_verb(
        verbs,
        "plan",
        summary="Check, draw, draft and publish plans.",
        example="hyllykartta plan check demo",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for module in sorted(each.name for each in pkgutil.iter_modules(__path__, f"{__name__}.")):
        importlib.import_module(module).register(actions)
