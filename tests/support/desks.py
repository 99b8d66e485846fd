"""A draft that is open in a browser, in the very store that the staff's pages edit with."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from api.accounts.roles import Role
from tests.support.staff import sign_in

TOY = "/api/v1/branches/toy/drafts"
OPEN = """async ([draft, author]) => {
  const { DraftStore } = await import("/static/staff/editing/store.js");
  window.store = await DraftStore.open({ branch: "toy", draft, author, patience_ms: 250 });
}"""
MOVE = """([id, x_m]) => store.apply(
  [{ kind: "shelves", id, value: { ...store.find("shelves", id), x_m } }],
  { what: "moved", count: 1 })"""


class Desk:
    """A draft that is open in a browser of its own."""

    def __init__(self, browser: Browser, address: str, draft: str, author: Role) -> None:
        self.context: BrowserContext = sign_in(browser.new_context(base_url=address), author)
        self.page: Page = self.context.new_page()
        self.draft, self.author = draft, author
        self.open()

    def open(self) -> None:
        """Open the draft in the page, with what an earlier one has left to be sent."""
        self.page.goto("/api/v1/branches")
        self.page.evaluate(OPEN, [self.draft, self.author])

    def open_anew(self) -> None:
        """Let the page die, and open the draft in another one."""
        self.page.close()
        self.page = self.context.new_page()
        self.open()

    def move(self, shelf: str, x_m: float) -> None:
        """Move a shelf; it outlives the page when this returns."""
        self.page.evaluate(MOVE, [shelf, x_m])

    def place(self, shelf: str) -> float:
        """Tell where the page shows a shelf."""
        return float(self.page.evaluate("(id) => store.find('shelves', id).x_m", shelf))

    @property
    def state(self) -> str:
        """What the page says of what was done."""
        return str(self.page.evaluate("store.status.state"))

    def ask(self, script: str) -> Any:
        """Ask the page for something else."""
        return self.page.evaluate(script)
