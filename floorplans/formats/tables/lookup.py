"""What cells name: faces as signed, partitions and levels by id or by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Generic, TypeVar

from floorplans.formats.tables.cells import CellError
from floorplans.model import Face, Plan
from floorplans.wording import Wording

Thing = TypeVar("Thing")
MOST_COMPARED = 5_000
MOST_SUGGESTIONS = 20
"""To compare a name with all others takes milliseconds, and a table may have any number of them."""


@dataclass(frozen=True, slots=True)
class Names(Generic[Thing]):
    """Things by what people call them: their ids, then their names, then both in any case."""

    kind: str
    by_id: Mapping[str, Thing]
    by_name: Mapping[str, tuple[Thing, ...]]
    _nearest: dict[str, str] = field(default_factory=dict)

    def get(self, text: str) -> Thing:
        """Get the one thing that is called so.

        Raises
        ------
        CellError
            If nothing is, or several things are.
        """
        if text in self.by_id:
            return self.by_id[text]
        found = self.by_name.get(text) or self.by_name.get(_fold(text), ())
        if len(found) == 1:
            return found[0]
        if found:
            raise CellError(
                Wording(
                    "name_several",
                    'Several {kind}s are called "{text}"; write the id of one.',
                    kind=self.kind,
                    text=text,
                )
            )
        near = self._suggest(text)
        if near:
            raise CellError(
                Wording(
                    "name_unknown_near",
                    'No {kind} is called "{text}"; the nearest: {near}.',
                    kind=self.kind,
                    text=text[:40],
                    near=near,
                )
            )
        raise CellError(
            Wording("name_unknown", 'No {kind} is called "{text}".', kind=self.kind, text=text[:40])
        )

    def _suggest(self, text: str) -> str:
        """Name what may be meant, for the first names that nothing has."""
        if text not in self._nearest and len(self._nearest) < MOST_SUGGESTIONS:
            known = [*self.by_id, *self.by_name][:MOST_COMPARED]
            near = get_close_matches(text[:40], dict.fromkeys(known), n=3)
            self._nearest[text] = ", ".join(near)
        return self._nearest.get(text, "")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a plan's tables can name; faces as they are, the others by their ids."""

    faces: Names[Face]
    partitions: Names[str]
    levels: Names[str]


def build_lookup(plan: Plan) -> Lookup:
    """Collect the names of a plan's faces, partitions and levels."""
    faces = [face for shelf in plan.shelves for face in shelf.faces]
    return Lookup(
        _collect("face", ((face.id, (face.name,), face) for face in faces)),
        _collect("partition", ((each.id, each.name.all(), each.id) for each in plan.partitions)),
        _collect("level", ((each.id, each.name.all(), each.id) for each in plan.levels)),
    )


def _collect(kind: str, things: Iterable[tuple[str, tuple[str, ...], Thing]]) -> Names[Thing]:
    """Collect ids, names and folded forms of both."""
    by_id: dict[str, Thing] = {}
    by_name: defaultdict[str, dict[str, Thing]] = defaultdict(dict)
    for id_, names, thing in things:
        by_id.setdefault(id_, thing)
        for name in names:
            by_name[name][id_] = thing
        for name in (id_, *names):
            by_name[_fold(name)].setdefault(id_, thing)
    return Names(kind, by_id, {name: tuple(found.values()) for name, found in by_name.items()})


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
