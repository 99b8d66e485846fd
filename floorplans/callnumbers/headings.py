"""Alphabetical order of headings in Finnish libraries.

Headings compare word by word, so what is shorter comes first. Numbers come before letters, by
size. The alphabet ends z å ä ö; other letters and accents count as their nearest Finnish
letter and matter only between headings that are otherwise equal. A hyphen parts words, except
between two equal vowels. A comma ends a name: "Aalto, Veikko" stands before "Aalto-Kallonen".

References
----------
SFS 4600:2022, *Aakkostaminen*: since then w is a letter of its own, before it was a kind of v.
"""

from __future__ import annotations

import re
import unicodedata

from floorplans.callnumbers.base import AFTER_ALL_LETTERS

Word = tuple[int, int, str]
HeadingKey = tuple[tuple[Word, ...], str]

_COMMA, _NUMBER, _LETTERS, _END = range(4)

_TOKEN = re.compile(r"(,)|([0-9]+)|((?:[^\W0-9_][\u0300-\u036f]*)+)")
_HYPHEN_IN_LONG_VOWEL = re.compile(r"([aeiouyåäö])[-‐‑](?=\1)")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
# In ASCII { | } follow z: å ä ö in the order of the alphabet.
_BASE_LETTERS = str.maketrans(
    {
        "å": "{",
        "ä": "|",
        "æ": "|",
        "ö": "}",
        "ø": "}",
        "ü": "y",
        "ű": "y",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ŋ": "n",
        "œ": "oe",
        "ŧ": "t",
        "þ": "th",
        "ʒ": "z",
        "ı": "i",
    }
)
_W_AS_V = str.maketrans("w", "v")


def heading_key(text: str, *, v_equals_w: bool = False) -> HeadingKey:
    """Key that puts headings in Finnish alphabetical order.

    Parameters
    ----------
    text : str
        The heading: a name, a title, or the first letters of one.
    v_equals_w : bool
        Whether w counts as v, as it did before 2022.

    Returns
    -------
    HeadingKey
        The words, then the letters as written, for headings whose words are equal.

    Examples
    --------
    >>> sorted(["Öhman", "Zetterberg", "Åberg", "13 pahaa unta", "Äijälä"], key=heading_key)
    ['13 pahaa unta', 'Zetterberg', 'Åberg', 'Äijälä', 'Öhman']
    >>> sorted(["Riita-asiat", "Riitaantuneet", "Riita asioista"], key=heading_key)
    ['Riita asioista', 'Riitaantuneet', 'Riita-asiat']
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    folded = _HYPHEN_IN_LONG_VOWEL.sub(r"\1", folded.translate(_APOSTROPHES))
    tokens = _TOKEN.findall(folded)
    words = [_word(number, letters, v_equals_w) for _, number, letters in tokens]
    return _trim(words), " ".join(letters for _, _, letters in tokens if letters)


def heading_end(key: HeadingKey) -> HeadingKey:
    """Key after every heading that begins with the heading of ``key``.

    Examples
    --------
    >>> heading_key("KORHONEN") < heading_end(heading_key("KOR")) < heading_key("KOS")
    True
    """
    words, _ = key
    if words and words[-1][0] == _LETTERS:
        return ((*words[:-1], (_LETTERS, 0, words[-1][2] + AFTER_ALL_LETTERS)), "")
    return ((*words, (_END, 0, "")), "")


def _word(number: str, letters: str, v_equals_w: bool) -> Word:
    if letters:
        base = _base(letters)
        return (_LETTERS, 0, base.translate(_W_AS_V) if v_equals_w else base)
    if number:
        digits = number.lstrip("0")
        return (_NUMBER, len(digits), digits)
    return (_COMMA, 0, "")


def _base(letters: str) -> str:
    """Replace letters outside the Finnish alphabet by those they count as."""
    if letters.isascii():
        return letters
    parts = unicodedata.normalize("NFD", letters.translate(_BASE_LETTERS))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _trim(words: list[Word]) -> tuple[Word, ...]:
    """Drop commas that part nothing, at the ends and after another comma."""
    kept = [
        word
        for before, word in zip([(_COMMA, 0, ""), *words], words, strict=False)
        if word[0] != _COMMA or before[0] != _COMMA
    ]
    return tuple(kept[:-1] if kept and kept[-1][0] == _COMMA else kept)
