"""What somebody typed into the search field, read as a query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

MOST_WORDS = 12
LEAST_LETTERS = 4
MOST_CUT = 3

_CALL_NUMBER = re.compile(r"(?:[^\W\d]+ )?\d{1,3}(?:\.\d+)?(?: [^\W\d]+)?")
_WITHOUT_MARK = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Query:
    """A search in words.

    ``text`` is what was typed, trimmed. ``words`` are its letters and digits in small
    letters without the signs between; there are none in a search of signs alone.
    ``is_call_number`` says that it looks like (the beginning of) a call number.
    """

    text: str
    words: tuple[str, ...]
    is_call_number: bool


def parse_query(text: str) -> Query | None:
    """Read a search; ``None`` for a blank one.

    Any text is a query. Only its first twelve words count.

    Examples
    --------
    >>> parse_query('  Sinuhe "egyptiläinen" ').words
    ('sinuhe', 'egyptiläinen')
    >>> parse_query("84.2 tol").is_call_number, parse_query("1984").is_call_number
    (True, False)
    """
    trimmed = unicodedata.normalize("NFC", " ".join(text.split()))
    if not trimmed:
        return None
    words = tuple(split_words(trimmed)[:MOST_WORDS])
    return Query(trimmed, words, _CALL_NUMBER.fullmatch(trimmed) is not None)


def loosen(query: Query) -> Iterator[Query]:
    """Give searches that come near one that found nothing, the nearest first.

    The last word loses its ending, which another form or a slip may have changed; then each
    word is sought alone, the longest first. Call numbers and short words stay as they are.

    Examples
    --------
    >>> [each.words for each in loosen(parse_query("kissat"))]
    [('kissa',), ('kiss',)]
    >>> [each.words for each in loosen(parse_query("sinuha egyptissä"))][-2:]
    [('egyptissä',), ('sinuha',)]
    """
    if query.is_call_number or not query.words:
        return
    *others, last = query.words
    for length in range(len(last) - 1, max(LEAST_LETTERS, len(last) - MOST_CUT) - 1, -1):
        yield replace(query, words=(*others, last[:length]))
    if others:
        long = [word for word in query.words if len(word) >= LEAST_LETTERS]
        yield from (replace(query, words=(word,)) for word in sorted(long, key=len, reverse=True))


def split_words(text: str) -> list[str]:
    """Split text into words of letters, digits and their marks, in small letters.

    Examples
    --------
    >>> split_words("Les Misérables (1862)")
    ['les', 'misérables', '1862']
    """
    kept = (c if unicodedata.category(c)[0] in "LNM" else " " for c in text.lower())
    return "".join(kept).split()


def fold(text: str) -> str:
    """Give the small base letters of text, as somebody types who lacks the marks.

    Examples
    --------
    >>> fold("Härmä"), fold("Søren Æbelø")
    ('harma', 'soren aebelo')
    """
    parts = unicodedata.normalize("NFKD", text.lower().translate(_WITHOUT_MARK))
    return "".join(c for c in parts if not unicodedata.combining(c))
