"""Killed at any moment, nothing is half done: ``python -m benchmarks.kill [--rounds 200]``.

Each round starts `benchmarks.editor` on the same database and ends it with SIGKILL: in three of
four rounds the editor kills itself before a statement, often amid a transaction, and in the
fourth it is killed after a time. Then the database must open, be sound, and hold
whatever the editor had been told is done. So often again the whole server is killed, with
the work of many in flight (`benchmarks.killed_edits`); a table tells amid what. At last backups,
restoring and upgrades are killed at each of their steps (`benchmarks.killed_copies`).
"""

from __future__ import annotations

import argparse
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

from sqlalchemy import Connection, select, text

from api.accounts.passwords import Passwords
from api.plans import demo_text
from api.settings import Hashing
from api.storage.accounts import Roles, create_account
from api.storage.drafts import list_drafts
from api.storage.engine import Database
from api.storage.plans import publish_plan, published_hashes
from api.storage.publications import list_publications
from api.storage.tables import BranchRow, DraftRevisionRow, DraftRow, PlanVersionRow
from api.storage.upgrade import prepare_database
from benchmarks.amid import KINDS
from benchmarks.editor import STARTS_AT
from benchmarks.killed_copies import Copied, kill_copies
from benchmarks.killed_edits import BRANCH, IMPORTING, KilledEdits
from benchmarks.killed_office import NAME, PASSWORD
from benchmarks.tables import markdown
from floorplans.errors import PlanFormatError
from floorplans.formats.native import parse_plan

