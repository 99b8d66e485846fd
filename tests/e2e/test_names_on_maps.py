"""Names on the map of a route, as a real browser draws them: under nothing, cut by nothing."""

import pytest
from playwright.sync_api import Page

from tests.support.browser import KIOSK, PHONE

pytestmark = pytest.mark.real

SMALL_KIOSK = {"width": 540, "height": 960}
UPSTAIRS = "callno=99.1+FRA&partition=aik-elamakerrat"
BOOK = "callno=84.2+LIN&partition=aik-kauno&title=Tuntematon+sotilas"
SETTLED_MS = 2000
BOXES = """() => {
  const shown = (selector) => [...document.querySelectorAll(`figure:not([hidden]) ${selector}`)]
    .filter((each) => each.getClientRects().length)
    .filter((each) => getComputedStyle(each).visibility !== "hidden");
  const boxes = (selector) => shown(selector).map((each) => {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    return [each.textContent, left, top, right, bottom];
  });
  const route = shown("svg:nth-of-type(2) .m-route").flatMap((line) => {
    const [length, matrix] = [line.getTotalLength(), line.getScreenCTM()];
    return Array.from({ length: 400 }, (_, n) => line.getPointAtLength((n * length) / 399))
      .map((point) => point.matrixTransform(matrix)).map(({ x, y }) => ["route", x, y, x, y]);
  });
  const parts = ":is(.m-here, .m-flag, .m-ring, .m-goal-edge)";
  return {
    window: boxes(".map-stack")[0],
    names: boxes("svg:first-of-type .m-mark:has(.m-pill, .m-room-t)"),
    words: boxes("svg:nth-of-type(2) :is(rect.m-here, rect.m-flag)"),
    over: [...route, ...boxes(`svg:nth-of-type(2) ${parts}`)],
  };
}"""


def overlap(one: list, other: list) -> bool:
    return one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]


def names_of(page: Page) -> dict:
    page.wait_for_timeout(SETTLED_MS)
    return page.evaluate(BOXES)


@pytest.mark.parametrize("book", [UPSTAIRS, BOOK], ids=["upstairs", "here"])
@pytest.mark.parametrize("lang", ["fi", "sv", "selko"])
@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/k/keskusta-1?", KIOSK),
        ("/k/keskusta-1?", SMALL_KIOSK),
        ("/f?branch=keskusta&from=kiosk:keskusta-1&", PHONE),
    ],
    ids=["kiosk", "small-kiosk", "phone"],
)
def test_no_name_lies_under_the_route_or_its_marks_or_is_cut(open_page, path, size, lang, book):
    page = open_page(f"{path}{book}&lang={lang}", size, reduced_motion="reduce")
    for level in ("1", "2"):
        page.locator(f'[data-show-level="{level}"]').click()
        found = names_of(page)
        window = found["window"]
        for name in found["names"]:
            assert not [each for each in found["over"] if overlap(name, each)], name
            assert window[1] <= name[1] < name[3] <= window[3], name
            assert window[2] <= name[2] < name[4] <= window[4], name
        words = found["words"]
        assert not [
            (one[0], other[0])
            for at, one in enumerate(words)
            for other in words[at + 1 :]
            if overlap(one, other)
        ]


def test_names_that_the_route_covers_are_moved_not_lost(open_page):
    page = open_page(f"/k/keskusta-1?{BOOK}&lang=fi", KIOSK, reduced_motion="reduce")
    names = [each[0] for each in names_of(page)["names"]]
    assert "Neuvonta" in names
    assert "Kaunokirjallisuus84.2 A–P" in names
