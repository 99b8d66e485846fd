"""The staff's guide says what is on the pages, and its pictures are of pages as they are."""

import json
import re
import struct
from pathlib import Path

import pytest

from scripts.staff_pictures import FOLDER, MOST_BYTES, STOPS, take_all
from tests.support.browser import TABLET

ROOT = Path(__file__).parents[2]
GUIDES = {"fi": "henkilokunta.md", "en": "staff-guide.md"}
TITLES = {"fi": {"Raja", "Siirto", "Tasaus"}, "en": {"border", "shift"}}
"""Bold beginnings of rows, which are on no page."""


def size_of(picture: Path) -> tuple[int, int]:
    """Read how large a WebP is, in its extended form or in the plain one."""
    head = picture.read_bytes()[:30]
    if head[12:16] == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    assert head[8:16] == b"WEBPVP8 "
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


@pytest.mark.parametrize(("language", "guide"), GUIDES.items())
def test_every_name_in_bold_is_a_name_on_the_pages(language, guide):
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    words = json.loads((ROOT / f"kiosk_ui/locales/{language}.json").read_text(encoding="utf-8"))
    bold = {re.sub(r"\s+", " ", each) for each in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)}
    assert bold - TITLES[language] - set(words.values()) == set()


@pytest.mark.parametrize("guide", GUIDES.values())
def test_every_picture_of_a_guide_is_there_and_light_and_none_is_left_over(guide):
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    shown = set(re.findall(r"\]\(screenshots/staff/([\w-]+)\.webp\)", text))
    assert shown == {"sign-in", *STOPS} == {each.stem for each in (ROOT / FOLDER).iterdir()}
    assert all(each.stat().st_size <= MOST_BYTES for each in (ROOT / FOLDER).iterdir())


@pytest.mark.real
def test_what_the_guide_says_can_be_done_and_its_pictures_are_as_large_as_those_taken_now(browser):
    taken = ROOT / "test-output" / "staff-guide"
    take_all(browser, taken)
    for kept in (ROOT / FOLDER).iterdir():
        assert size_of(taken / kept.name) == size_of(kept) == tuple(TABLET.values())
