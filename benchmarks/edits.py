"""One small edit of a large draft beside saving the whole plan: ``python -m benchmarks.edits``."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx

from api.storage.drafts import create_draft
from api.storage.engine import Database
from api.storage.upgrade import prepare_database
from benchmarks.editor import STARTS_AT
from benchmarks.floors import make_floor
from benchmarks.killable import KillableServer
from benchmarks.tables import markdown
from floorplans.formats.native import format_plan
from tests.support.staff import sign_in

SHELVES = 1600
TIMES = 7


def measure(shelves: int = SHELVES, times: int = TIMES) -> tuple[float, float, int]:
    """Measure both ways over HTTP.

    Returns
    -------
    tuple of float, float and int
        Medians of an edit and of a whole plan in milliseconds, and the plan's characters.
    """
    plan = make_floor(shelves)
    with tempfile.TemporaryDirectory(prefix="hyllykartta-edits-") as scratch:
        url = f"sqlite:///{Path(scratch) / 'library.sqlite'}"
        with closing(prepare_database(url)) as database:
            draft = _begin(database, shelves)
        server = KillableServer(url, Path(scratch))
        server.start()
        try:
            address = f"{server.address}/api/v1/branches/{plan.id}/drafts/{draft}"
            document = format_plan(plan)
            shelf = json.loads(document)["shelves"][0]
            with sign_in(httpx.Client(timeout=60)) as client:

                def edit(number: int) -> None:
                    value = {**shelf, "height_m": 1 + number / 1000}
                    change = {"kind": "shelves", "id": shelf["id"], "value": value}
                    asked = {"base": number, "key": str(uuid.uuid4()), "changes": [change]}
                    client.post(f"{address}/edits", json=asked).raise_for_status()

                def save(number: int) -> None:
                    headers = {"If-Match": f'"{number}"'}
                    client.put(address, content=document, headers=headers).raise_for_status()

                one = _median_ms(edit, range(1, times + 1))
                whole = _median_ms(save, range(times + 1, 2 * times + 1))
        finally:
            server.kill()
    return one, whole, len(document)


def _begin(database: Database, shelves: int) -> str:
    return create_draft(database, make_floor(shelves), STARTS_AT).id


def _median_ms(do: Callable[[int], None], revisions: range) -> float:
    taken = []
    for revision in revisions:
        begun_s = time.perf_counter()
        do(revision)
        taken.append(1000 * (time.perf_counter() - begun_s))
    return statistics.median(taken)


def main() -> int:
    one, whole, characters = measure()
    rows = [
        ("one shelf as an edit", f"{one:.0f}"),
        (f"the whole plan, {characters / 1e6:.1f} million characters", f"{whole:.0f}"),
    ]
    print(markdown((f"a draft of {SHELVES:,} shelves is saved", "median, ms"), rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
