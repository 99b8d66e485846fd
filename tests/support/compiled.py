"""What a server compiles, compiled before its tests: once for the machine."""

import pytest

from api.live.pipeline import load_filters


@pytest.fixture(scope="session", autouse=True)
def everything_compiled() -> None:
    """On a fresh machine compiling takes longer than a subject stays known."""
    load_filters()
