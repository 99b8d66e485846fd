"""A plan without problems, ways to break it, and what the checker must say then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from floorplans.model import Plan, Radio
from floorplans.validate import Catalogue, Problem, check_plan
from tests.support.plans import toy_plan

TODAY = date(2026, 11, 22)


def sound_plan() -> Plan:
    """Give the toy plan with three radios on each level; it has no problems."""
    toy = toy_plan()
    places = [(level, x_m) for level in ("1", "2") for x_m in (2.0, 10.0)]
    more = tuple(
        Radio(f"r{number}", level, x_m, 4.0, 2.7, f"address:C0:DE:00:00:00:0{number}", -59.0)
        for number, (level, x_m) in enumerate(places)
    )
    return replace(toy, radios=(*toy.radios, *more))


SOUND = sound_plan()


def change(kind: str, index: int, /, **fields: object) -> Plan:
    """Change one thing of the sound plan."""
    things = list(getattr(SOUND, kind))
    things[index] = replace(things[index], **fields)
    return replace(SOUND, **{kind: tuple(things)})


def add(kind: str, *things: object) -> Plan:
    """Add things to the sound plan."""
    return replace(SOUND, **{kind: (*getattr(SOUND, kind), *things)})


def without(kind: str, *ids: str) -> Plan:
    """Take things out of the sound plan."""
    return replace(SOUND, **{kind: tuple(x for x in getattr(SOUND, kind) if x.id not in ids)})


@dataclass(frozen=True)
class Broken:
    """A plan that breaks one rule, where, and words of the message.

    ``also`` are rules that cannot but be broken with it.
    """

    plan: Plan
    place: str
    says: str
    also: frozenset[str] = frozenset()
    catalogue: Catalogue | None = None


def find_problems(plan: Plan, catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """Check a plan as of ``TODAY``."""
    return check_plan(plan, today=TODAY, catalogue=catalogue)


def why_not_reported(rule: str, broken: Broken) -> str | None:
    """Tell how the findings differ from one of the rule alone, at the place; else ``None``."""
    found = find_problems(broken.plan, broken.catalogue)
    own = [each for each in found if each.rule == rule]
    others = {each.rule for each in found} - {rule}
    if len(own) != 1 or others != broken.also:
        return f"found {found}"
    if own[0].place != broken.place or broken.says not in own[0].message:
        return f"said {own[0]}"
    return None


def uncovered(cases: Mapping[str, Broken], rules: Mapping[str, object]) -> set[str]:
    """Give the rules that have no broken plan, and the broken plans that have no rule."""
    return cases.keys() ^ rules.keys()
