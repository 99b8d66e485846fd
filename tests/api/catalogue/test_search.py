import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.search import MOST_WORDS, fold, loosen, parse_query


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0"])
def test_blank_text_is_no_query(text):
    assert parse_query(text) is None


@pytest.mark.parametrize(
    ("text", "is_call_number"),
    [
        ("84", True),
        ("84.2", True),
        ("84.2 tol", True),
        ("AIK 84.2", True),
        ("AIK 84.2 PAA", True),
        ("78.89 ÄÄN", True),
        ("1984", False),
        ("sinuhe", False),
        ("vuosi 84 on mennyt", False),
        ("84.2 tol 3 osa", False),
    ],
)
def test_a_query_knows_whether_it_looks_like_a_call_number(text, is_call_number):
    query = parse_query(text)
    assert query is not None
    assert query.is_call_number is is_call_number


def test_letters_that_were_typed_as_letter_and_mark_are_one_letter():
    query = parse_query("ha\u0308rka\u0308")
    assert query is not None
    assert query.words == ("härkä",)


def test_only_the_first_words_of_a_long_query_count():
    query = parse_query("sana " * 500)
    assert query is not None
    assert len(query.words) == MOST_WORDS


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ääkkönen", "aakkonen"), ("Åbo", "abo"), ("Šaša", "sasa"), ("Ærø", "aero"), ("ﬁ", "fi")],
)
def test_folding_leaves_the_base_letters(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_any_text_is_read_and_words_have_no_signs_that_a_database_could_take_for_its_own(text):
    query = parse_query(text)
    for word in query.words if query else ():
        assert not set(word) & set('"*:^()-+{}\x00 \n')


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_a_call_number_is_never_loosened():
    query = parse_query("84.2 tol")
    assert query is not None
    assert list(loosen(query)) == []


@given(st.text(max_size=60))
def test_loosened_searches_keep_some_of_the_words(text):
    query = parse_query(text)
    for near in loosen(query) if query else ():
        assert near.words
        assert near.text == query.text
        assert all(any(word.startswith(part) for word in query.words) for part in near.words)
