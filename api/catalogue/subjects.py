"""Subjects: the classes of a classification and the words that lead to them.

A class has a notation ("67.452") and labels; index terms ("Kissanäyttelyt") name what it
holds. Files are read by `api.catalogue.subject_tables` and `api.catalogue.skos`; both hand
what they find to a `Gathering`, which joins it and reports what makes no sense.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.languages import NAME_LANGUAGES, NameLanguage
from floorplans.model import Text

LONGEST_NOTATION = 64
LONGEST_TERM = 500
MOST_CLASSES = 100_000
MOST_TERMS = 1_000_000

_IN_BRACKETS = re.compile(r"\s*\(([0-9][0-9. …]*)\+?\)?$")
_TO = ("...", "…")
_UNPRINTABLE = {"Cc", "Cs"}


class SubjectsFormatError(Exception):
    """A file holds no subjects that can be read; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class SubjectClass:
    """A class; its labels are empty where only index terms say what it is.

    ``broader`` is the notation of the class above it.
    """

    notation: str
    labels: Text
    broader: str | None = None


@dataclass(frozen=True, slots=True)
class SubjectTerm:
    """A word or a few that lead to a class."""

    notation: str
    language: NameLanguage
    term: str


@dataclass(frozen=True, slots=True)
class SubjectProblem:
    """What was left out and why; ``where`` is a line of a table or a concept of Turtle."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Subjects:
    """All classes, the terms that lead to them (labels too), and what was left out."""

    classes: tuple[SubjectClass, ...]
    terms: tuple[SubjectTerm, ...]
    problems: tuple[SubjectProblem, ...] = ()


class Gathering:
    """Classes and terms as files name them, in any order; `finish` joins them.

    Examples
    --------
    >>> gathering = Gathering()
    >>> gathering.add_class("Line 2", "67.4", {"fi": "Kotieläimet"})
    >>> gathering.add_term("Line 3", "67.452", "fi", "Kissat (67.452)")
    >>> gathering.add_term("Line 4", "99", "fi", "Elämäkerrat")
    >>> subjects = gathering.finish()
    >>> [(each.notation, each.broader) for each in subjects.classes]
    [('67.4', None), ('67.452', '67.4')]
    >>> [each.term for each in subjects.terms]
    ['Kotieläimet', 'Kissat']
    >>> print(subjects.problems[0])
    Line 4: There is no class "99" for the term "Elämäkerrat".
    """

    def __init__(self) -> None:
        self._classes: dict[str, tuple[Mapping[str, str], str]] = {}
        self._terms: dict[SubjectTerm, str] = {}
        self._problems: list[SubjectProblem] = []

    def add_class(
        self, where: str, notation: str, labels: Mapping[str, str], broader: str = ""
    ) -> None:
        """Add a class with its labels by language, or report what is wrong with it.

        Raises
        ------
        SubjectsFormatError
            If there are more than any classification has.
        """
        known = tidy_notation(notation)
        tidy = {language: _tidy(label) for language, label in labels.items()}
        wrong = _check_notation(known) or _check_texts(tidy.values())
        if known in self._classes:
            wrong = f'There is a class "{known}" already; this one is left out.'
        if wrong:
            self.leave_out(where, wrong)
            return
        if len(self._classes) == MOST_CLASSES:
            raise SubjectsFormatError(f"more than {MOST_CLASSES} classes.")
        self._classes[known] = tidy, tidy_notation(broader)
        for term in _label_terms(known, tidy):
            self._terms.setdefault(term, where)

    def add_term(self, where: str, notation: str, language: str, term: str) -> None:
        """Add an index term of a class, or report what is wrong with it.

        Raises
        ------
        SubjectsFormatError
            If there are more than any classification has.
        """
        known = tidy_notation(notation)
        words = tidy_term(term, known)
        spoken = next((each for each in NAME_LANGUAGES if each == language), None)
        wrong = _check_notation(known) or _check_texts([words])
        if not words:
            wrong = "The term is empty."
        if spoken is None:
            wrong = f'The language of "{words}" is "{language}"; write fi, sv or en.'
        if wrong or spoken is None:
            self.leave_out(where, wrong)
            return
        if len(self._terms) == MOST_TERMS:
            raise SubjectsFormatError(f"more than {MOST_TERMS} terms.")
        self._terms.setdefault(SubjectTerm(known, spoken, words), where)

    def leave_out(self, where: str, message: str) -> None:
        """Report something that is left out."""
        self._problems.append(SubjectProblem(where, message))

    def finish(self) -> Subjects:
        """Join what was added: a term without a class of its own makes one below the nearest."""
        classes = {
            notation: SubjectClass(notation, _text(labels), self._above(notation, broader))
            for notation, (labels, broader) in self._classes.items()
        }
        terms = []
        for term, where in self._terms.items():
            if term.notation not in classes:
                above = nearest_broader(term.notation, self._classes)
                if above is None:
                    words = f'There is no class "{term.notation}" for the term "{term.term}".'
                    self.leave_out(where, words)
                    continue
                classes[term.notation] = SubjectClass(term.notation, Text(""), above)
            terms.append(term)
        return Subjects(tuple(classes.values()), tuple(terms), tuple(self._problems))

    def _above(self, notation: str, broader: str) -> str | None:
        if broader in self._classes and broader != notation:
            return broader
        return nearest_broader(notation, self._classes)


def nearest_broader(notation: str, known: Container[str]) -> str | None:
    """Shorten a decimal notation until it is a known class.

    Examples
    --------
    >>> nearest_broader("67.452063", {"67", "67.452"})
    '67.452'
    """
    return next((each for each in shortened(notation) if each in known), None)


def shortened(notation: str) -> Iterator[str]:
    """Yield the beginnings of a decimal notation, the longest first.

    Examples
    --------
    >>> list(shortened("67.45"))
    ['67.4', '67', '6']
    """
    while notation := notation[:-1].rstrip("."):
        yield notation


def tidy_notation(notation: str) -> str:
    """Take outer white space and a closing full stop off a notation."""
    return notation.strip().rstrip(".")


def tidy_term(term: str, notation: str) -> str:
    """Take the notation off a term that repeats it.

    Examples
    --------
    >>> tidy_term("Fiktio (80 ... 85+)", "83"), tidy_term("Sota (1918)", "92.7")
    ('Fiktio', 'Sota (1918)')
    """
    words = _tidy(term).removesuffix(f" {notation}")
    found = _IN_BRACKETS.search(words)
    if found is None:
        return words
    inside = found[1].strip()
    repeats = tidy_notation(inside) == notation or any(to in inside for to in _TO)
    return words[: found.start()] if repeats else words


def _check_notation(notation: str) -> str:
    """Say what is wrong with a notation; nothing if it is good."""
    if not notation:
        return "The notation is empty."
    if len(notation) > LONGEST_NOTATION:
        return f'The notation "{notation[:20]}…" is longer than {LONGEST_NOTATION} characters.'
    return _check_texts([notation])


def _check_texts(texts: Iterable[str]) -> str:
    for text in texts:
        if len(text) > LONGEST_TERM:
            return f'"{text[:20]}…" is longer than {LONGEST_TERM} characters.'
        unprintable = next((c for c in text if unicodedata.category(c) in _UNPRINTABLE), None)
        if unprintable is not None:
            return f"The text holds the control character U+{ord(unprintable):04X}; remove it."
    return ""


def _tidy(text: str) -> str:
    """Put text on one line, its letters composed."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _text(labels: Mapping[str, str]) -> Text:
    """Give labels as a text; Finnish, which a text always has, is taken from another language."""
    fi, sv, en = (labels.get(language, "") for language in NAME_LANGUAGES)
    return Text(fi or sv or en, sv, en)


def _label_terms(notation: str, labels: Mapping[str, str]) -> Iterator[SubjectTerm]:
    """Make terms of labels: each as a whole, and each of the names it lists ("Algae. Fungi")."""
    for language in NAME_LANGUAGES:
        label = labels.get(language, "")
        if label:
            names = dict.fromkeys((label, *(name.strip(" .") for name in label.split(". "))))
            yield from (SubjectTerm(notation, language, name) for name in names if name)
