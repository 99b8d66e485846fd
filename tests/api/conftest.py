"""The server over a small library with two branches, shared by the tests of the API."""

from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from tests.support.compiled import everything_compiled
from tests.support.library import store_library
from tests.support.server import serving
from tests.support.staff import sign_in

__all__ = ["everything_compiled"]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return store_library(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def client(library: Settings) -> Iterator[httpx.Client]:
    """Give a patron's client."""
    with serving(create_app(library)) as connected:
        yield connected


@pytest.fixture(scope="session")
def staff(client: httpx.Client) -> Iterator[httpx.Client]:
    """Give a client of the same server that is signed in."""
    with sign_in(httpx.Client(base_url=client.base_url, timeout=30)) as connected:
        yield connected
