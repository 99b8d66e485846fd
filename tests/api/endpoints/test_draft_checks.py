"""A draft is checked once for all who have it open, and only as it is by then."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.endpoints import draft_checks
from api.endpoints.draft_checks import check_newest
from api.storage.drafts import create_draft, get_draft_plan
from api.storage.edits import save_edit
from api.storage.engine import Database
from api.storage.upgrade import prepare_database
from floorplans.editing.changes import Change
from floorplans.formats.native import plan_hash, plan_values
from floorplans.validate import check_plan
from tests.support.checks import TODAY
from tests.support.library import CREATED_AT
from tests.support.plans import toy_plan

WITHIN_S = 30
SHELF = plan_values(toy_plan())["shelves"][0]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = prepare_database(f"sqlite:///{tmp_path / 'library.sqlite'}")
    yield opened
    opened.close()


class SlowChecks:
    """The checks, each of which waits until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Semaphore(0)
        self.heights_m: list[float] = []

    def __call__(self, plan, *, today):
        self.heights_m.append(plan.shelves[0].height_m)
        self.begun.release()
        assert self.let_go.acquire(timeout=WITHIN_S)
        return check_plan(plan, today=today)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowChecks:
    checks = SlowChecks()
    monkeypatch.setattr(draft_checks, "check_plan", checks)
    return checks


def raise_shelf(database: Database, draft: str, height_m: float, base: int) -> None:
    change = Change("shelves", SHELF["id"], {**SHELF, "height_m": height_m})
    save_edit(database, "toy", draft, [change], CREATED_AT, base=base)


def test_of_edits_that_come_faster_than_checks_only_the_last_one_is_checked(database, slow):
    draft = create_draft(database, toy_plan(), CREATED_AT).id
    with ThreadPoolExecutor(6) as people:
        first = people.submit(check_newest, database, "toy", draft, TODAY)
        assert slow.begun.acquire(timeout=WITHIN_S)
        others = []
        for base in range(1, 5):
            raise_shelf(database, draft, 1.0 + base / 10, base)
            others.append(people.submit(check_newest, database, "toy", draft, TODAY))
        slow.let_go.release(6)
        assert first.result(WITHIN_S).hash == plan_hash(toy_plan())
        answers = [each.result(WITHIN_S) for each in others]
    _, plan = get_draft_plan(database, "toy", draft)
    assert {each.hash for each in answers} == {plan_hash(plan)}
    assert slow.heights_m == [toy_plan().shelves[0].height_m, 1.4]


def test_what_was_checked_is_told_again_until_the_next_edit_or_day(database, slow):
    slow.let_go.release(9)
    draft = create_draft(database, toy_plan(), CREATED_AT).id
    for _ in range(2):
        check_newest(database, "toy", draft, TODAY)
    raise_shelf(database, draft, 1.5, 1)
    for _ in range(2):
        check_newest(database, "toy", draft, TODAY)
    check_newest(database, "toy", draft, TODAY.replace(day=TODAY.day - 1))
    assert slow.heights_m == [toy_plan().shelves[0].height_m, 1.5, 1.5]
