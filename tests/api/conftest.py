"""The server over a small library with two branches, shared by the tests of the API."""

from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from tests.support.compiled import everything_compiled
from tests.support.library import store_library
from tests.support.server import serving

__all__ = ["everything_compiled"]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return store_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def client(library: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(library)) as connected:
        yield connected
