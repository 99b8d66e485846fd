"""What every source of adverts offers, and what can go wrong with one.

- SourceError
    - BluetoothOffError         the adapter is switched off
    - NoAdapterError            no system bus, no Bluetooth service or no such adapter
    - BluetoothForbiddenError   the system does not let this user listen
    - BluetoothLostError        listening had begun, and Bluetooth went away
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self


class SourceError(Exception):
    """A source cannot be heard; ``str()`` is the reason and the next step as two sentences."""

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(reason, next_step)
        self.reason = reason
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.reason} {self.next_step}"


class BluetoothOffError(SourceError):
    """The adapter is there but switched off."""


class NoAdapterError(SourceError):
    """There is no system bus, no Bluetooth service or no such adapter."""


class BluetoothForbiddenError(SourceError):
    """The system does not let this user listen."""


class BluetoothLostError(SourceError):
    """Listening had begun, and Bluetooth went away."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One advert as it was heard, with what the sender put into it.

    ``time_s`` is monotonic; ``service_data`` has full 128-bit UUIDs in lower case.
    """

    time_s: float
    address: str
    rssi_dbm: int
    manufacturer_data: Mapping[int, bytes]
    service_data: Mapping[str, bytes]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """What became of everything that a source reported.

    ``heard == delivered + dropped + waiting`` at any moment.
    """

    heard: int = 0
    delivered: int = 0
    waiting: int = 0
    missing_rssi: int = 0
    repeated: int = 0
    overflowed: int = 0

    @property
    def dropped(self) -> int:
        """Reports that were not delivered: no strength, nothing new in them, or no room."""
        return self.missing_rssi + self.repeated + self.overflowed


class Source(Protocol):
    """An async context manager that listens, and an async iterator of what it hears."""

    @property
    def counts(self) -> SourceCounts:
        """Counts so far; readable while listening and afterwards."""
        ...

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        ...

    def __aiter__(self) -> AsyncIterator[Heard]:
        """Iterate over what is heard until listening stops."""
        ...
