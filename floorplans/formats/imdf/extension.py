"""The whole plan beside its features, for what IMDF has no words for.

The file has the plan's own document and, for each feature, which thing of the plan it shows and
the fingerprint that it was written with. So a reader knows which features another program has
changed since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from floorplans.errors import PlanFormatError
from floorplans.formats.documents import parse_document
from floorplans.formats.imdf.maker import Made, Source
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan
from floorplans.validate import find_breaks

EXTENSION = "imdf:extension:hyllykartta:plan#1.0.0"
EXTENSION_FILE = "hyllykartta.json"
FORMAT = "hyllykartta-imdf"
VERSION = 1
KINDS = (
    "levels",
    "units",
    "openings",
    "fixtures",
    "shelves",
    "kiosks",
    "points_of_interest",
    "landmarks",
)
"""Fields of the plan whose things have a feature each."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What the file says.

    Attributes
    ----------
    plan : Plan
        The plan as it was when the archive was written.
    sources : Mapping[str, Source]
        What each feature shows, by its id.
    fingerprints : Mapping[str, str]
        How each feature was written.
    """

    plan: Plan
    sources: Mapping[str, Source]
    fingerprints: Mapping[str, str]


def write_extension(plan: Plan, features: Iterable[Made]) -> bytes:
    """Write the file for a plan and the features that were made of it."""
    lines = ",\n".join(
        f"    {json.dumps(each.id)}: "
        + json.dumps([each.source.kind, each.source.index, each.fingerprint])
        for each in features
    )
    head = f'  "format": "{FORMAT}",\n  "version": {VERSION},\n  "features": {{\n{lines}\n  }},\n'
    return f'{{\n{head}  "plan": {format_plan(plan).strip()}\n}}\n'.encode()


def read_extension(content: bytes) -> Carried:
    """Read the file.

    Raises
    ------
    PlanFormatError
        If it is no such file, or its plan cannot be read.
    """
    document = parse_document(content)
    if document.get("format") != FORMAT or document.get("version") != VERSION:
        raise PlanFormatError(f'is not of the format "{FORMAT}", version {VERSION}')
    plan = parse_plan(json.dumps(document.get("plan")))
    sources: dict[str, Source] = {}
    fingerprints: dict[str, str] = {}
    features = document.get("features")
    for id_, entry in features.items() if isinstance(features, dict) else ():
        sources[id_], fingerprints[id_] = _read_entry(entry, plan)
    things = [source for source in sources.values() if source.kind]
    if len(set(things)) < len(things):
        raise PlanFormatError("has two features for one thing of its plan")
    if find_breaks(plan):
        raise PlanFormatError("has a plan that cannot be shown")
    return Carried(plan, sources, fingerprints)


def _read_entry(entry: Any, plan: Plan) -> tuple[Source, str]:
    match entry:
        case [str(kind), int(index), str(fingerprint)] if not kind or (
            kind in KINDS and 0 <= index < len(getattr(plan, kind))
        ):
            return Source(kind, index), fingerprint
    raise PlanFormatError("has an entry for a feature that names nothing in its plan")
