"""The server itself, killed with the work of several people in flight.

Each round starts the server on the same database, lets people edit one draft, undo and publish,
now and at a moment, while others walk, set ranges and import items (`benchmarks.killed_jobs`), and
ends it with SIGKILL after some answers, a number by lot. Whoever has no answer sends the same once
more, with the same key, when the server is back: it must be there once.
"""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from api.storage.drafts import get_draft, load_draft_revision
from api.storage.edits import Edit, list_edits
from api.storage.engine import Database
from api.storage.publications import list_publications, list_scheduled
from api.storage.upgrade import prepare_database
from benchmarks.killable import KillableServer
from benchmarks.killed_jobs import Job, begin_jobs
from floorplans.formats.native import format_plan
from tests.support.staff import sign_in

BRANCH = "saari"
PEOPLE = 3
MOST_ANSWERS = 40
LONGEST_S = 8.0
UNDO_SHARE = 0.2
SCHEDULED = 3
AHEAD = timedelta(seconds=5)
TOO_LATE = 422
MOST_EDITS = 400
"""A draft with so many edits is left for a new one."""


@dataclass(slots=True)
class Person:
    """Somebody who moves a radio of her own up and down, and what she was told is saved."""

    name: str
    radio: dict[str, Any]
    revision: int = 1
    asked: tuple[str, dict[str, Any]] | None = None
    saved: dict[str, int] = field(default_factory=dict)
    can_undo: bool = False

    def work(self, address: str, draw: random.Random, stop: threading.Event) -> None:
        """Edit until the server is gone; first of all what had no answer."""
        asks = httpx.Client(base_url=address, params={"author": self.name}, timeout=10)
        with sign_in(asks) as client:
            try:
                while not stop.is_set():
                    self.asked = self.asked or self._choose(draw)
                    self._take(client.post(self.asked[0], json=self.asked[1]))
            except httpx.TransportError:
                return

    def _choose(self, draw: random.Random) -> tuple[str, dict[str, Any]]:
        asked = {"base": self.revision, "key": str(uuid.UUID(int=draw.getrandbits(128)))}
        if self.can_undo and draw.random() < UNDO_SHARE:
            return "/undo", asked
        value = {**self.radio, "z_m": round(draw.uniform(1, 4), 3)}
        change = {"kind": "radios", "id": value["id"], "value": value}
        return "/edits", {**asked, "label": {"what": "moved", "count": 1}, "changes": [change]}

    def _take(self, answer: httpx.Response) -> None:
        if answer.status_code == 503:
            return
        answer.raise_for_status()
        told = answer.json()
        assert self.asked is not None
        self.saved[self.asked[1]["key"]] = told["revision"]
        self.revision, self.can_undo = told["revision"], told["can_undo"]
        self.asked = None


