"""The pictures that readers of barcodes are measured on."""

import numpy as np
import pytest

from benchmarks.barcodes import HARMS, draw_text, harmed, make_pictures
from tests.support.barcodes import FORMATS, draw_barcode


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.name)
def test_the_same_seed_makes_the_same_pictures(harm):
    once, again = (list(make_pictures(harm, 1)) for _ in range(2))
    assert [text for text, _ in once] == [text for text, _ in again]
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(once, again, strict=True))


def test_the_digits_of_an_ean_end_with_their_check_digit():
    text = draw_text("ean_13", np.random.default_rng(1))
    assert sum(int(each) * (3 if at % 2 else 1) for at, each in enumerate(text)) % 10 == 0


@pytest.mark.parametrize("format_", FORMATS)
def test_a_sharp_picture_is_left_as_it_is(format_):
    draw = np.random.default_rng(1)
    picture = draw_barcode(format_, draw_text(format_, draw))
    assert np.array_equal(harmed(picture, HARMS[0], draw), picture)
