"""Differences between plans in words that a librarian understands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from floorplans.diff.change import Change, Param
from floorplans.model import Partition, Plan, Text
from kiosk_ui.messages import say

FEW = 3
"""So many changes of one sort are told one by one; more of them are counted."""

MOST_NAMED = 12
COUNTED = ("borders", "checked")
JOINED = ("added", "content", "moved", "removed", "repartitioned")

Words = Mapping[str, str | int]


def change_text(change: Change, plan: Plan, language: str) -> str:
    """Say one change.

    Parameters
    ----------
    change : Change
        From `floorplans.diff.plans.diff_plans`.
    plan : Plan
        The later one of the two plans, for the names of partitions.
    language : str
        One of `kiosk_ui.messages.LANGUAGES`.

    Returns
    -------
    str
        A sentence without a full stop.
    """
    return _Teller(plan, language).tell(change)


def changes_text(changes: Sequence[Change], plan: Plan, language: str) -> tuple[str, ...]:
    """Say all changes, those that happened alike to several things in one sentence.

    Parameters
    ----------
    changes : sequence of Change
        From `floorplans.diff.plans.diff_plans`.
    plan : Plan
        The later one of the two plans.
    language : str
        One of `kiosk_ui.messages.LANGUAGES`.

    Returns
    -------
    tuple of str
        Sentences without a full stop; one that says so where nothing changed.
    """
    teller = _Teller(plan, language)
    groups: dict[object, list[Change]] = defaultdict(list)
    for each in _without_resigned_faces(changes):
        groups[teller.likeness(each)].append(each)
    sentences = (sentence for alike in groups.values() for sentence in teller.tell_all(alike))
    return tuple(sentences) or (say("change.none", language),)


def _without_resigned_faces(changes: Sequence[Change]) -> Iterator[Change]:
    """Leave out faces whose names only follow the new numbers of their shelves."""
    numbers = [
        (str(each.get("before")), str(each.get("number")))
        for each in changes
        if each.kind == "renumbered"
    ]
    for each in changes:
        if each.thing == "face" and each.kind == "renamed":
            before, after = str(each.get("before")), str(each.get("after"))
            if any(before == old + after.removeprefix(new) != after for old, new in numbers):
                continue
        yield each


def _neighbours(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Join changes of ranges that follow each other in the plan, before and after."""
    run: list[Change] = []
    for each in changes:
        if run and not _follows(run[-1], each):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _follows(one: Change, next_: Change) -> bool:
    same = [name for name in ("partition", "before_partition") if name in dict(one.params)]
    prefixes = ("", "before_") if one.kind == "moved" else ("",)
    return (
        all(one.get(name) == next_.get(name) for name in same)
        and _number(next_, "rank") == _number(one, "rank") + 1
        and all(_goes_on(one, next_, prefix) for prefix in prefixes)
    )


def _goes_on(one: Change, next_: Change, prefix: str) -> bool:
    """Tell whether a run of bays goes on where another ends, or at the next face's beginning."""
    bay, last_bay = _number(next_, f"{prefix}bay"), _number(one, f"{prefix}last_bay")
    if one.get(f"{prefix}face") == next_.get(f"{prefix}face"):
        return bay in (last_bay, last_bay + 1)
    return bay == 1


def _number(change: Change, name: str) -> int:
    return int(str(change.get(name)))


def _kind(change: Change) -> str:
    """Tell what holds the same and belongs elsewhere from what holds something else."""
    if change.thing != "range" or change.kind != "content":
        return change.kind
    same = all(change.get(name) == change.get(f"before_{name}") for name in ("first", "last"))
    return "repartitioned" if same else "content"


def _shortened(names: Sequence[str]) -> list[str]:
    """Write numbers that follow each other as from the first to the last.

    Examples
    --------
    >>> _shortened(["2", "3", "4", "7", "8", "9A"])
    ['2–4', '7', '8', '9A']
    """
    runs: list[list[str]] = []
    for name in names:
        last = runs[-1][-1] if runs else ""
        if name.isdecimal() and last.isdecimal() and int(name) == int(last) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return [part for run in runs for part in (run if len(run) < FEW else [f"{run[0]}–{run[-1]}"])]


