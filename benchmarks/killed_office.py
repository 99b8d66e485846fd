"""Who traces, begins and discards drafts, makes keys and signs in on a server that is killed.

They work beside those of `benchmarks.killed_edits`, each by one request after the other. What one
of these does is either there or not, so that it is asked for anew; everybody remembers what was
told last, and what was asked for since and not answered.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import select

from api.accounts.cookies import PLAIN_NAME
from api.storage.account_tables import SessionRow
from api.storage.discarded import list_discarded
from api.storage.drafts import list_drafts
from api.storage.engine import Database
from api.storage.layout import find_picture_content, list_locks, list_pictures
from api.storage.sessions import hash_token
from api.storage.tokens import list_tokens
from tests.support.pictures import png

NAME, PASSWORD = "hylly1", "seitsemän hyllyä ja yksi tikas"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
PAUSE_S = 0.05
AWAY = 503
"""A server that is going down may have no answer any more."""

Waiting = threading.Event


class Told:
    """A value that was told last, and the one asked for since that has no answer."""

    def __init__(self, known: Any) -> None:
        self.known, self.asked = known, known
        self.count = 0

    def answer(self) -> None:
        """What was asked for is told to be so."""
        self.known = self.asked
        self.count += 1

    def find_fault(self, what: str, found: Any) -> Iterator[str]:
        """Find that a value is neither the one told nor the one asked for; go on from it."""
        if found not in (self.known, self.asked):
            yield f"{what} is {found}, told was {self.known}, asked for {self.asked}"
        self.known = self.asked = found


@dataclass(slots=True)
class Drawer:
    """Somebody who sends, lays and takes away the picture of a level, and locks the level."""

    branch: str
    draft: str
    level: str
    turn: int = 0
    width_px: Told = field(default_factory=lambda: Told(0))
    opacity: Told = field(default_factory=lambda: Told(0.0))
    is_locked: Told = field(default_factory=lambda: Told(False))

    @property
    def confirmed(self) -> int:
        return self.width_px.count + self.opacity.count + self.is_locked.count

    def work(self, client: httpx.Client, draw: random.Random, stop: Waiting) -> None:
        draft = f"/api/v1/branches/{self.branch}/drafts/{self.draft}"
        picture = f"{draft}/pictures/{self.level}"
        while not stop.wait(PAUSE_S):
            self.turn += 1
            if self.turn % 2:
                self.is_locked.asked = not self.is_locked.known
                how = "lock" if self.is_locked.asked else "unlock"
                things = [{"kind": "levels", "id": self.level}]
                if _is_done(client.post(f"{draft}/locks", json={how: things})):
                    self.is_locked.answer()
            elif self.width_px.known == 0:
                self._send(client, picture, draw.randint(10, 60))
            elif self.turn % 8:
                self._lay(client, picture, draw.randint(1, 99) / 100)
            else:
                self._take_away(client, picture)

    def _send(self, client: httpx.Client, picture: str, width_px: int) -> None:
        # It is laid as the server sees fit.
        self.width_px.asked, self.opacity.known = width_px, None
        answer = client.put(picture, content=png(width_px))
        if _is_done(answer):
            self.width_px.answer()
            self.opacity.known = self.opacity.asked = answer.json()["placement"]["opacity"]

    def _lay(self, client: httpx.Client, picture: str, opacity: float) -> None:
        self.opacity.asked = opacity
        place = {"scale_m": 0.02, "turn_deg": 0, "east_m": 1, "north_m": 2, "hidden": False}
        if _is_done(client.put(f"{picture}/placement", json={**place, "opacity": opacity})):
            self.opacity.answer()

    def _take_away(self, client: httpx.Client, picture: str) -> None:
        self.width_px.asked = 0
        if _is_done(client.delete(picture)):
            self.width_px.answer()

    def find_faults(self, database: Database) -> Iterator[str]:
        found = next(iter(list_pictures(database, self.draft)), None)
        yield from self.width_px.find_fault("the picture's width", found.width_px if found else 0)
        if found:
            content = find_picture_content(database, self.draft, self.level)
            if content is None or content[1] != png(found.width_px):
                yield "the picture is not as it was sent"
            if self.opacity.known is None:
                self.opacity = Told(found.placement.opacity)
            yield from self.opacity.find_fault("its opacity", found.placement.opacity)
        locked = bool(list_locks(database, self.draft))
        yield from self.is_locked.find_fault("that the level is locked", locked)


@dataclass(slots=True)
class Drafter:
    """Somebody who begins a draft, discards it, brings it back and discards it for good."""

    branch: str
    number: int = 0
    confirmed: int = 0
    id: str = ""
    state: Told = field(default_factory=lambda: Told("here"))
    begun: dict[str, str] = field(default_factory=dict)

    def work(self, client: httpx.Client, draw: random.Random, stop: Waiting) -> None:
        drafts = f"/api/v1/branches/{self.branch}/drafts"
        while not stop.wait(PAUSE_S):
            self.number += 1
            begun = client.post(drafts, json={"name": f"short {self.number}"})
            if not _is_done(begun):
                return
            self.id, self.state = begun.json()["id"], Told("here")
            self.begun[self.id] = "here"
            self._change("discarded", client.delete, f"{drafts}/{self.id}")
            form = {"data": {"branch": self.branch}}
            self._change("here", client.post, f"/s/layout/{self.id}/restore", **form)
            self._change("discarded", client.delete, f"{drafts}/{self.id}")

    def _change(self, state: str, ask: Any, path: str, **form: Any) -> None:
        self.state.asked = state
        if _is_done(ask(path, **form)):
            self.state.answer()
            self.begun[self.id] = state
            self.confirmed += 1

    def find_faults(self, database: Database) -> Iterator[str]:
        states = {each.id: "discarded" for each in list_discarded(database, self.branch)}
        states |= {each.id: "here" for each in list_drafts(database, self.branch)}
        if self.id:
            yield from self.state.find_fault(f"draft {self.id}", states.get(self.id))
            self.begun[self.id] = self.state.known
        for id_, state in self.begun.items():
            if states.get(id_) != state:
                yield f"draft {id_} is {states.get(id_)}, not {state}"


@dataclass(slots=True)
class KeyMaker:
    """Somebody who makes a key for a gateway and revokes it."""

    branch: str
    number: int = 0
    confirmed: int = 0
    state: Told = field(default_factory=lambda: Told(None))
    made: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"gateway {self.number}"

    def work(self, client: httpx.Client, draw: random.Random, stop: Waiting) -> None:
        while not stop.wait(4 * PAUSE_S):
            self.number, self.state = self.number + 1, Told(None)
            form = {"branch": self.branch, "device": "gateway", "name": self.name}
            page = self._change("valid", client, "/s/tokens", form)
            newest = re.search(r'name="token" value="(\d+)"', page)
            if newest:
                form = {"branch": self.branch, "token": newest[1]}
                self._change("revoked", client, "/s/tokens/revoke", form)

    def _change(self, state: str, client: httpx.Client, path: str, form: dict[str, str]) -> str:
        self.state.asked = state
        answer = client.post(path, data=form)
        if not _is_done(answer):
            return ""
        self.state.answer()
        self.made[self.name] = state
        self.confirmed += 1
        return answer.text

    def find_faults(self, database: Database) -> Iterator[str]:
        stored = list_tokens(database, self.branch)
        states = {each.name: "revoked" if each.revoked_at else "valid" for each in stored}
        if self.number:
            yield from self.state.find_fault(self.name, states.get(self.name))
            if self.state.known:
                self.made[self.name] = self.state.known
        for name, state in self.made.items():
            if states.get(name) != state:
                yield f"{name} is {states.get(name)}, not {state}"


@dataclass(slots=True)
class Visitor:
    """Somebody who signs in with name and password, and out again."""

    confirmed: int = 0
    session: str = ""
    is_in: Told = field(default_factory=lambda: Told(False))
    sessions: dict[str, bool] = field(default_factory=dict)

    def work(self, client: httpx.Client, draw: random.Random, stop: Waiting) -> None:
        while not stop.wait(2 * PAUSE_S):
            with httpx.Client(
                base_url=client.base_url,
                timeout=10,
                headers=OWN_PAGE,
                event_hooks=client.event_hooks,
            ) as browser:
                self._come_and_go(browser, leaves=draw.random() < 0.8)

    def _come_and_go(self, browser: httpx.Client, *, leaves: bool) -> None:
        answer = browser.post("/s/login", data={"name": NAME, "password": PASSWORD})
        if not _is_done(answer):
            return
        self.session, self.is_in = hash_token(browser.cookies[PLAIN_NAME]), Told(True)
        self.sessions[self.session] = True
        self.confirmed += 1
        if leaves:
            self.is_in.asked = False
            if _is_done(browser.post("/s/logout")):
                self.is_in.answer()
                self.sessions[self.session] = False
                self.confirmed += 1

    def find_faults(self, database: Database) -> Iterator[str]:
        with database.read() as connection:
            stored = set(connection.scalars(select(SessionRow.id)))
        if self.session:
            yield from self.is_in.find_fault("the last session", self.session in stored)
            self.sessions[self.session] = self.is_in.known
        for id_, is_in in self.sessions.items():
            if (id_ in stored) != is_in:
                yield f"session {id_[:8]} is {'there' if id_ in stored else 'not there'}"


Clerk = Drawer | Drafter | KeyMaker | Visitor


def _is_done(answer: httpx.Response) -> bool:
    """Tell whether something was done; whatever is refused is a fault of who asked."""
    if answer.status_code == AWAY:
        return False
    if not answer.is_redirect:
        answer.raise_for_status()
    return True
