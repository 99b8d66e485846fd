"""Listens, keeps what known radios sent, and gives it to a sink."""

from __future__ import annotations

import asyncio
import csv
import signal
from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from api.posting import HeardKey
from positioning.adverts import address_key, decode_all
from positioning.sources.base import Heard, Source

SIGHTINGS_HEADER = ("time_s", "subject", "device_model", "radio", "rssi_dbm")

# Under this the tracker's half-second steps see too little of any radio.
LOWEST_RATE_PER_S = 1.0
LONG_ENOUGH_S = 10.0

Take = Callable[[HeardKey], None]


@dataclass(slots=True)
class Tally:
    """How often each radio was heard, and between which times."""

    packets: Counter[str] = field(default_factory=Counter)
    first_s: float | None = None
    last_s: float = 0.0

    def add(self, packet: HeardKey) -> None:
        """Count one packet."""
        if self.first_s is None:
            self.first_s = packet.time_s
        self.last_s = packet.time_s
        self.packets[packet.key] += 1

    @property
    def duration_s(self) -> float:
        """Time from the first packet to the last."""
        return 0.0 if self.first_s is None else self.last_s - self.first_s

    def rates_per_s(self) -> list[tuple[str, float]]:
        """Packets per second of every radio, the best heard first."""
        if self.duration_s <= 0.0:
            return []
        return [(key, count / self.duration_s) for key, count in self.packets.most_common()]

    def warning(self) -> str | None:
        """Say in plain words when too little comes through to position by."""
        rates = self.rates_per_s()
        if self.duration_s < LONG_ENOUGH_S or rates[0][1] >= LOWEST_RATE_PER_S:
            return None
        return (
            f"The radio heard best came through {rates[0][1]:.1f} times a second, which is too "
            "little to position by: its interval is long, or the adapter hides repeated adverts."
        )


def find_key(heard: Heard, known: Collection[str] | None) -> str | None:
    """Find the key by which the sender of an advert is known.

    Parameters
    ----------
    heard : Heard
        The advert.
    known : collection of str or None
        Keys to keep; ``None`` keeps every frame that carries an identity.

    Returns
    -------
    str or None
        ``None`` when the sender is a stranger.
    """
    keys = [advert.key for advert in decode_all(heard.manufacturer_data, heard.service_data)]
    if known is None:
        return next((key for key in keys if key is not None), None)
    return next((key for key in (*keys, address_key(heard.address)) if key in known), None)


async def listen(source: Source, known: Collection[str] | None, takers: Sequence[Take]) -> None:
    """Give every packet of a known radio to all takers, until the source ends.

    Raises
    ------
    SourceError
        If the source cannot be heard, or no longer.
    """
    async with source:
        async for heard in source:
            key = find_key(heard, known)
            if key is not None:
                packet = HeardKey(heard.time_s, key, heard.rssi_dbm)
                for take in takers:
                    take(packet)


async def run_until_stopped(
    workers: Sequence[Coroutine[Any, Any, None]], seconds: float | None
) -> None:
    """Run workers until one ends, SIGINT or SIGTERM comes, or the time is up.

    What a worker raises is raised here; all workers have ended when this returns.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    tasks = [asyncio.create_task(each) for each in (*workers, _wait(stop))]
    await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.result()


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()


@dataclass(slots=True)
class Printer:
    """Prints one line for each packet, with its time from the first one."""

    output: TextIO
    first_s: float | None = None

    def add(self, packet: HeardKey) -> None:
        """Print a packet."""
        if self.first_s is None:
            self.first_s = packet.time_s
        time_s = packet.time_s - self.first_s
        line = f"{time_s:9.3f} s  {packet.rssi_dbm:4d} dBm  {packet.key}"
        print(line, file=self.output, flush=True)


class Recorder:
    """Writes packets as ``sightings.csv``, with times from the first one.

    Parameters
    ----------
    output : file
        Open for text, with ``newline=""``.
    subject, radio : str or None
        The one of the two that listens; the other column takes the key that was heard.
    """

    def __init__(self, output: TextIO, *, subject: str | None, radio: str | None) -> None:
        self._rows = csv.writer(output, lineterminator="\n")
        self._rows.writerow(SIGHTINGS_HEADER)
        self._subject, self._radio = subject, radio
        self._first_s: float | None = None

    def add(self, packet: HeardKey) -> None:
        """Write a packet."""
        if self._first_s is None:
            self._first_s = packet.time_s
        self._rows.writerow(
            (
                f"{packet.time_s - self._first_s:.3f}",
                self._subject or packet.key,
                None,
                self._radio or packet.key,
                packet.rssi_dbm,
            )
        )
