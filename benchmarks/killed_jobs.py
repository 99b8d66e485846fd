"""Who walks, sets ranges and imports items on a server that is killed.

They work beside those of `benchmarks.killed_edits`. Each of them sends what had no answer once
more when the server is back, and knows what she was told is done. Whatever is shown of items must
be one whole import.
"""

from __future__ import annotations

import json
import random
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import func, select

from api.storage.edits import list_edits
from api.storage.engine import Database
from api.storage.item_runs import find_shown_run, list_runs
from api.storage.tables import BranchRow, ItemRow, WorkRow
from floorplans.formats.native import parse_plan
from floorplans.model import Plan

LEAST_ROWS, MORE_ROWS, PART_BYTES = 300, 40, 9_000
POLL_S = 0.05
MOST_RUNS = 100
DAY = "2026-03-02"
SPREAD = 4
TAKEN_BACK = 5
GONE, REFUSED, AWAY = 404, 422, 503
NOT_THERE = (GONE, 409, AWAY)


@dataclass(slots=True)
class Keyed:
    """Somebody whose edits of a draft have keys: what is asked, and what was told is saved."""

    branch: str
    draft: str
    revision: int
    turn: int = 0
    asked: dict[str, Any] | None = None
    saved: dict[str, int] = field(default_factory=dict)

    @property
    def confirmed(self) -> int:
        return len(self.saved)

    def find_faults(self, database: Database) -> Iterator[str]:
        """Find edits that were told to be saved and are lost, and those that are there twice."""
        _, edits = list_edits(database, self.branch, self.draft)
        keys = [each.key for each in edits if each.key]
        if len(set(keys)) != len(keys):
            yield f"draft {self.draft} has an edit twice"
        revisions = {each.key: each.revision for each in edits}
        for key, revision in self.saved.items():
            if revisions.get(key) != revision:
                yield f"edit {key} of draft {self.draft}, revision {revision}, is lost"

    def keep(self, answer: httpx.Response) -> None:
        """Take an answer; a server that is going down may have none yet."""
        if answer.status_code == AWAY or self.asked is None:
            return
        if answer.status_code == REFUSED:
            # Before the first import there is nothing to spread.
            self.asked, self.turn = None, self.turn + 1
            return
        revision = answer.raise_for_status().json()["revision"]
        if revision > self.revision:
            self.saved[self.asked["key"]] = revision
        self.revision, self.asked, self.turn = revision, None, self.turn + 1


@dataclass(slots=True)
class Walker(Keyed):
    """Somebody who walks past one bay, empty every other time, and takes some of it back."""

    bay: Mapping[str, Any] = field(default_factory=dict)

    def work(self, client: httpx.Client, draw: random.Random, stop: threading.Event) -> None:
        if self.asked is None:
            self._catch_up(client)
        while not stop.is_set():
            first = self.bay["first"] if self.turn % 2 else ""
            seen = {"face": self.bay["face"], "bay": self.bay["bay"], "first": first}
            self.asked = self.asked or {
                "key": new_key(draw),
                "draft": self.draft,
                "seen": [{**seen, "seen_on": DAY}],
            }
            walks, key = f"/api/v1/branches/{self.branch}/walks", self.asked["key"]
            self.keep(client.post(walks, json=self.asked))
            if self.turn % TAKEN_BACK == 0:
                self._take_back(client, f"{walks}/undo", key)

    def _take_back(self, client: httpx.Client, path: str, key: str) -> None:
        """Take a walk back; what is taken back already, or was never saved, is not there."""
        answer = client.post(path, json={"draft": self.draft, "key": key})
        if answer.status_code not in NOT_THERE:
            answer.raise_for_status()
        self._catch_up(client)

    def _catch_up(self, client: httpx.Client) -> None:
        """See at which revision the draft is; to take something back is a step too."""
        path = f"/api/v1/branches/{self.branch}/drafts/{self.draft}/edits"
        got = client.get(path, params={"after": self.revision})
        if got.status_code != AWAY:
            self.revision = got.raise_for_status().json()["revision"]


@dataclass(slots=True)
class Ranger(Keyed):
    """Somebody who sets the border of one bay here and there, and spreads its partition."""

    partition: str = ""
    borders: tuple[Mapping[str, Any], ...] = ()

    def work(self, client: httpx.Client, draw: random.Random, stop: threading.Event) -> None:
        ranges = f"/api/v1/branches/{self.branch}/drafts/{self.draft}/ranges"
        while not stop.is_set():
            asked = {"base": self.revision, "partition": self.partition}
            if self.turn % SPREAD:
                job = {"borders": [self.borders[self.turn % 2]]}
            else:
                job = {"growth_percent": draw.randint(0, 40)}
            self.asked = self.asked or {**asked, **job, "key": new_key(draw)}
            what = "borders" if "borders" in self.asked else "spread"
            self.keep(client.post(f"{ranges}/{what}", json=self.asked))


