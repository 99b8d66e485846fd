"""Which passwords do, and what is kept of them."""

from __future__ import annotations

from threading import Event
from typing import Any

import anyio
import pytest
from argon2 import PasswordHasher

from api.accounts.passwords import (
    AT_ONCE,
    LEAST_LETTERS,
    MOST_WAITING,
    Passwords,
    find_fault,
    make_password,
)
from api.settings import Hashing, Settings, load_settings
from tests.support.people import CHEAP


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kolme lintua oksalla", None),
        ("e" * 3 + "ä" * 3 + "o, 12", "short"),
        ("yksitoista1", "short"),
        ("          ab          ", "short"),
        ("pitkä" * 60, "long"),
        ("aaaaaaaaaaaaaaaa", "repeated"),
        ("abababababababab", "repeated"),
        ("Hylly1Hylly1!!", "name"),
        ("SALASANA12345", "obvious"),
        ("kirjasto2026!", "obvious"),
        ("kirjastossa asuu haamu", None),
        ("qwertyuiop12", "obvious"),
        ("密码密码密码我们你们他们", None),
    ],
)
def test_length_counts_and_what_is_tried_first_is_refused(password, fault):
    assert find_fault(password, "hylly1") == fault


def test_a_long_passphrase_does():
    assert find_fault("yhdeksän hyvää ja kymmenen kaunista " * 3 + "x" * 20, "hylly1") is None


def test_a_made_password_does_and_is_another_each_time():
    made = {make_password() for _ in range(100)}
    assert len(made) == 100
    assert all(find_fault(each, "demo") is None and len(each) >= LEAST_LETTERS for each in made)


def test_only_the_right_password_matches_however_a_keyboard_writes_it():
    passwords = Passwords(CHEAP)
    kept = passwords.hash("kolme hyvää lintua")
    assert "hyvää" not in kept
    assert passwords.matches("kolme hyvää lintua", kept)
    assert passwords.matches("kolme hyva\u0308a\u0308 lintua", kept)
    assert not passwords.matches("kolme hyvaa lintua", kept)


@pytest.mark.parametrize("kept", [None, "", "no hash", "$argon2id$v=19$m=8,t=1,p=1$x$y"])
def test_nothing_matches_what_is_no_hash(kept):
    assert not Passwords(CHEAP).matches("kolme hyvää lintua", kept)


def test_a_name_that_nobody_has_costs_as_much_as_a_wrong_password(monkeypatch):
    passwords = Passwords(CHEAP)
    kept = passwords.hash("kolme hyvää lintua")
    done: list[str] = []
    for name in ("hash", "verify"):
        real = getattr(PasswordHasher, name)

        def counted(*given: str, real: Any = real, name: str = name) -> Any:
            done.append(name)
            return real(*given)

        monkeypatch.setattr(PasswordHasher, name, counted)
    costs = []
    for each in (None, kept, None, kept):
        done.clear()
        passwords.matches("wrong", each)
        costs.append(list(done))
    assert costs == [["hash", "verify"], ["verify"], ["verify"], ["verify"]]


def test_a_hash_of_another_cost_is_outdated():
    kept = Passwords(CHEAP).hash("kolme hyvää lintua")
    assert not Passwords(CHEAP).is_outdated(kept)
    assert Passwords(Hashing(2, 8, 1)).is_outdated(kept)


def test_a_server_hashes_at_the_cost_of_rfc_9106_whatever_its_environment_says():
    known = load_settings({"HYLLYKARTTA_HASHING": "cheap", "HYLLYKARTTA_DEMO": "true"}).hashing
    assert known == Settings().hashing == Hashing(passes=3, memory_kib=65536, lanes=4)
    kept = Passwords(Settings().hashing).hash("kolme hyvää lintua")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_few_are_hashed_at_once_and_a_crowd_is_told_to_wait():
    passwords = Passwords(CHEAP)
    may_end = Event()
    at_once: list[int] = []

    def work() -> None:
        at_once.append(at_once[-1] + 1 if at_once else 1)
        may_end.wait()
        at_once.append(at_once[-1] - 1)

    async def crowd() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(AT_ONCE + MOST_WAITING):
                assert not passwords.is_busy
                group.start_soon(passwords.apart, work)
                await anyio.wait_all_tasks_blocked()
            assert passwords.is_busy
            may_end.set()

    anyio.run(crowd)
    assert max(at_once) == AT_ONCE
    assert at_once[-1] == 0
