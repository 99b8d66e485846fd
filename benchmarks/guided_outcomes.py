"""What became of walks of people who are guided."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.branches import Branch
from benchmarks.guided_walks import Mistake, Moment, goal_aisle
from routing.guidance.advice import AdviceKind

AFTERWARDS_S = 6.0
ARRIVAL_SLACK_M = 1.0

TOLD: Mapping[str, frozenset[AdviceKind]] = {
    "none": frozenset(),
    "pause": frozenset(),
    "early": frozenset({"wrong_aisle"}),
    "late": frozenset({"wrong_aisle"}),
    "past": frozenset({"passed"}),
    "astray": frozenset({"off_route", "wrong_way", "wrong_aisle"}),
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
    """

    told_s: float | None
    other: AdviceKind | None
    false_alarms: tuple[AdviceKind, ...]
    taken_back: bool
    wrong_arrivals: int
    ends: AdviceKind
    news: int


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
    )


def list_changes(moments: Sequence[Moment]) -> Iterator[Moment]:
    """Give the moments at which things began to stand otherwise, or it was said again."""
    kind, way = None, 0
    for each in moments:
        advice = each.advice
        if advice.kind != kind or (advice.kind in ALERTS and advice.way_number != way):
            kind, way = advice.kind, advice.way_number
            yield each
