"""One plan put into another."""

from dataclasses import replace

from floorplans.formats.into import put_into
from floorplans.model import Plan
from tests.support.plans import toy_plan
from tests.support.shapes import shapes_plan


def test_a_plan_put_into_itself_is_itself():
    for mode in ("add", "replace"):
        assert put_into(toy_plan(), toy_plan(), mode) == toy_plan()


def test_things_of_the_same_id_are_those_that_come_and_keep_their_place():
    moved = replace(toy_plan().shelves[0], x_m=99.0)
    merged = put_into(toy_plan(), replace(toy_plan(), shelves=(moved,)), "add")
    assert merged.shelves == (moved, *toy_plan().shelves[1:])


def test_what_the_other_plan_knows_nothing_of_stays():
    bare = replace(shapes_plan(), partitions=(), ranges=(), aliases=())
    merged = put_into(toy_plan(), bare, "replace")
    assert merged.ranges == toy_plan().ranges
    assert merged.shelves == shapes_plan().shelves
    assert (merged.id, merged.scheme, merged.hours) == (
        toy_plan().id,
        toy_plan().scheme,
        toy_plan().hours,
    )


def test_every_list_of_a_plan_is_put_in():
    empty = Plan("toy", toy_plan().name, toy_plan().scheme, ())
    assert put_into(empty, toy_plan(), "add") == replace(
        empty,
        **{
            name: getattr(toy_plan(), name)
            for name in Plan.__slots__
            if isinstance(getattr(toy_plan(), name), tuple)
        },
        georeference=toy_plan().georeference,
    )
