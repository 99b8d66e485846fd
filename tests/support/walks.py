"""Walks in the demo library, and their adverts as a script for the fake bluetoothd."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from api.branches import Branch
from api.demo.visitors import INTERVAL_S, PHONE_HEIGHT_M, Walk, frame_of, plan_walk
from floorplans.model import Plan
from positioning.adverts import encode_ibeacon
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.model import Route

STRANGER_UUID = "0B5E2D6A-3C41-4F0E-9A77-1D2C3B4A5968"
STRANGER_EVERY = 5


def timed_walk(route: Route, plan: Plan, speed_up: float, starts_s: float, stays_s: float) -> Walk:
    """Walk a route of the demo faster than its visitors, with a wait at both ends."""
    walk = plan_walk(route, plan, 0.0, speed_up * stays_s)
    return Walk(tuple((starts_s + time_s / speed_up, spot) for time_s, spot in walk.corners))


def adverts_on(branch: Branch, walk: Walk, seed: int) -> Iterator[dict[str, Any]]:
    """Give the adverts that a tablet hears on a walk from 0 s on, its own beacons' only."""
    air = SimulatedAir(site_from_plan(branch.plan), np.random.default_rng(seed))
    radios = {radio.id: radio for radio in branch.plan.radios}
    addresses = {
        radio.id: f"C0:DE:00:00:01:{number:02X}" for number, radio in enumerate(branch.plan.radios)
    }
    for event in range(int(walk.ends_s / INTERVAL_S)):
        at_s = event * INTERVAL_S
        spot = walk.at(at_s)
        for radio, rssi_dbm in air.hear(at_s, spot.level, spot.x_m, spot.y_m, PHONE_HEIGHT_M):
            yield advert(at_s, addresses[radio], rssi_dbm, frame_of(radios[radio]))


def stranger_adverts(until_s: float) -> Iterator[dict[str, Any]]:
    """Give the adverts of a beacon that no plan knows, loud and all the time."""
    frame = encode_ibeacon(STRANGER_UUID, 7, 7, -59)
    for event in range(0, int(until_s / INTERVAL_S), STRANGER_EVERY):
        yield advert(event * INTERVAL_S, "C0:DE:00:00:09:09", -45, frame)


def advert(at_s: float, address: str, rssi_dbm: int, frame: dict[int, bytes]) -> dict[str, Any]:
    """Write one line of a script for the fake bluetoothd."""
    return {
        "at_s": round(at_s, 3),
        "address": address,
        "rssi_dbm": rssi_dbm,
        "manufacturer_data": {str(company): data.hex() for company, data in frame.items()},
    }


def write_script(path: Path, adverts: list[dict[str, Any]]) -> Path:
    """Write a script for the fake bluetoothd."""
    path.write_text("\n".join(json.dumps(each) for each in adverts))
    return path
