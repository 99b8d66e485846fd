"""Topics among search results, for phone and kiosk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from api.answers import partition_name
from api.branches import Branch
from api.catalogue.search import Query
from api.languages import Language
from api.storage.subjects import SubjectRepository
from api.topics import Topic, find_topics
from floorplans.shelving.places import Place
from kiosk_ui.messages import say
from kiosk_ui.views import PlaceHitView
from kiosk_ui.words import keep_together, places_text

MOST_ALONE = 5
MOST_BESIDE_WORKS = 3
MOST_PARTITIONS = 2
MOST_LOOKED_AT = 20


def topic_hits(
    subjects: SubjectRepository,
    branch: Branch,
    query: Query,
    language: Language,
    link: Callable[[Place, str], str],
    *,
    beside_works: bool,
) -> tuple[PlaceHitView, ...]:
    """Offer the shelves of topics, in up to two partitions each.

    Where the catalogue has works, only topics that begin with the words are offered.
    ``link`` gets the place and the topic's label.
    """
    topics = find_topics(
        subjects, branch.shelves, query, language, MOST_LOOKED_AT, near=not beside_works
    )
    shelved = (each for each in topics if each.places and (each.hit.begins or not beside_works))
    most = MOST_BESIDE_WORKS if beside_works else MOST_ALONE
    return tuple(
        hit for topic in islice(shelved, most) for hit in _hits(branch, topic, language, link)
    )


def _hits(
    branch: Branch, topic: Topic, language: Language, link: Callable[[Place, str], str]
) -> Iterator[PlaceHitView]:
    name = _name(topic, language)
    for places in islice(topic.by_partition(), MOST_PARTITIONS):
        where = say(
            "ui.topic_where",
            language,
            partition=partition_name(branch.plan, places[0].partition, language),
            place=places_text(places, branch.plan, language),
        )
        if topic.shelved_as:
            where = say(
                "ui.topic_broader",
                language,
                notation=keep_together(topic.shelved_as),
                label=topic.shelved_label,
                where=where,
            )
        yield PlaceHitView(name, where, link(places[0], topic.label))


def _name(topic: Topic, language: Language) -> str:
    """Name a topic by its label, and by the term that was found where that is another."""
    term = topic.hit.term.term
    notation = keep_together(topic.notation)
    if term.casefold() in topic.label.casefold():
        return say("ui.topic", language, label=topic.label, notation=notation)
    return say("ui.topic_term", language, term=term, label=topic.label, notation=notation)
