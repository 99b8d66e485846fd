"""What is known of a position, in words."""

from __future__ import annotations

from floorplans.model import Plan
from kiosk_ui.messages import Language, name_form, say
from positioning.grid.known import Known


def position_words(plan: Plan, known: Known, language: Language) -> str:
    """Say what is known of a position that is no spot; empty for one that is.

    Parameters
    ----------
    plan : Plan
        Where it is.
    known : Known
        By ids of the plan; what another version of the plan had is not named.
    language : str
        Language to say it in.
    """
    if known.knows == "spot":
        return ""
    words = _run_words(plan, known, language) or _area_words(plan, known, language)
    return words or _level_words(plan, known, language)


def _run_words(plan: Plan, known: Known, language: Language) -> str:
    ranges = {each.id: each for each in plan.ranges}
    if known.knows != "run" or not {known.first, known.last} <= ranges.keys():
        return ""
    first, last = ranges[known.first].first, ranges[known.last].last
    return say("ui.known.run", language, first=first, last=last, share=_percent(known))


def _area_words(plan: Plan, known: Known, language: Language) -> str:
    for unit in plan.units:
        if known.knows == "area" and unit.id == known.first:
            name, there = unit.name.in_language(language), name_form(unit.name, language, "at")
            share = _percent(known)
            return say("ui.known.area", language, name=name, name_at=there, share=share)
    return ""


def _level_words(plan: Plan, known: Known, language: Language) -> str:
    for level in plan.levels:
        if level.id == known.level:
            return say("ui.known.level", language, name=level.name.in_language(language))
    return say("ui.known.nothing", language)


def _percent(known: Known) -> int:
    """Round down: never more sure than it is."""
    return int(100 * known.share + 1e-6)
