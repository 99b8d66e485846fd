"""The network cut and back, each edit is there once: ``python -m benchmarks.cut [--rounds 200]``.

In each round two people edit one draft in Chromium, in the store of the staff's pages, over a line
of their own (`tests.support.cut_line`): a third of what they send is cut while it asks, while it
is answered, or without a word. Between two steps, by lot, the whole line goes down and comes
back, a browser loses its network, a page dies and is opened anew, or the server is killed and
started again. At the end both pages and the server must hold the same plan, as the two have left
it, with each step in its history once.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from api.accounts.roles import Role
from benchmarks.killable import KillableServer
from benchmarks.tables import markdown
from tests.support.browser import running_browser
from tests.support.cut_line import CutLine
from tests.support.desks import TOY, Desk
from tests.support.library import store_library
from tests.support.staff import sign_in

ROUNDS = 200
QUICK_ROUNDS = 10
SEED = 20260302
STEPS = 8
CUT_SHARE = 0.3
TROUBLE_SHARE = 0.35
LONGEST_PAUSE_MS = 80
AGREED_WITHIN_S = 60.0
SHELVES: tuple[tuple[Role, str], ...] = (("editor", "s1"), ("administrator", "s2"))
TROUBLES = {
    "line down": "the whole line cut, and back",
    "no network": "a browser without a network, and back",
    "page gone": "a page closed and opened anew",
    "server killed": "the server killed and started again",
}
CUTS = {
    "asking": "what was sent cut while asking",
    "answering": "and cut while answering",
    "silent": "and cut without a word",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened in how many rounds, and what was wrong after them."""

    rounds: int
    steps: int
    happened: Counter[str]
    faults: tuple[str, ...]

    def describe(self) -> str:
        words = {**CUTS, **TROUBLES}
        rows = [("rounds", self.rounds), ("steps made, each there once", self.steps)]
        rows += [(words[each], self.happened[each]) for each in words]
        return markdown(("what", "figure"), [(what, f"{figure:,}") for what, figure in rows])


@dataclass(slots=True)
class Person:
    """Somebody at a desk who moves a shelf of her own, and where it must be then."""

    desk: Desk
    shelf: str
    first: float
    done: list[float] = field(default_factory=list)
    undone: list[float] = field(default_factory=list)
    steps: int = 0

    @property
    def place(self) -> float:
        return self.done[-1] if self.done else self.first

    def step(self, draw: random.Random) -> None:
        """Move the shelf, or take that back, or make it again."""
        how = draw.choice(("move", "move", "undo", "redo"))
        if how == "undo" and self.done:
            self.undone.append(self.done.pop())
            self.desk.ask("store.undo()")
        elif how == "redo" and self.undone:
            self.done.append(self.undone.pop())
            self.desk.ask("store.redo()")
        else:
            self._move(round(draw.uniform(1, 9), 3))
        self.steps += 1

    def _move(self, x_m: float) -> None:
        self.done.append(x_m)
        self.undone.clear()
        self.desk.move(self.shelf, x_m)


class Round:
    """One draft, two people, and all that comes between them and the server."""

    def __init__(
        self, server: KillableServer, line: CutLine, people: Sequence[Person], seed: str
    ) -> None:
        self._server, self._line, self._people = server, line, people
        self._draw = random.Random(seed)
        self._mend: Callable[[], None] | None = None
        self.happened: Counter[str] = Counter()

    def work(self) -> None:
        """Do all steps; whatever is broken when they are done is mended."""
        self._line.share = CUT_SHARE
        for _ in range(STEPS):
            if self._draw.random() < TROUBLE_SHARE:
                self._trouble()
            person = self._draw.choice(self._people)
            person.step(self._draw)
            person.desk.page.wait_for_timeout(self._draw.uniform(0, LONGEST_PAUSE_MS))
        self._come_back()
        self._line.share = 0.0

    def _trouble(self) -> None:
        """Mend what is broken, or else break something."""
        if self._mend is not None:
            self._come_back()
            return
        what = self._draw.choice(tuple(TROUBLES))
        self.happened[what] += 1
        desk = self._draw.choice(self._people).desk
        if what == "line down":
            self._line.go_down()
            self._mend = self._line.come_back
        elif what == "no network":
            desk.context.set_offline(True)
            self._mend = lambda: desk.context.set_offline(False)
        elif what == "server killed":
            self._server.kill()
            self._mend = self._server.start
        else:
            desk.open_anew()

    def _come_back(self) -> None:
        if self._mend is not None:
            self._mend()
            self._mend = None


