"""What the words in a drawing say: the names of rooms, and what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from floorplans.formats.drawings.layers import plain
from floorplans.formats.drawings.model import Label
from floorplans.model import UnitCategory

CATEGORIES: Mapping[UnitCategory, tuple[str, ...]] = {
    "restroom": ("wc", "toalett", "toilet", "pesuhuone", "inva"),
    "stairs": ("porra", "portaa", "trapp", "stair"),
    "lift": ("hissi", "hiss", "lift", "elevator"),
    "lobby": ("aula", "tuulikaappi", "eteinen", "lobby", "entrance", "entre"),
    "quiet": ("hiljai", "tyst", "quiet"),
    "storage": ("varasto", "arkisto", "siivous", "forrad", "storage", "archive", "tekninen"),
    "staff": ("toimisto", "tyohuone", "henkilo", "tauko", "kontor", "personal", "staff", "office"),
}
"""How a word of a room's name begins."""

STAFF_ONLY: frozenset[UnitCategory] = frozenset({"staff", "storage"})
LONGEST_NUMBER = 12
NUMBER_TAGS = ("num", "nro", "no", "nr", "id", "tunnus")

_AREA = re.compile(r"[\d.,\s]+(?:m2|m²|m\u00b2|hum2|brm2)", re.IGNORECASE)
_NUMBER = re.compile(r"[\w\-./ ]*\d[\w\-./ ]*")


def name_of(labels: Iterable[Label]) -> str:
    """Give the name among the words in a room: not its number, not its area.

    Examples
    --------
    >>> lines = ("101", "Lukusali", "45,5 m2")
    >>> name_of(Label("HUONE", "1", words, (0.0, 0.0)) for words in lines)
    'Lukusali'
    """
    words = [each.words for each in labels if not _AREA.fullmatch(each.words)]
    return max(words, key=lambda each: sum(map(str.isalpha, each)), default="")


def category_of(name: str) -> UnitCategory:
    """Tell what a room is for by its name.

    Examples
    --------
    >>> category_of("Inva-WC"), category_of("Lukusali")
    ('restroom', 'room')
    """
    words = re.findall(r"[a-z]+", plain(name))
    for category, stems in CATEGORIES.items():
        if any(word.startswith(stems) for word in words):
            return category
    return "room"


def number_of(labels: Sequence[Label]) -> str:
    """Give the number among the words on a shelf, one that a block has as its attribute first.

    Examples
    --------
    >>> number_of([Label("HYLLY", "1", "ROMAANIT", (0.0, 0.0)), Label("0", "2", "17", (0.0, 0.0))])
    '17'
    """
    tagged = [each for each in labels if plain(each.tag).startswith(NUMBER_TAGS)]
    for label in (*tagged, *labels):
        if len(label.words) <= LONGEST_NUMBER and _NUMBER.fullmatch(label.words):
            return label.words
    return ""


class Words:
    """The words of a drawing by where they are."""

    def __init__(self, labels: Sequence[Label]) -> None:
        self._labels = labels
        self._tree = shapely.STRtree([Point(each.at) for each in labels])

    def within(self, shape: BaseGeometry) -> list[Label]:
        """List the words whose middle lies in a shape, as the drawing has them."""
        found = self._tree.query(shape, predicate="covers")
        return [self._labels[at] for at in sorted(found.tolist())]