class Publisher:
    """Somebody who publishes the draft again and again, every third time at a moment to come."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}
        """By note, the hash of the plan that was said to be published."""
        self._number = 0

    def work(self, address: str, stop: threading.Event) -> None:
        """Publish until the server is gone."""
        with sign_in(httpx.Client(base_url=address, timeout=30)) as client:
            try:
                while not stop.wait(0.4):
                    self._number += 1
                    note = f"http {self._number}"
                    asked = {"note": note}
                    if self._number % SCHEDULED == 0:
                        asked["at"] = (datetime.now(UTC) + AHEAD).isoformat()
                    answer = client.post("/publish", json=asked)
                    # On a busy machine the moment may have passed when it is asked for.
                    if not ("at" in asked and answer.status_code == TOO_LATE):
                        self.told[note] = answer.raise_for_status().json()["hash"]
            except httpx.TransportError:
                return


class KilledEdits:
    """A server and the people who edit a draft on it, round after round."""

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self._url = url
        self._server = KillableServer(url, folder)
        self._draw = random.Random(seed)
        self._publisher = Publisher()
        self._people: tuple[Person, ...] = ()
        self._jobs: tuple[Job, ...] = ()
        self._draft = ""

    @property
    def confirmed(self) -> int:
        """How much was answered as done, in this draft, publications and other jobs of all."""
        edits = sum(len(each.saved) for each in self._people)
        return edits + len(self._publisher.told) + sum(each.confirmed for each in self._jobs)

    def round(self) -> tuple[str, ...]:
        """Start, kill, and give what is wrong then."""
        self._server.start()
        try:
            if not self._jobs:
                with sign_in(httpx.Client(base_url=self._server.address)) as client:
                    self._jobs = begin_jobs(client, BRANCH)
            if not self._people or max(each.revision for each in self._people) > MOST_EDITS:
                self._begin()
            self._edit()
        finally:
            self._server.kill()
        with closing(prepare_database(self._url)) as database:
            return tuple(self._find_faults(database))

    def _begin(self) -> None:
        drafts = f"{self._server.address}/api/v1/branches/{BRANCH}/drafts"
        with sign_in(httpx.Client()) as client:
            self._draft = client.post(drafts, json={}).raise_for_status().json()["id"]
            draft = client.get(f"{drafts}/{self._draft}").raise_for_status().json()
        radios = draft["plan"]["radios"]
        self._people = tuple(Person(f"person {number}", radios[number]) for number in range(PEOPLE))

    def _edit(self) -> None:
        address = f"{self._server.address}/api/v1/branches/{BRANCH}/drafts/{self._draft}"
        stop = threading.Event()
        threads = [
            threading.Thread(
                target=each.work, args=(address, random.Random(self._draw.random()), stop)
            )
            for each in self._people
        ]
        threads.append(threading.Thread(target=self._publisher.work, args=(address, stop)))
        threads += [
            threading.Thread(
                target=self._work, args=(job, random.Random(self._draw.random()), stop)
            )
            for job in self._jobs
        ]
        for thread in threads:
            thread.start()
        self._await(self.confirmed + self._draw.randint(0, MOST_ANSWERS))
        time.sleep(self._draw.uniform(0, 0.02))
        self._server.kill()
        stop.set()
        for thread in threads:
            thread.join()

    def _work(self, job: Job, draw: random.Random, stop: threading.Event) -> None:
        asks = httpx.Client(base_url=self._server.address, timeout=10)
        with sign_in(asks) as client, suppress(httpx.TransportError):
            job.work(client, draw, stop)

    def _await(self, confirmed: int) -> None:
        give_up_at_s = time.monotonic() + LONGEST_S
        while self.confirmed < confirmed and time.monotonic() < give_up_at_s:
            time.sleep(0.002)

    def _find_faults(self, database: Database) -> Iterator[str]:
        draft = get_draft(database, BRANCH, self._draft)
        _, edits = list_edits(database, BRANCH, self._draft)
        if [each.revision for each in edits] != list(range(2, draft.revision + 1)):
            yield f"draft {draft.id} has the revisions {[each.revision for each in edits]}"
        replayed = load_draft_revision(database, BRANCH, draft.id, draft.revision)
        if format_plan(replayed) != draft.document:
            yield f"draft {draft.id} is not what its edits make"
        yield from self._find_losses({each.key: each for each in edits if each.key})
        for job in self._jobs:
            yield from job.find_faults(database)
        shown, waiting = list_publications(database, BRANCH), list_scheduled(database, BRANCH)
        notes = {each.note for each in (*shown, *waiting)}
        # What is published already is not published once more.
        hashes = {each.hash for each in shown}
        for note, hash_ in self._publisher.told.items():
            if note not in notes and hash_ not in hashes:
                yield f"publication {note} is lost"

    def _find_losses(self, edits: dict[str, Edit]) -> Iterator[str]:
        sent = set()
        for person in self._people:
            sent |= {*person.saved, *([person.asked[1]["key"]] if person.asked else [])}
            for key, revision in person.saved.items():
                if key not in edits or edits[key].revision != revision:
                    yield f"edit {key} of {person.name}, revision {revision}, is lost"
        yield from (f"edit {key} is of nobody" for key in edits.keys() - sent)
