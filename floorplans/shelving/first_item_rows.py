"""Rows of a list of first items, read against a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.days import read_day
from floorplans.errors import CallNumberError
from floorplans.model import OVERLAY_KINDS, Face, Plan
from floorplans.shelving.index import build_shelf_index
from floorplans.shelving.locate import split_call_number
from floorplans.wording import Wording, no_partition, worded

LeftOutRule = Literal[
    "no-such-face", "no-such-bay", "twice", "date", "no-partition", "call-number", "misplaced"
]


@dataclass(frozen=True, slots=True)
class FirstItem:
    """The first item that somebody saw on a bay.

    Attributes
    ----------
    face : str
        Id of the face, or its name as signed.
    bay : int
        Number of the bay.
    first : str
        Call number of the item, or its title where the partition is in the order of titles;
        empty for an empty bay.
    seen_on : str
        ISO date.
    partition : str
        Id of the partition; empty where marks in the call number or the present ranges on the
        face tell it.
    seen_by : str
        Who saw it.
    """

    face: str
    bay: int
    first: str
    seen_on: str
    partition: str = ""
    seen_by: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is not used: its number from 1, the rule, and what to do."""

    row: int
    rule: LeftOutRule
    message: str


class Seen(NamedTuple):
    """A row that makes sense; the key says nothing of an empty bay."""

    row: int
    face: str
    bay: int
    first: str
    key: SortKey
    seen_on: str
    partition: str
    seen_by: str = ""


class LeftOutError(Exception):
    """A row cannot be used."""

    def __init__(self, rule: LeftOutRule, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class RowReader:
    """Reads rows against a plan."""

    def __init__(self, plan: Plan) -> None:
        faces = [face for shelf in plan.shelves for face in shelf.faces]
        names = Counter(face.name for face in faces)
        self._faces = {face.name: face for face in faces if names[face.name] == 1}
        self._faces |= {face.id: face for face in faces}
        self._plan = plan
        self._index = build_shelf_index(plan)
        self._read: set[tuple[str, int, str]] = set()

    def read(self, number: int, row: FirstItem) -> Seen:
        """Read a row.

        Raises
        ------
        LeftOutError
            If it makes no sense, or its bay has a row already.
        """
        face = self._faces.get(row.face)
        if face is None:
            raise LeftOutError(
                "no-such-face",
                Wording(
                    "walk_face",
                    'No face, or more than one, is called "{face}"; write the id of the face.',
                    face=row.face,
                ),
            )
        bays = [bay.number for bay in face.bays]
        if row.bay not in bays:
            raise LeftOutError(
                "no-such-bay",
                Wording(
                    "no_bay",
                    'Face "{face}" has no bay {bay}; its bays: {first} to {last}.',
                    face=row.face,
                    bay=row.bay,
                    first=min(bays, default=0),
                    last=max(bays, default=0),
                ),
            )
        if read_day(row.seen_on) is None:
            message = Wording(
                "cell_date", '"{cell}" is no date; write it as 2026-03-02.', cell=row.seen_on
            )
            raise LeftOutError("date", message)
        partition = self._find_partition(face, row)
        if (face.id, row.bay, partition) in self._read:
            message = Wording(
                "walk_twice",
                'Bay {bay} of face "{face}" has a row already; keep the true one.',
                bay=row.bay,
                face=row.face,
            )
            raise LeftOutError("twice", message)
        self._read.add((face.id, row.bay, partition))
        key = self._parse(partition, row.first) if row.first else ()
        seen = (row.seen_on, partition, row.seen_by)
        return Seen(number, face.id, row.bay, row.first, key, *seen)

    def is_by_title(self, partition: str) -> bool:
        """Tell whether a partition is in the order of titles."""
        return bool(self._index.sections[partition].titles)

    def get_scheme(self, partition: str) -> Scheme:
        """Get what orders a partition."""
        if self.is_by_title(partition):
            return self._index.titles.scheme
        return self._index.sections[partition].scheme

    def _find_partition(self, face: Face, row: FirstItem) -> str:
        """Take the row's partition, or guess it from marks and from what is on the face."""
        if row.partition:
            if row.partition not in self._index.sections:
                message = no_partition(row.partition, self._index.sections)
                raise LeftOutError("no-partition", message)
            return row.partition
        named = self._named(row.first)
        for partition in self._on_face(face, row.bay):
            if not named or partition in named:
                return partition
        if not named:
            message = Wording(
                "walk_no_range",
                'Face "{face}" has no range yet; write the partition into the row.',
                face=row.face,
            )
            raise LeftOutError("no-partition", message)
        return named[0]

    def _named(self, text: str) -> Sequence[str]:
        try:
            return split_call_number(self._index, text).partitions if text else ()
        except CallNumberError:
            return ()

    def _on_face(self, face: Face, bay: int) -> Iterator[str]:
        """Yield the partitions on a bay, then those on its face; what stands for a time is none."""
        runs = [
            (each.partition, run)
            for each in self._plan.ranges
            if each.kind not in OVERLAY_KINDS and each.partition in self._index.sections
            for run in each.runs
        ]
        on_face = [(partition, run) for partition, run in runs if run.face == face.id]
        yield from (partition for partition, run in on_face if run.first_bay <= bay <= run.last_bay)
        yield from (partition for partition, _ in on_face)

    def _parse(self, partition: str, text: str) -> SortKey:
        try:
            return self.get_scheme(partition).parse(text).key
        except CallNumberError as error:
            raise LeftOutError("call-number", worded(error)) from error
