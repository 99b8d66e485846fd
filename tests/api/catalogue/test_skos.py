"""Turtle in the shape of Finto's, with what makes it hard: terms before classes, form classes."""

import io

import pytest

from api.catalogue import skos
from api.catalogue.skos import read_turtle
from api.catalogue.subjects import Gathering, Subjects, SubjectsFormatError

PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix hklj: <http://urn.fi/URN:NBN:fi:au:hklj:> .
@prefix ykl: <http://urn.fi/URN:NBN:fi:au:ykl:> .
@prefix ykl-meta: <http://www.yso.fi/onto/ykl-meta/> .
"""
YKL = (
    PREFIXES
    + """
ykl:67.452063 skos:altLabel "Kissanäyttelyt (67.452063)"@fi, "Kattutställningar (67.452063)"@sv .

ykl: a skos:ConceptScheme ; dct:title "YKL"@fi ; skos:prefLabel "Luokitus"@fi .

ykl:m01 a skos:Concept, ykl-meta:FormClass ;
    skos:notation "01" ; skos:prefLabel "Filosofia (Muotoluokka)"@fi .

ykl:67.452 a skos:Concept, ykl-meta:Concept ;
    skos:altLabel "Kissarodut (67.452)"@fi, "Kattraser (67.452)"@sv ;
    skos:hiddenLabel "Misse (67.452)"@sv ;
    skos:broader ykl:67.45 ;
    skos:closeMatch hklj:636.8 ;
    skos:notation "67.452" ;
    skos:prefLabel "Cats"@en, "Kissat"@fi, "Katter"@sv, "Katzen"@de ;
    skos:related ykl:67.45 ;
    skos:scopeNote \"\"\"Kissojen hoito
ja rodut\"\"\"@fi .

ykl:67.45 a skos:Concept, ykl-meta:Concept ;
    skos:notation "67.45" ;
    skos:prefLabel "Pet care"@en, "Lemmikkieläinten hoito"@fi, "Sällskapsdjur"@sv .

<http://www.yso.fi/onto/yso/p1> a skos:Concept ;
    skos:prefLabel "turri"@fi, "furry friend"@en-GB ; skos:relatedMatch ykl:67.452, ykl:67.45 .
"""
)


def read(turtle: str | bytes) -> Subjects:
    gathering = Gathering()
    raw = turtle.encode() if isinstance(turtle, str) else turtle
    read_turtle(io.BytesIO(raw), gathering)
    return gathering.finish()


def terms_of(found: Subjects, notation: str) -> set[tuple[str, str]]:
    return {(each.language, each.term) for each in found.terms if each.notation == notation}


def test_concepts_with_a_notation_are_classes_with_labels_and_the_class_above():
    found = read(YKL)
    cats = next(each for each in found.classes if each.notation == "67.452")
    assert (cats.labels.fi, cats.labels.sv, cats.labels.en) == ("Kissat", "Katter", "Cats")
    assert cats.broader == "67.45"
    assert found.problems == ()


def test_alternative_and_hidden_labels_and_related_concepts_are_terms():
    assert terms_of(read(YKL), "67.452") == {
        ("fi", "Kissat"),
        ("sv", "Katter"),
        ("en", "Cats"),
        ("fi", "Kissarodut"),
        ("sv", "Kattraser"),
        ("sv", "Misse"),
        ("fi", "turri"),
        ("en", "furry friend"),
    }
    assert ("fi", "turri") in terms_of(read(YKL), "67.45")


def test_what_only_has_terms_is_a_class_by_the_end_of_its_address():
    found = read(YKL)
    shows = next(each for each in found.classes if each.notation == "67.452063")
    assert (shows.labels.fi, shows.broader) == ("", "67.452")
    assert terms_of(found, "67.452063") == {("fi", "Kissanäyttelyt"), ("sv", "Kattutställningar")}


def test_form_classes_and_the_scheme_itself_are_no_classes():
    assert {each.notation for each in read(YKL).classes} == {"67.45", "67.452", "67.452063"}


def test_what_says_nothing_usable_is_left_out_by_its_address():
    found = read(
        YKL
        + """
ykl:x a skos:Concept ; skos:prefLabel "Irrallinen"@fi .
ykl:36.09 a skos:Concept ; skos:notation "67.45" ; skos:prefLabel "Väärä"@fi .
ykl:67.452 skos:altLabel "kieletön" .
"""
    )
    told = {problem.where.rpartition(":")[2]: problem.message for problem in found.problems}
    assert told["x"] == "The concept has no skos:notation and leads to no class."
    assert told["36.09"].startswith('There is a class "67.45" already')
    assert told["67.452"].startswith('The language of "kieletön"')
    assert len(found.classes) == 3


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"notation,fi\n67,Maatalous\n", "no Turtle in UTF-8"),
        (b"PK\x03\x04\x00\x00", "no Turtle in UTF-8"),
        (YKL.encode("latin-1"), "Invalid UTF-8"),
        (YKL.encode("utf-16"), "no Turtle in UTF-8"),
        (YKL.encode()[:-300], "no Turtle in UTF-8"),
        (b"", "no concept has a skos:notation"),
        (PREFIXES.encode(), "no concept has a skos:notation"),
    ],
    ids=["a table", "an archive", "Latin 1", "UTF-16", "cut off", "empty", "nothing said"],
)
def test_what_is_no_vocabulary_is_refused_with_a_reason(raw, message):
    with pytest.raises(SubjectsFormatError, match=message):
        read(raw)


def test_a_byte_order_mark_does_no_harm():
    assert read(b"\xef\xbb\xbf" + YKL.encode()) == read(YKL)


def test_more_concepts_than_any_vocabulary_has_are_refused(monkeypatch):
    monkeypatch.setattr(skos, "MOST_CONCEPTS", 2)
    with pytest.raises(SubjectsFormatError, match="more than 2 concepts"):
        read(YKL)
