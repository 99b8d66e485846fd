"""Functions that numba compiles when they are first called; no other module imports it.

numba takes most of a second to import, which a server that starts has no time for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


class Compiled(Generic[_Parameters, _Result]):
    """A function that is compiled at its first call, and kept on disk where that can be.

    Parameters
    ----------
    function : callable
        Of numbers and arrays; it must not call another compiled one.
    """

    def __init__(self, function: Callable[_Parameters, _Result]) -> None:
        self.function = function
        self._run: Callable[_Parameters, _Result] = self._compile
        update_wrapper(self, function)

    def __call__(self, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        """Run the function."""
        return self._run(*args, **kwargs)

    def _compile(self, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        try:
            run = _jit(self.function, cache=True)
            result: _Result = run(*args, **kwargs)
        except (RuntimeError, OSError):
            # Where nothing can be written, numba refuses to keep what it compiled.
            run = _jit(self.function, cache=False)
            result = run(*args, **kwargs)
        self._run = run
        return result


def compiled(function: Callable[_Parameters, _Result]) -> Compiled[_Parameters, _Result]:
    """Mark a function to be compiled when it is first called."""
    return Compiled(function)


def _jit(function: Callable[..., Any], cache: bool) -> Callable[..., Any]:
    import numba

    run: Callable[..., Any] = numba.njit(cache=cache, fastmath=True, nogil=True)(function)
    return run
