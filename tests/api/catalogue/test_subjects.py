import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue import subjects
from api.catalogue.subjects import (
    Gathering,
    SubjectsFormatError,
    SubjectTerm,
    nearest_broader,
    shortened,
    tidy_term,
)
from floorplans.model import Text

CATS = {"fi": "Kissat", "sv": "Katter", "en": "Cats"}


def gathered(
    *terms: tuple[str, str, str], classes: tuple[str, ...] = ("67", "67.452")
) -> Gathering:
    gathering = Gathering()
    for notation in classes:
        gathering.add_class("here", notation, CATS)
    for notation, language, term in terms:
        gathering.add_term("there", notation, language, term)
    return gathering


def test_labels_lead_to_their_class_in_every_language():
    found = gathered(classes=("67.452",)).finish()
    assert found.classes[0].labels == Text("Kissat", "Katter", "Cats")
    assert [(each.language, each.term) for each in found.terms] == list(CATS.items())


def test_each_name_that_a_label_lists_leads_to_the_class():
    gathering = Gathering()
    gathering.add_class("here", "57.3", {"en": "Algae. Lichen. Fungi"})
    terms = [each.term for each in gathering.finish().terms]
    assert terms == ["Algae. Lichen. Fungi", "Algae", "Lichen", "Fungi"]


def test_a_label_that_is_missing_in_finnish_is_taken_from_another_language():
    gathering = Gathering()
    gathering.add_class("here", "57.3", {"fi": "", "sv": "Svampar"})
    assert gathering.finish().classes[0].labels.in_language("fi") == "Svampar"


@pytest.mark.parametrize(
    ("written", "notation", "term"),
    [
        ("Kissat (67.452)", "67.452", "Kissat"),
        ("Kirja-ala (00+)", "00", "Kirja-ala"),
        ("Fiktio (80 ... 85+)", "83", "Fiktio"),
        ("Urheilu (79.11 ... 79.7", "79.11", "Urheilu"),
        ("Kirjoittaminen, itsekasvatus 17.3", "17.3", "Kirjoittaminen, itsekasvatus"),
        ("Ksylitoli (59.9.)", "59.9", "Ksylitoli"),
        ("Sisällissota (1918)", "92.71", "Sisällissota (1918)"),
        ("Puhallinorkesterit (yli 25 soittajaa)", "78.53", "Puhallinorkesterit (yli 25 soittajaa)"),
        ("  Kaksi\n riviä ", "1", "Kaksi riviä"),
    ],
)
def test_a_term_loses_the_notation_that_it_repeats_and_nothing_else(written, notation, term):
    assert tidy_term(written, notation) == term


def test_a_term_of_a_class_that_is_not_listed_makes_one_below_the_nearest():
    found = gathered(("67.452063", "fi", "Kissanäyttelyt (67.452063)")).finish()
    made = found.classes[-1]
    assert (made.notation, made.labels, made.broader) == ("67.452063", Text(""), "67.452")
    assert found.terms[-1] == SubjectTerm("67.452063", "fi", "Kissanäyttelyt")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("notation", "language", "term", "message"),
    [
        ("99", "fi", "Elämäkerrat", 'There is no class "99"'),
        ("67", "", "Maa", 'The language of "Maa" is ""'),
        ("67", "de", "Land", "write fi, sv or en"),
        ("67", "fi", " (67) ", "The term is empty"),
        ("", "fi", "Maa", "The notation is empty"),
        ("67", "fi", "M\x00aa", "control character U+0000"),
        ("67", "fi", "m" * 501, "longer than 500 characters"),
        ("6" * 65, "fi", "Maa", "longer than 64 characters"),
    ],
)
def test_a_term_that_makes_no_sense_is_left_out_and_told(notation, language, term, message):
    found = gathered((notation, language, term)).finish()
    (problem,) = found.problems
    assert message in problem.message
    assert str(problem).startswith("there: ")
    assert len(found.terms) == 6


def test_of_two_classes_with_one_notation_the_first_is_kept():
    gathering = gathered(classes=("67",))
    gathering.add_class("again", "67.", {"fi": "Toinen"})
    found = gathering.finish()
    assert [each.labels.fi for each in found.classes] == ["Kissat"]
    assert "again" in str(found.problems[0])


def test_a_class_is_below_the_one_that_is_named_or_else_the_nearest_shorter_one():
    gathering = gathered(classes=("6", "67"))
    gathering.add_class("here", "67.452", {}, "6")
    gathering.add_class("here", "67.5", {}, "99")
    gathering.add_class("here", "68", {}, "68")
    above = {each.notation: each.broader for each in gathering.finish().classes}
    assert above == {"6": None, "67": "6", "67.452": "6", "67.5": "67", "68": "6"}


def test_more_classes_or_terms_than_any_list_has_are_refused(monkeypatch):
    monkeypatch.setattr(subjects, "MOST_CLASSES", 2)
    monkeypatch.setattr(subjects, "MOST_TERMS", 7)
    gathering = gathered(("67", "fi", "Maa"))
    with pytest.raises(SubjectsFormatError, match="more than 2 classes"):
        gathering.add_class("here", "68", CATS)
    with pytest.raises(SubjectsFormatError, match="more than 7 terms"):
        gathering.add_term("here", "67", "fi", "Pelto")


@given(st.text(alphabet="0123456789.", max_size=20))
def test_shortening_always_ends_and_gives_beginnings_without_a_closing_stop(notation):
    beginnings = list(shortened(notation))
    assert all(notation.startswith(each) and not each.endswith(".") for each in beginnings)
    assert nearest_broader(notation, set(beginnings)) == (beginnings[0] if beginnings else None)