class _Teller:
    """Says changes of one plan in one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._language = language
        self._partitions: dict[str, Partition] = {each.id: each for each in plan.partitions}

    def likeness(self, change: Change) -> object:
        """Give what changes that can be told together have in common."""
        if change.thing in ("range", "plan", "alias") or change.kind == "renumbered":
            return change.thing, _kind(change)
        key, words = self._thing_words(change)
        return change.thing, key, tuple(words.items())

    def tell_all(self, alike: Sequence[Change]) -> Iterator[str]:
        """Say changes of one likeness."""
        first = alike[0]
        kind = _kind(first)
        if first.thing == "range" and kind in COUNTED and len(alike) > FEW:
            yield self._tell_many(kind, alike)
        elif first.thing == "range" and kind in JOINED:
            for run in _neighbours(alike):
                yield from self._tell_run(kind, run)
        elif kind == "renumbered" and len(alike) > FEW:
            pairs = (f"{each.get('before')} → {each.get('number')}" for each in alike)
            yield self._say("change.renumbered.many", pairs=", ".join(pairs))
        elif first.thing in ("range", "plan", "alias") or kind == "renumbered":
            yield from map(self.tell, alike)
        else:
            yield self._tell_alike(alike)

    def tell(self, change: Change) -> str:
        """Say one change."""
        if change.thing == "range":
            return self._tell_range(_kind(change), change, change)
        if change.thing in ("plan", "alias"):
            words = {name: self._word(value) for name, value in change.params}
            partition = self._partition(change.id)
            return self._say(f"change.{change.thing}.{change.kind}", partition=partition, **words)
        key, words_ = self._thing_words(change)
        return self._say(key, what=f"{self._label(change)} {self._name(change)}", **words_)

    def _tell_alike(self, alike: Sequence[Change]) -> str:
        """Say what happened to the first thing, and which others it happened to as well."""
        said = self.tell(alike[0])
        names = _shortened([self._name(each) for each in alike[1:]])
        if not names:
            return said
        if len(names) > MOST_NAMED:
            return self._say("change.likewise.many", sentence=said, others=len(alike) - 1)
        return self._say("change.likewise", sentence=said, names=", ".join(names))

    def _tell_run(self, kind: str, run: Sequence[Change]) -> Iterator[str]:
        """Say changes of neighbouring ranges in one sentence; a few new contents one by one."""
        if kind == "content" and len(run) <= FEW:
            yield from map(self.tell, run)
        elif kind == "content":
            yield self._say(
                "change.range.spread",
                number=len(run),
                range=self._interval(run[0], run[-1]),
                where=self._where(run[0], run[-1]),
            )
        else:
            yield self._tell_range(kind, run[0], run[-1])

    def _tell_many(self, kind: str, changes: Sequence[Change]) -> str:
        """Count changes of one kind."""
        dates = [str(dict(each.params).get("date", "")) for each in changes]
        return self._say(
            f"change.range.many.{kind}", number=len(changes), date=self._day(max(dates))
        )

    def _tell_range(self, kind: str, first: Change, last: Change) -> str:
        """Say what happened to a range, or to it and its neighbours up to the last one."""
        words = {name: self._word(value) for name, value in first.params}
        words["range"] = self._interval(first, last)
        words["where"] = self._where(first, last)
        words["partition"] = self._partition(str(first.get("partition")))
        match kind:
            case "moved" | "starts" | "ends":
                words["before_where"] = self._where(first, last, "before_")
            case "content":
                words["before"] = self._interval(first, first, "before_")
            case "repartitioned":
                words["range"] = self._interval(first, last, "before_")
                words["before"] = self._partition(str(first.get("before_partition")))
            case "checked" if not words["date"]:
                kind = "unchecked"
            case "checked":
                words["date"] = self._day(words["date"])
        return self._say(f"change.range.{kind}", **words)

    def _thing_words(self, change: Change) -> tuple[str, Words]:
        """Give the message for a change and its words, all but which thing it is."""
        params = dict(change.params)
        unnamed = {"name", "number", *(["after"] if change.kind == "renamed" else [])}
        words: dict[str, str | int] = {
            name: value if isinstance(value, int) else self._word(value)
            for name, value in params.items()
            if name not in unnamed
        }
        match change.kind:
            case "moved":
                compass = self._say(f"change.compass.{words['compass']}")
                distance = self._metres(params["distance_m"])
                return "change.moved", {"distance": distance, "compass": compass}
            case "turned":
                angle_deg = float(str(params["angle_deg"]))
                side = "left" if angle_deg >= 0 else "right"
                return f"change.turned.{side}", {"angle": self._decimal(f"{abs(angle_deg):g}")}
            case "resized" if change.thing == "shelf":
                return self._size_words(params)
            case "resized":
                before, after = (self._metres(params[each]) for each in ("before_m", "after_m"))
                return "change.widened", {"before": before, "after": after}
        return f"change.{change.kind}", words

    def _size_words(self, params: Mapping[str, Param]) -> tuple[str, Words]:
        fields = params["fields"]
        if fields == ("height_m",):
            return "change.reheighted", {"height": self._metres(params["height_m"])}
        if fields in (("length_m",), ("depth_m",), ("length_m", "depth_m")):
            length, depth = (self._metres(params[each]) for each in ("length_m", "depth_m"))
            return "change.resized", {"length": length, "depth": depth}
        return "change.changed", {"fields": self._word(fields)}

    def _label(self, change: Change) -> str:
        return self._say(f"change.thing.{change.thing}")

    def _name(self, change: Change) -> str:
        params = dict(change.params)
        name = params.get("number") if change.thing == "shelf" else None
        word = self._word(name or params.get("name") or params.get("after") or change.id)
        return self._say("change.quoted", name=word) if change.thing == "closure" else word

    def _where(self, first: Change, last: Change, prefix: str = "") -> str:
        """Say the bays of a change, up to those of another one."""
        bay, last_bay = _number(first, f"{prefix}bay"), _number(last, f"{prefix}last_bay")
        faces = [self._word(each.get(f"{prefix}face")) for each in (first, last)]
        if faces[0] != faces[1]:
            ends = (
                self._say("change.where", count=1, face=face, bay=number)
                for face, number in zip(faces, (bay, last_bay), strict=True)
            )
            return " – ".join(ends)
        count = max(last_bay - bay + 1, 1)
        return self._say("change.where", count=count, face=faces[0], bay=bay, last_bay=last_bay)

    def _interval(self, first: Change, last: Change, prefix: str = "") -> str:
        """Say an interval without repeating its class, or the whole partition.

        Its class is what comes before the last word: "84.2 AAL–KOR".
        """
        start, end = str(first.get(f"{prefix}first")), str(last.get(f"{prefix}last"))
        if not start and not end:
            partition = self._partition(str(first.get(f"{prefix}partition")))
            return self._say("change.range.all", partition=partition)
        if start == end:
            return start
        head, _, heading = end.rpartition(" ")
        return f"{start}–{heading}" if head and start.startswith(f"{head} ") else f"{start}–{end}"

    def _partition(self, partition: str) -> str:
        known = self._partitions.get(partition)
        return known.name.in_language(self._language) if known else partition

    def _word(self, value: Param) -> str:
        if isinstance(value, Text):
            return value.in_language(self._language)
        if isinstance(value, tuple):
            return ", ".join(self._say(f"change.field.{each}") for each in value)
        return str(value)

    def _day(self, iso_date: str) -> str:
        """Say a date; one that cannot be read as it is written."""
        try:
            day = date.fromisoformat(iso_date)
        except ValueError:
            return iso_date
        month = self._say(f"status.month.{day.month}")
        return self._say("change.date", day=day.day, month=month, year=day.year)

    def _metres(self, value: Param) -> str:
        return self._decimal(f"{value:.2f}".rstrip("0").rstrip("."))

    def _decimal(self, number: str) -> str:
        return number.replace(".", self._say("language.decimal_mark"))

    def _say(self, key: str, **words: str | int | float) -> str:
        return say(key, self._language, **words)
