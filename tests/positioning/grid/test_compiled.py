import subprocess
import sys

import numpy as np
import pytest

from positioning.grid import compiled as module
from positioning.grid.compiled import compiled


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

    def fake_jit(function, cache):
        tried.append(cache)
        if cache:
            raise error("no locator available")
        return function

    monkeypatch.setattr(module, "_jit", fake_jit)
    run = compiled(total)
    assert run(np.ones(3)) == 3.0
    assert run(np.ones(4)) == 4.0
    assert tried == [True, False]


def test_an_error_of_the_function_itself_is_not_hidden():
    def fail(number):
        return [1.0][number]

    with pytest.raises(IndexError):
        compiled(fail)(5)
