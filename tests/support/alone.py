"""Staff who work by fingers alone or by keys alone, and pages that tell of any other hand."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page

WATCH = """
const told = (event, what) => event.isTrusted && console.error(`not ${hand} alone: ${what}`);
const typed = "input, textarea, select, [contenteditable]";
addEventListener("pointerdown", (event) => {
  if (event.pointerType !== hand) told(event, `${event.pointerType} on ${event.target.outerHTML}`);
}, true);
addEventListener("keydown", (event) => {
  if (hand === "touch" && !event.target.closest(typed)) told(event, `the key ${event.key}`);
}, true);
"""
MOST_TABS = 250
MOST_CHOICES = 40
WHERE = """each => {
  const now = document.activeElement;
  const beside = each.type === "radio" && now.type === "radio" && now.name === each.name;
  if (now === each || beside) return "there";
  return now.getAttribute("role") === "application" ? "plan" : "elsewhere";
}"""


class Hand(Protocol):
    """One way to do what a page offers."""

    name: str

    def press(self, place: Locator) -> None:
        """Press a button, follow a link, set a tick."""

    def write(self, place: Locator, text: str) -> None:
        """Write into a field, in the place of what is there."""

    def choose(self, place: Locator, text: str) -> None:
        """Choose from a list."""

    def pick(self, place: Locator) -> None:
        """Pick one of several that exclude each other."""


class Touch:
    """Fingers on a screen; letters come from the keyboard that the screen shows."""

    name = "touch"

    def press(self, place: Locator) -> None:
        """Tap."""
        place.tap()

    def write(self, place: Locator, text: str) -> None:
        """Tap a field and fill it."""
        place.tap()
        place.fill(text)

    def choose(self, place: Locator, text: str) -> None:
        """Choose from the list that the device shows."""
        place.select_option(label=text)

    def pick(self, place: Locator) -> None:
        """Tap."""
        place.tap()


class Keys:
    """A keyboard without a mouse: Tab from where the focus is, round the page if need be.

    On the plan of a draft, where Tab goes from thing to thing, F6 leads out.
    """

    name = "keyboard"

    def press(self, place: Locator) -> None:
        """Go there; Enter, or the space bar for a tick."""
        self.go_to(place)
        ticks = place.get_attribute("type") == "checkbox"
        place.page.keyboard.press("Space" if ticks else "Enter")

    def write(self, place: Locator, text: str) -> None:
        """Go to a field and type over what is there."""
        self.go_to(place)
        place.page.keyboard.press("Control+a")
        place.page.keyboard.insert_text(text)

    def choose(self, place: Locator, text: str) -> None:
        """Go to a list and type what it says."""
        self.go_to(place)
        place.page.keyboard.type(text)

    def pick(self, place: Locator) -> None:
        """Go to the group and move on by arrows."""
        page = place.page
        self.go_to(place)
        for _ in range(MOST_CHOICES):
            if place.is_checked():
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {place}")

    def go_to(self, place: Locator) -> None:
        """Press Tab until an element has the focus, or another one of its group."""
        page = place.page
        place.wait_for()
        for _ in range(MOST_TABS):
            where = place.evaluate(WHERE)
            if where == "there":
                return
            page.keyboard.press("F6" if where == "plan" else "Tab")
        raise AssertionError(f"no Tab leads to {place}")


HANDS: tuple[Hand, ...] = (Touch(), Keys())


def watch(page: Page, hand: Hand) -> None:
    """Let a page complain on its console of every press that is not of one hand."""
    page.add_init_script(f"{{ const hand = {hand.name!r};{WATCH} }}")


def give_file(hand: Hand, button: Locator, file: Path) -> None:
    """Press what chooses a file, and choose one in the window that the device opens."""
    with button.page.expect_file_chooser() as chooser:
        hand.press(button)
    chooser.value.set_files(file)
