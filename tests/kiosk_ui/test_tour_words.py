import pytest

from floorplans.model import Text
from floorplans.shelving import build_shelf_index, locate
from kiosk_ui.messages import LANGUAGES
from kiosk_ui.tour_words import bay_text, item_text, pick_text, stop_text, summary_text
from tests.support.plans import toy_plan

PLAN = toy_plan()
INDEX = build_shelf_index(PLAN)
PLACE = locate(INDEX, "84.2 TOL")[0]
BOARD = locate(INDEX, "L84.2 HAA")[0]


def plain(text):
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("fi", "1 teos, 1 pysähdys, 1_m, noin 1_min", "2 teosta, 3 pysähdystä"),
        ("sv", "1 verk, 1 stopp, 1_m, cirka 1_min", "2 verk, 3 stopp"),
        ("en", "1 item at 1 stop, 1_m, about 1_min", "2 items at 3 stops"),
    ],
)
def test_items_and_stops_are_counted_in_the_words_of_the_language(language, one, many):
    assert plain(summary_text(1, 1, 1.2, 1, language)) == one
    assert plain(summary_text(2, 3, 99.6, 12, language)).startswith(f"{many}, 100_m")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stop_says_its_bay_and_only_what_is_fetched_says_its_board(language):
    bay = bay_text(BOARD, PLAN, language)
    said = pick_text("L84.2 HAA", "", BOARD, (), (1,), PLAN, language)
    assert stop_text(BOARD, None, PLAN, language) == bay
    assert plain(stop_text(BOARD, 11.6, PLAN, language)).endswith(" (12_m)")
    assert plain(said).startswith("L84.2_HAA – ")
    assert bay not in said
    assert pick_text("84.2 TOL", "", PLACE, (), (1,), PLAN, language) == "84.2\u00a0TOL"


def test_doubt_and_how_things_are_kept_are_said_with_the_place():
    gap = PLACE._replace(confidence=0.6)
    said = plain(pick_text("84.2 TOL", "Sinuhe", gap, (), (1,), PLAN, "en"))
    assert said == "84.2_TOL: Sinuhe – Probably Floor_1, bookcase_1, side_A, sections_3–4"
    theme = PLACE._replace(kind="theme", theme=Text("Jännitys"))
    assert "Jännitys" in pick_text("84.2 TOL", "", theme, (), (1,), PLAN, "fi")


def test_one_of_several_places_is_said_with_the_others_and_without_doubt():
    here, there = PLACE._replace(confidence=0.5), BOARD._replace(confidence=0.5)
    said = plain(pick_text("84.2 TOL", "", here, (there,), (2, 7), PLAN, "en"))
    assert said == (
        "84.2_TOL. May also be elsewhere: Floor_2, bookcase_3, section_1, second shelf from the top"
        " (2 times in the list, lines 2, 7)"
    )


def test_what_is_sought_is_said_by_what_is_known_of_it_and_never_at_length():
    assert plain(item_text("84.2 TOL", "", "fi")) == "84.2_TOL"
    assert item_text("", "Sinuhe", "fi") == "Sinuhe"
    assert item_text("", "", "fi") == "–"
    assert len(item_text("8" * 5000, "x" * 5000, "fi")) < 200
