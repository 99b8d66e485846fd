from routing.directions.tidying import tidy_steps
from routing.model import Step

END = Step("arrive", "step.arrive", "1", 9.0, 9.0, 0.0)


def draft(kind, key, distance_m, **params):
    return Step(kind, key, "1", 0.0, 0.0, distance_m, tuple(params.items()))


def tidy(*drafts, is_walked=True):
    return list(tidy_steps(drafts, END, is_walked=is_walked))


def test_two_turns_within_three_metres_are_one_step():
    merged, end = tidy(
        draft("left", "step.left", 2.4, clock=9, at="end"),
        draft("right", "step.right", 7.8, clock=3, into="aisle", nth=2, at="landmark"),
    )
    assert (merged.key, merged.distance_m) == ("step.left", 10.0)
    assert merged.then.key == "step.right"
    assert "at" not in dict(merged.then.params), "it is at once, and needs no other place"
    assert end == END


def test_turns_that_are_further_apart_or_into_something_are_told_one_by_one():
    far = tidy(draft("left", "step.left", 3.6), draft("right", "step.right", 5.0))
    assert [each.key for each in far] == ["step.left", "step.right", "step.arrive"]
    for way in ({"into": "aisle"}, {"door": "d1"}, {"past": "desk", "past_kind": "service_desk"}):
        steps = tidy(draft("left", "step.left", 2.0, **way), draft("right", "step.right", 5.0))
        assert [each.then for each in steps] == [None, None, None]


def test_of_three_close_turns_two_are_one_step():
    steps = tidy(*(draft("left", "step.left", 2.0) for _ in range(3)))
    assert [each.then is not None for each in steps] == [True, False, False]
    assert sum(each.distance_m for each in steps) == 6.0


def test_a_last_turn_with_nothing_after_it_is_not_lost():
    assert [each.key for each in tidy(draft("left", "step.left", 1.0))] == [
        "step.left",
        "step.arrive",
    ]


def test_from_one_aisle_into_the_next_one_ahead_one_crosses_over():
    crossed, _ = tidy(
        draft("right", "step.right", 2.0, clock=1, at="end"),
        draft("left", "step.left", 5.0, clock=11, into="between", shelf_1="a", shelf_2="b"),
    )
    assert (crossed.key, crossed.then, crossed.distance_m) == ("step.right.across", None, 7.0)
    assert ("shelf_1", "a") in crossed.params
    turned, _ = tidy(
        draft("right", "step.right", 2.0, clock=3, at="end"),
        draft("left", "step.left", 5.0, clock=11, into="between", shelf_1="a", shelf_2="b"),
    )
    assert turned.key == "step.right"
    along, _ = tidy(
        draft("right", "step.right", 2.0, clock=1, at="end"),
        draft("left", "step.left", 5.0, clock=11, into="along", shelf_1="a"),
    )
    assert along.key == "step.right", "a shelf alone is no aisle to cross over into"


def test_two_slight_turns_to_one_side_are_one_turn():
    turned, _ = tidy(
        draft("right", "step.right.slight", 2.0, clock=1, towards_kind="lift", towards="l1"),
        draft("right", "step.right.slight", 5.0, clock=2, past_kind="stairs", past="s1"),
    )
    assert (turned.key, turned.then, turned.distance_m) == ("step.right", None, 7.0)
    assert dict(turned.params) == {"clock": 3, "past_kind": "stairs", "past": "s1"}


def test_nothing_is_named_twice_in_a_row():
    past = {"past_kind": "printer", "past": "p1"}
    told = tidy(
        draft("start", "step.start.towards", 5.0, landmark_kind="printer", landmark="p1", **past),
        draft("straight", "step.on", 5.0, **past),
        draft("straight", "step.on", 5.0, **past),
    )
    assert not any("past" in dict(each.params) for each in told)


def test_what_one_turns_at_is_not_passed_before():
    first, _, _ = tidy(
        draft("start", "step.start", 5.0, past_kind="lift", past="l1"),
        draft("left", "step.left", 5.0, at="landmark", at_landmark_kind="lift", at_landmark="l1"),
    )
    assert "past" not in dict(first.params)


def test_a_way_too_short_to_say_is_walked_in_the_next_step():
    steps = tidy(draft("start", "step.start", 0.4), draft("left", "step.left", 4.2))
    assert [(each.key, each.distance_m) for each in steps] == [
        ("step.left", 5.0),
        ("step.arrive", 0.0),
    ]


def test_who_does_not_walk_moves_in_both_halves_of_a_step():
    merged, end = tidy(
        draft("left", "step.left", 2.0), draft("right", "step.right", 7.0), is_walked=False
    )
    assert all(("moves", 1) in each.params for each in (merged, merged.then, end))
