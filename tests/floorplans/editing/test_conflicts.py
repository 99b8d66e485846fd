from floorplans.editing.changes import Change
from floorplans.editing.conflicts import Conflict, find_conflicts
from floorplans.editing.history import History, Step, read_history

VALUES = {"shelves": [{"id": "a", "x_m": 5}, {"id": "b", "x_m": 1}]}
MINE = Change("shelves", "a", {"id": "a", "x_m": 9})
SEEN = {("shelves", "a"): {"id": "a", "x_m": 1}}


def test_a_thing_that_another_has_changed_is_shown_from_both_sides():
    assert find_conflicts(VALUES, [MINE], SEEN) == (
        Conflict("shelves", "a", {"id": "a", "x_m": 1}, MINE.value, {"id": "a", "x_m": 5}),
    )


def test_things_that_nobody_else_has_changed_are_no_conflict():
    assert find_conflicts(VALUES, [MINE], {("shelves", "b"): None}) == ()


def test_what_both_want_alike_and_what_was_changed_back_is_no_conflict():
    alike = Change("shelves", "a", {"id": "a", "x_m": 5})
    assert find_conflicts(VALUES, [alike], SEEN) == ()
    assert find_conflicts(VALUES, [MINE], {("shelves", "a"): {"id": "a", "x_m": 5}}) == ()


def test_a_thing_that_another_has_removed_conflicts_until_one_wins():
    gone = Change("shelves", "c", {"id": "c"})
    seen = {("shelves", "c"): {"id": "c", "x_m": 0}}
    assert find_conflicts(VALUES, [gone], seen)[0].theirs is None
    assert find_conflicts(VALUES, [gone], seen, over=[("shelves", "c")]) == ()


def test_undoing_goes_back_step_by_step_and_a_new_edit_ends_the_way_forward():
    steps = [Step(2, "edit"), Step(3, "edit"), Step(4, "undo", 3), Step(5, "undo", 2)]
    assert read_history(steps) == History((), (3, 2))
    assert read_history([*steps, Step(6, "redo", 2)]) == History((2,), (3,))
    assert read_history([*steps, Step(6, "edit")]) == History((6,), ())
