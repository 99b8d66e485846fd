"""Differences between plans in words that a librarian understands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from floorplans.diff.change import Change, Param
from floorplans.model import Partition, Plan, Text
from kiosk_ui.words import say

FEW = 3
"""So many changes of one sort are told one by one; more of them are counted."""

COUNTED = ("borders", "checked")
LANGUAGE_MARKS = {"fi": ",", "sv": ",", "en": "."}


def change_text(change: Change, plan: Plan, language: str) -> str:
    """Say one change.

    Parameters
    ----------
    change : Change
        From `floorplans.diff.plans.diff_plans`.
    plan : Plan
        The later one of the two plans, for the names of partitions.
    language : str
        "fi", "sv" or "en".

    Returns
    -------
    str
        A sentence without a full stop.
    """
    return _Teller(plan, language).tell(change)


def changes_text(changes: Sequence[Change], plan: Plan, language: str) -> tuple[str, ...]:
    """Say all changes, those that happened alike to many ranges in one sentence.

    Parameters
    ----------
    changes : sequence of Change
        From `floorplans.diff.plans.diff_plans`.
    plan : Plan
        The later one of the two plans.
    language : str
        "fi", "sv" or "en".

    Returns
    -------
    tuple of str
        Sentences without a full stop; one that says so where nothing changed.
    """
    teller = _Teller(plan, language)
    counted: dict[str, list[Change]] = defaultdict(list)
    for each in changes:
        if each.thing == "range" and each.kind in COUNTED:
            counted[each.kind].append(each)
    many = {kind for kind, alike in counted.items() if len(alike) > FEW}
    told = [each for each in changes if each.thing != "range" or each.kind not in many]
    sentences = [
        *(teller.tell_run(run) for run in _join_moves(told)),
        *(teller.tell_many(kind, counted[kind]) for kind in sorted(many)),
    ]
    return tuple(sentences) or (say("change.none", language),)


def _join_moves(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Join neighbouring runs of a partition that moved by as many bays to the same face."""
    run: list[Change] = []
    for each in changes:
        if run and not _follows(run[-1], each):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _follows(before: Change, after: Change) -> bool:
    if not (before.thing == after.thing == "range" and before.kind == after.kind == "moved"):
        return False
    same = ("partition", "face", "before_face")
    return (
        all(before.get(name) == after.get(name) for name in same)
        and _shift(before) == _shift(after)
        and after.get("bay") == _number(before, "last_bay") + 1
    )


def _shift(change: Change) -> int:
    return _number(change, "bay") - _number(change, "before_bay")


def _number(change: Change, name: str) -> int:
    return int(str(change.get(name)))


class _Teller:
    """Says changes of one plan in one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._language = language
        self._partitions: dict[str, Partition] = {each.id: each for each in plan.partitions}

    def tell(self, change: Change) -> str:
        if change.thing == "range":
            return self._tell_range(change)
        if change.thing in ("plan", "alias"):
            words = {name: self._word(value) for name, value in change.params}
            partition = self._partition(change.id)
            return self._say(f"change.{change.thing}.{change.kind}", partition=partition, **words)
        return self._tell_thing(change)

    def tell_run(self, run: Sequence[Change]) -> str:
        """Say changes that belong together in one sentence."""
        if len(run) == 1:
            return self.tell(run[0])
        first, last = run[0], run[-1]
        return self._say(
            "change.range.shifted",
            count=len(run),
            range=self._interval(str(first.get("first")), str(last.get("last")), first),
            before_where=self._where(first, "before_", last),
            where=self._where(first, "", last),
        )

    def tell_many(self, kind: str, changes: Sequence[Change]) -> str:
        """Count changes of one kind."""
        dates = (
            {"date": max(str(each.get("date")) for each in changes)} if kind == "checked" else {}
        )
        return self._say(f"change.range.many.{kind}", count=len(changes), **dates)

    def _tell_thing(self, change: Change) -> str:
        params = dict(change.params)
        words = {name: self._word(value) for name, value in params.items()}
        what = self._what(change)
        match change.kind:
            case "moved":
                compass = self._say(f"change.compass.{words['compass']}")
                distance = self._metres(params["distance_m"])
                return self._say("change.moved", what=what, distance=distance, compass=compass)
            case "turned":
                angle_deg = float(str(params["angle_deg"]))
                side = "left" if angle_deg >= 0 else "right"
                return self._say(f"change.turned.{side}", what=what, angle=f"{abs(angle_deg):g}")
            case "resized" if change.thing == "shelf":
                if params["fields"] == ("height_m",):
                    return self._say("change.reheighted", what=what)
                length, depth = (self._metres(params[each]) for each in ("length_m", "depth_m"))
                return self._say("change.resized", what=what, length=length, depth=depth)
            case "resized":
                before, after = (self._metres(params[each]) for each in ("before_m", "after_m"))
                return self._say("change.widened", what=what, before=before, after=after)
        return self._say(f"change.{change.kind}", what=what, **words)

    def _tell_range(self, change: Change) -> str:
        words = {name: self._word(value) for name, value in change.params}
        words["range"] = self._interval(str(change.get("first")), str(change.get("last")), change)
        words["where"] = self._where(change)
        words["partition"] = self._partition(str(change.get("partition")))
        kind = change.kind
        if kind in ("moved", "starts", "ends"):
            words["before_where"] = self._where(change, "before_")
        if kind == "content":
            before = str(change.get("before_first")), str(change.get("before_last"))
            words["before"] = self._interval(*before, change)
            if before == (change.get("first"), change.get("last")):
                kind = "repartitioned"
                words["before"] = self._partition(str(change.get("before_partition")))
        return self._say(f"change.range.{kind}", **words)

    def _what(self, change: Change) -> str:
        params = dict(change.params)
        label = self._say(f"change.thing.{change.thing}")
        name = params.get("number") if change.thing == "shelf" else None
        name = name or params.get("name") or params.get("after") or change.id
        return f"{label} {self._word(name)}".replace("  ", " ")

    def _where(self, change: Change, prefix: str = "", until: Change | None = None) -> str:
        """Say the bays of a change, up to those of another one."""
        bay, last_bay = (
            _number(change, f"{prefix}bay"),
            _number(until or change, f"{prefix}last_bay"),
        )
        return self._say(
            "change.where",
            count=max(last_bay - bay + 1, 1),
            face=self._word(change.get(f"{prefix}face")),
            bay=bay,
            last_bay=last_bay,
        )

    def _interval(self, first: str, last: str, change: Change) -> str:
        """Say an interval without repeating its class, or the whole partition.

        Its class is what comes before the last word: "84.2 AAL–KOR".
        """
        if not first and not last:
            partition = self._partition(str(change.get("partition")))
            return self._say("change.range.all", partition=partition)
        head, _, heading = last.rpartition(" ")
        if first == last:
            return first
        return f"{first}–{heading}" if head and first.startswith(f"{head} ") else f"{first}–{last}"

    def _partition(self, partition: str) -> str:
        known = self._partitions.get(partition)
        return known.name.in_language(self._language) if known else partition

    def _word(self, value: Param) -> str:
        if isinstance(value, Text):
            return value.in_language(self._language)
        if isinstance(value, tuple):
            return ", ".join(self._say(f"change.field.{each}") for each in value)
        return str(value)

    def _metres(self, value: Param) -> str:
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", LANGUAGE_MARKS[self._language])

    def _say(self, key: str, **words: str | int | float) -> str:
        return say(key, self._language, **words)
