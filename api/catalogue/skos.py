"""Subjects as SKOS in Turtle, as Finto publishes them; the only module that imports pyoxigraph.

A concept with a notation is a class; its labels in fi, sv and en are the class's, its
alternative and hidden labels are index terms. A concept without a notation gives its labels
to the classes that it is matched or related with; one that only has alternative labels is a
class that Finto does not list, whose notation is the end of its address ("…:ykl:67.452063").

References
----------
SKOS Simple Knowledge Organization System Reference, W3C Recommendation, 2009.
YKL: https://finto.fi/ykl/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from api.catalogue.subject_tables import FORM_CLASS
from api.catalogue.subjects import MOST_CLASSES, MOST_TERMS, Gathering, SubjectsFormatError
from api.languages import NAME_LANGUAGES

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

MOST_CONCEPTS = MOST_CLASSES + MOST_TERMS

_TO_CLASS = frozenset(
    f"{SKOS}{name}"
    for name in ("broadMatch", "broader", "closeMatch", "exactMatch", "related", "relatedMatch")
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class _Concept:
    """What the triples say of one concept so far; texts are pairs of language and words."""

    notation: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str]] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    matches: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)


def read_turtle(stream: IO[bytes], gathering: Gathering) -> None:
    """Read a vocabulary.

    Parameters
    ----------
    stream : binary file
        Turtle in UTF-8, read as it is needed.
    gathering : Gathering
        What is read goes into it, and so do the problems of concepts that are left out.

    Raises
    ------
    SubjectsFormatError
        If it is no Turtle in UTF-8, holds no class, or more than any classification has.
    """
    if stream.read(len(_BYTE_ORDER_MARK)) != _BYTE_ORDER_MARK:
        stream.seek(0)
    concepts: dict[str, _Concept] = {}
    try:
        for triple in parse(stream, RdfFormat.TURTLE):
            _take(triple, concepts)
    except SyntaxError as error:
        raise SubjectsFormatError(f"this is no Turtle in UTF-8 ({error.msg}).") from error
    notations = {address: each.notation for address, each in concepts.items() if each.notation}
    if not notations:
        raise SubjectsFormatError("no concept has a skos:notation.")
    for address, concept in concepts.items():
        if not any(each.endswith(FORM_CLASS) for each in concept.types):
            _add(address, concept, notations, gathering)


def _take(triple: Quad, concepts: dict[str, _Concept]) -> None:
    """Note what one triple says; most say nothing about classes and their words."""
    name = triple.predicate.value
    if name != RDF_TYPE and not name.startswith(SKOS):
        return
    if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal | NamedNode):
        if len(concepts) > MOST_CONCEPTS:
            raise SubjectsFormatError(f"more than {MOST_CONCEPTS} concepts.")
        concept = concepts.setdefault(triple.subject.value, _Concept())
        if isinstance(triple.object, Literal):
            _take_text(name.removeprefix(SKOS), triple.object, concept)
        else:
            _take_link(name, triple.object.value, concept)


def _take_text(name: str, text: Literal, concept: _Concept) -> None:
    language = (text.language or "").split("-")[0]
    if name == "notation":
        concept.notation = concept.notation or text.value
    elif language and language not in NAME_LANGUAGES:
        return
    elif name == "prefLabel":
        concept.labels.setdefault(language, text.value)
    elif name in ("altLabel", "hiddenLabel"):
        concept.terms.append((language, text.value))


def _take_link(name: str, address: str, concept: _Concept) -> None:
    if name == RDF_TYPE:
        concept.types.append(address)
    elif name in _TO_CLASS:
        concept.matches.append(address)
        if name == f"{SKOS}broader":
            concept.broader.append(address)


def _add(
    address: str, concept: _Concept, notations: Mapping[str, str], gathering: Gathering
) -> None:
    """Add a class with its terms, or the words that lead to other classes."""
    words = concept.terms
    if concept.notation:
        broader = next((notations[each] for each in concept.broader if each in notations), "")
        gathering.add_class(address, concept.notation, concept.labels, broader)
        targets = [concept.notation]
    else:
        words = [*concept.labels.items(), *words]
        targets = [notations[each] for each in concept.matches if each in notations]
    if not targets and concept.terms and not concept.labels:
        targets = [address.rsplit(":", 1)[-1].rsplit("/", 1)[-1].rsplit("#", 1)[-1]]
    if words and not targets and f"{SKOS}Concept" in concept.types:
        gathering.leave_out(address, "The concept has no skos:notation and leads to no class.")
    for notation in targets:
        for language, term in words:
            gathering.add_term(address, notation, language, term)
