"""``hyllykartta plan schema``: the plan format as JSON Schema."""

from __future__ import annotations

import argparse
import json

from api.usage import Verbs, add_verb
from floorplans.formats.schema import plan_schema


def register(actions: Verbs) -> None:
    """Add the action ``schema``."""
    parser = add_verb(
        actions,
        "schema",
        summary="Print the JSON Schema of plan files.",
        example="hyllykartta plan schema > plan.schema.json",
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print the schema."""
    print(json.dumps(plan_schema(), ensure_ascii=False, indent=2))
    return 0
