"""Alphabetical order of headings in Finnish libraries.

Headings compare word by word, so what is shorter comes first. Numbers come before letters, by
size, also where spaces part their thousands; Roman ones are words. The alphabet ends z å ä ö;
other letters and accents count as their nearest Finnish letter and matter only between headings
that are otherwise equal. A hyphen parts words, except between two equal vowels. A comma ends a
name: "Aalto, Veikko" stands before "Aalto-Kallonen".

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

NO_HEADING: HeadingKey = ((), "")

COMMA, NUMBER, LETTERS, END = range(4)

_TOKEN = re.compile(r"(,)|([0-9]+)|((?:[^\W0-9_][\u0300-\u036f]*)+)")
_HYPHEN_IN_LONG_VOWEL = re.compile(r"([aeiouyåäö])[-‐‑](?=\1)")
_SPACE_IN_NUMBER = re.compile(r"(?<=[0-9])(?<![0-9]{4})[ \u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))")
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
    if not text:
        return NO_HEADING
    folded = _fold(text)
    if folded.isalpha():
        return (_word(folded, v_equals_w),), folded
    words: list[Word] = []
    written: list[str] = []
    after_comma = False
    for comma, number, letters in _TOKEN.findall(folded):
        if comma:
            after_comma = bool(words)
            continue
        if after_comma:
            words.append((COMMA, 0, ""))
            after_comma = False
        if letters:
            words.append(_word(letters, v_equals_w))
            written.append(letters)
        else:
            digits = number.lstrip("0")
            words.append((NUMBER, len(digits), digits))
    return tuple(words), " ".join(written)


def heading_end(key: HeadingKey) -> HeadingKey:
    """Key after every heading that begins with the heading of ``key``.

    Examples
    --------
    >>> heading_key("KORHONEN") < heading_end(heading_key("KOR")) < heading_key("KOS")
    True
    """
    words, _ = key
    if words and words[-1][0] == LETTERS:
        return ((*words[:-1], (LETTERS, 0, words[-1][2] + AFTER_ALL_LETTERS)), "")
    return ((*words, (END, 0, "")), "")


def _fold(text: str) -> str:
    """Make capitals small and join what apostrophes, equal vowels and thousands part."""
    if text.isascii():
        folded = text.lower()
    else:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    if folded.isalpha():
        return folded
    joined = _HYPHEN_IN_LONG_VOWEL.sub(r"\1", folded.translate(_APOSTROPHES))
    return _SPACE_IN_NUMBER.sub("", joined)


def _word(letters: str, v_equals_w: bool) -> Word:
    base = base_letters(letters)
    return (LETTERS, 0, base.translate(_W_AS_V) if v_equals_w else base)


def base_letters(letters: str) -> str:
    """Replace small letters outside the Finnish alphabet by those they count as.

    The letters å ä ö become signs that follow z in ASCII, so that texts compare in the order of
    the Finnish alphabet.

    Examples
    --------
    >>> base_letters("élan") < base_letters("zola") < base_letters("åbo") < base_letters("äänne")
    True
    """
    if letters.isascii():
        return letters
    parts = unicodedata.normalize("NFD", letters.translate(_BASE_LETTERS))
    return "".join(part for part in parts if not unicodedata.combining(part))
