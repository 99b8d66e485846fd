"""One small edit of a large draft beside saving the whole plan: ``python -m benchmarks.edits``.

An edit and the whole plan go over HTTP to a server of their own, on a file with ``synchronous =
FULL``: an answer means that it is on the disk. Between them are the same edits made the way they
once were, with the document read, changed and written at each; these are without HTTP.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
from sqlalchemy import text

from api.storage.draft_states import DraftMemory, store_document
from api.storage.drafts import Draft, create_draft, get_draft
from api.storage.edits import save_edit
from api.storage.engine import Database
from api.storage.upgrade import prepare_database
from benchmarks.editor import STARTS_AT
from benchmarks.floors import make_floor
from benchmarks.killable import KillableServer
from benchmarks.tables import markdown
from floorplans.editing.changes import Change
from floorplans.formats.native import format_plan
from tests.support.staff import sign_in

SHELVES = 1600
EDITS = 1000
TIMES = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """What each way takes, and what edits leave on the disk."""

    edits_ms: tuple[float, ...]
    documents_ms: tuple[float, ...]
    wholes_ms: tuple[float, ...]
    edits_bytes: int
    characters: int


def measure(shelves: int = SHELVES, edits: int = EDITS, times: int = TIMES) -> Measured:
    """Move single shelves so often, each by its own request, and then save whole plans."""
    plan = make_floor(shelves)
    document = format_plan(plan)
    things = json.loads(document)["shelves"]
    with tempfile.TemporaryDirectory(prefix="hyllykartta-edits-") as scratch:
        url = f"sqlite:///{Path(scratch) / 'library.sqlite'}"
        with closing(prepare_database(url)) as database:
            draft = create_draft(database, plan, STARTS_AT).id
            documents = _list_with_documents_ms(database, create_draft(database, plan, STARTS_AT))
        before = _used_bytes(url)
        server = KillableServer(url, Path(scratch))
        server.start()
        try:
            address = f"{server.address}/api/v1/branches/{plan.id}/drafts/{draft}"
            with sign_in(httpx.Client(timeout=60)) as client:

                def edit(number: int) -> None:
                    shelf = things[number % shelves]
                    value = {**shelf, "height_m": 1 + number / 1000}
                    change = {"kind": "shelves", "id": shelf["id"], "value": value}
                    asked = {"base": number, "key": str(uuid.uuid4()), "changes": [change]}
                    client.post(f"{address}/edits", json=asked).raise_for_status()

                def save(number: int) -> None:
                    headers = {"If-Match": f'"{number}"'}
                    client.put(address, content=document, headers=headers).raise_for_status()

                one = _list_ms(edit, range(1, edits + 1))
                grown = _used_bytes(url) - before
                whole = _list_ms(save, range(edits + 1, edits + times + 1))
        finally:
            server.kill()
    return Measured(one, documents, whole, grown, len(document))


def _list_with_documents_ms(database: Database, draft: Draft) -> tuple[float, ...]:
    """Edit with nothing held in memory, and store the document at every edit."""
    shelf = json.loads(draft.document)["shelves"][0]

    def edit(number: int) -> None:
        change = Change("shelves", shelf["id"], {**shelf, "height_m": 1 + number / 1000})
        forgetful = replace(database, drafts=DraftMemory())
        save_edit(forgetful, draft.branch, draft.id, [change], STARTS_AT, base=number)
        with database.write() as connection:
            document = get_draft(forgetful, draft.branch, draft.id).document
            store_document(connection, draft.id, number + 1, document)

    return _list_ms(edit, range(1, TIMES + 1))


def _used_bytes(url: str) -> int:
    """Tell how much of the file is used, whatever waits in the log."""
    with closing(prepare_database(url)) as database, database.read() as connection:
        pages, free, size = (
            connection.scalar(text(f"PRAGMA {name}")) or 0
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)


def _list_ms(do: Callable[[int], None], revisions: range) -> tuple[float, ...]:
    taken = []
    for revision in revisions:
        begun_s = time.perf_counter()
        do(revision)
        taken.append(1000 * (time.perf_counter() - begun_s))
    return tuple(taken)


def describe(measured: Measured) -> str:
    """Write both ways as a table, and what edits leave on the disk."""
    ways = (measured.edits_ms, measured.documents_ms, measured.wholes_ms)
    edit, document, whole = (_quantiles_ms(each) for each in ways)
    size = f"{measured.characters / 1e6:.1f} million characters"
    rows = [
        ("one shelf as an edit", *(f"{each:.0f}" for each in edit)),
        ("the same with the document each time", *(f"{each:.0f}" for each in document)),
        ("times an edit", *_ratios(document, edit)),
        (f"the whole plan, {size}", *(f"{each:.0f}" for each in whole)),
        ("times an edit", *_ratios(whole, edit)),
    ]
    head = (f"a draft of {SHELVES:,} shelves is saved", "p50, ms", "p95, ms", "p99, ms")
    megabytes = measured.edits_bytes / 1e6 * 1000 / len(measured.edits_ms)
    return f"{markdown(head, rows)}\n\nThe database grows by {megabytes:.1f} MB per 1,000 edits."


def _ratios(slow: tuple[float, ...], fast: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{one / other:.0f}" for one, other in zip(slow, fast, strict=True))


def _quantiles_ms(values: tuple[float, ...]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98]


def main() -> int:
    print(describe(measure()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
