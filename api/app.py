"""The application: the one place where everything is built and joined."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from importlib.metadata import version

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from api.accounts.forgery import ForgeryGuard
from api.accounts.limits import Limits
from api.accounts.passwords import Passwords
from api.branches import Branches, build_branch
from api.demo.visitors import demo_visitors
from api.endpoints import (
    branches,
    diffs,
    draft_checks,
    drafts,
    edits,
    files,
    guides,
    health,
    layout,
    live,
    maps,
    pages,
    places,
    plan_imports,
    ranges,
    routes,
    search,
    topics,
    versions,
    walks,
)
from api.live.guide_streams import Leaders
from api.live.plans import PlanWatcher
from api.live.rooms import Rooms
from api.live.service import LiveService
from api.middleware import BodyLimit, HeadAsGet, SecurityHeaders
from api.openapi import install_openapi
from api.pages.errors import install_page_problems
from api.pages.staff.closed import install_door
from api.problems import install_problem_handlers
from api.settings import Settings
from api.storage.engine import Database
from api.storage.plans import load_published_plans
from api.storage.sqlite_items import SqliteItems
from api.storage.sqlite_subjects import SqliteSubjects
from api.storage.upgrade import prepare_database
from api.upkeep.findings import Reaching
from api.upkeep.gate import Gate, Grouping
from api.upkeep.keeping import keep_pruning
from api.upkeep.kiosks import KioskWatch
from api.upkeep.placing import Recounting
from api.upkeep.pruning import pruned_daily
from api.upkeep.uploads import break_off_killed
from api.walk_order import WalkOrders
from floorplans.model import Plan
from floorplans.validate import find_breaks

LOG = logging.getLogger(__name__)

PARTS = (
    branches,
    search,
    topics,
    places,
    routes,
    maps,
    live,
    guides,
    versions,
    walks,
    diffs,
    drafts,
    draft_checks,
    edits,
    layout,
    plan_imports,
    ranges,
    health,
    files,
    pages,
)


def create_app(settings: Settings) -> FastAPI:
    """Build the application; databases and tasks begin with its lifespan.

    Parameters
    ----------
    settings : Settings
        How it runs.

    Returns
    -------
    FastAPI
        While it runs, its state has ``settings``, ``database``, ``branches`` (`Branches`),
        ``items`` (`ItemRepository`), ``topics`` (`SubjectRepository`),
        ``live`` (`LiveService`), ``leaders`` (`Leaders`), ``plans`` (`PlanWatcher`), ``rooms``
        (`Rooms`), ``walk_orders`` (`WalkOrders`), ``kiosks`` (`KioskWatch`), ``reaching``
        (`Reaching`), ``unplaced`` (`Recounting`), ``not_here_gate`` (`Gate`), ``search_groups``
        (`Grouping`), ``passwords`` (`Passwords`) and ``limits`` (`Limits`).
    """
    app = FastAPI(
        title="Hyllykartta",
        summary="Where a book stands and how to get there.",
        version=version("hyllykartta"),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.rooms = Rooms()
    app.state.passwords, app.state.limits = Passwords(settings.hashing), Limits()
    app.state.walk_orders = WalkOrders()
    install_problem_handlers(app)
    install_page_problems(app)
    install_openapi(app)
    install_door(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(ForgeryGuard)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    for part in PARTS:
        app.include_router(part.router)
    app.mount("/static", files.PageFiles(packages=[("kiosk_ui", "static")]))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    database = await run_in_threadpool(prepare_database, settings.database)
    try:
        app.state.database = database
        if not database.read_only:
            await run_in_threadpool(break_off_killed, database, datetime.now(UTC))
        app.state.items = SqliteItems(database)
        app.state.topics = SqliteSubjects(database)
        trees_bytes = settings.trees_mb * 2**20
        app.state.branches = await run_in_threadpool(_load_branches, database, trees_bytes)
        service = LiveService(app.state.branches, clock=time.monotonic, tags=settings.tags)
        app.state.live = service
        app.state.leaders = Leaders(service, settings.guiding)
        app.state.unplaced = Recounting(database)
        watcher = PlanWatcher(
            database,
            app.state.branches,
            service,
            lambda: datetime.now(UTC),
            trees_bytes,
            then=app.state.unplaced.recount,
        )
        app.state.plans = watcher
        app.state.not_here_gate, app.state.search_groups = Gate(), Grouping()
        app.state.kiosks = KioskWatch(time.monotonic())
        app.state.reaching = Reaching()
        await service.start()
        await watcher.start()
        pruning = asyncio.create_task(
            keep_pruning(database, settings.log_days, lambda: datetime.now(UTC)), name="log"
        )
        try:
            async with (
                pruned_daily(database, lambda: datetime.now(UTC)),
                demo_visitors(app.state.branches, service) if settings.demo else nullcontext(),
            ):
                yield
        finally:
            pruning.cancel()
            await asyncio.wait([pruning])
            await watcher.stop()
            await service.stop()
            app.state.reaching.close()
            app.state.unplaced.close()
    finally:
        database.close()


def _load_branches(database: Database, trees_bytes: int) -> Branches:
    if database.read_only:
        LOG.warning("%s is read-only: reading goes on, nothing can be saved.", database.place)
    plans = load_published_plans(database)
    loaded = Branches(build_branch(plan, trees_bytes) for plan in plans if _can_be_served(plan))
    if not loaded.list():
        LOG.warning("%s has no branch yet; publish a plan.", database.place)
    return loaded


def _can_be_served(plan: Plan) -> bool:
    """Tell whether a plan is whole; a broken one is left out, and the others go on."""
    breaks = find_breaks(plan)
    if breaks:
        LOG.error(
            'Branch "%s" is left out: %s: %s Publish its plan anew.',
            plan.id,
            breaks[0].place,
            breaks[0].message,
        )
    return not breaks
