"""Functions that numba compiles when they are first called; no other module imports it.

numba takes most of a second to import, which a server that starts has no time for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from types import FunctionType
from typing import Any, Generic, ParamSpec, TypeVar

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


class Compiled(Generic[_Parameters, _Result]):
    """A function that is compiled at its first call, and kept on disk where that can be.

    Parameters
    ----------
    function : callable
        Of numbers and arrays. Compiled functions of its own module are compiled into it.
    exact : bool
        Whether sums keep their order, so that results are those of the function as it is
        written, to the last bit.
    """

    def __init__(self, function: Callable[_Parameters, _Result], exact: bool) -> None:
        self.function = function
        self.exact = exact
        self._run: Callable[_Parameters, _Result] = self._compile
        self._jits: dict[bool, Callable[..., Any]] = {}
        update_wrapper(self, function)

    @property
    def is_ready(self) -> bool:
        """Whether it has been compiled, so that nobody waits for that."""
        return self._run not in (self._compile, self.function)

    def __call__(self, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        """Run the function."""
        return self._run(*args, **kwargs)

    def _compile(self, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        try:
            run = self._jit(cache=True)
            result: _Result = run(*args, **kwargs)
        except (RuntimeError, OSError):
            # Where nothing can be written, numba refuses to keep what it compiled.
            run = self._jit(cache=False)
            result = run(*args, **kwargs)
        except ImportError:
            # Answers are the same, some hundred times as slow.
            run = self.function
            result = run(*args, **kwargs)
        self._run = run
        return result

    def _jit(self, cache: bool) -> Callable[..., Any]:
        """Give the function as numba takes it, the same to all that call it."""
        if cache not in self._jits:
            import numba

            jit = numba.njit(cache=cache, fastmath=not self.exact, nogil=True)
            self._jits[cache] = jit(_link(self.function, cache))
        return self._jits[cache]


def compiled(function: Callable[_Parameters, _Result]) -> Compiled[_Parameters, _Result]:
    """Mark a function to be compiled when it is first called; sums may be reordered."""
    return Compiled(function, exact=False)


def compiled_exactly(function: Callable[_Parameters, _Result]) -> Compiled[_Parameters, _Result]:
    """Mark a function to be compiled to give what it gives as it is written."""
    return Compiled(function, exact=True)


def _link(function: Callable[..., Any], cache: bool) -> Callable[..., Any]:
    """Give the function with compiled ones, where it names such ones."""
    if not isinstance(function, FunctionType):
        return function
    names = set(function.__code__.co_names) & set(function.__globals__)
    helpers = {name: function.__globals__[name] for name in names}
    helpers = {name: each for name, each in helpers.items() if isinstance(each, Compiled)}
    if not helpers:
        return function
    ready = {name: each._jit(cache) for name, each in helpers.items()}
    linked = FunctionType(
        function.__code__, function.__globals__ | ready, function.__name__, function.__defaults__
    )
    linked.__kwdefaults__ = function.__kwdefaults__
    linked.__module__ = function.__module__
    linked.__qualname__ = function.__qualname__
    return linked
