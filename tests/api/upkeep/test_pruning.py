"""Old drafts are removed by the server itself."""

import asyncio
import os
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from api.storage.discarded import KEPT_FOR, discard_draft, list_discarded
from api.storage.drafts import create_draft
from api.storage.upgrade import prepare_database
from api.upkeep.pruning import pruned_daily
from api.upkeep.uploads import FORGOTTEN_AFTER_S
from tests.support.library import CREATED_AT
from tests.support.plans import toy_plan

PATIENCE_S = 20


def test_the_server_removes_a_discarded_draft_on_the_day_when_its_time_is_over(tmp_path: Path):
    days = [CREATED_AT, CREATED_AT + KEPT_FOR + timedelta(days=1)]

    async def wait_until_gone() -> None:
        async with asyncio.timeout(PATIENCE_S), pruned_daily(database, now, 0, 0.01):
            while list_discarded(database, "toy"):
                await asyncio.sleep(0.01)

    def now():
        return days.pop(0) if len(days) > 1 else days[0]

    with closing(prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")) as database:
        draft = create_draft(database, toy_plan(), CREATED_AT).id
        discard_draft(database, "toy", draft, CREATED_AT)
        asyncio.run(wait_until_gone())
        assert len(days) == 1


def test_a_file_that_was_sent_and_never_imported_is_forgotten_after_a_day(tmp_path: Path):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    old, new = uploads / "old.csv", uploads / "new.csv"
    for each in (old, new):
        each.touch()
    before = time.time() - FORGOTTEN_AFTER_S - 1
    os.utime(old, (before, before))

    async def wait_until_gone() -> None:
        async with asyncio.timeout(PATIENCE_S), pruned_daily(database, lambda: CREATED_AT, 0, 0.01):
            while old.exists():
                await asyncio.sleep(0.01)

    with closing(prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")) as database:
        asyncio.run(wait_until_gone())
    assert new.exists()
