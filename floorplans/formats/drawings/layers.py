"""What is on a layer of a drawing, by its name in Finnish, Swedish or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from floorplans.errors import PlanFormatError

LayerKind = Literal[
    "level",
    "room",
    "area",
    "wall",
    "pillar",
    "door",
    "shelf",
    "stairs",
    "lift",
    "table",
    "seat",
    "desk",
    "furniture",
    "text",
    "nothing",
]
LAYER_KINDS: tuple[LayerKind, ...] = get_args(LayerKind)

STEMS: Mapping[LayerKind, tuple[str, ...]] = {
    "nothing": ("border", "frame", "kehys", "defpoints", "mitta", "mitat"),
    "shelf": ("hylly", "shelf", "shelv", "shlv", "hylla", "hyllor", "bookcase", "bokhyll"),
    "door": ("ovi", "ovet", "door", "dorr"),
    "stairs": ("porras", "portaa", "portaikko", "stair", "strs", "trapp"),
    "lift": ("hissi", "lift", "elevator", "evtr", "hiss"),
    "pillar": ("pilari", "pylva", "pillar", "column", "cols", "pelar", "stolpe"),
    "wall": ("sein", "wall", "vagg", "muuri"),
    "table": ("poyta", "poyda", "table", "bord"),
    "seat": ("tuoli", "istui", "sohva", "chair", "seat", "sofa", "stol"),
    "desk": ("tiski", "desk", "disk", "counter"),
    "furniture": ("kaluste", "huonekalu", "furn", "mobel", "mobler"),
    "text": ("teksti", "text", "nimi", "nimet", "name", "anno", "iden", "namn"),
    "level": ("kerros", "aariviiva", "outline", "otln", "level", "vaning", "kontur"),
    "room": ("huone", "tila", "room", "space", "spce", "rum"),
    "area": ("alue", "osasto", "area", "zone", "omrade", "avdelning"),
}
"""How the words of a layer's name begin, or a compound ends; the first kind that fits counts."""

_WORD = re.compile(r"[a-z]+")
LEAST_ENDING = 3


def guess_kind(layer: str) -> LayerKind:
    """Tell what is on a layer by its name.

    Examples
    --------
    >>> [guess_kind(name) for name in ("SEINÄ", "A-FURN", "Kirjahyllyt", "A-DOOR", "MITAT")]
    ['wall', 'furniture', 'shelf', 'door', 'nothing']
    """
    words = _WORD.findall(plain(layer))
    for kind, stems in STEMS.items():
        for stem in stems:
            if any(word.startswith(stem) or _ends(word, stem) for word in words):
                return kind
    return "nothing"


def read_layers(texts: Iterable[str]) -> dict[str, LayerKind]:
    """Read what is on layers: "NAME=KIND".

    Raises
    ------
    PlanFormatError
        If one of the texts is something else.

    Examples
    --------
    >>> read_layers(["A-FURN=shelf"])
    {'A-FURN': 'shelf'}
    """
    kinds: Mapping[str, LayerKind] = {each: each for each in LAYER_KINDS}
    found: dict[str, LayerKind] = {}
    for text in texts:
        name, _, kind = text.rpartition("=")
        if not name or kind not in kinds:
            raise PlanFormatError(
                f'has "{text[:80]}", which is not NAME=KIND with one of {", ".join(LAYER_KINDS)}'
            )
        found[name] = kinds[kind]
    return found


def plain(text: str) -> str:
    """Write words without marks on letters, small.

    Examples
    --------
    >>> plain("SEINÄ"), plain("Dörr")
    ('seina', 'dorr')
    """
    return "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if each.isascii())


def _ends(word: str, stem: str) -> bool:
    """Tell whether a compound ends with a word: "kirjahyllyt", "ulko-ovet", "hallioviin"."""
    at = word.rfind(stem)
    return at > 0 and len(word) - at - len(stem) <= LEAST_ENDING and len(stem) >= LEAST_ENDING
