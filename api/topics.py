"""Topics: from words to classes and their shelves, with no catalogue record between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from api.catalogue.search import Query, loosen
from api.languages import Language, name_language
from api.storage.subjects import SubjectHit, SubjectRepository
from floorplans.errors import CallNumberError
from floorplans.shelving import ShelfIndex
from floorplans.shelving.places import Place
from floorplans.shelving.topics import places_of_class


@dataclass(frozen=True, slots=True)
class Topic:
    """A class that words lead to, and where it stands.

    ``label`` is that of the class, or of the nearest one above it that has one.
    ``shelved_as`` is the class above it whose shelves these are, where no shelf holds its
    own, with ``shelved_label``; both are empty where the shelves are its own.
    """

    hit: SubjectHit
    label: str
    places: tuple[Place, ...]
    shelved_as: str = ""
    shelved_label: str = ""

    @property
    def notation(self) -> str:
        """The notation of the class."""
        return self.hit.subject.notation

    def by_partition(self) -> Iterator[tuple[Place, ...]]:
        """Yield the places of each partition."""
        for _, places in groupby(self.places, key=lambda place: place.partition):
            yield tuple(places)


def find_topics(
    subjects: SubjectRepository,
    shelves: ShelfIndex | None,
    query: Query,
    language: Language,
    limit: int,
    *,
    near: bool = False,
) -> tuple[Topic, ...]:
    """Find the classes that words lead to, best first, with the shelves of each.

    Of those that stand with the same broader class, only the first is given.

    Parameters
    ----------
    subjects : SubjectRepository
        The classification.
    shelves : ShelfIndex or None
        The branch's shelves; without them the classes are given alone.
    query : Query
        Words in any of the languages; a call number is no topic.
    language : Language
        Language of the labels.
    limit : int
        Most topics to give.
    near : bool
        Whether words that come near will do where there are none.
    """
    if query.is_call_number:
        return ()
    spoken = name_language(language)
    hits = subjects.search(query, spoken, limit)
    if not hits and near:
        found = (subjects.search(each, spoken, limit) for each in loosen(query))
        hits = next((each for each in found if each), ())
    topics = (_make_topic(subjects, shelves, hit, language) for hit in hits)
    return tuple(_without_repeats(topics))


def _make_topic(
    subjects: SubjectRepository, shelves: ShelfIndex | None, hit: SubjectHit, language: Language
) -> Topic:
    own = _find_places(shelves, hit.subject.notation)
    label = hit.subject.labels.in_language(language)
    if own and label:
        return Topic(hit, label, own)
    above = subjects.find_broader(hit.subject.notation)
    labels = (each.labels.in_language(language) for each in above)
    label = label or next((each for each in labels if each), "")
    if own:
        return Topic(hit, label, own)
    for each in above:
        places = _find_places(shelves, each.notation)
        if places and each.broader is not None:
            shelved = each.labels.in_language(language)
            return Topic(hit, label, places, each.notation, shelved)
    return Topic(hit, label, ())


def _find_places(shelves: ShelfIndex | None, notation: str) -> tuple[Place, ...]:
    """Find the shelves of a class; none where it is none of the plan's scheme."""
    try:
        return places_of_class(shelves, notation) if shelves else ()
    except CallNumberError:
        return ()


def _without_repeats(topics: Iterable[Topic]) -> Iterator[Topic]:
    given: set[str] = set()
    for topic in topics:
        stands_as = topic.shelved_as or topic.notation
        if not (topic.shelved_as and stands_as in given):
            yield topic
        given.add(stands_as)
