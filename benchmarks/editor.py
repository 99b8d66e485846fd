"""A librarian who never rests, to be killed: ``python -m benchmarks.editor URL SEED ROUND``.

It publishes, schedules, rolls back and drafts, and prints a line for all that it was told is
done: ``note NOTE`` of a publication, ``draft ID REVISION`` of a saved draft; and ``closing ID``
before it discards one for good. With
``--die-at STATEMENT`` it kills itself before a statement, which may be amid a transaction.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import os
import random
import signal
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event

from api.plans import DEMO_BRANCHES, demo_text
from api.storage.discarded import KEPT_FOR, discard_draft, prune_drafts
from api.storage.drafts import create_draft, list_drafts, save_draft
from api.storage.engine import Database
from api.storage.plans import (
    find_published_hash,
    list_versions,
    publish_plan,
    store_version,
)
from api.storage.publications import (
    apply_due,
    cancel_publication,
    publish_version,
    schedule_publication,
)
from api.storage.upgrade import prepare_database
from floorplans.formats.native import parse_plan, plan_hash
from floorplans.model import Plan, Text

STARTS_AT = datetime(2026, 3, 2, tzinfo=UTC)
VARIANTS = 5
MOST_DRAFTS = 6
MOST_REVISIONS = 6


class Editor:
    """Does one thing after another; whatever it chooses comes from the seed."""

    def __init__(self, database: Database, seed: int, round_: int) -> None:
        self.database = database
        self.draw = random.Random(f"{seed}-{round_}")
        self.round = round_
        self.variants = {branch: make_variants(branch) for branch in DEMO_BRANCHES}
        self.things = (self.publish, self.schedule, self.cancel, self.roll_back, self.draft)

    def work(self) -> None:
        """Publish what the last one left scheduled, and then never stop."""
        apply_due(self.database, STARTS_AT + timedelta(days=self.round))
        for number in itertools.count():
            at = STARTS_AT + timedelta(days=self.round, seconds=number)
            branch = self.draw.choice(DEMO_BRANCHES)
            self.draw.choice(self.things)(branch, at, f"{self.round}.{number}")

    def choose(self, branch: str) -> Plan:
        """Choose a plan that is not the published one."""
        shown = find_published_hash(self.database, branch)
        others = [plan for hash_, plan in self.variants[branch].items() if hash_ != shown]
        return self.draw.choice(others)

    def publish(self, branch: str, at: datetime, note: str) -> None:
        publish_plan(self.database, self.choose(branch), at, note=note)
        tell("note", note)

    def schedule(self, branch: str, at: datetime, note: str) -> None:
        hash_ = store_version(self.database, self.choose(branch), at)
        schedule_publication(self.database, branch, hash_, at, at, note=note)
        apply_due(self.database, at)
        tell("note", note)

    def cancel(self, branch: str, at: datetime, note: str) -> None:
        hash_ = store_version(self.database, self.choose(branch), at)
        due_at = at + timedelta(days=36_500)
        number = schedule_publication(self.database, branch, hash_, due_at, at, note=note)
        cancel_publication(self.database, branch, number, at)

    def roll_back(self, branch: str, at: datetime, note: str) -> None:
        stored = [each for each in list_versions(self.database, branch) if not each.published]
        if stored:
            publish_version(self.database, branch, self.draw.choice(stored).hash, at, note=note)
            tell("note", note)

    def draft(self, branch: str, at: datetime, note: str) -> None:
        drafts = list_drafts(self.database, branch)
        if len(drafts) < MOST_DRAFTS:
            made = create_draft(self.database, self.choose(branch), at, name=note)
            tell("draft", made.id, made.revision)
            return
        old = self.draw.choice(drafts)
        if old.revision == MOST_REVISIONS:
            tell("closing", old.id)
            discard_draft(self.database, branch, old.id, at)
            prune_drafts(self.database, at + 2 * KEPT_FOR)
        else:
            plan = self.choose(branch)
            saved = save_draft(self.database, branch, old.id, plan, at, old.revision)
            tell("draft", saved.id, saved.revision)


def make_variants(branch: str) -> dict[str, Plan]:
    """Make plans of a demo branch that differ in its name, by their hashes."""
    plan = parse_plan(demo_text(branch, "plan.json"))
    plans = [dataclasses.replace(plan, name=Text(f"{branch} {n}")) for n in range(VARIANTS)]
    return {plan_hash(each): each for each in plans}


def tell(*words: object) -> None:
    print(*words, flush=True)


def die_at(engine: Engine | type[Engine], statement: int) -> None:
    """Have the process kill itself before the statement of this number, counted from 1."""
    left = itertools.count(statement - 1, -1)

    def count_down(*_: Any) -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", count_down)
    event.listen(engine, "commit", count_down)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("seed", type=int)
    parser.add_argument("round", type=int)
    parser.add_argument("--die-at", type=int, metavar="STATEMENT")
    args = parser.parse_args(arguments)
    database = prepare_database(args.url)
    editor = Editor(database, args.seed, args.round)
    if args.die_at is not None:
        die_at(database.engine, args.die_at)
    tell("ready")
    editor.work()


if __name__ == "__main__":
    main()
