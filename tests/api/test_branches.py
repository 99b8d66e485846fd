from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from api.branches import build_branch
from floorplans.model import Closure, Text
from routing.graph import build_graph
from tests.support.moved import moved_plan
from tests.support.plans import toy_plan


def test_a_new_version_is_drawn_ahead_as_readers_have_asked_for_the_old_one(monkeypatch):
    old, new = build_branch(toy_plan()), build_branch(moved_plan())
    seen = old.draw("1", "sv")
    new.draw_as(old)

    def refuse(*_args, **_options):
        raise AssertionError("drawn while a reader waits")

    monkeypatch.setattr("api.branches.draw_level", refuse)
    assert new.draw("1", "sv").digest != seen.digest
    with pytest.raises(AssertionError):
        new.draw("1", "fi")


def test_a_level_is_drawn_anew_on_the_day_when_something_closes(monkeypatch):
    works = Closure("works", Text("Remontti"), starts_at="2026-12-01T08:00", units=("quiet-1",))
    branch = build_branch(replace(toy_plan(), closures=(works,)))
    drawn = []
    for now in ("2026-11-30T12:00", "2026-12-01T07:00", "2026-12-01T08:00"):
        monkeypatch.setattr(
            "api.branches.now_at", lambda _plan, now=now: datetime.fromisoformat(now)
        )
        drawn.append(branch.draw("1", "fi"))
    assert drawn[0] is drawn[1]
    assert drawn[2].digest != drawn[0].digest
    assert b"Remontti" in drawn[2].svg


def test_the_graph_of_ways_is_built_once_however_many_ask_at_once(monkeypatch):
    built = []

    def build(plan, walkable):
        built.append(plan)
        return build_graph(plan, walkable)

    monkeypatch.setattr("routing.ways.build_graph", build)
    branch = build_branch(toy_plan())
    assert built == []
    with ThreadPoolExecutor(4) as pool:
        graphs = list(pool.map(lambda _: branch.graph, range(4)))
    assert built == [branch.plan]
    assert all(each is graphs[0] for each in graphs)
