from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from floorplans.shelving.misplaced import find_out_of_order

KEYS = st.lists(st.integers(0, 9), max_size=9)


def in_order(keys):
    return all(one <= other for one, other in pairwise(keys))


@given(KEYS)
def test_without_what_is_out_of_order_the_others_are_in_order(keys):
    wrong = {each.at for each in find_out_of_order(keys)}
    assert in_order([key for at, key in enumerate(keys) if at not in wrong])


@given(KEYS)
def test_no_fewer_items_could_be_taken_away(keys):
    count = len(find_out_of_order(keys))
    for fewer in range(count):
        for gone in combinations(range(len(keys)), fewer):
            assert not in_order([key for at, key in enumerate(keys) if at not in gone])


@given(KEYS)
def test_an_item_belongs_between_the_two_that_are_named(keys):
    for each in find_out_of_order(keys):
        assert each.after is None or keys[each.after] <= keys[each.at]
        assert each.before is None or keys[each.at] <= keys[each.before]


def test_of_two_swapped_neighbours_either_may_be_the_wrong_one():
    (found,) = find_out_of_order([1, 3, 2, 4])
    assert {found.at, *found.rivals} == {1, 2}


def test_what_stands_far_from_its_place_has_no_rival():
    (found,) = find_out_of_order([1, 2, 9, 3, 4, 5])
    assert (found.at, found.rivals, found.after, found.before) == (2, (), 5, None)
