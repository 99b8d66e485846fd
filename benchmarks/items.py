"""Importing the items of a branch, small and large: ``python -m benchmarks.items [--quick]``.

For each size a seeded table is written and imported twice by ``hyllykartta items import``, in a
process of its own, while somebody else writes into the same database all the time.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import text

from api.catalogue.items import COLUMNS
from api.plans import load_plan
from api.storage.engine import Database
from api.storage.plans import publish_plan
from api.storage.sqlite_items import SqliteItems
from api.storage.upgrade import prepare_database
from benchmarks.tables import markdown

SIZES = (10_000, 100_000, 1_000_000)
QUICK_SIZES = (2_000, 10_000)
BRANCH = "keskusta"
SEED = 20261122
COPIES_PER_WORK = 3
WRITE_EVERY_S = 0.05
IMPORT = "import sys; from api.cli import main; sys.exit(main(sys.argv[1:]))"
HEAD = ("rows", "file, MB", "first, s", "next, s", "peak memory, MB", "longest wait to write, ms")


@dataclass(frozen=True, slots=True)
class Import:
    """How long one import took, what memory it needed, and how long a writer waited."""

    took_s: float
    peak_mb: float
    waited_ms: float


def measure(rows: int, seed: int = SEED) -> tuple[object, ...]:
    """Import a table of so many rows twice; a row of the report."""
    with tempfile.TemporaryDirectory(prefix="hyllykartta-items-") as scratch:
        folder = Path(scratch)
        table = folder / "items.csv"
        write_table(table, rows, seed)
        environment = {**os.environ, "HYLLYKARTTA_DATA_DIR": scratch}
        with closing(prepare_database(f"sqlite:///{folder / 'hyllykartta.sqlite'}")) as database:
            publish_plan(database, load_plan("demo"), datetime.now(UTC))
            first, second = (import_once(database, table, environment) for _ in range(2))
            assert SqliteItems(database).count(BRANCH) == rows
        return (
            f"{rows:,}",
            f"{table.stat().st_size / 1e6:.1f}",
            f"{first.took_s:.1f}",
            f"{second.took_s:.1f}",
            f"{max(first.peak_mb, second.peak_mb):.0f}",
            f"{max(first.waited_ms, second.waited_ms):.0f}",
        )


def write_table(path: Path, rows: int, seed: int) -> None:
    """Write a table of items that look like a library's."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(make_rows(rows, seed))


def make_rows(rows: int, seed: int) -> Iterator[Sequence[object]]:
    """Make the rows one by one: a few copies of each work, in the order of their barcodes."""
    draw = Random(seed)
    syllables = [f"{a}{b}" for a in "hjklmnprstv" for b in ("a", "e", "i", "o", "u", "ä", "uo")]
    for number in range(rows):
        work = Random(f"{seed}-{draw.randrange(max(1, rows // COPIES_PER_WORK))}")
        words = ["".join(work.choices(syllables, k=work.randint(2, 4))) for _ in range(4)]
        mark = words[3][:3].upper()
        class_ = f"{work.randrange(1, 99)}.{work.randrange(1, 9)}"
        yield (
            f"{4_000_000_000 + number}",
            " ".join(words[:3]).capitalize(),
            f"{words[3].capitalize()}, {words[0].capitalize()}",
            work.randint(1950, 2026),
            f"{class_} {mark}",
            work.choice(("aik-kauno", "aik-tieto", "lap-kauno")),
            "fi",
            draw.choice(("available", "available", "on_loan")),
            "",
        )


def import_once(database: Database, table: Path, environment: dict[str, str]) -> Import:
    """Import a table in a process of its own."""
    stop, waits_ms = threading.Event(), [0.0]
    writer = threading.Thread(target=_write, args=(database, stop, waits_ms))
    writer.start()
    began_s = time.perf_counter()
    command = [sys.executable, "-c", IMPORT, "items", "import", str(table), "--branch", BRANCH]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    took_s = time.perf_counter() - began_s
    stop.set()
    writer.join()
    assert status == 0, f"the import ended with {status}"
    return Import(took_s, used.ru_maxrss / 1024, max(waits_ms))


def _write(database: Database, stop: threading.Event, waits_ms: list[float]) -> None:
    """Write something small again and again, as an editor does."""
    while not stop.wait(WRITE_EVERY_S):
        began_s = time.perf_counter()
        with database.write() as connection:
            connection.execute(text("UPDATE branches SET items_run = items_run"))
        waits_ms.append(1000 * (time.perf_counter() - began_s))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.items", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small tables only")
    parser.add_argument("--rows", type=int, action="append", help="a size of table")
    args = parser.parse_args(arguments)
    sizes = args.rows or (QUICK_SIZES if args.quick else SIZES)
    print(markdown(HEAD, [measure(rows) for rows in sizes]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
