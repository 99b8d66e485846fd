"""The live service: adverts' sightings in, positions out on the bus, nothing kept for long."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.branches import Branch, Branches
from api.live.bus import EVERYBODY, MemoryBus, Subscription
from api.live.events import plan_data
from api.live.intake import Receipt
from api.live.pipeline import (
    Mover,
    carry_over,
    load_filters,
    observe_told,
    start_mover,
    step_on,
)
from api.live.positions import Position
from api.live.radios import (
    RadioHealth,
    note_waiting,
    renew_health,
    trust_radios,
)
from api.live.screening import ScreenCounts
from api.live.state import BranchLive, begin
from api.live.steps import TakenStep
from api.live.turns import (
    SETTLE_S,
    TICK_S,
    Clock,
    keep_for_good,
    next_tick_s,
    show,
    take_turns,
)
from positioning.grid.live_gait import LATE_STEPS_S
from positioning.grid.live_observe import CERTAIN_DOUBT, Spot
from positioning.model import Sighting

__all__ = ["SETTLE_S", "TICK_S", "HeardPacket", "LiveService", "next_tick_s"]

LOG = logging.getLogger(__name__)

LOAD_AFTER_S = 0.5
# Health is brought up to date at each tick, at once after more packets than these.
NOTED_AT_LEAST = 2000


@dataclass(frozen=True, slots=True)
class HeardPacket:
    """One advert as it was sent in: its identity, its power and how long ago it was heard."""

    key: str
    rssi_dbm: float
    age_s: float


class LiveService:
    """Everything that moves.

    Parameters
    ----------
    branches : Branches
        The branches to serve.
    clock : callable
        Monotonic seconds.
    tags : mapping of str to str
        Identity of each loaned tag (as in ``Radio.key``) to its subject.
    """

    def __init__(
        self, branches: Branches, clock: Clock, tags: Mapping[str, str] | None = None
    ) -> None:
        self._branches = branches
        self._clock = clock
        self._tags = dict(tags or {})
        self._live: dict[str, BranchLive] = {}
        self._task: asyncio.Task[None] | None = None
        self._ready = False
        self.bus = MemoryBus(secrets.token_hex(4))

    async def start(self) -> None:
        """Begin to fold sightings into positions."""
        self._task = asyncio.create_task(self._run(), name="live")
        self._task.add_done_callback(_report_death)

    async def stop(self) -> None:
        """Stop folding and end every subscription."""
        self.bus.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    @property
    def running(self) -> bool:
        """Tell whether positions are being computed, or will be."""
        return self._task is not None and not self._task.done()

    @property
    def starting(self) -> bool:
        """Tell whether positions wait for what computes them to be loaded or compiled."""
        return self.running and not self._ready

    def radio_keys(self, branch_id: str) -> tuple[str, ...]:
        """List the identities that are listened for: the plan's radios and the loaned tags."""
        return (*self.get_state(branch_id).radio_of_key, *self._tags)

    def post_from_subject(
        self, branch_id: str, subject: str, packets: Sequence[HeardPacket], model: str | None = None
    ) -> Receipt:
        """Take what a moving subject heard of the branch's radios."""
        live, arrival_s = self.get_state(branch_id), self._clock()
        radio_of_key = live.radio_of_key
        accepted = [
            Sighting(arrival_s - packet.age_s, subject, radio, packet.rssi_dbm, model)
            for packet in packets
            if (radio := radio_of_key.get(packet.key)) is not None
        ]
        return self._take(live, accepted, len(packets))

    def post_from_radio(
        self, branch_id: str, radio: str, packets: Sequence[HeardPacket]
    ) -> Receipt:
        """Take what a fixed radio heard of loaned tags."""
        live, arrival_s = self.get_state(branch_id), self._clock()
        is_known = radio in live.ground.radios
        accepted = [
            Sighting(arrival_s - packet.age_s, subject, radio, packet.rssi_dbm)
            for packet in packets
            if is_known and (subject := self._tags.get(packet.key)) is not None
        ]
        return self._take(live, accepted, len(packets))

    def _take(self, live: BranchLive, accepted: Sequence[Sighting], posted: int) -> Receipt:
        dropped, unknown = live.intake.add(accepted), posted - len(accepted)
        live.heard.extend(accepted)
        if len(live.heard) > NOTED_AT_LEAST:
            note_waiting(live.health, live.heard)
        live.screening.count_refused(unknown, dropped)
        return Receipt(len(accepted), unknown, dropped)

    def check_in(
        self, branch_id: str, subject: str, level: str, x_m: float, y_m: float, sigma_m: float
    ) -> Position:
        """Take a subject's own word for where it is (a scanned locator point)."""
        position = self.tell_place(
            branch_id, subject, (Spot(level, x_m, y_m, sigma_m),), CERTAIN_DOUBT
        )
        assert position is not None
        return position

    def tell_place(
        self, branch_id: str, subject: str, spots: Sequence[Spot], doubt: float
    ) -> Position | None:
        """Take what somebody told of where a subject is, by how far that is to be trusted.

        Raises
        ------
        TooManySubjectsError
            If there is no room for another one.
        """
        live, mover, now_s = self._admit(branch_id, subject)
        live.movers[subject], position = observe_told(mover, live.branch, now_s, spots, doubt)
        if position is not None:
            show(live, self.bus, position)
        return position

    def post_steps(
        self, branch_id: str, subject: str, steps: Sequence[TakenStep], sensed_s: float
    ) -> int:
        """Take what a subject's motion sensors told of the last seconds; counts the steps used.

        Raises
        ------
        TooManySubjectsError
            If there is no room for another one.
        """
        live, mover, now_s = self._admit(branch_id, subject)
        taken = [each.event(now_s) for each in steps if each.age_s <= LATE_STEPS_S]
        live.movers[subject] = step_on(mover, live.branch, taken, now_s - sensed_s, now_s)
        return len(taken)

    def _admit(self, branch_id: str, subject: str) -> tuple[BranchLive, Mover, float]:
        live, now_s = self.get_state(branch_id), self._clock()
        live.intake.admit(subject)
        return live, live.movers.get(subject) or start_mover(live.ground, subject, now_s), now_s

    def find_position(self, branch_id: str, subject: str) -> Position | None:
        """Find where a subject is; ``None`` when it is not live."""
        return self.get_state(branch_id).positions.get(subject)

    def list_positions(self, branch_id: str) -> tuple[Position, ...]:
        """List where the live subjects are."""
        return tuple(self.get_state(branch_id).positions.values())

    def list_radio_health(self, branch_id: str) -> tuple[RadioHealth, ...]:
        """List how each radio of the plan is heard, those never heard too."""
        live = self.get_state(branch_id)
        note_waiting(live.health, live.heard)
        return tuple(
            live.health.get(radio.id, RadioHealth(radio.id)) for radio in live.branch.plan.radios
        )

    def count_packets(self, branch_id: str) -> ScreenCounts:
        """Count what became of all packets of a branch since the server started."""
        return self.get_state(branch_id).screening.counts

    def list_clock_errors_s(self, branch_id: str) -> dict[str, float]:
        """List the radios whose clocks are wrong now, and by how much."""
        return self.get_state(branch_id).screening.clock_errors_s()

    def now_s(self) -> float:
        """Read the clock that positions are stamped with."""
        return self._clock()

    async def tick(self) -> None:
        """Fold what was heard until a moment ago; each subject has its turn twice a second."""
        for live in list(self._live.values()):
            await take_turns(live, self.bus, self._clock)

    def get_state(self, branch_id: str) -> BranchLive:
        """Get the live state of a branch.

        Raises
        ------
        ProblemError
            "unknown-branch" if there is none with this id.
        """
        branch = self._branches.get(branch_id)
        live = self._live.get(branch_id)
        if live is None:
            # Requests in other threads may come here at the same time; one of them wins.
            live = self._live.setdefault(branch_id, begin(branch))
        return live

    def prepare_branch(self, branch: Branch) -> BranchLive:
        """Make what another version of a branch's plan is served with; runs in any thread."""
        fresh = begin(branch)
        fresh.ground.zones()
        live = self._live.get(branch.id)
        if live is not None and live.ground.caught_by.curve != fresh.ground.caught_by.curve:
            curve = live.ground.caught_by.curve
            fresh.ground.change_catch(curve, fresh.ground.count_catch(curve))
        return fresh

    def replace_branch(self, branch: Branch, prepared: BranchLive | None = None) -> None:
        """Serve another version of a branch's plan from now on, and tell the open pages.

        Who moves goes on where they are; those on levels that are no more begin anew.
        """
        fresh = prepared or self.prepare_branch(branch)
        live = self._live.setdefault(branch.id, fresh)
        renew_health(live.health, live.ground.site, fresh.ground.site)
        trust_radios(fresh.ground, live.health)
        live.branch, live.ground, live.radio_of_key = fresh.branch, fresh.ground, fresh.radio_of_key
        for subject, mover in live.movers.items():
            live.movers[subject] = carry_over(mover, live.ground)
        for subject in [each for each in live.positions if live.movers[each].shown is None]:
            del live.positions[subject]
            self.bus.retire(branch.id, subject)
        self._branches.replace(branch)
        self.bus.publish(branch.id, "plan", EVERYBODY, plan_data(branch))

    def tell_newer_plan(self, subscription: Subscription, branch_id: str, seen: str) -> None:
        """Tell a page of the plan that is served, if it shows another version of it."""
        branch = self.get_state(branch_id).branch
        if branch.version != seen:
            self.bus.tell(subscription, "plan", EVERYBODY, plan_data(branch))

    async def _run(self) -> None:
        # Loading takes a core for a second; whoever waits for the server to start goes first.
        await asyncio.sleep(LOAD_AFTER_S)
        await asyncio.to_thread(load_filters)
        for branch in self._branches.list():
            await asyncio.to_thread(branch.ways.build)
            live = await asyncio.to_thread(self.get_state, branch.id)
            await asyncio.to_thread(live.ground.zones)
        keep_for_good()
        self._ready = True
        next_s = self._clock()
        while True:
            # The tracks' steps end at whole ticks, a sixteenth of them at each; waiting longer
            # than the stragglers of a step need would only make its position older. A tick
            # that took too long is followed by the next at once, and none is made up for.
            await asyncio.sleep(max(0.0, next_s - self._clock()))
            next_s = next_tick_s(self._clock())
            await self.tick()


def _report_death(task: asyncio.Task[None]) -> None:
    """Say loudly that positions have ended; health says so too, and the rest goes on."""
    if not task.cancelled():
        LOG.critical(
            "Positions are no longer computed; restart the server.", exc_info=task.exception()
        )
