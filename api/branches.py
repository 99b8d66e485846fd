"""The branches a server serves: each one's plan with all that is built from it once."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from api.languages import Language
from api.problems import ProblemError
from api.today import now_at
from floorplans.aliases import AliasIndex, build_alias_index
from floorplans.formats.native import plan_hash
from floorplans.model import Kiosk, LocatorPoint, Plan
from floorplans.shelving import ShelfIndex, build_shelf_index
from floorplans.walkable import Walkable, build_walkable
from kiosk_ui.svg.level import draw_level
from kiosk_ui.svg.scene import dated_now
from routing.directions.steps import Guide, build_guide
from routing.graph import RoutingGraph
from routing.trees import TREES_BYTES
from routing.ways import Ways


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawn level, plain and compressed, with the hash that tells versions apart.

    It holds as long as ``dated``, the closures and displays that are on now, stay the same.
    """

    svg: bytes
    compressed: bytes
    digest: str
    dated: frozenset[str]


@dataclass(frozen=True, slots=True)
class Branch:
    """One version of a branch's plan with its indexes; ``version`` is the plan's hash."""

    id: str
    plan: Plan
    version: str
    shelves: ShelfIndex
    aliases: AliasIndex
    walkable: Walkable
    ways: Ways = field(repr=False, compare=False)
    guide: Guide
    _drawings: dict[tuple[str, Language], Drawing] = field(
        default_factory=dict, repr=False, compare=False
    )
    _drawing: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def graph(self) -> RoutingGraph:
        """The ways with nothing closed; a second may pass before they are there at first."""
        return self.ways.build()

    def check_level(self, level: str, field: str = "level") -> None:
        """Check that the plan has a level.

        Raises
        ------
        ProblemError
            "unknown-level" otherwise, naming the levels there are; of the part ``field``.
        """
        if all(each.id != level for each in self.plan.levels):
            known = ", ".join(each.id for each in self.plan.levels)
            detail = f'"{self.id}" has no level "{level}"; its levels: {known}.'
            raise ProblemError("unknown-level", detail, field)

    def draw(self, level: str, language: Language) -> Drawing:
        """Give a level's drawing, made when first asked for and when something opens or closes.

        Raises
        ------
        ProblemError
            "unknown-level" if the plan has no such level.
        """
        self.check_level(level)
        now = now_at(self.plan)
        dated = dated_now(self.plan, now)
        with self._drawing:
            drawing = self._drawings.get((level, language))
            if drawing is None or drawing.dated != dated:
                prefix = f"l{level}-"
                svg = draw_level(self.plan, level, language, prefix=prefix, at=now).encode()
                digest = hashlib.sha256(svg).hexdigest()[:32]
                drawing = Drawing(svg, gzip.compress(svg, mtime=0), digest, dated)
                self._drawings[level, language] = drawing
            return drawing

    def draw_as(self, other: Branch) -> None:
        """Draw ahead what readers have asked another version for."""
        levels = {level.id for level in self.plan.levels}
        for level, language in list(other._drawings):
            if level in levels:
                self.draw(level, language)


def build_branch(plan: Plan, trees_bytes: int = TREES_BYTES) -> Branch:
    """Build a branch's indexes, all but its graph of ways; for a large plan this takes a while.

    Parameters
    ----------
    plan : Plan
        The plan.
    trees_bytes : int
        Memory that ways to goals may take, to be found again at once.
    """
    walkable = build_walkable(plan)
    return Branch(
        id=plan.id,
        plan=plan,
        version=plan_hash(plan),
        shelves=build_shelf_index(plan),
        aliases=build_alias_index(plan),
        walkable=walkable,
        ways=Ways(plan, walkable, trees_bytes),
        guide=build_guide(plan),
    )


class Branches:
    """The branches by their ids. A new version of a plan takes the old one's place at once."""

    def __init__(self, branches: Iterable[Branch] = ()) -> None:
        self._branches = {branch.id: branch for branch in branches}

    def list(self) -> tuple[Branch, ...]:
        """Give all branches in the order of their ids."""
        return tuple(self._branches[each] for each in sorted(self._branches))

    def get(self, branch_id: str) -> Branch:
        """Get a branch.

        Raises
        ------
        ProblemError
            "unknown-branch" if there is none with this id.
        """
        try:
            return self._branches[branch_id]
        except KeyError:
            known = ", ".join(sorted(self._branches)) or "none yet"
            detail = f'There is no branch "{branch_id}"; the branches: {known}.'
            raise ProblemError("unknown-branch", detail, "branch") from None

    def replace(self, branch: Branch) -> None:
        """Put a new version of a branch in place of the one there is."""
        self._branches = {**self._branches, branch.id: branch}

    def find_kiosk(self, kiosk_id: str) -> tuple[Branch, Kiosk]:
        """Find a kiosk and its branch by the id on its label, which is unique everywhere.

        Raises
        ------
        ProblemError
            "unknown-kiosk" if no branch has it.
        """
        for branch in self.list():
            for kiosk in branch.plan.kiosks:
                if kiosk.id == kiosk_id:
                    return branch, kiosk
        detail = f'No branch has a kiosk "{kiosk_id}"; check the label on the kiosk.'
        raise ProblemError("unknown-kiosk", detail, "kiosk")

    def find_point(self, point_id: str) -> tuple[Branch, LocatorPoint]:
        """Find a locator point and its branch by the code on its label.

        Raises
        ------
        ProblemError
            "unknown-point" if no branch has it.
        """
        for branch in self.list():
            for point in branch.plan.locator_points:
                if point.id == point_id:
                    return branch, point
        detail = f'No branch has a locator point "{point_id}"; the label may be an old one.'
        raise ProblemError("unknown-point", detail, "point")
