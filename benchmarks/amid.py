"""A server that keeps a note of what it is amid, and dies there if it is told to.

``python -m benchmarks.amid NOTE WORK STEP [what serve is given]``: it kills itself before the
STEP-th statement of the transactions of a WORK; their commit counts too, and the moment after it.
With an empty WORK it only keeps the note, which is a file mapped into memory, so that it outlives
the process: a slot for each thread, with the work whose transaction is open and its step.
"""

from __future__ import annotations

import mmap
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Any

from sqlalchemy import Engine, Pool, event

from api.cli import main as run
from api.pages.staff import items

SLOTS, SLOT_BYTES = 64, 64
COMMITTED = "committed"
UPLOADING = "a part of a file kept"

WORKS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("api.endpoints.edits", "post_edit"): "an edit",
        ("api.endpoints.edits", "post_step"): "an undo or redo",
        ("api.endpoints.ranges", "_do"): "a job on ranges",
        ("api.endpoints.walks", "record"): "a walk sent",
        ("api.walking", "take_back"): "a walk taken back",
        ("api.storage.plans", "publish_plan"): "publishing now",
        ("api.storage.plans", "store_version"): "publishing at a time",
        ("api.storage.publications", "schedule_publication"): "publishing at a time",
        ("api.storage.publications", "_apply_next"): "a publication that comes due",
        ("api.storage.publications", "publish_version"): "rolling back",
        ("api.storage.publications", "cancel_publication"): "a publication cancelled",
        ("api.storage.item_runs", "begin_run"): "an import begun",
        ("api.storage.item_runs", "note_progress"): "an import read",
        ("api.storage.item_runs", "store_works"): "an import stored",
        ("api.storage.item_runs", "show_run"): "an import shown",
        ("api.storage.item_runs", "sweep"): "an import tidied up after",
        ("api.storage.layout", "save_picture"): "a picture sent",
        ("api.storage.layout", "place_picture"): "a picture laid",
        ("api.storage.layout", "delete_picture"): "a picture taken away",
        ("api.storage.layout", "change_locks"): "locks",
        ("api.storage.drafts", "create_draft"): "a draft begun",
        ("api.storage.discarded", "discard_draft"): "a draft discarded",
        ("api.storage.discarded", "restore_draft"): "a draft restored",
        ("api.storage.sessions", "begin_session"): "signing in",
        ("api.storage.sessions", "end_session"): "signing out",
        ("api.storage.tokens", "add_token"): "a key made",
        ("api.storage.tokens", "revoke_token"): "a key revoked",
    }
)
"""What a transaction is for, by the function that has it opened."""

KINDS = (UPLOADING, *dict.fromkeys(WORKS.values()))


class Note:
    """What each thread is amid, in a file."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), SLOTS * SLOT_BYTES)
        self._slots: dict[int, int] = {}
        self._lock = threading.Lock()

    def write(self, work: str) -> None:
        """Note what this thread is amid; nothing if that is empty."""
        with self._lock:
            slot = self._slots.setdefault(threading.get_ident(), len(self._slots)) % SLOTS
            start = slot * SLOT_BYTES
            self._map[start : start + SLOT_BYTES] = work.encode().ljust(SLOT_BYTES, b"\0")


class Death:
    """Counts the steps of one work, and kills the process before one of them."""

    def __init__(self, work: str, step: int) -> None:
        self._work, self._left = work, step
        self._lock = threading.Lock()

    def count(self, work: str) -> None:
        """Count a step."""
        if work != self._work:
            return
        with self._lock:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Watch:
    """Sees the transactions that write, and tells note and death of them."""

    def __init__(self, note: Note, death: Death) -> None:
        self._note, self._death = note, death
        self._amid = threading.local()

    def follow(self) -> None:
        """See what is done through every engine."""
        event.listen(Engine, "begin", self._begin)
        event.listen(Engine, "before_cursor_execute", self._execute)
        event.listen(Engine, "commit", lambda _: self.step("commit"))
        event.listen(Engine, "rollback", lambda _: self.end())
        event.listen(Pool, "checkin", self._come_back)

    def begin(self, work: str) -> None:
        """Begin something that this thread does."""
        self._amid.work = work

    def step(self, how: str) -> None:
        """Take a step of it, or die before that."""
        if work := getattr(self._amid, "work", ""):
            self._note.write(f"{work}: {how}")
            self._death.count(work)

    def end(self) -> None:
        """Be amid nothing any more."""
        if getattr(self._amid, "work", ""):
            self._amid.work = ""
            self._note.write("")

    def _begin(self, connection: Any) -> None:
        is_writing = connection.get_execution_options().get("writes", False)
        self.begin(find_work(sys._getframe()) if is_writing else "")

    def _execute(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        how = statement.split(maxsplit=1)[0].lower()
        # Many may wait for the lock at once; only one is amid a transaction.
        if how != "begin":
            self.step(how)

    def _come_back(self, *_: Any) -> None:
        """What is committed has not been answered yet."""
        self.step(COMMITTED)
        self.end()


def find_work(frame: FrameType | None) -> str:
    """Find what a transaction is for, from the innermost function that is known outward."""
    while frame is not None:
        known = WORKS.get((frame.f_globals.get("__name__", ""), frame.f_code.co_name))
        if known:
            return known
        frame = frame.f_back
    return ""


def keep_by_halves(watch: Watch) -> None:
    """Have parts of files kept in two steps, so that there is a moment between them."""
    keep = items._keep

    def keep_halves(file: Path, at: int, part: bytes) -> int:
        half = len(part) // 2
        watch.begin(UPLOADING)
        keep(file, at, part[:half])
        watch.step("half kept")
        size = keep(file, at + half, part[half:])
        watch.end()
        return size

    items._keep = keep_halves


def read_note(path: Path) -> tuple[str, ...]:
    """Read what a process was amid when it died."""
    held = path.read_bytes()
    slots = (held[start : start + SLOT_BYTES] for start in range(0, len(held), SLOT_BYTES))
    return tuple(text for slot in slots if (text := slot.rstrip(b"\0").decode(errors="replace")))


def empty_note(path: Path) -> None:
    """Make room for a note."""
    path.write_bytes(bytes(SLOTS * SLOT_BYTES))


def main(arguments: Sequence[str]) -> int:
    note, work, step, *rest = arguments
    watch = Watch(Note(Path(note)), Death(work, int(step)))
    watch.follow()
    keep_by_halves(watch)
    return run(["serve", *rest])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
