"""The rules of the plan checker by name, and findings made by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorplans.checks.problem import Problem, Severity
from floorplans.checks.things import Where


@dataclass(frozen=True, slots=True)
class Rule:
    """What breaking a rule means, in one line, and how bad that is."""

    severity: Severity
    meaning: str


def _violation(meaning: str) -> Rule:
    return Rule("violation", meaning)


def _warning(meaning: str) -> Rule:
    return Rule("warning", meaning)


def _info(meaning: str) -> Rule:
    return Rule("info", meaning)


BUILDING: Mapping[str, Rule] = {
    "no-levels": _violation("The plan has no level."),
    "duplicate-id": _violation("Several things of one kind have the same id."),
    "unknown-level": _violation("A thing is on a level that the plan does not have."),
    "unknown-scheme": _violation("A scheme of call numbers is none that is known."),
    "time-zone": _violation("The time zone is not written as Area/City, or there is none such."),
    "level-ordinal": _violation("Two levels have the same ordinal, so up and down are unclear."),
    "level-size": _violation("A level is wider than a kilometre; its units are not metres."),
    "level-crowded": _violation("Outlines of a level meet too often to be checked or drawn."),
    "name-forms": _warning("A form of a name is not that name's."),
    "outline-empty": _violation("An outline encloses nothing."),
    "outline-crossed": _violation("An outline crosses or touches itself."),
    "outside-level": _violation("A shelf or a point lies outside its level."),
    "area-outside-level": _warning("A unit or fixture reaches outside its level."),
    "opening-without-wall": _warning("An opening is on no wall."),
    "opening-onto-nothing": _violation("An opening has no floor to walk on behind it."),
    "entrance-inside": _warning("An entrance is not on the outer wall."),
    "opening-too-narrow": _warning("An opening is too narrow for people and counts as shut."),
    "opening-narrow": _warning("A public opening is too narrow for a wheelchair."),
    "one-way-door": _violation("A one-way door shuts people out of a room, or in."),
    "connector-stops": _violation("A connector does not have one stop on each of two levels."),
    "stop-moved": _warning("A stop lies in a wall or shelf; routes take it from beside it."),
    "lift-steps": _warning("A lift is marked as not step-free."),
    "escalator-step-free": _warning("An escalator is marked as step-free."),
    "connector-direction": _warning("Something that runs both ways has a direction."),
    "connector-cost": _warning("A connector costs nothing, so routes change levels for nothing."),
    "level-not-joined": _violation("No way leads to a level."),
    "level-one-way": _warning("A level can be entered but not left."),
    "no-step-free-way": _warning("A level, or a part of it, has no step-free way."),
    "closed-room": _warning("No way leads into a public room."),
    "hours-unreadable": _violation("A time, a weekday or a date of opening hours makes no sense."),
    "hours-backwards": _violation("Opening hours end before they begin."),
    "hours-overlap": _violation("Opening hours of one day overlap."),
    "special-day-twice": _violation("A day is closed and has hours at once."),
    "closure-times": _violation("A time of a closure cannot be read."),
    "closure-backwards": _violation("A closure ends before it starts."),
    "closure-day": _warning("A closure ends on a day without an hour, so when that day begins."),
    "closure-unknown-id": _violation("A closure names something that the plan does not have."),
    "closure-area": _violation("A closure has a level or an outline without the other."),
    "closure-empty": _warning("A closure closes nothing."),
    "closure-past": _info("A closure is over."),
    "closure-untried": _info("There are too many closures to find out what each one cuts off."),
    "closure-cuts-off": _warning("A closure closes the only way to faces."),
}

SHELVES: Mapping[str, Rule] = {
    "no-faces": _warning("A shelf has no face."),
    "duplicate-sign": _warning("Several faces have the same sign."),
    "face-sides": _violation("Two faces of a shelf look to the same side."),
    "bay-numbers": _violation("The bays of a face are not numbered 1, 2, 3 …"),
    "shelf-shape": _violation("The measures of a shelf do not fit its shape."),
    "bays-too-wide": _violation("The bays are wider together than their face."),
    "bay-width": _warning("A bay is too narrow to hold anything."),
    "board-heights": _violation("The heights of a bay's boards contradict the rest."),
    "shelves-overlap": _violation("Two shelves cover the same floor."),
    "shelf-on-fixture": _violation("A shelf and a fixture cover the same floor."),
    "shelf-in-wall": _violation("A shelf stands in a wall."),
    "shelf-in-doorway": _violation("A shelf stands in an opening."),
    "shelf-floating": _violation("A wall shelf has no wall behind it."),
    "wall-shelf-faces": _violation("A wall shelf has a face to the wall."),
    "unreachable-face": _violation("Nobody can stand in front of a face, or no way leads there."),
    "narrow-aisle": _warning("An aisle is too narrow for a wheelchair and cuts off faces."),
}

RANGES: Mapping[str, Rule] = {
    "unknown-face": _violation("A range is on a face that the plan does not have."),
    "unknown-partition": _violation("A range or alias names a partition that is not there."),
    "range-without-bays": _violation("A range is on no bay."),
    "bays-backwards": _violation("The first bay of a range comes after its last."),
    "no-such-bay": _violation("A range is on a bay that its face does not have."),
    "no-such-board": _violation("A range is on boards that its bays do not have."),
    "too-many-boards": _violation("More boards have a first item than the bay has boards."),
    "boards-on-bays": _violation("Boards have a first item, but the range has several bays."),
    "boards-order": _violation("The first items of boards are not in order within the range."),
    "bay-firsts": _violation("The first items of bays do not fit the bays or their order."),
    "call-number": _violation("A call number or title of a range cannot be read."),
    "range-backwards": _violation("A range begins after its end."),
    "ranges-overlap": _violation("Two ranges of a partition hold the same call numbers."),
    "range-gap": _warning("Bays between two ranges of a face have none."),
    "bays-without-range": _warning("Bays at the end of a face have no range."),
    "face-without-range": _warning("A face has no range at all."),
    "bays-shared": _warning("Two ranges share several bays."),
    "order-along-shelf": _info("Ranges of a face do not run from left to right."),
    "theme-missing": _violation("A range by theme has neither a theme nor marks."),
    "range-dates": _violation("The dates of a display or trolley make no sense."),
    "range-over": _info("A display or trolley is over."),
    "checked-on": _violation("The date of a range's last check is no date."),
    "checked-in-future": _violation("A range was last checked on a day to come."),
    "range-stale": _warning("A range was last checked more than a year ago."),
    "partition-without-range": _warning("A partition has no range."),
    "partitions-alike": _info(
        "Two partitions with the same names and prefixes hold the same call numbers."
    ),
    "alias-empty": _violation("An alias matches everything."),
    "alias-clash": _violation("Equal aliases lead to different partitions."),
    "items-without-partition": _warning("Items of the catalogue are in no partition of the plan."),
    "items-without-range": _warning("No range holds some items of the catalogue."),
    "items-unreadable": _warning("Call numbers of the catalogue cannot be read."),
    "partition-without-items": _warning("No item of the catalogue is in a partition with ranges."),
    "range-without-items": _info("No item of the catalogue is in a range."),
}

POINTS: Mapping[str, Rule] = {
    "inside-shelf": _violation("A place to stand lies inside a shelf."),
    "unreachable-point": _violation("No way leads to a place to stand."),
    "point-faces-wall": _violation("Who scans a label or uses a kiosk stands against a wall."),
    "point-faces-nothing": _warning("A locator point looks at nothing that a label could be on."),
    "radio-key": _violation("A radio's key cannot be read."),
    "duplicate-radio-key": _violation("Several radios have the same key."),
    "radios-together": _warning("Two radios hang at the same place."),
    "radio-height": _warning("A radio hangs below the floor or very high."),
    "radios-too-few": _warning("From some of the floor fewer than three radios are near."),
}

RULES: Mapping[str, Rule] = {**BUILDING, **SHELVES, **RANGES, **POINTS}
"""Every rule of `floorplans.validate.check_plan`; docs/plan-checks.md lists them."""


def report(rule: str, where: Where, message: str) -> Problem:
    """Make a finding by a rule of ``RULES``, which knows how bad it is."""
    return Problem(
        RULES[rule].severity,
        rule,
        where.place,
        message,
        where.thing,
        where.level,
        where.x_m,
        where.y_m,
    )
