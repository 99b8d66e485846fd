"""Adverts from a Bluetooth adapter of this computer, through bleak and BlueZ."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, Self

from bleak import BleakScanner
from bleak.args.bluez import BlueZDiscoveryFilters
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import BleakDBusError, BleakError

from positioning.sources.base import Heard, SourceCounts, SourceError
from positioning.sources.bluez import explain, watch_adapter

_LOG = logging.getLogger(__name__)

MISSING_RSSI_DBM = -127
STOP_TIMEOUT_S = 5.0
REMEMBERED_DEVICES = 4096

# BlueZ passes on every change of RSSI only to a client whose filter names an RSSI; otherwise
# newer versions hold back changes under 8 dB, which is the range that positions come from.
_FILTERS: BlueZDiscoveryFilters = {"RSSI": MISSING_RSSI_DBM, "DuplicateData": True}

_HEARD_PROPERTIES = ("RSSI", "ManufacturerData", "ServiceData")


class BleSource:
    """Listens to one adapter: an async context manager and an async iterator of `Heard`.

    What is heard waits in a bounded buffer; when it is full, the oldest is dropped and
    counted. Adverts without a strength are dropped and counted, and so are reports of BlueZ
    that hold nothing newly heard (it also reports a device when, say, its name changes).

    Parameters
    ----------
    adapter : str
        Name such as ``hci0``. It must be given: the choice of a default is arbitrary.
    capacity : int
        Adverts that may wait.
    clock : callable
        Monotonic seconds, read as each advert arrives, for `Heard.time_s`.

    Raises
    ------
    SourceError
        On entering, when Bluetooth cannot be used; `BluetoothLostError` from the iterator,
        after what still waited, when it goes away while listening.

    Examples
    --------
    ::

        async with BleSource("hci0") as source:
            async for heard in source:
                print(heard.rssi_dbm)
    """

    def __init__(
        self,
        adapter: str,
        *,
        capacity: int = 4096,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._adapter = adapter
        self._clock = clock
        self._waiting: deque[Heard] = deque(maxlen=capacity)
        self._changed = asyncio.Event()
        self._last_seen: OrderedDict[str, tuple[Any, ...]] = OrderedDict()
        self._heard = self._delivered = 0
        self._missing_rssi = self._repeated = self._overflowed = 0
        self._burst = 0
        self._loss: SourceError | None = None
        self._closed = False
        self._cleanup = AsyncExitStack()

    @property
    def counts(self) -> SourceCounts:
        """Counts so far; readable while listening and afterwards."""
        return SourceCounts(
            heard=self._heard,
            delivered=self._delivered,
            waiting=len(self._waiting),
            missing_rssi=self._missing_rssi,
            repeated=self._repeated,
            overflowed=self._overflowed,
        )

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(watch_adapter(self._adapter, self._lose))
            scanner = BleakScanner(
                self._hear, bluez={"adapter": self._adapter, "filters": _FILTERS}
            )
            await self._start(scanner)
            stack.push_async_callback(self._stop, scanner)
            self._cleanup = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._cleanup.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Heard:
        while not self._waiting:
            if self._loss is not None:
                raise self._loss
            if self._closed:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        heard = self._waiting.popleft()
        self._delivered += 1
        if not self._waiting:
            self._report_burst()
        return heard

    async def _start(self, scanner: BleakScanner) -> None:
        try:
            await scanner.start()
        except BleakDBusError as error:
            raise explain(error.dbus_error, self._adapter) from error
        except BleakError as error:
            raise explain(str(error), self._adapter) from error

    async def _stop(self, scanner: BleakScanner) -> None:
        self._closed = True
        self._changed.set()
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await scanner.stop()
        except (BleakError, OSError, EOFError, TimeoutError) as error:
            if self._loss is None:
                _LOG.warning("Listening on %s did not stop cleanly: %s", self._adapter, error)

    def _lose(self, loss: SourceError) -> None:
        self._loss = self._loss or loss
        self._changed.set()

    def _hear(self, device: BLEDevice, advert: AdvertisementData) -> None:
        time_s = self._clock()
        self._heard += 1
        if advert.rssi == MISSING_RSSI_DBM:
            self._missing_rssi += 1
        elif self._is_repeated(*advert.platform_data):
            self._repeated += 1
        else:
            self._keep(
                Heard(
                    time_s=time_s,
                    address=device.address,
                    rssi_dbm=advert.rssi,
                    manufacturer_data=advert.manufacturer_data,
                    service_data=advert.service_data,
                    name=advert.local_name,
                )
            )

    def _is_repeated(self, path: str, properties: dict[str, Any]) -> bool:
        """Tell whether nothing in a report was newly heard.

        bleak reports all properties of a device when any one changes. It keeps the object of a
        property until BlueZ sends that property again, so identity tells what was sent, where
        equality could not: a beacon at rest repeats its payload and often its strength.
        (CPython makes a new object for every integer below -5, so for every strength.)
        """
        seen = tuple(properties.get(name) for name in _HEARD_PROPERTIES)
        before = self._last_seen.pop(path, None)
        self._last_seen[path] = seen
        if len(self._last_seen) > REMEMBERED_DEVICES:
            self._last_seen.popitem(last=False)
        return before is not None and all(new is old for new, old in zip(seen, before, strict=True))

    def _keep(self, heard: Heard) -> None:
        if len(self._waiting) == self._waiting.maxlen:
            self._overflowed += 1
            self._burst += 1
            if self._burst == 1:
                _LOG.warning("Adverts are not taken fast enough: dropping the oldest.")
        self._waiting.append(heard)
        self._changed.set()

    def _report_burst(self) -> None:
        if self._burst:
            _LOG.warning("%d adverts were dropped before they were taken.", self._burst)
            self._burst = 0
