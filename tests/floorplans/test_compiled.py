import functools
import subprocess
import sys

import numpy as np
import pytest

from floorplans.compiled import Compiled, compiled, compiled_exactly


def total(values):
    whole = 0.0
    for value in values:
        whole += value
    return whole


def test_numba_is_loaded_at_the_first_call_and_not_at_import():
    code = (
        "import sys, positioning.grid.live_track, positioning.grid.filter;"
        "sys.exit('numba' in sys.modules or 'filterpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("error", [RuntimeError, OSError])
def test_where_nothing_can_be_kept_on_disk_it_is_compiled_all_the_same(monkeypatch, error):
    tried = []

    def fake_jit(self, cache):
        tried.append(cache)
        if cache:
            raise error("no locator available")
        return self.function

    monkeypatch.setattr(Compiled, "_jit", fake_jit)
    run = compiled(total)
    assert run(np.ones(3)) == 3.0
    assert run(np.ones(4)) == 4.0
    assert tried == [True, False]


def test_an_error_of_the_function_itself_is_not_hidden():
    def fail(number):
        return [1.0][number]

    with pytest.raises(IndexError):
        compiled(fail)(5)


def test_without_the_compiler_answers_are_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    run = compiled(total)
    assert run(np.ones(3)) == 3.0
    assert not run.is_ready


@compiled_exactly
def add_third(value):
    return value + 1 / 3


@compiled_exactly
def add_thirds(values):
    whole = 0.0
    for value in values:
        whole += add_third(value)
    return whole


def test_compiled_functions_may_call_others_of_their_module():
    values = np.random.default_rng(3).normal(size=1000)
    # One after the other: the built-in sum of newer Pythons makes up for what is rounded away.
    one_by_one = functools.reduce(
        lambda whole, value: whole + (value + 1 / 3), values.tolist(), 0.0
    )
    assert add_thirds(values) == one_by_one
