"""Archives of others as plans: what a plan can hold is read, the rest is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from floorplans.checks.problem import Problem, info, violation, warning
from floorplans.errors import PlanFormatError
from floorplans.formats.geometries import find_origin, local_polygons
from floorplans.formats.hours import read_hours
from floorplans.formats.imdf.categories import VERTICALS_IN
from floorplans.formats.imdf.features import Contents, Feature, id_of_end
from floorplans.formats.imdf.records import READERS, LeftOutError, Record, Setting
from floorplans.formats.imdf.spec import FEATURES
from floorplans.formats.joints import Joined, Landing, join_landings
from floorplans.formats.result import LEFT_OUT, ImportResult, finish
from floorplans.formats.texts import clean, read_labels
from floorplans.frame import Frame
from floorplans.model import (
    Fixture,
    Hours,
    Kiosk,
    Landmark,
    Level,
    Opening,
    Plan,
    PointOfInterest,
    Text,
    Unit,
)

PLAN_NAME = Text("Nimetön rakennus", "Namnlös byggnad", "Unnamed building")
SCHEME = "ykl"
DEFAULT_LANGUAGE = "en"
READ_ELSEWHERE = frozenset(
    {"address", "anchor", "building", "footprint", "occupant", "relationship", "venue"}
)
"""Types that a plan has no records of; what they say goes into others."""


def read_foreign(contents: Contents, branch: str) -> ImportResult:
    """Make a plan of the features of any archive.

    Parameters
    ----------
    contents : Contents
        What the archive has in it.
    branch : str
        Id of the plan.

    Returns
    -------
    ImportResult
        Without a plan where no level can be read.
    """
    setting = find_setting(contents)
    if setting is None:
        message = "The archive has no level with an outline; there is nothing to make a plan of."
        return ImportResult(None, (violation("no-levels", "levels", message),))
    problems: list[Problem] = []
    records = list(read_records(contents.features, setting, problems))
    levels = [each for each in records if isinstance(each, Level)]
    joined = _join(contents, levels, setting)
    problems += [*_tell_joints(joined), *_tell_buildings(contents)]
    plan = Plan(
        branch,
        _plan_name(contents, setting.language),
        SCHEME,
        levels=tuple(sorted(levels, key=lambda level: level.ordinal)),
        units=tuple(each for each in records if isinstance(each, Unit)),
        openings=tuple(each for each in records if isinstance(each, Opening)),
        connectors=joined.connectors,
        fixtures=tuple(each for each in records if isinstance(each, Fixture)),
        kiosks=tuple(each for each in records if isinstance(each, Kiosk)),
        points_of_interest=tuple(each for each in records if isinstance(each, PointOfInterest)),
        landmarks=tuple(each for each in records if isinstance(each, Landmark)),
        hours=_read_hours(contents, problems),
        georeference=setting.frame.georeference,
    )
    return finish(plan, problems)


def find_setting(contents: Contents) -> Setting | None:
    """Find origin, levels and language of an archive; None where no level has an outline."""
    levels = [each for each in contents.of("level") if each.geometry and each.geometry.polygons]
    if not levels:
        return None
    language = find_language(contents)
    names = _name_levels(levels, language)
    return Setting(
        Frame(find_origin(each.geometry for each in levels if each.geometry)),
        language,
        names,
        locate_units(contents, names),
        _read_occupants(contents, language),
    )


def find_language(contents: Contents) -> str:
    """Give the language that an archive's names are in by default."""
    return clean(contents.manifest.get("language")) or DEFAULT_LANGUAGE


def _name_levels(levels: Sequence[Feature], language: str) -> dict[str, str]:
    """Give levels the ids that they are signed with; a second "1" becomes "1-2".

    Returns
    -------
    dict[str, str]
        Ids of the plan's levels by those of the features.
    """
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for level in levels:
        signed = read_labels(level.properties.get("short_name"), language)
        id_ = signed.fi if signed else str(level.properties.get("ordinal"))[:20]
        taken[id_] += 1
        names[level.id] = id_ if taken[id_] == 1 else f"{id_}-{taken[id_]}"
    return names


