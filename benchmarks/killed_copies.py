"""``backup``, ``restore`` and ``db upgrade`` killed at each of their steps.

A step of the first two is whatever they do with a file or folder of the library's, of the third a
statement of the database. After each kill the database opens and holds what it held or
what it was to hold, the backup that was there is whole, and the next run does it all and leaves
nothing behind but databases that are kept for good reason.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from api.backups import BackupError, check_backup
from api.cli import main as run
from api.storage.engine import open_database
from api.storage.sqlite_items import SqliteItems
from api.storage.upgrade import NEWEST, current_revision, prepare_database
from benchmarks.editor import die_at
from benchmarks.tables import markdown
from tests.support.library import ITEMS, store_library

OLDEST = "0003_plan_versions"
LIBRARY, BACKUP = "hyllykartta.sqlite", "library.backup"
BRANCH = "toy"
VERBS = ("backup", "restore", "db upgrade")
TOUCHES = frozenset(
    {"open", "os.rename", "os.link", "os.remove", "os.chmod", "os.mkdir", "os.rmdir", "os.utime"}
    | {"shutil.copyfile", "shutil.rmtree", "sqlite3.connect", "tempfile.mkdtemp"}
)
"""What Python tells of that is done with a file."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How often each verb was killed, and what was wrong then."""

    times: Counter[str]
    faults: tuple[str, ...]

    def describe(self) -> str:
        rows = [(verb, f"{self.times[verb]:,}") for verb in VERBS]
        return markdown(("verb", "times killed"), rows)


def kill_copies(every: int = 1) -> Copied:
    """Kill each verb at one step of so many, until it has no more steps; stop at a fault."""
    times: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="hyllykartta-copies-") as scratch:
        whole = Path(scratch) / "whole"
        _make_library(whole)
        for verb in VERBS:
            step = (every + 1) // 2
            while not faults:
                folder = Path(scratch) / f"{verb[:2]}-{step}"
                shutil.copytree(whole, folder)
                _change(folder, verb)
                if _run(folder, verb, step) != -signal.SIGKILL:
                    break
                times[verb] += 1
                faults += (f"{verb}, step {step}: {each}" for each in _find_faults(folder, verb))
                shutil.rmtree(folder)
                step += every
    return Copied(times, tuple(faults))


def _make_library(folder: Path) -> None:
    folder.mkdir()
    store_library(folder, staffed=False)
    _run(folder, "backup", 0)


def _change(folder: Path, verb: str) -> None:
    """Make the database another than that of the backup."""
    with closing(prepare_database(_url(folder))) as database:
        if verb == "restore":
            SqliteItems(database).replace(BRANCH, [])
        if verb == "db upgrade":
            config = Config()
            config.set_main_option("script_location", "api.storage:migrations")
            with database.write() as connection:
                config.attributes["connection"] = connection
                command.downgrade(config, OLDEST)


def _find_faults(folder: Path, verb: str) -> Iterator[str]:
    schemas = {OLDEST, NEWEST} if verb == "db upgrade" else {NEWEST}
    counts = {0, len(ITEMS)} if verb == "restore" else {len(ITEMS)}
    yield from _find_wrong(folder, schemas, counts)
    if verb == "backup":
        yield from _find_damaged(folder)
    if status := _run(folder, verb, 0):
        yield f"the next one ends with {status}"
    yield from _find_wrong(folder, {NEWEST}, {len(ITEMS)})
    yield from _find_damaged(folder)
    yield from _find_left(folder)


def _find_wrong(folder: Path, schemas: set[str], counts: set[int]) -> Iterator[str]:
    with closing(open_database(_url(folder))) as database:
        with database.read() as connection:
            sound = connection.scalar(text("PRAGMA integrity_check"))
            lost = connection.execute(text("PRAGMA foreign_key_check")).all()
        if sound != "ok" or lost:
            yield f"the database is {sound}, {len(lost)} rows refer to nothing"
        if (schema := current_revision(database)) not in schemas:
            yield f"its schema is {schema}"
        elif schema == NEWEST and (count := SqliteItems(database).count(BRANCH)) not in counts:
            yield f"it has {count} items"


def _find_damaged(folder: Path) -> Iterator[str]:
    try:
        check_backup(folder / BACKUP)
    except BackupError as error:
        yield f"the backup: {error}"


def _find_left(folder: Path) -> Iterator[str]:
    place = folder / LIBRARY
    for each in folder.iterdir():
        if ".before-" in each.name:
            if each.samefile(place):
                yield f"{each.name} is the database itself"
            with closing(open_database(f"sqlite:///file:{each}?mode=ro&uri=true")) as kept:
                if SqliteItems(kept).count(BRANCH) not in (0, len(ITEMS)):
                    yield f"{each.name} is not whole"
        elif each.name not in (BACKUP, LIBRARY, f"{LIBRARY}-wal", f"{LIBRARY}-shm"):
            yield f"{each.name} is left"


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / LIBRARY}"


def _run(folder: Path, verb: str, step: int) -> int:
    """Run a verb in a process of its own; it dies before a step, or is not to for 0."""
    words = verb.split() if verb == "db upgrade" else [verb, str(folder / BACKUP)]
    line = [sys.executable, "-m", "benchmarks.killed_copies", str(folder), str(step), *words]
    environment = {**os.environ, "HYLLYKARTTA_DATA_DIR": str(folder)}
    return subprocess.run(line, env=environment, stdout=subprocess.DEVNULL, check=False).returncode


def _die_at_touch(folder: str, step: int) -> None:
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in TOUCHES and any(folder in str(each) for each in arguments[:2]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("step", type=int)
    parser.add_argument("verb", nargs="+")
    args = parser.parse_args(arguments)
    if args.step and args.verb[0] == "db":
        die_at(Engine, args.step)
    elif args.step:
        _die_at_touch(args.folder, args.step)
    return run(args.verb)


if __name__ == "__main__":
    sys.exit(main())
