"""The server itself, killed with the work of several people in flight.

Each round starts the server on the same database, lets people edit one draft, undo, redo and
publish, now and at a moment, and go back, while others walk, set ranges and import items
(`benchmarks.killed_jobs`), draw, begin and discard drafts, make keys and sign in
(`benchmarks.killed_office`). In three of four rounds the server kills itself amid one work, at a
statement by lot (`benchmarks.amid`), each work in its turn; in the fourth it is killed after some
answers, a number by lot. Whoever has no answer sends the same once more, with the same key, when
the server is back: it must be there once.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
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
from api.storage.item_runs import list_runs
from api.storage.publications import list_publications, list_scheduled
from api.storage.upgrade import prepare_database
from benchmarks.amid import COMMITTED, KINDS, empty_note, read_note
from benchmarks.killable import KillableServer
from benchmarks.killed_jobs import AWAY, GONE, Importer, Job, begin_jobs, new_key
from benchmarks.killed_log import find_left_files, find_left_marks, find_log_faults
from benchmarks.killed_office import Clerk, Drafter, Drawer, KeyMaker, Visitor
from benchmarks.unanswered import Unanswered
from floorplans.formats.native import format_plan

BRANCH = "saari"
PEOPLE = 3
MOST_ANSWERS = 60
LONGEST_S, SHORT_S = 8.0, 3.0
OUTSIDE = 4
"""Every so many rounds the server is killed from outside, whatever it is amid."""
MOST_STEPS = 8
UNDO_SHARE, REDO_SHARE = 0.2, 0.3
SOON, MUCH_LATER = timedelta(seconds=1), timedelta(days=1)
TOO_LATE, NOTHING_BEFORE = 422, 409
IMPORTING = "an import under way"
MOST_EDITS = 400
"""A draft with so many edits is left for a new one."""


@dataclass(slots=True)
class Person:
    """Somebody who moves a radio of her own up and down, and what she was told is saved."""

    name: str
    radio: dict[str, Any]
    path: str
    revision: int = 1
    asked: tuple[str, dict[str, Any]] | None = None
    saved: dict[str, int] = field(default_factory=dict)
    can_undo: bool = False
    can_redo: bool = False

    def work(self, client: httpx.Client, draw: random.Random, stop: threading.Event) -> None:
        """Edit until the server is gone; first of all what had no answer."""
        while not stop.is_set():
            self.asked = self.asked or self._choose(draw)
            what, asked = self.asked
            author = {"author": self.name}
            self._take(client.post(f"{self.path}/{what}", json=asked, params=author))

    def _choose(self, draw: random.Random) -> tuple[str, dict[str, Any]]:
        asked = {"base": self.revision, "key": new_key(draw)}
        if self.can_undo and draw.random() < UNDO_SHARE:
            return "undo", asked
        if self.can_redo and draw.random() < REDO_SHARE:
            return "redo", asked
        value = {**self.radio, "z_m": round(draw.uniform(1, 4), 3)}
        change = {"kind": "radios", "id": value["id"], "value": value}
        return "edits", {**asked, "label": {"what": "moved", "count": 1}, "changes": [change]}

    def _take(self, answer: httpx.Response) -> None:
        if answer.status_code == AWAY:
            return
        answer.raise_for_status()
        told = answer.json()
        assert self.asked is not None
        self.saved[self.asked[1]["key"]] = told["revision"]
        self.revision = told["revision"]
        self.can_undo, self.can_redo = told["can_undo"], told["can_redo"]
        self.asked = None


class Publisher:
    """Somebody who publishes a draft, now and at a moment to come, goes back and cancels."""

    def __init__(self, branch: str) -> None:
        self.told: dict[str, str] = {}
        """By note, the hash of the plan that was said to be published."""
        self.cancelled: set[int] = set()
        self.path = ""
        self._branch = f"/api/v1/branches/{branch}"
        self._number = 0

    def work(self, client: httpx.Client, draw: random.Random, stop: threading.Event) -> None:
        """Publish until the server is gone."""
        while not stop.wait(0.2):
            self._number += 1
            asked = {"note": f"http {self._number}"}
            how = self._number % 4
            if how == 0:
                self._publish(client, f"{self._branch}/rollback", asked)
            elif how == 2:
                self._publish(client, f"{self.path}/publish", asked)
            else:
                ahead = SOON if how == 1 else MUCH_LATER
                at = (datetime.now(UTC) + ahead).isoformat()
                self._publish(client, f"{self.path}/publish", {**asked, "at": at})
                self._cancel(client)

    def _publish(self, client: httpx.Client, path: str, asked: dict[str, str]) -> None:
        answer = client.post(path, json=asked)
        # On a busy machine the moment may have passed, or others wrote too long; at first there is
        # nothing to go back to.
        if answer.status_code not in (TOO_LATE, NOTHING_BEFORE, AWAY):
            self.told[asked["note"]] = answer.raise_for_status().json()["hash"]

    def _cancel(self, client: httpx.Client) -> None:
        """Cancel all publications that are far ahead but one."""
        listed = client.get(f"{self._branch}/scheduled").raise_for_status().json()["scheduled"]
        far = datetime.now(UTC) + MUCH_LATER / 2
        for each in [each for each in listed if datetime.fromisoformat(each["due_at"]) > far][1:]:
            self.told.pop(each["note"], None)
            done = client.delete(f"{self._branch}/scheduled/{each['id']}")
            if done.status_code not in (GONE, AWAY):
                done.raise_for_status()
                self.cancelled.add(each["id"])

    def find_faults(self, database: Database) -> Iterator[str]:
        """Find what was said to be published or to come and is neither, and what came back."""
        shown, waiting = list_publications(database, BRANCH), list_scheduled(database, BRANCH)
        notes = {each.note for each in (*shown, *waiting)}
        # What is published already is not published once more.
        hashes = {each.hash for each in shown}
        for note, hash_ in self.told.items():
            if note not in notes and hash_ not in hashes:
                yield f"publication {note} is lost"
        for each in waiting:
            if each.id in self.cancelled:
                yield f"publication {each.note} was cancelled and waits"


@dataclass(frozen=True, slots=True)
class Killed:
    """A round: what was written when the server died, and what is wrong then.

    ``amid`` is whose transaction was open, ``committed`` whose was just closed, and ``unanswered``
    what was asked for and not answered.
    """

    amid: Counter[str]
    committed: Counter[str]
    unanswered: Counter[str]
    faults: tuple[str, ...]


class KilledEdits:
    """A server and the people who use it, round after round."""

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self._url, self._folder = url, folder
        self._note = folder / "amid"
        self._server = KillableServer(url, folder)
        self._unanswered = Unanswered()
        self._draw = random.Random(seed)
        self._publisher = Publisher(BRANCH)
        self._people: tuple[Person, ...] = ()
        self._jobs: tuple[Job, ...] = ()
        self._clerks: tuple[Clerk, ...] = ()
        self._draft = ""
        self._works: list[str] = []
        self._left: tuple[str, ...] = ()
        self._refused: list[str] = []

    @property
    def confirmed(self) -> int:
        """How much was answered as done, in this draft, publications and other jobs of all."""
        edits = sum(len(each.saved) for each in self._people)
        others = sum(each.confirmed for each in (*self._jobs, *self._clerks))
        return edits + len(self._publisher.told) + others

    def round(self, number: int) -> Killed:
        """Start, kill, and give what is wrong then."""
        try:
            if not self._people or max(each.revision for each in self._people) > MOST_EDITS:
                self._server.start()
                self._begin()
                self._server.kill()
            unanswered = self._use(dies=number % OUTSIDE != OUTSIDE - 1)
        finally:
            self._server.kill()
        written = [each.partition(": ") for each in read_note(self._note)]
        amid = Counter(work for work, _, how in written if how != COMMITTED)
        committed = Counter(work for work, _, how in written if how == COMMITTED)
        with closing(prepare_database(self._url)) as database:
            runs = list_runs(database, BRANCH, 1)
            if runs and runs[0].state == "running":
                unanswered[IMPORTING] += 1
            return Killed(amid, committed, unanswered, tuple(self._find_faults(database)))

    def _begin(self) -> None:
        drafts = f"/api/v1/branches/{BRANCH}/drafts"
        with self._unanswered.client(self._server.address) as client:
            if not self._jobs:
                self._jobs = begin_jobs(client, BRANCH)
                traced = client.post(drafts, json={"name": "traced"}).raise_for_status().json()
                level = client.get(f"{drafts}/{traced['id']}").json()["plan"]["levels"][0]["id"]
                drawer = Drawer(BRANCH, traced["id"], level)
                self._clerks = (drawer, Drafter(BRANCH), KeyMaker(BRANCH), Visitor())
            self._draft = client.post(drafts, json={}).raise_for_status().json()["id"]
            draft = client.get(f"{drafts}/{self._draft}").raise_for_status().json()
        path, radios = f"{drafts}/{self._draft}", draft["plan"]["radios"]
        self._people = tuple(Person(f"person {n}", radios[n], path) for n in range(PEOPLE))
        self._publisher.path = path

    def _use(self, *, dies: bool) -> Counter[str]:
        """Let everybody work until the server is dead; tell what was not answered."""
        work = self._choose_work() if dies else ""
        empty_note(self._note)
        step = str(self._draw.randint(1, MOST_STEPS))
        self._server.start(("-m", "benchmarks.amid", str(self._note), work, step))
        self._left = find_left_marks(self._folder) if self._server.is_running else ()
        stop = threading.Event()
        everybody = (*self._people, self._publisher, *self._jobs, *self._clerks)
        threads = [
            threading.Thread(target=self._work, args=(each, self._draw.getrandbits(32), stop))
            for each in everybody
        ]
        for thread in threads:
            thread.start()
        self._await(self.confirmed + self._draw.randint(0, MOST_ANSWERS), dies=dies)
        unanswered = self._unanswered.count()
        self._server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        self._unanswered.forget()
        return unanswered

    def _choose_work(self) -> str:
        """Choose amid what it dies, each work in its turn and in another order each time."""
        if not self._works:
            self._works = self._draw.sample(KINDS, len(KINDS))
        return self._works.pop()

    def _work(
        self, who: Person | Publisher | Job | Clerk, seed: int, stop: threading.Event
    ) -> None:
        with (
            self._unanswered.client(self._server.address) as client,
            suppress(httpx.TransportError),
        ):
            try:
                who.work(client, random.Random(seed), stop)
            except httpx.HTTPStatusError as error:
                self._refused.append(f"{error.request.url.path}: {error.response.text[:200]}")

    def _await(self, confirmed: int, *, dies: bool) -> None:
        give_up_at_s = time.monotonic() + (LONGEST_S if dies else SHORT_S)
        while self._server.is_running and time.monotonic() < give_up_at_s:
            if not dies and self.confirmed >= confirmed:
                time.sleep(self._draw.uniform(0, 0.02))
                return
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
        for each in (self._publisher, *self._jobs, *self._clerks):
            yield from each.find_faults(database)
        yield from (*self._left, *self._refused)
        yield from find_log_faults(database)
        kept = (each.kept for each in self._jobs if isinstance(each, Importer))
        yield from find_left_files(self._folder, set().union(*kept))

    def _find_losses(self, edits: dict[str, Edit]) -> Iterator[str]:
        sent = set()
        for person in self._people:
            sent |= {*person.saved, *([person.asked[1]["key"]] if person.asked else [])}
            for key, revision in person.saved.items():
                if key not in edits or edits[key].revision != revision:
                    yield f"edit {key} of {person.name}, revision {revision}, is lost"
        yield from (f"edit {key} is of nobody" for key in edits.keys() - sent)
