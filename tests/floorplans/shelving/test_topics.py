from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorplans.errors import CallNumberError
from floorplans.shelving import build_shelf_index, locate
from floorplans.shelving.topics import places_of_class
from tests.support.plans import make_range, toy_plan

FACES = ("1A", "1B", "2A", "2B")
classes = st.from_regex(r"[0-9]{2}(\.[0-9]{1,2})?", fullmatch=True, alphabet="0123456789.")
INDEX = build_shelf_index(toy_plan())


def index_of(*ranges):
    return build_shelf_index(replace(toy_plan(), ranges=ranges))


def digits(notation):
    return notation.replace(".", "")


def found(notation, index=INDEX):
    return [
        (place.partition, place.face, place.first_bay, place.last_bay, place.call_number)
        for place in places_of_class(index, notation)
    ]


def test_a_class_within_a_range_is_on_its_bays():
    assert found("58.12") == [("aik-tieto", "2A", 1, 4, "58.12")]


def test_a_class_is_in_every_partition_and_the_bays_of_a_face_are_joined():
    assert found("84.2") == [
        ("aik-kauno", "1A", 1, 4, "84.2 AAL"),
        ("lap-kauno", "3A", 1, 4, "L84.2 AHO"),
    ]


def test_joined_bays_say_what_stands_first_and_last_and_one_goes_to_the_first_of_them():
    joined = places_of_class(INDEX, "84.2")[0]
    assert (joined.range_first, joined.range_last) == ("84.2 AAL", "84.2 ÖST")
    (first,) = locate(INDEX, "84.2 AAL", "aik-kauno")
    assert (joined.x_m, joined.y_m) == (first.x_m, first.y_m)


def test_a_class_goes_on_over_faces_and_each_leads_to_where_it_begins_there():
    index = index_of(
        make_range("a", "aik-tieto", "1A", (3, 4), "58 ELÄ", "58.1 KAR"),
        make_range("b", "aik-tieto", "1B", (1, 2), "58.12 LIN", "58.3 MAT"),
        make_range("c", "aik-tieto", "2A", (1, 2), "59 TER", "59.3 UNI"),
    )
    assert found("58", index) == [
        ("aik-tieto", "1A", 3, 4, "58 ELÄ"),
        ("aik-tieto", "1B", 1, 2, "58.12 LIN"),
    ]
    assert found("58.2", index) == [("aik-tieto", "1B", 1, 2, "58.2")]


def test_a_class_that_begins_between_two_ranges_leads_into_the_later_one():
    index = index_of(
        make_range("a", "aik-tieto", "1A", (1, 2), "57 KAS", "58.1 KAR"),
        make_range("b", "aik-tieto", "1A", (3, 4), "58.12 LIN", "58.3 MAT"),
    )
    (place,) = places_of_class(index, "58.12")
    assert (place.first_bay, place.call_number) == (3, "58.12 LIN")
    assert locate(index, place.call_number)[0].confidence == 1.0


def test_a_partition_that_only_passes_over_the_class_gives_way_to_one_that_has_it():
    index = index_of(
        make_range("a", "aik-tieto", "1A", (1, 4), "77.4 ELO", "79.1 URH"),
        make_range("b", "lap-kauno", "3A", (1, 2), "78.1 MUS", "78.9 SÄV"),
    )
    assert [each[0] for each in found("78", index)] == ["lap-kauno"]
    assert [each[0] for each in found("77", index)] == ["aik-tieto"]


@pytest.mark.parametrize("beyond", ["79.8", "60", "99.2"])
def test_a_class_that_no_range_reaches_is_nowhere(beyond):
    assert found(beyond) == []


def test_what_is_no_class_is_refused():
    with pytest.raises(CallNumberError):
        places_of_class(INDEX, "no class")


@given(st.lists(classes, min_size=2, max_size=16, unique=True).map(sorted), classes)
def test_every_face_that_is_named_holds_the_class(ends, notation):
    """The classes in order are the ends of ranges, one bay each."""
    index = index_of(
        *(
            make_range(str(at), "aik-tieto", FACES[at // 4], (at % 4 + 1, at % 4 + 1), *pair)
            for at, pair in enumerate(zip(ends[::2], ends[1::2], strict=False))
        )
    )
    bays = [
        (place.face, bay)
        for place in places_of_class(index, notation)
        for bay in range(place.first_bay, place.last_bay + 1)
    ]
    holding = [
        (FACES[at // 4], at % 4 + 1)
        for at, (first, last) in enumerate(zip(ends[::2], ends[1::2], strict=False))
        if digits(first)[: len(digits(notation))] <= digits(notation)
        and digits(notation) <= digits(last) + "~"
    ]
    assert bays == holding


@given(classes)
def test_where_a_topic_leads_is_where_its_call_number_is_located(notation):
    for place in places_of_class(INDEX, notation):
        located = locate(INDEX, place.call_number, place.partition)
        assert (place.face, 1.0) == (located[0].face, located[0].confidence)
