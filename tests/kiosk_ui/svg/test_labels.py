from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_ui.svg.labels import Label, Placed, label_box, overlap, place_labels, text_width_px

BOUNDS = (0.0, 0.0, 40.0, 30.0)
SCALES = (8.0, 24.0, 72.0)

spots = st.tuples(st.floats(0, 40), st.floats(0, 30))
labels = st.builds(
    Label,
    kind=st.sampled_from(["icon", "room", "block", "class", "plate", "range"]),
    words=st.text("abcW 1.–", min_size=1, max_size=12),
    spots=st.lists(spots, min_size=1, max_size=3).map(tuple),
    zoom=st.integers(1, 3),
    last_zoom=st.just(3),
    align=st.sampled_from(["middle", "start", "end"]),
    shift_px=st.tuples(*[st.sampled_from([0.0, 0.0, 30.0, -60.0])] * 2),
)


def area(placed: Placed, scale_px_per_m: float) -> tuple[float, float, float, float]:
    box = label_box(placed.label)
    return (
        placed.x_m - box.left / scale_px_per_m,
        placed.y_m - box.down / scale_px_per_m,
        placed.x_m + box.right / scale_px_per_m,
        placed.y_m + box.up / scale_px_per_m,
    )


def label(words: str, *spots: tuple[float, float], zoom: int = 1, last_zoom: int = 3) -> Label:
    return Label("block", words, spots, zoom, last_zoom)


@given(st.lists(labels.map(lambda each: [each]), max_size=25), st.floats(1.0, 4.0))
def test_labels_shown_together_never_overlap_at_any_scale(
    wishes: list[list[Label]], closer: float
) -> None:
    placed = place_labels(wishes, SCALES, BOUNDS)
    for zoom, scale in zip((1, 2, 3), SCALES, strict=True):
        shown = [area(each, scale * closer) for each in placed if each.zoom <= zoom]
        assert not any(overlap(one, other) for one, other in combinations(shown, 2))


@given(st.lists(labels.map(lambda each: [each]), max_size=25))
def test_labels_stay_inside_the_map(wishes: list[list[Label]]) -> None:
    for each in place_labels(wishes, SCALES, BOUNDS):
        west, south, east, north = area(each, SCALES[each.zoom - 1])
        assert west >= 0
        assert south >= 0
        assert east <= 40
        assert north <= 30


def test_the_important_label_wins_and_the_other_waits_for_the_next_zoom() -> None:
    wishes = [[label("Kaunokirjallisuus", (20, 15))], [label("Lehdet", (23, 15))]]
    assert [(each.label.words, each.zoom) for each in place_labels(wishes, SCALES, BOUNDS)] == [
        ("Kaunokirjallisuus", 1),
        ("Lehdet", 3),
    ]


def test_a_label_takes_its_second_spot_when_the_first_is_taken() -> None:
    wishes = [[label("Lehdet", (20, 15))], [label("Musiikki", (20, 15), (20, 25))]]
    assert place_labels(wishes, SCALES, BOUNDS)[1].y_m == 25


def test_the_first_label_of_a_choice_that_fits_is_taken() -> None:
    wishes = [[label("Kaunokirjallisuus ja muuta", (3, 15)), label("K", (3, 15))]]
    assert [each.label.words for each in place_labels(wishes, SCALES, BOUNDS)] == ["K"]


def test_a_label_that_is_no_longer_shown_makes_room() -> None:
    wishes = [[label("Lehdet", (20, 15), last_zoom=2)], [label("ALA–BRO", (20, 15), zoom=3)]]
    assert len(place_labels(wishes, SCALES, BOUNDS)) == 2


def test_a_name_keeps_out_of_rooms_that_are_not_its_own() -> None:
    room = (10.0, 10.0, 30.0, 20.0)
    assert place_labels([[label("Lehdet", (20, 15))]], SCALES, BOUNDS, [room]) == ()
    own = Label("room", "Lehdet", ((20, 15),), 1, room=room)
    assert len(place_labels([[own]], SCALES, BOUNDS, [room])) == 1


def test_a_name_waits_until_its_room_holds_it() -> None:
    small = Label("room", "Henkilökunta", ((20, 15),), 1, room=(18.5, 13.5, 21.5, 16.5))
    assert [each.zoom for each in place_labels([[small]], SCALES, BOUNDS)] == [3]


def test_a_shifted_label_takes_the_room_where_it_is_drawn() -> None:
    box = label_box(Label("room", "WC", ((0, 0),), 1, shift_px=(10.0, 26.0)))
    assert (box.right - box.left, box.down - box.up) == pytest.approx((20.0, 52.0))


@pytest.mark.parametrize(("wider", "narrower"), [("WWW", "iii"), ("ABC", "abc"), ("abcd", "abc")])
def test_wider_words_are_estimated_wider(wider: str, narrower: str) -> None:
    assert text_width_px(wider, 16) > text_width_px(narrower, 16)
