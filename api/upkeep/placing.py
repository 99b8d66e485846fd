"""Items without a place are counted anew in the background when a plan or an import is new."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime

from api.branches import Branch
from api.storage.engine import Database
from api.storage.errors import StorageError
from api.storage.unplaced import Counts, find_counts, save_counts, shown_run
from api.unplaced import Shelved, count_unplaced, place_again

LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Recounting:
    """Counts for each branch what has no place, one branch after another."""

    database: Database
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="unplaced")
    )
    _asked: dict[str, tuple[int, str, Future[None]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, branch: Branch) -> Counts | None:
        """Give what was counted last; it is counted anew if another plan is served by now."""
        counts = find_counts(self.database, branch.id)
        if not self._is_current(counts, branch):
            self.recount(branch)
        return counts

    def find_soon(self, branch: Branch, wait_s: float) -> Counts | None:
        """Give what is counted for the plan that is served now, if that takes no longer."""
        counts = self.find(branch)
        begun = None if self._is_current(counts, branch) else self.recount(branch)
        if begun is not None:
            wait([begun], wait_s)
            counts = find_counts(self.database, branch.id)
        return counts if self._is_current(counts, branch) else None

    def recount(self, branch: Branch) -> Future[None] | None:
        """Begin to count, unless that has begun; nothing where nothing can be stored."""
        run = shown_run(self.database, branch.id)
        if self.database.read_only:
            return None
        with self._lock:
            asked = self._asked.get(branch.id)
            if asked and asked[:2] == (run, branch.version):
                return asked[2]
            begun = self._pool.submit(self._count, branch, run)
            self._asked[branch.id] = run, branch.version, begun
            return begun

    @staticmethod
    def _is_current(counts: Counts | None, branch: Branch) -> bool:
        return counts is not None and counts.version == branch.version

    def close(self) -> None:
        """Begin no more counts."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _count(self, branch: Branch, run: int) -> None:
        shelved = Shelved(branch.plan, branch.version, branch.shelves, branch.aliases)
        try:
            place_again(self.database, branch.id, run, shelved)
            counts = count_unplaced(self.database, branch.id, run, shelved, datetime.now(UTC))
            save_counts(self.database, branch.id, counts)
        except StorageError as error:
            LOG.warning("%s: items without a place were not counted: %s", branch.id, error)
            with self._lock:
                self._asked.pop(branch.id, None)
