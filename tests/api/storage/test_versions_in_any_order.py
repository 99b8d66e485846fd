"""Publishing, scheduling, cancelling and rolling back in any order, beside a model of it."""

import dataclasses
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from api.storage.plans import (
    list_versions,
    load_version,
    publish_plan,
    published_hashes,
    store_version,
)
from api.storage.publications import (
    apply_due,
    cancel_publication,
    find_previous,
    list_publications,
    list_scheduled,
    publish_version,
    schedule_publication,
)
from api.storage.upgrade import prepare_database
from floorplans.formats.native import plan_hash
from floorplans.model import Text
from tests.support.library import CREATED_AT
from tests.support.plans import toy_plan

BRANCHES = ("east", "west")
PLANS = {
    branch: [
        dataclasses.replace(
            toy_plan(), id=branch, name=Text(str(n)), kiosks=(), locator_points=(), ranges=()
        )
        for n in range(4)
    ]
    for branch in BRANCHES
}
HASHES = {branch: [plan_hash(plan) for plan in plans] for branch, plans in PLANS.items()}
branches = st.sampled_from(BRANCHES)
numbers = st.integers(0, 3)
minutes = st.integers(1, 90)


class Versions(RuleBasedStateMachine):
    """``log``, ``stored`` and ``waiting`` are what the database must come to hold."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = prepare_database(f"sqlite:///{Path(self.folder.name) / 'a.sqlite'}")
        self.now = CREATED_AT
        self.stored = {branch: [] for branch in BRANCHES}
        self.log = {branch: [] for branch in BRANCHES}
        self.waiting = {}

    def teardown(self):
        self.database.close()
        self.folder.cleanup()

    def remember(self, branch, hash_):
        if hash_ not in self.stored[branch]:
            self.stored[branch].append(hash_)

    def show(self, branch, hash_):
        if self.log[branch][-1:] != [hash_]:
            self.log[branch].append(hash_)

    @rule(branch=branches, number=numbers)
    def publish(self, branch, number):
        hash_ = publish_plan(self.database, PLANS[branch][number], self.now)
        self.remember(branch, hash_)
        self.show(branch, hash_)

    @rule(branch=branches, number=numbers, after=minutes)
    def schedule(self, branch, number, after):
        due_at = self.now + timedelta(minutes=after)
        hash_ = store_version(self.database, PLANS[branch][number], self.now)
        id_ = schedule_publication(self.database, branch, hash_, due_at, self.now)
        self.remember(branch, hash_)
        assert id_ not in self.waiting
        self.waiting[id_] = (due_at, branch, hash_)

    @rule(after=minutes)
    def wait(self, after):
        self.now += timedelta(minutes=after)
        before = {branch: len(self.log[branch]) for branch in BRANCHES}
        due = sorted((at, id_) for id_, (at, _, _) in self.waiting.items() if at <= self.now)
        for _, id_ in due:
            _, branch, hash_ = self.waiting.pop(id_)
            self.show(branch, hash_)
        changed = {branch for branch in BRANCHES if len(self.log[branch]) > before[branch]}
        told = apply_due(self.database, self.now)
        assert len(told) == len(set(told))
        assert set(told) == changed

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def cancel(self, data):
        id_ = data.draw(st.sampled_from(sorted(self.waiting)))
        cancel_publication(self.database, self.waiting.pop(id_)[1], id_, self.now)

    @rule(branch=branches)
    def roll_back(self, branch):
        previous = find_previous(self.database, branch)
        assert previous == (self.log[branch][-2:-1] or [None])[0]
        if previous is not None:
            publish_version(self.database, branch, previous, self.now)
            self.show(branch, previous)

    @rule(branch=branches, data=st.data())
    def go_to_any_version(self, branch, data):
        if self.stored[branch]:
            hash_ = data.draw(st.sampled_from(self.stored[branch]))
            publish_version(self.database, branch, hash_, self.now)
            self.show(branch, hash_)

    @invariant()
    def the_database_holds_what_was_done(self):
        shown = {branch: log[-1] for branch, log in self.log.items() if log}
        assert published_hashes(self.database) == shown
        for branch in BRANCHES:
            log = [each.hash for each in list_publications(self.database, branch)]
            versions = list_versions(self.database, branch)
            scheduled = list_scheduled(self.database, branch)
            expected = sorted((at, i) for i, (at, b, _) in self.waiting.items() if b == branch)
            assert log == self.log[branch][::-1]
            assert [each.hash for each in versions] == self.stored[branch][::-1]
            assert [each.hash for each in versions if each.published] == log[:1]
            assert [(each.due_at, each.id) for each in scheduled] == expected

    @invariant()
    def no_version_ever_changes(self):
        for branch, hashes in self.stored.items():
            for hash_ in hashes:
                plan = load_version(self.database, branch, hash_)
                assert plan == PLANS[branch][HASHES[branch].index(hash_)]


TestVersions = Versions.TestCase
TestVersions.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
