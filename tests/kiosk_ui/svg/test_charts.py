import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_ui.svg.charts import (
    MOST_CURVES,
    PLOT_HEIGHT_PX,
    PLOT_WIDTH_PX,
    ErrorCurve,
    draw_error_curves,
)
from tests.support.svg import of_class, parse, step_points, words

ERRORS = np.random.default_rng(3).rayleigh(1.5, 2000)
LARGEST_BYTES = 6144


def points_of(root, number=0):
    """Give a curve as error and share, in parts of the axes."""
    curve = of_class(root, f"c-{number}")[0]
    ((first, *others),) = step_points(curve, parse('<g transform="translate(0 0)"/>'))
    return [(x / PLOT_WIDTH_PX, -y / PLOT_HEIGHT_PX) for x, y in (first, *others)]


def ticks_of(root):
    return [float(each.text) for each in of_class(root, "c-x")[:-1]]


def test_a_curve_passes_through_the_quantiles():
    root = parse(draw_error_curves("hall/walks", "m", [ErrorCurve("causal", ERRORS)]))
    end = ticks_of(root)[-1]
    for x, share in points_of(root)[:-1]:
        assert x * end == pytest.approx(np.quantile(ERRORS, share), abs=0.03)


def test_a_few_large_errors_do_not_squeeze_the_rest():
    curve = ErrorCurve("causal", [*ERRORS, 500.0])
    root = parse(draw_error_curves("hall/walks", "m", [curve]))
    assert ticks_of(root)[-1] < 10
    x, share = points_of(root)[-1]
    assert x == pytest.approx(1, abs=0.001)
    assert 0.99 <= share < 1


def test_curves_are_told_apart_by_dashes_and_named_in_words():
    curves = [ErrorCurve(f"way {number}", ERRORS + number) for number in range(MOST_CURVES)]
    svg = draw_error_curves("hall/walks", "cell", curves)
    root = parse(svg)
    rules = [svg.split(f".c-{number}{{")[1].split("}")[0] for number in range(MOST_CURVES)]
    assert len({rule.partition("dasharray")[2] for rule in rules}) == MOST_CURVES
    named = [each for each in words(root) if each.startswith("way")]
    assert named == [f"way {n}: mean {np.mean(ERRORS + n):.2f} cell" for n in range(MOST_CURVES)]
    assert "error, cell" in words(root)


def test_it_says_what_it_shows_to_who_cannot_see_it():
    title, description = list(parse(draw_error_curves("hall", "m", [ErrorCurve("live", [2.0])])))[
        :2
    ]
    assert title.text == "hall"
    assert description.text == (
        "Share of errors up to each error. live: half within 2.00 m, 95 % within 2.00 m."
    )


def test_it_is_small():
    curves = [ErrorCurve(f"lag:{number}", ERRORS * (5 - number)) for number in range(MOST_CURVES)]
    assert len(draw_error_curves("hall/walks", "m", curves).encode()) < LARGEST_BYTES


@pytest.mark.parametrize("curves", [[], [[]], [[1.0]] * (MOST_CURVES + 1)])
def test_what_cannot_be_drawn_is_refused(curves):
    with pytest.raises(ValueError, match=f"hall: give 1 to {MOST_CURVES} curves"):
        draw_error_curves("hall", "m", [ErrorCurve("x", each) for each in curves])


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=40))
def test_any_errors_give_rising_curves_within_the_axes(errors):
    root = parse(draw_error_curves("hall", "m", [ErrorCurve("live", errors)]))
    points = points_of(root)
    assert all(-1e-3 <= x <= 1.001 and -1e-3 <= y <= 1.001 for x, y in points)
    assert points == sorted(points)
    assert 1 < len(ticks_of(root)) <= 10
