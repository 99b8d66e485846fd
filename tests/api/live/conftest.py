"""The toy plan as a branch, and a live service over it."""

import pytest

from api.branches import Branch, build_branch
from tests.support.plans import toy_plan
from tests.support.room import Room


@pytest.fixture(scope="session")
def branch() -> Branch:
    return build_branch(toy_plan())


@pytest.fixture
def room(branch: Branch) -> Room:
    return Room(branch)