@dataclass(slots=True)
class Importer:
    """Somebody who imports one file of items after the other, in parts."""

    branch: str
    partition: str
    call_number: str
    number: int = 0
    upload: str = ""
    begun: str = ""
    kept: set[str] = field(default_factory=set)
    """Uploads that were not yet opened when the server was killed; it forgets them in a day."""
    sent: set[str] = field(default_factory=set)
    ended: list[str] = field(default_factory=list)

    @property
    def confirmed(self) -> int:
        return len(self.ended)

    def work(self, client: httpx.Client, draw: random.Random, stop: threading.Event) -> None:
        while not stop.is_set():
            if not self.upload:
                self.number, self.upload = self.number + 1, new_key(draw).replace("-", "")
            name = f"batch-{self.number}"
            self._send(client, self._table(name).encode())
            self.sent.add(name)
            asked = {"branch": self.branch, "upload": self.upload, "name": name}
            answer = client.post("/s/items/import", data={**asked, "accept_fewer": "on"})
            # It began before the server was killed, and was not answered.
            if answer.status_code != GONE:
                answer.raise_for_status()
            self.begun, self.upload = self.upload, ""
            if self._await(client, name, stop):
                self.ended.append(name)

    def _send(self, client: httpx.Client, content: bytes) -> None:
        """Send a file from where the server has it."""
        at = 0
        while at < len(content):
            where = {"branch": self.branch, "upload": self.upload, "at": at}
            part = content[at : at + PART_BYTES]
            answer = client.post("/s/items/parts", params=where, content=part)
            at = answer.raise_for_status().json()["size"]

    def find_faults(self, database: Database) -> Iterator[str]:
        """Find what is shown of an import that is not whole, and imports that are lost."""
        self.kept |= {self.upload, self.begun}
        done = {each.source for each in list_runs(database, self.branch, MOST_RUNS) if done_(each)}
        last = self.ended[-20:]
        yield from (f"the import {name} is lost" for name in last if name not in done)
        shown = find_shown_run(database, self.branch)
        if shown is None:
            return
        if not done_(shown) or shown.source not in self.sent:
            yield f"the items shown are of {shown.source}, which is {shown.state}"
        with database.read() as connection:
            run = select(BranchRow.items_run).where(BranchRow.id == self.branch).scalar_subquery()
            ours = (WorkRow.branch == self.branch, WorkRow.run == run)
            authors = set(connection.scalars(select(WorkRow.author).where(*ours)))
            count = connection.scalar(
                select(func.count())
                .select_from(ItemRow)
                .where(ItemRow.branch == self.branch, ItemRow.run == run)
            )
        if authors != {shown.source} or count != rows_of(shown.source):
            yield f"{count} items of {sorted(authors)} are shown as {shown.source}"

    def _table(self, name: str) -> str:
        head = "barcode,title,author,year,call_number,partition,language,status,due_on"
        rows = (
            f"{name}-{n},Title {n},{name},2020,{self.call_number},{self.partition},fi,available,"
            for n in range(rows_of(name))
        )
        return "\n".join((head, *rows))

    def _await(self, client: httpx.Client, name: str, stop: threading.Event) -> bool:
        """Wait until the page shows the import, and that none goes on."""
        while not stop.is_set():
            text = client.get("/s/items", params={"branch": self.branch}).text
            if name in text and "data-loading" not in text:
                return True
            time.sleep(POLL_S)
        return False


Job = Walker | Ranger | Importer


def begin_jobs(client: httpx.Client, branch: str) -> tuple[Job, ...]:
    """Begin a draft for ranges, and choose bays and a partition for all."""
    drafts = f"/api/v1/branches/{branch}/drafts"
    walked, ranged = (
        client.post(drafts, json={"name": name}).raise_for_status().json()["id"]
        for name in ("walks", "ranges")
    )
    got = client.get(f"{drafts}/{ranged}").raise_for_status().json()
    plan = parse_plan(json.dumps(got["plan"]))
    partition, borders = _movable_border(plan)
    faces = client.get(f"/api/v1/branches/{branch}/walks").raise_for_status().json()["faces"]
    bay = next(each for face in faces for each in face["bays"] if each["first"])
    return (
        Walker(branch, walked, 1, bay=bay),
        Ranger(branch, ranged, 1, partition=partition, borders=borders),
        Importer(branch, partition, borders[0]["first"]),
    )


def _movable_border(plan: Plan) -> tuple[str, tuple[Mapping[str, Any], ...]]:
    """Find a bay whose border may be at its last item as well as at its first."""
    for before, each in zip(plan.ranges, plan.ranges[1:], strict=False):
        run = each.runs[0]
        if before.partition == each.partition and each.first != each.last:
            spot = {"face": run.face, "bay": run.first_bay}
            return each.partition, ({**spot, "first": each.last}, {**spot, "first": each.first})
    raise ValueError(f"{plan.id} has no range that ends with another call number.")


def done_(run: Any) -> bool:
    return bool(run.state == "done")


def rows_of(name: str) -> int:
    """Tell how many items a file has, by its name."""
    return LEAST_ROWS + MORE_ROWS * (int(name.rpartition("-")[2]) % 5)


def new_key(draw: random.Random) -> str:
    return str(uuid.UUID(int=draw.getrandbits(128)))
