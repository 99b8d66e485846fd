"""Ways with and without what is compiled."""

import pytest

from floorplans.compiled import Compiled


def let_be_ready(monkeypatch: pytest.MonkeyPatch, is_ready: bool) -> None:
    """Let all that is compiled be ready, or not yet."""
    monkeypatch.setattr(Compiled, "is_ready", property(lambda _: is_ready))
