"""Partitions of the collection: made, changed, and taken away when nothing needs them any more."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from floorplans.aliases import FIELDS, CatalogueNames
from floorplans.callnumbers.registry import get_scheme
from floorplans.checks.problem import number_runs
from floorplans.errors import EditError, PlanReferenceError
from floorplans.model import Alias, Partition, Plan
from floorplans.shelving.strips import faces_by_id, free_id
from floorplans.wording import Wording, no_partition

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Holding:
    """The bays that a partition has, by face: ``face`` as it is signed, ``bays`` in order."""

    face: str
    bays: tuple[int, ...]

    def words(self) -> str:
        """Give the face with its bays.

        Examples
        --------
        >>> Holding("17A", (1, 2, 3, 6)).words()
        '17A (1–3, 6)'
        """
        return f"{self.face} ({number_runs(list(self.bays))})"


def slug(name: str) -> str:
    """Make an id of a name: small Latin letters, digits and hyphens; empty if it has none.

    Examples
    --------
    >>> slug("Pääkirjasto 2. kerros"), slug("★")
    ('paakirjasto-2-kerros', '')
    """
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def make_partition_id(plan: Plan, name: str) -> str:
    """Make an id of a new partition's name that no other partition has."""
    return free_id(slug(name) or "partition", (each.id for each in plan.partitions))


def find_partition(plan: Plan, id: str) -> Partition | None:
    """Find a partition by its id."""
    return next((each for each in plan.partitions if each.id == id), None)


def get_partition(plan: Plan, id: str) -> Partition:
    """Get a partition by its id.

    Raises
    ------
    PlanReferenceError
        If there is none; the message names those that there are.
    """
    found = find_partition(plan, id)
    if found is None:
        raise PlanReferenceError(no_partition(id, (each.id for each in plan.partitions)))
    return found


def list_holdings(plan: Plan) -> dict[str, tuple[Holding, ...]]:
    """List the bays that ranges are on, face by face, for each partition that has any."""
    faces = faces_by_id(plan)
    bays: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for each in plan.ranges:
        for run in each.runs:
            bays[each.partition][run.face].update(range(run.first_bay, run.last_bay + 1))
    return {
        partition: tuple(
            Holding(faces[face].name if face in faces else face, tuple(sorted(numbers)))
            for face, numbers in held.items()
        )
        for partition, held in bays.items()
    }


def put_partition(plan: Plan, partition: Partition, unwanted: Collection[Alias] = ()) -> Plan:
    """Put a partition into a plan, in the place of the one that has its id.

    The forms of its name stay for as long as the name says the same.

    Parameters
    ----------
    plan : Plan
        The plan.
    partition : Partition
        As it is from now on.
    unwanted : collection of Alias, optional
        Names that lead nowhere from now on.

    Raises
    ------
    EditError
        If it has no Finnish name, or that of another partition.
    PlanReferenceError
        If there is no such scheme of call numbers.
    """
    wanted = partition.name.fi.casefold()
    if not wanted:
        raise EditError(Wording("partition_nameless", "Write the partition's name in Finnish."))
    if partition.scheme:
        get_scheme(partition.scheme)
    for each in plan.partitions:
        if each.id != partition.id and each.name.fi.casefold() == wanted:
            raise EditError(
                Wording(
                    "partition_name",
                    'There is a partition "{name}" already; give this one another name.',
                    name=each.name.fi,
                )
            )
    before = find_partition(plan, partition.id)
    if before is not None and before.name.same_words(partition.name):
        partition = replace(partition, name=before.name)
    if before is not None and before.block.same_words(partition.block):
        partition = replace(partition, block=before.block)
    others = tuple(partition if each is before else each for each in plan.partitions)
    return replace(
        plan,
        partitions=others if before else (*others, partition),
        aliases=tuple(each for each in plan.aliases if each not in unwanted),
    )


def remove_partition(plan: Plan, id: str) -> Plan:
    """Take a partition out of a plan.

    Raises
    ------
    PlanReferenceError
        If there is none.
    EditError
        If it has bays, or names of a catalogue lead to it; the message names them.
    """
    gone = get_partition(plan, id)
    if held := list_holdings(plan).get(id):
        told = "The partition still has bays; assign them to another one first: {bays}"
        bays = _list_some(each.words() for each in held)
        raise EditError(Wording("partition_bays", told, bays=bays))
    if names := [alias_words(each) for each in plan.aliases if each.partition == id]:
        told = "Names of the catalogue still lead to it; remove them and save first: {names}"
        raise EditError(Wording("partition_names", told, names=_list_some(names)))
    return replace(plan, partitions=tuple(each for each in plan.partitions if each is not gone))


def alias_words(alias: Alias) -> str:
    """Give the names of an alias in one line.

    Examples
    --------
    >>> alias_words(Alias("musiikki", department="Musiikkiosasto", material="CD"))
    'Musiikkiosasto / CD'
    """
    return CatalogueNames(**{name: getattr(alias, name) for name in FIELDS}).words()


def _list_some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join((*listed[:MOST_NAMED], *(["…"] if len(listed) > MOST_NAMED else [])))
