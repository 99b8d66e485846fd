"""In which order to look at shelves: the stalest first, in rounds of half an hour's walk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np

from api.branches import Branch
from floorplans.geometry import bay_spot
from floorplans.model import Plan
from floorplans.shelving.slots import STAND_OFF_M
from floorplans.shelving.walks import WalkFace, list_walk, split_rounds
from routing.model import Spot
from routing.tours.tour import plan_tour

Order = Literal["way", "age"]
ORDERS: tuple[Order, ...] = get_args(Order)

ROUND_MINUTES = 30
WALKED_ROUNDS = 4
"""So many are put in the order of walking: two hours of work; the others wait as they are."""

SEED = 1


@dataclass(frozen=True, slots=True)
class _Kept:
    version: str
    day: date
    rounds: tuple[tuple[WalkFace, ...], ...]


class WalkOrders:
    """The orders of all branches, worked out once for each day and version of a plan."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def list_rounds(
        self, branch: Branch, today: date, order: Order = "way"
    ) -> tuple[tuple[WalkFace, ...], ...]:
        """List the faces of a branch in rounds.

        Parameters
        ----------
        branch : Branch
            Where.
        today : date
            From when age counts.
        order : {"way", "age"}
            By age alone all faces are one round.
        """
        if order == "age":
            return (list_walk(branch.plan, today),)
        kept = self._kept.get(branch.id)
        if kept is None or (kept.version, kept.day) != (branch.version, today):
            rounds = split_rounds(list_walk(branch.plan, today), ROUND_MINUTES)
            walked = [_as_walked(branch, each) for each in rounds[:WALKED_ROUNDS]]
            kept = _Kept(branch.version, today, (*walked, *rounds[WALKED_ROUNDS:]))
            self._kept[branch.id] = kept
        return kept.rounds


def next_face(rounds: Iterable[Sequence[WalkFace]], face: str) -> WalkFace | None:
    """Find the face that comes after another one; `None` after the last."""
    in_turn = [each for faces in rounds for each in faces]
    at = next((at for at, each in enumerate(in_turn) if each.face == face), len(in_turn))
    return in_turn[at + 1] if at + 1 < len(in_turn) else None


def _as_walked(branch: Branch, faces: Sequence[WalkFace]) -> tuple[WalkFace, ...]:
    """Put faces into the order in which one walks past them; where nobody can stand comes last."""
    spots = _spots_before(branch.plan, faces)
    tour = plan_tour(branch.graph, spots, np.random.default_rng(SEED), profile="staff")
    visited = [visit.stop for visit in tour.visits]
    missed = [number for number in range(len(faces)) if number not in visited]
    return tuple(faces[number] for number in (*visited, *missed))


def _spots_before(plan: Plan, faces: Iterable[WalkFace]) -> list[Spot]:
    """Give where one stands before the middle bay of each face."""
    there = {face.id: (shelf, face) for shelf in plan.shelves for face in shelf.faces}
    spots = []
    for each in faces:
        shelf, face = there[each.face]
        middle = each.bays[len(each.bays) // 2].bay
        spots.append(Spot(shelf.level, *bay_spot(shelf, face, middle, STAND_OFF_M)))
    return spots
