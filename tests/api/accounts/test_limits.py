"""How long one has to wait after tries in vain."""

from __future__ import annotations

import pytest

from api.accounts.limits import (
    FIRST_WAIT_S,
    FORGOTTEN_AFTER_S,
    FREE_FOR_ACCOUNT,
    FREE_FOR_ADDRESS,
    LONGEST_WAIT_S,
    MOST_KEYS,
    Limits,
)


def try_in_vain(limits: Limits, tries: int, now_s: float = 0.0, account: str = "hylly1") -> float:
    """Try so often, waiting as long as one is told to; give the time of the last try."""
    for _ in range(tries):
        wait_s = limits.begin(account, "192.0.2.1", now_s)
        while wait_s:
            now_s += wait_s
            wait_s = limits.begin(account, "192.0.2.1", now_s)
    return now_s


def test_the_first_tries_are_free_and_then_each_wait_is_twice_the_last_up_to_a_quarter_of_an_hour():
    limits = Limits()
    now_s = try_in_vain(limits, FREE_FOR_ACCOUNT)
    assert now_s == 0.0
    waits_s = []
    for _ in range(12):
        waits_s.append(limits.begin("hylly1", "192.0.2.1", now_s))
        now_s += waits_s[-1]
        assert limits.begin("hylly1", "192.0.2.1", now_s) == 0.0
    assert waits_s[:4] == [FIRST_WAIT_S * 2**doublings for doublings in range(4)]
    assert waits_s[-1] == LONGEST_WAIT_S
    assert waits_s == sorted(waits_s)


def test_who_waits_for_one_account_may_try_another():
    limits = Limits()
    try_in_vain(limits, FREE_FOR_ACCOUNT)
    assert limits.begin("hylly1", "192.0.2.1", 0.0) > 0
    assert limits.begin("hylly2", "192.0.2.1", 0.0) == 0


def test_an_address_that_tries_many_accounts_has_to_wait_too():
    limits = Limits()
    for number in range(FREE_FOR_ADDRESS):
        assert limits.begin(f"hylly{number}", "2001:db8::1", 0.0) == 0
    assert limits.begin("toimisto", "2001:db8::2", 0.0) == FIRST_WAIT_S
    assert limits.begin("toimisto", "2001:db8:0:1::1", 0.0) == 0


def test_many_tries_at_once_count_each():
    limits = Limits()
    begun = [limits.begin("hylly1", f"192.0.2.{number}", 0.0) for number in range(100)]
    assert begun.count(0.0) == FREE_FOR_ACCOUNT


def test_a_right_password_forgives_the_account_and_its_own_try():
    limits = Limits()
    for _ in range(10 * FREE_FOR_ADDRESS):
        assert limits.begin("hylly1", "192.0.2.1", 0.0) == 0
        limits.forgive("hylly1", "192.0.2.1")


def test_an_own_account_does_not_wash_away_the_tries_at_others():
    limits = Limits()
    for number in range(FREE_FOR_ADDRESS):
        assert limits.begin(f"hylly{number}", "192.0.2.1", 0.0) == 0
        assert limits.begin("own", "192.0.2.2", 0.0) == 0
        limits.forgive("own", "192.0.2.1" if number < 0 else "192.0.2.2")
    assert limits.begin("own", "192.0.2.1", 0.0) > 0


@pytest.mark.parametrize("later_s", [FORGOTTEN_AFTER_S + 1, 10 * FORGOTTEN_AFTER_S])
def test_tries_are_forgotten_after_an_hour(later_s):
    limits = Limits()
    now_s = try_in_vain(limits, FREE_FOR_ACCOUNT + 5)
    assert try_in_vain(limits, FREE_FOR_ACCOUNT, now_s + later_s) == now_s + later_s


def test_names_that_nobody_has_do_not_fill_the_memory():
    limits = Limits()
    for number in range(2 * MOST_KEYS):
        limits.begin(f"nobody{number}" * 100, f"198.51.{number % 256}.{number // 256}", 0.0)
    assert len(limits._tries) == MOST_KEYS