def locate_units(contents: Contents, levels: Mapping[str, str]) -> dict[str, str]:
    """Tell which of the plan's levels each unit is on."""
    return {
        unit.id: levels[unit.text("level_id")]
        for unit in contents.of("unit")
        if unit.text("level_id") in levels
    }


def read_records(
    features: Iterable[Feature], setting: Setting, problems: list[Problem]
) -> Iterator[Record]:
    """Read the records of features and add to the problems what is left out."""
    for feature in features:
        if feature.type in FEATURES and feature.type not in READ_ELSEWHERE:
            try:
                yield from _read_records(feature, setting)
            except PlanFormatError as error:
                problems.append(warning(LEFT_OUT, feature.place, str(error)))


def _read_records(feature: Feature, setting: Setting) -> tuple[Record, ...]:
    if feature.type not in READERS:
        raise LeftOutError(f"Plans have no {feature.type}s.")
    return READERS[feature.type](feature, setting)


def _read_occupants(contents: Contents, language: str) -> dict[str, Text]:
    """Names of those who are in units, by the units' ids; the first one counts."""
    units = {anchor.id: anchor.text("unit_id") for anchor in contents.of("anchor")}
    names: dict[str, Text] = {}
    for occupant in contents.of("occupant"):
        name = read_labels(occupant.properties.get("name"), language)
        unit = units.get(occupant.text("anchor_id"))
        if name and unit:
            names.setdefault(unit, name)
    return names


def _plan_name(contents: Contents, language: str) -> Text:
    names = (
        read_labels(each.properties.get("name"), language)
        for each in (*contents.of("venue"), *contents.of("building"))
    )
    return next(filter(None, names), PLAN_NAME)


def _read_hours(contents: Contents, problems: list[Problem]) -> Hours | None:
    for venue in contents.of("venue"):
        if text := venue.text("hours"):
            hours = read_hours(text)
            if hours is None:
                message = "Its hours say more than days and times; enter them by hand."
                problems.append(warning("hours", venue.place, message))
            return hours
    return None


def _join(contents: Contents, levels: Sequence[Level], setting: Setting) -> Joined:
    ordinals = {level.id: level.ordinal for level in levels}
    landings = []
    for unit in contents.of("unit"):
        kind = VERTICALS_IN.get(unit.text("category").partition(".")[0])
        level = setting.unit_levels.get(unit.id)
        if kind and level in ordinals and unit.geometry and unit.geometry.polygons:
            try:
                shape, *_ = local_polygons(setting.frame, unit.geometry.polygons[0])
            except PlanFormatError:
                continue  # told where the unit itself is read
            name = setting.name_of(unit)
            landings.append(Landing(unit.id, kind, level, ordinals[level], shape, name))
    return join_landings(landings, _list_pairs(contents))


def _list_pairs(contents: Contents) -> Iterator[tuple[str, str]]:
    """Units that relationships say one can go between, from level to level."""
    for relationship in contents.of("relationship"):
        if relationship.text("category") in VERTICALS_IN:
            ends = relationship.properties
            chain = [
                id_of_end(ends.get("origin")),
                *map(id_of_end, _list(ends.get("intermediary"))),
                id_of_end(ends.get("destination")),
            ]
            known = [id_ for id_ in chain if id_]
            yield from pairwise(known)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _tell_joints(joined: Joined) -> Iterator[Problem]:
    for id_ in joined.guessed:
        message = "No relationship joins it; it was joined with those that it overlaps."
        yield info("guessed-connector", f"unit {id_}", message)
    for id_ in joined.alone:
        message = "It leads to no other level; join the levels in the plan by hand."
        yield warning("landing-alone", f"unit {id_}", message)


def _tell_buildings(contents: Contents) -> Iterator[Problem]:
    levels = contents.of("level")
    buildings = {id_ for level in levels for id_ in level.texts("building_ids")}
    if len(buildings) > 1:
        message = f"The levels are of {len(buildings)} buildings; the plan has them all."
        yield warning("several-buildings", "levels", message)