def cut(rounds: int, seed: int = SEED) -> Outcome:
    """Edit over a line that is cut, so many drafts; stop at the first that is not as it must be."""
    steps, happened = 0, Counter[str]()
    with ExitStack() as stack:
        browser = stack.enter_context(running_browser())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hyllykartta-cut-")))
        server = KillableServer(store_library(folder).database, folder)
        stack.callback(server.kill)
        server.start()
        staff = stack.enter_context(sign_in(httpx.Client(base_url=server.address, timeout=30)))
        line = stack.enter_context(CutLine(server.port, 0.0, seed))
        desks = [Desk(browser, line.address, begin_draft(staff), author) for author, _ in SHELVES]
        for number in range(rounds):
            people = sit_down(desks, begin_draft(staff))
            playing = Round(server, line, people, f"{seed}-{number}")
            playing.work()
            steps += sum(each.steps for each in people)
            happened += playing.happened
            faults = tuple(find_faults(staff, people))
            if faults:
                return Outcome(number + 1, steps, happened + line.cuts, faults)
    return Outcome(rounds, steps, happened + line.cuts, ())


def begin_draft(staff: httpx.Client) -> str:
    return str(staff.post(TOY, json={}).raise_for_status().json()["id"])


def sit_down(desks: Sequence[Desk], draft: str) -> tuple[Person, ...]:
    """Open a draft at all desks."""
    people = []
    for desk, (_, shelf) in zip(desks, SHELVES, strict=True):
        desk.draft = draft
        desk.open()
        people.append(Person(desk, shelf, desk.place(shelf)))
    return tuple(people)


def find_faults(staff: httpx.Client, people: Sequence[Person]) -> Iterator[str]:
    """Find where the pages, the server and what people did do not agree."""
    draft = people[0].desk.draft
    if not _agree(staff, draft, people):
        yield f"draft {draft}: pages are {[each.desk.state for each in people]} and not the same"
    stored = _load(staff, draft)
    shelves = {each["id"]: each["x_m"] for each in stored["plan"]["shelves"]}
    for each in people:
        if shelves[each.shelf] != each.place:
            yield f"draft {draft}: {each.shelf} is at {shelves[each.shelf]}, not at {each.place}"
    steps = sum(each.steps for each in people)
    if stored["revision"] != 1 + steps:
        yield f"draft {draft}: {stored['revision'] - 1} steps are stored of {steps}"


def _agree(staff: httpx.Client, draft: str, people: Sequence[Person]) -> bool:
    """Wait until all pages say that everything is saved and show what the server has."""
    give_up_at_s = time.monotonic() + AGREED_WITHIN_S
    while time.monotonic() < give_up_at_s:
        if all(each.desk.state == "saved" for each in people):
            plan = _load(staff, draft)["plan"]
            if all(each.desk.ask("store.plan") == plan for each in people):
                return True
        people[0].desk.page.wait_for_timeout(50)
    return False


def _load(staff: httpx.Client, draft: str) -> dict[str, Any]:
    loaded: dict[str, Any] = staff.get(f"{TOY}/{draft}").raise_for_status().json()
    return loaded


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="See whether a cut network loses anything.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how many drafts (200)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--quick", action="store_true", help="a twentieth of the rounds")
    args = parser.parse_args(arguments)
    outcome = cut(QUICK_ROUNDS if args.quick else args.rounds, args.seed)
    print(outcome.describe())
    for fault in outcome.faults:
        print(f"- {fault}", file=sys.stderr)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
