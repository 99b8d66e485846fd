"""What the checker found, in words: what is wrong, where it is and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floorplans.checks.problem import Problem
from floorplans.model import Fixture, Opening, Plan, Range, Text
from kiosk_ui.messages import say

KINDS = (
    "shelves",
    "openings",
    "units",
    "connectors",
    "fixtures",
    "radios",
    "kiosks",
    "locator_points",
    "points_of_interest",
    "landmarks",
    "closures",
    "levels",
    "partitions",
    "ranges",
)
BAYS = re.compile(r"\bbays? ([0-9–-]+(?:, [0-9–-]+)*)")


def finding_text(found: Problem, language: str) -> str:
    """Say what is wrong and what to do.

    Parameters
    ----------
    found : Problem
        By a rule of `floorplans.checks.rules.RULES`, or an obstacle to publishing.
    language : str
        One of `kiosk_ui.messages.LANGUAGES`.

    Returns
    -------
    str
        Two sentences.
    """
    key = found.rule.replace("-", "_")
    rule, remedy = (say(f"staff.layout.{each}.{key}", language) for each in ("rule", "do"))
    return f"{rule}. {remedy}"


def finding_place(found: Problem, plan: Plan, language: str) -> str:
    """Say where something is wrong, as signs name it.

    Parameters
    ----------
    found : Problem
        A problem of ``plan``.
    plan : Plan
        The plan that was checked.
    language : str
        One of `kiosk_ui.messages.LANGUAGES`.

    Returns
    -------
    str
        Such as "Hylly 17, puoli 17A, osa 3, 1. kerros".
    """
    return ", ".join(filter(None, _parts(found, plan, language)))


def finding_key(found: Problem, plan: Plan) -> str:
    """Give what the layout editor calls the thing that is wrong.

    Parameters
    ----------
    found : Problem
        A problem of ``plan``.
    plan : Plan
        The plan that was checked.

    Returns
    -------
    str
        Such as "shelves/hylly-17"; empty where nothing that is drawn is wrong.
    """
    for shelf in plan.shelves:
        if found.thing in {shelf.id, *(face.id for face in shelf.faces)}:
            return f"shelves/{shelf.id}"
    kind, thing = _find(found, plan)
    return f"{kind}/{found.thing}" if thing and kind not in ("partitions", "ranges") else ""


def _parts(found: Problem, plan: Plan, language: str) -> Iterator[str]:
    named = _thing(found, plan, language)
    if not named:
        yield found.place if found.place != "plan" else say("staff.layout.kind.plan", language)
        return
    yield from named
    if bays := BAYS.search(found.place):
        yield say("staff.finding.bays", language, bays=bays[1])
    level = next((each for each in plan.levels if each.id == found.level), None)
    if level and found.thing != level.id:
        yield level.name.in_language(language)


def _thing(found: Problem, plan: Plan, language: str) -> tuple[str, ...]:
    """Name what a finding is about; of a face its shelf, too."""
    for shelf in plan.shelves:
        for face in shelf.faces:
            if face.id == found.thing:
                return (_kind("shelves", shelf.number, language), _face(face.name, language))
    kind, thing = _find(found, plan)
    return _named(kind, thing, plan, language) if thing else ()


def _find(found: Problem, plan: Plan) -> tuple[str, object | None]:
    """Find the thing with the id of a finding; of several kinds, of the one that it names."""
    first = found.place.partition(" ")[0]
    for kind in sorted(KINDS, key=lambda each: not each.startswith(first)):
        for thing in getattr(plan, kind):
            if found.thing and thing.id == found.thing:
                return kind, thing
    return "", None


def _named(kind: str, thing: object, plan: Plan, language: str) -> tuple[str, ...]:
    if isinstance(thing, Range):
        names = {face.id: face.name for shelf in plan.shelves for face in shelf.faces}
        ends = " – ".join(dict.fromkeys(filter(None, (thing.first, thing.last))))
        signs = dict.fromkeys(names.get(run.face, run.face) for run in thing.runs)
        return (_kind(kind, ends or thing.id, language), *(_face(each, language) for each in signs))
    name = getattr(thing, "number", None) or getattr(thing, "name", None)
    said = name.in_language(language) if isinstance(name, Text) else str(name or "")
    if not said and isinstance(thing, Fixture | Opening):
        return (say(f"staff.layout.{kind.removesuffix('s')}.{thing.kind}", language),)
    return (_kind(kind, said or str(getattr(thing, "id", "")), language),)


def _kind(kind: str, name: str, language: str) -> str:
    return f"{say(f'staff.layout.kind.{kind}', language)} {name}"


def _face(name: str, language: str) -> str:
    return say("place.face", language, face=name)
