"""What is served follows what is published, by this server or by another process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from api.branches import Branch, Branches, build_branch
from api.live.service import LiveService
from api.storage.engine import Database
from api.storage.errors import StorageError, VersionDamagedError
from api.storage.plans import load_version, published_hashes
from api.storage.publications import apply_due
from api.today import local_at
from floorplans.closures import Closed, closed_at
from floorplans.validate import find_breaks
from routing.trees import TREES_BYTES

LOG = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
CATCH_UP_WITHIN_S = 20.0
AHEAD = timedelta(minutes=2)
"""Ways around what closes or opens are built so long before: the largest take ten seconds."""

CUT_OFF = "The database cannot be asked for new versions of plans; the log has its words."

Now = Callable[[], datetime]


class BrokenPlanError(Exception):
    """A published plan cannot be served; the message says why and what to do."""


class PlanWatcher:
    """Publishes what is due and puts published versions in place of those that are served.

    It looks once a second, and at once after `catch_up`. A version is loaded, checked and
    built in a thread while the old one is served, and then takes its place in one step. One
    that cannot be served is told of in the log and left alone until another is published.

    Parameters
    ----------
    database : Database
        Where versions are published.
    branches : Branches
        What is served.
    live : LiveService
        Puts new versions in place and tells the open pages.
    now : callable
        Gives the aware time.
    trees_bytes : int
        Memory for ways to goals; see `api.branches.build_branch`.
    then : callable
        Told of each branch whose new version has taken its place.
    """

    def __init__(
        self,
        database: Database,
        branches: Branches,
        live: LiveService,
        now: Now,
        trees_bytes: int = TREES_BYTES,
        then: Callable[[Branch], object] = lambda _: None,
    ) -> None:
        self._then = then
        self._trees_bytes = trees_bytes
        self._database = database
        self._branches = branches
        self._live = live
        self._now = now
        self._seen = {branch.id: branch.version for branch in branches.list()}
        self._broken: dict[str, str] = {}
        self._ahead: dict[str, tuple[str, Closed]] = {}
        self._cut_off = False
        self._woken = asyncio.Event()
        self._waiting: list[asyncio.Future[None]] = []
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._run(), name="plans")
        self._task.add_done_callback(_report_death)

    async def stop(self) -> None:
        """Stop watching; a version that is being built is not put in place any more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    @property
    def running(self) -> bool:
        """Tell whether new versions are noticed."""
        return self._task is not None and not self._task.done()

    @property
    def trouble(self) -> str | None:
        """What keeps the published plans from being served, if anything does."""
        if self._cut_off:
            return CUT_OFF
        return next(iter(self._broken.values()), None)

    def serves(self, branch_id: str, hash_: str) -> bool:
        """Tell whether a branch shows a version by now."""
        return self._seen.get(branch_id) == hash_ and branch_id not in self._broken

    async def catch_up(self) -> None:
        """Look now, and wait until what is published is served, or for some seconds."""
        if not self.running:
            return
        looked = asyncio.get_running_loop().create_future()
        self._waiting.append(looked)
        self._woken.set()
        await asyncio.wait([looked], timeout=CATCH_UP_WITHIN_S)

    async def _run(self) -> None:
        while True:
            waiting, self._waiting = self._waiting, []
            self._woken.clear()
            await self._look()
            await self._look_ahead()
            for looked in waiting:
                looked.set_result(None)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._woken.wait()

    async def _look(self) -> None:
        try:
            published = await asyncio.to_thread(self._find_published)
            for branch_id, hash_ in published.items():
                if self._seen.get(branch_id) != hash_:
                    await self._bring_in(branch_id, hash_)
        except StorageError as error:
            if not self._cut_off:
                LOG.error("%s %s", CUT_OFF, error)
            self._cut_off = True
        else:
            self._cut_off = False

    async def _look_ahead(self) -> None:
        """Build the ways of what will be closed or open soon, before anybody asks for them."""
        for branch in self._branches.list():
            now = local_at(branch.plan, self._now())
            held, soon = closed_at(branch.plan, now), closed_at(branch.plan, now + AHEAD)
            if self._ahead.get(branch.id) != (branch.version, soon):
                self._ahead[branch.id] = (branch.version, soon)
                goals = branch.ways.at(held).goals if soon != held else ()
                await asyncio.to_thread(branch.ways.prepare, soon, goals)

    def _find_published(self) -> dict[str, str]:
        if not self._database.read_only:
            apply_due(self._database, self._now())
        return published_hashes(self._database)

    async def _bring_in(self, branch_id: str, hash_: str) -> None:
        try:
            branch = await asyncio.to_thread(self._build, branch_id, hash_)
            prepared = await asyncio.to_thread(self._live.prepare_branch, branch)
        except (BrokenPlanError, VersionDamagedError) as error:
            self._refuse(branch_id, hash_, str(error))
        except StorageError:
            raise
        except Exception:
            LOG.exception('Version %s of "%s" cannot be built.', hash_[:12], branch_id)
            self._refuse(branch_id, hash_, "It cannot be built; the log has the details.")
        else:
            self._live.replace_branch(branch, prepared)
            self._seen[branch_id] = hash_
            self._broken.pop(branch_id, None)
            self._then(branch)

    def _build(self, branch_id: str, hash_: str) -> Branch:
        """Load, check and build a version, with the drawings that readers ask for."""
        plan = load_version(self._database, branch_id, hash_)
        breaks = find_breaks(plan)
        if breaks:
            raise BrokenPlanError(f"{breaks[0].place}: {breaks[0].message}")
        branch = build_branch(plan, self._trees_bytes)
        branch.ways.build()
        held = closed_at(plan, local_at(plan, self._now()))
        branch.ways.prepare(held)
        for other in self._branches.list():
            if other.id == branch_id:
                branch.draw_as(other)
                before = closed_at(other.plan, local_at(other.plan, self._now()))
                branch.ways.prepare(held, other.ways.at(before).goals)
        return branch

    def _refuse(self, branch_id: str, hash_: str, reason: str) -> None:
        trouble = (
            f'Version {hash_[:12]} of "{branch_id}" is published but cannot be served, so what '
            f"was served stays. {reason} Publish another version."
        )
        LOG.error(trouble)
        self._seen[branch_id] = hash_
        self._broken[branch_id] = trouble


def _report_death(task: asyncio.Task[None]) -> None:
    """Say loudly that plans stay as they are; health says so too, and the rest goes on."""
    if not task.cancelled():
        LOG.critical(
            "New versions of plans are no longer noticed; restart the server.",
            exc_info=task.exception(),
        )
