"""What became of walks of people who are guided."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.branches import Branch
from benchmarks.guided_walks import Mistake, Moment, goal_aisle
from routing.guidance.advice import AdviceKind
from routing.guidance.aisle_place import GoalAisle

NO_COUNT = 99
AFTERWARDS_S = 6.0
ARRIVAL_SLACK_M = 1.0

TOLD: Mapping[str, frozenset[AdviceKind]] = {
    "none": frozenset(),
    "stairs": frozenset(),
    "pause": frozenset(),
    "early": frozenset({"wrong_aisle"}),
    "late": frozenset({"wrong_aisle"}),
    "past": frozenset({"passed"}),
    "astray": frozenset({"off_route", "wrong_way", "wrong_aisle"}),
    "elsewhere": frozenset({"off_route", "wrong_way", "wrong_aisle"}),
    "back": frozenset({"wrong_way", "off_route"}),
    "level": frozenset({"wrong_level"}),
}
"""What each mistake is to be told as."""

ALERTS: frozenset[AdviceKind] = frozenset(
    {"off_route", "wrong_way", "wrong_aisle", "passed", "wrong_level", "no_way"}
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one walk.

    Attributes
    ----------
    told_s : float or None
        How long after the mistake it was told as what it is; 0 if it was told before.
    other : AdviceKind or None
        What it was told as before or instead.
    false_alarms : tuple of AdviceKind
        Alerts on a walk without a mistake, or from a while after it was over.
    taken_back : bool
        Whether no alert was left at the end.
    wrong_arrivals : int
        How often somebody had "arrived" who was not there.
    ends : AdviceKind
        What was said at the end.
    news : int
        How many things were said.
    aisles : tuple of int or None
        Of each wrong aisle that was told how many aisles too many, `NO_COUNT` where none were
        told, and None where she was in no wrong aisle at all.
    changes : int
        How often an alert came, went or gave way to another one.
    """

    told_s: float | None
    other: AdviceKind | None
    false_alarms: tuple[AdviceKind, ...]
    taken_back: bool
    wrong_arrivals: int
    ends: AdviceKind
    news: int
    aisles: tuple[int | None, ...]
    changes: int


def judge_walk(branch: Branch, kind: str, mistake: Mistake, moments: Sequence[Moment]) -> Outcome:
    """Say what became of a walk."""
    since_s = math.inf if mistake.since_s is None else mistake.since_s
    over_s = mistake.own.ends_s + AFTERWARDS_S
    changes = list(list_changes(moments))
    during = [each for each in changes if since_s <= each.time_s <= over_s]
    told = [each for each in during if each.advice.kind in TOLD[kind]]
    before = [each.advice.kind for each in changes if each.time_s < since_s]
    is_told_already = bool(before) and before[-1] in TOLD[kind]
    others = [each for each in during if each.advice.kind in ALERTS - TOLD[kind]]
    obeying_s = -math.inf if mistake.since_s is None else over_s
    outside = (each for each in changes if each.time_s > obeying_s)
    aisle = goal_aisle(branch, mistake.place)
    arrivals = [each for each in changes if each.advice.kind == "arrived"]
    ends = moments[-1].advice.kind
    return Outcome(
        told_s=0.0 if is_told_already else told[0].time_s - since_s if told else None,
        other=others[0].advice.kind if others else None,
        false_alarms=tuple(e.advice.kind for e in outside if e.advice.kind in ALERTS),
        taken_back=ends not in ALERTS,
        wrong_arrivals=sum(
            each.truth.level != mistake.place.level
            or not aisle.is_within_one_bay(each.truth.x_m, each.truth.y_m, ARRIVAL_SLACK_M)
            for each in arrivals
        ),
        ends=ends,
        news=moments[-1].advice.news,
        aisles=tuple(
            _count_off(aisle, mistake.place.level, each)
            for each in changes
            if each.advice.kind == "wrong_aisle"
        ),
        changes=sum(
            each.advice.kind in ALERTS or before.advice.kind in ALERTS
            for before, each in pairwise(changes)
        ),
    )


def _count_off(aisle: GoalAisle, level: str, moment: Moment) -> int | None:
    """How many aisles too many somebody was told, from where she truly was."""
    truth = moment.truth
    is_in = aisle.find_aisle(truth.x_m, truth.y_m) if truth.level == level else None
    if not is_in:
        return None
    told = dict(moment.advice.message.params).get("count")
    return NO_COUNT if told is None else int(told) - abs(is_in)


def list_changes(moments: Sequence[Moment]) -> Iterator[Moment]:
    """Give the moments at which things began to stand otherwise, or it was said again."""
    kind, way = None, 0
    for each in moments:
        advice = each.advice
        if advice.kind != kind or (advice.kind in ALERTS and advice.way_number != way):
            kind, way = advice.kind, advice.way_number
            yield each