ROUNDS = 200
QUICK_ROUNDS, QUICK_STEPS = 10, 20
SEED = 20260302
MOST_STATEMENTS = 300
LONGEST_S = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rounds and confirmed operations there were, and what was wrong after them.

    ``amid`` counts those that died within the transaction of a work, ``committed`` just after it,
    ``unanswered`` what was asked for and not answered then, and imports that were going on.
    """

    rounds: int
    confirmed: int
    faults: tuple[str, ...]
    amid: Counter[str] = field(default_factory=Counter)
    committed: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)

    def describe(self) -> str:
        rows = [("times killed", self.rounds), ("operations confirmed", self.confirmed)]
        told = markdown(("what", "figure"), [(what, f"{figure:,}") for what, figure in rows])
        if not self.unanswered:
            return told
        kinds = (*KINDS, IMPORTING)
        counts = (self.amid, self.committed, self.unanswered)
        flying = [(each, *(count[each] for count in counts)) for each in kinds]
        head = ("when it was killed", "amid its transaction", "just after it", "not answered")
        return f"{told}\n\n{markdown(head, flying)}"


def kill(rounds: int, seed: int = SEED) -> Outcome:
    """Kill an editor so many times; stop at the first round that leaves a fault."""
    draw = random.Random(seed)
    confirmed = 0
    with tempfile.TemporaryDirectory(prefix="hyllykartta-kill-") as scratch:
        url = f"sqlite:///{Path(scratch) / 'library.sqlite'}"
        for round_ in range(rounds):
            told = edit_until_killed(url, seed, round_, draw)
            confirmed += len(told)
            with closing(prepare_database(url)) as database:
                faults = tuple(chain(find_faults(database), find_losses(database, told)))
            if faults:
                return Outcome(round_ + 1, confirmed, faults)
    return Outcome(rounds, confirmed, ())


def kill_server(rounds: int, seed: int = SEED) -> Outcome:
    """Kill the server so many times; stop at the first round that leaves a fault."""
    with tempfile.TemporaryDirectory(prefix="hyllykartta-kill-") as scratch:
        url = f"sqlite:///{Path(scratch) / 'library.sqlite'}"
        with closing(prepare_database(url)) as database:
            plan = parse_plan(demo_text(BRANCH, "plan.json"))
            publish_plan(database, plan, STARTS_AT, note="first")
            kept = Passwords(Hashing()).hash(PASSWORD)
            roles: Roles = {BRANCH: "shelver"}
            create_account(database, NAME, kept, roles, STARTS_AT, must_change=False)
        killed = KilledEdits(url, Path(scratch), seed)
        confirmed, counts = 0, (Counter[str](), Counter[str](), Counter[str]())
        for number in range(rounds):
            before = killed.confirmed
            done = killed.round(number)
            confirmed += max(0, killed.confirmed - before)
            for count, more in zip(
                counts, (done.amid, done.committed, done.unanswered), strict=True
            ):
                count.update(more)
            with closing(prepare_database(url)) as database:
                faults = (*done.faults, *find_faults(database))
            if faults:
                return Outcome(number + 1, confirmed, faults, *counts)
    return Outcome(rounds, confirmed, (), *counts)


def edit_until_killed(url: str, seed: int, round_: int, draw: random.Random) -> list[str]:
    """Run an editor until it is killed and give the lines of what it was told is done."""
    command = [sys.executable, "-m", "benchmarks.editor", url, str(seed), str(round_)]
    by_itself = round_ % 4 != 3
    if by_itself:
        command += ["--die-at", str(draw.randint(1, MOST_STATEMENTS))]
    editor = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert editor.stdout is not None
    if editor.stdout.readline() != "ready\n":
        raise RuntimeError(f"The editor did not start: status {editor.wait()}.")
    if not by_itself:
        time.sleep(draw.uniform(0.0, LONGEST_S))
        editor.kill()
    told, _ = editor.communicate()
    # The last line may be cut off.
    return told.split("\n")[:-1]


def find_faults(database: Database) -> Iterator[str]:
    """Find what is half done or contradicts itself."""
    with database.read() as connection:
        yield from _find_damage(connection)
        yield from _find_wrong_versions(connection)
        yield from _find_half_drafts(connection)
        branches = connection.scalars(select(BranchRow.id)).all()
    shown = published_hashes(database)
    for branch in branches:
        newest = next((each.hash for each in list_publications(database, branch)), None)
        if newest != shown.get(branch):
            yield f"{branch}: the log ends with {newest}, published is {shown.get(branch)}"


def find_losses(database: Database, told: Sequence[str]) -> Iterator[str]:
    """Find what was confirmed and is not there."""
    with database.read() as connection:
        branches = connection.scalars(select(BranchRow.id)).all()
    notes = {each.note for branch in branches for each in list_publications(database, branch)}
    revisions = {
        draft.id: draft.revision for branch in branches for draft in list_drafts(database, branch)
    }
    closing = {line.split()[1] for line in told if line.startswith("closing")}
    for line in told:
        what, name, *revision = line.split()
        if what == "note" and name not in notes:
            yield f"publication {name} is lost"
        if what == "draft" and name not in closing and revisions.get(name, 0) < int(revision[0]):
            yield f"revision {revision[0]} of draft {name} is lost"


def _find_damage(connection: Connection) -> Iterator[str]:
    sound = connection.scalar(text("PRAGMA integrity_check"))
    if sound != "ok":
        yield f"the file is damaged: {sound}"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"a row of {row[0]} refers to nothing"


def _find_wrong_versions(connection: Connection) -> Iterator[str]:
    versions = select(PlanVersionRow.branch, PlanVersionRow.hash, PlanVersionRow.document)
    stored = set()
    for branch, hash_, document in connection.execute(versions):
        stored.add((branch, hash_))
        if hashlib.sha256(document.encode()).hexdigest() != hash_:
            yield f"{branch}: version {hash_[:12]} has another hash"
        if not _is_plan_of(branch, document):
            yield f"{branch}: version {hash_[:12]} is no plan of it"
    shown = select(BranchRow.id, BranchRow.published_hash)
    for branch, published in connection.execute(shown.where(BranchRow.published_hash.is_not(None))):
        if (branch, published) not in stored:
            yield f"{branch}: the published version {published} is not stored"


def _find_half_drafts(connection: Connection) -> Iterator[str]:
    revisions: dict[str, list[int]] = defaultdict(list)
    drafts = connection.execute(select(DraftRow.id, DraftRow.branch))
    branches = dict(drafts.all())
    rows = select(DraftRevisionRow.draft, DraftRevisionRow.revision, DraftRevisionRow.document)
    for draft, revision, document in connection.execute(rows.order_by(DraftRevisionRow.revision)):
        revisions[draft].append(revision)
        # An edit of single things has no document of its own.
        if (document or revision == 1) and not _is_plan_of(branches.get(draft), document):
            yield f"revision {revision} of draft {draft} is no plan of its branch"
    for draft in branches:
        if revisions[draft] != list(range(1, len(revisions[draft]) + 1)) or not revisions[draft]:
            yield f"draft {draft} has the revisions {revisions[draft]}"


@cache
def _is_plan_of(branch: str | None, document: str) -> bool:
    try:
        return parse_plan(document).id == branch
    except PlanFormatError:
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="See whether a killed server loses anything.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often to kill (200)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--quick", action="store_true", help="a twentieth of the rounds")
    args = parser.parse_args(arguments)
    rounds = QUICK_ROUNDS if args.quick else args.rounds
    faults: list[str] = []
    parts: dict[str, Callable[[], Outcome | Copied]] = {
        "Editors": lambda: kill(rounds, args.seed),
        "The server": lambda: kill_server(rounds, args.seed),
        "Backup, restore and upgrade": lambda: kill_copies(QUICK_STEPS if args.quick else 1),
    }
    for what, run in parts.items():
        outcome = run()
        print(f"{what}:\n\n{outcome.describe()}\n", flush=True)
        faults += outcome.faults
    for fault in faults:
        print(f"- {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
