import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_ui.svg.writer import DrawingError, Sheet, clean_text, format_number
from tests.support.svg import SVG, parse

BOX = (0.0, 0.0, 10.0, 8.0)


def make_sheet() -> Sheet:
    return Sheet(BOX, "A title", "A description", ".a{}")


@given(st.text())
def test_any_text_survives_as_far_as_xml_can_hold_it(text: str) -> None:
    sheet = make_sheet()
    sheet.text(text, class_="a")
    sheet.group(data_name=text)
    root = parse(sheet.to_text().encode().decode())
    written = root.find(f"{SVG}text")
    assert written is not None
    expected = clean_text(text).replace("\r\n", "\n").replace("\r", "\n")
    assert (written.text or "") == expected


@pytest.mark.parametrize("text", ['<b>&"', "</text><script>alert(1)</script>", "]]>", "'\"><g/>"])
def test_markup_in_text_and_attributes_is_only_text(text: str) -> None:
    sheet = make_sheet()
    sheet.text(text)
    sheet.group(data_name=text)
    root = parse(sheet.to_text())
    assert [each.text for each in root.iter(f"{SVG}text")] == [text]
    assert [each.get("data-name") for each in root.iter(f"{SVG}g")] == [text]
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused_by_name(value: float) -> None:
    with pytest.raises(DrawingError, match='"cx" of <circle>'):
        make_sheet().circle(value, 0, 1)


@given(st.floats(-1e6, 1e6))
def test_numbers_keep_their_centimetres(value: float) -> None:
    text = format_number(value)
    assert abs(float(text) - value) <= 0.005 + 1e-9
    assert text != "-0"
    assert "e" not in text


def test_a_sheet_says_what_it_shows_before_anything_else() -> None:
    root = parse(make_sheet().to_text())
    assert [each.tag for each in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.get("viewBox") == "0 0 10 8"
    assert root.get("role") == "img"


def test_a_missing_attribute_is_left_out() -> None:
    sheet = make_sheet()
    sheet.group(data_name=None)
    assert "data-name" not in sheet.to_text()


def test_a_hatch_is_painted_by_its_id() -> None:
    sheet = make_sheet()
    assert sheet.hatch("h1", 0.3, 0.1, "m-hatch") == "url(#h1)"
    pattern = next(parse(sheet.to_text()).iter(f"{SVG}pattern"))
    assert pattern.get("id") == "h1"
    assert pattern.get("patternTransform") == "rotate(45)"
