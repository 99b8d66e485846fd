"""The turns of a branch's subjects: who is due is folded and shown, who is silent forgotten."""

from __future__ import annotations

import asyncio
import gc
import logging
import math
from collections.abc import Callable

from api.live.bus import MemoryBus
from api.live.events import position_data
from api.live.pipeline import fold, start_mover
from api.live.positions import Position
from api.live.radios import judge_radios, learn_reach, note_waiting, trust_radios
from api.live.state import BranchLive
from positioning.grid.live_ground import STEP_S
from positioning.grid.live_track import PHASES

LOG = logging.getLogger(__name__)

TICK_S = STEP_S / PHASES
SETTLE_S = 0.1
POSITION_LIFE_S = 30.0
NEWS_S = 5.0
# Who is this far ahead of the clock begins anew: the clock was set back.
SET_BACK_S = 3.0
TRUST_EVERY_S = 5.0
# Requests wait for no more than these; to let them in after each fold costs a tenth of it.
FOLDS_IN_A_ROW = 4
# Subjects that come in are begun while this part of a tick is not over.
NEW_SHARE = 0.5
# Areas of more subjects would take more than a quarter of a core, if all are followed: an area
# takes three times as long as its position.
MOST_WITH_AREAS = 50
# New objects between two collections: nearly all of what folds make is gone before.
COLLECT_AFTER = 20_000

Clock = Callable[[], float]


def keep_for_good() -> None:
    """Let the garbage collector leave alone what there is now, and look more rarely.

    Plans and graphs of ways are there to stay: a collection that walks through all of them
    takes longer than a tick.
    """
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


async def take_turns(live: BranchLive, bus: MemoryBus, clock: Clock) -> None:
    """Fold what was heard until a moment ago of those whose half second has ended."""
    now_s = clock()
    note_waiting(live.health, live.heard)
    known, new = _list_due(live, now_s - SETTLE_S)
    for count, subject in enumerate(known, 1):
        _fold_and_show(live, bus, subject, now_s)
        if count % FOLDS_IN_A_ROW == 0:
            await asyncio.sleep(0)
    # The first steps of a track take several times as long as the others: a crowd that
    # comes in at once waits, one after another, and holds up nobody who is there.
    for count, subject in enumerate(new):
        if count and clock() - now_s > TICK_S * NEW_SHARE:
            break
        _fold_and_show(live, bus, subject, now_s)
        await asyncio.sleep(0)
    if now_s - live.judgement.told_s >= TRUST_EVERY_S:
        live.judgement.told_s = now_s
        trust_radios(live.ground, live.health)
        await learn_reach(live.ground, live.judgement)
    if not 0 <= now_s - live.swept_s < STEP_S:
        live.swept_s = now_s
        _forget_the_silent(live, bus, now_s)


def show(live: BranchLive, bus: MemoryBus, position: Position) -> None:
    """Keep a position and tell the open pages of it."""
    live.positions[position.subject] = position
    data = position_data(position, live.branch, len(live.movers) <= MOST_WITH_AREAS)
    bus.publish(live.branch.id, "position", position.subject, data)


def _fold_and_show(live: BranchLive, bus: MemoryBus, subject: str, now_s: float) -> None:
    position = _fold(live, bus, subject, now_s)
    if position is not None and now_s - position.time_s < NEWS_S:
        show(live, bus, position)


def _fold(live: BranchLive, bus: MemoryBus, subject: str, now_s: float) -> Position | None:
    """Fold one subject; one that fails is dropped, loudly, and the others go on."""
    until_s = now_s - SETTLE_S
    mover = live.movers.get(subject)
    if mover is None or mover.track.due_s > until_s + SET_BACK_S:
        mover = start_mover(live.ground, subject, now_s)
    due = live.intake.take(subject, until_s)
    try:
        heard = live.screening.let_through(subject, due, until_s, live.ground.radios)
        mover, position = fold(mover, live.branch, heard, until_s, True)
        if position is not None and mover.fix is not None:
            subjects = len(live.movers)
            judge_radios(live.health, live.judgement, mover.track, mover.fix, subjects)
    except Exception:
        LOG.exception("A subject of %s is dropped: no position from it.", live.branch.id)
        _drop(live, bus, subject)
        return None
    live.movers[subject] = mover
    return position


def _forget_the_silent(live: BranchLive, bus: MemoryBus, now_s: float) -> None:
    for subject, mover in list(live.movers.items()):
        if live.intake.waiting[subject] or now_s - mover.last_heard_s < POSITION_LIFE_S:
            continue
        _drop(live, bus, subject)


def _drop(live: BranchLive, bus: MemoryBus, subject: str) -> None:
    live.movers.pop(subject, None)
    live.screening.forget(subject)
    del live.intake.waiting[subject]
    if live.positions.pop(subject, None) is not None:
        bus.retire(live.branch.id, subject)


def next_tick_s(now_s: float) -> float:
    """When the first tick after a time is due."""
    return now_s + TICK_S - (now_s - SETTLE_S) % TICK_S


def _list_due(live: BranchLive, until_s: float) -> tuple[list[str], list[str]]:
    """List whose half second has ended: those with a belief, and those without one yet.

    Of those with a belief who is late already comes first.
    """
    known: list[tuple[float, str]] = []
    new: list[str] = []
    for subject in live.intake.waiting:
        mover = live.movers.get(subject)
        due_s = -math.inf if mover is None else mover.track.due_s
        if not 0 < due_s - until_s <= STEP_S:
            if mover is None or mover.track.belief is None:
                new.append(subject)
            else:
                known.append((due_s, subject))
    return [subject for _, subject in sorted(known)], new
