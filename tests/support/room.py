"""A live service on a clock that only the test moves."""

import asyncio
from dataclasses import dataclass, field

from api.branches import Branch, Branches
from api.live.service import LiveService


@dataclass
class Room:
    """The service with its clock."""

    branch: Branch
    now_s: float = 1000.0
    tags: dict[str, str] = field(default_factory=lambda: {"address:C0:DE:00:00:00:01": "cart"})

    def __post_init__(self) -> None:
        self.live = LiveService(Branches([self.branch]), lambda: self.now_s, self.tags)

    def wait(self, seconds: float) -> None:
        """Let time pass with four ticks a second, as the running service does."""
        asyncio.run(self._wait(seconds))

    async def _wait(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.25)):
            self.now_s += 0.25
            await self.live.tick()
