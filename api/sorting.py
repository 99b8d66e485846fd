"""Sorting more lines than fit into memory: sorted runs in temporary files, then a merge."""

from __future__ import annotations

import heapq
import marshal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import IO

from api.usage import UsageError
from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.errors import CallNumberError

Keyed = tuple[SortKey, bytes]

RUN_BYTES = 8_000_000
"""Text sorted at a time; keys take some ten times as much."""

LONGEST_LINE_BYTES = 1_000_000

_LINE_OVERHEAD_BYTES = 60
_MOST_RUNS = 64
_BLOCK_LINES = 200
_MOST_NAMED = 20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_key = itemgetter(0)
_line: Callable[[Keyed], bytes] = itemgetter(1)


@dataclass(frozen=True, slots=True)
class Unread:
    """Lines that are no call numbers.

    Attributes
    ----------
    count : int
        How many there are.
    first : tuple[tuple[int, str], ...]
        Number, from 1, and text of the first twenty.
    """

    count: int
    first: tuple[tuple[int, str], ...]


def read_lines(stream: IO[bytes]) -> Iterator[bytes]:
    r"""Yield the lines of standard input, with their ends.

    Raises
    ------
    UsageError
        If a line has more than `LONGEST_LINE_BYTES`.

    Examples
    --------
    >>> import io
    >>> list(read_lines(io.BytesIO(b"84.2 TOL\n07 HEL")))
    [b'84.2 TOL\n', b'07 HEL']
    """
    lines = iter(partial(stream.readline, LONGEST_LINE_BYTES + 1), b"")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE_BYTES:
            raise UsageError(
                f"standard input, line {number}, is longer than "
                f"{LONGEST_LINE_BYTES // 1_000_000} MB; write one call number on each line."
            )
        yield line


class LineSorter:
    r"""Lines of call numbers, read once and given back in shelf order.

    Lines with equal places stay as they came; those that are no call numbers come last, as they
    came. Memory is bounded, however many lines there are.

    Parameters
    ----------
    scheme : Scheme
        How to read and order the lines.
    folder : Path
        An empty folder for temporary files. The caller removes it.
    run_bytes : int
        How much text is sorted at a time.

    Examples
    --------
    >>> import tempfile
    >>> from floorplans.callnumbers.registry import get_scheme
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorter = LineSorter(get_scheme("ykl"), Path(folder))
    ...     unread = sorter.read([b"84.2 TOL\n", b"?\n", b"07 HEL"])
    ...     list(sorter.lines()), unread
    ([b'07 HEL\n', b'84.2 TOL\n', b'?\n'], Unread(count=1, first=((2, '?'),)))
    """

    def __init__(self, scheme: Scheme, folder: Path, run_bytes: int = RUN_BYTES) -> None:
        self._scheme = scheme
        self._folder = folder
        self._run_bytes = run_bytes
        self._newline = b"\n"
        self._newest: list[Keyed] = []
        self._newest_unread: list[bytes] = []
        self._runs: list[Path] = []
        self._runs_written = 0

    def read(self, lines: Iterable[bytes]) -> Unread:
        r"""Take lines in.

        Parameters
        ----------
        lines : Iterable[bytes]
            Lines in UTF-8; a byte order mark, and ``\n`` or ``\r\n`` at the ends, do not count.

        Returns
        -------
        Unread
            The lines that are no call numbers of the scheme.

        Raises
        ------
        UsageError
            If a line is not UTF-8, or there is no room for temporary files.
        """
        unread_count = size = 0
        named: list[tuple[int, str]] = []
        for number, line in enumerate(self._bare_lines(lines), 1):
            text = _decode(number, line)
            try:
                self._newest.append((self._scheme.parse(text).list_key, line))
            except CallNumberError:
                unread_count += 1
                self._newest_unread.append(line)
                if unread_count <= _MOST_NAMED:
                    named.append((number, text))
            size += len(line) + _LINE_OVERHEAD_BYTES
            if size >= self._run_bytes:
                self._spill()
                size = 0
        self._newest.sort(key=_key)
        return Unread(unread_count, tuple(named))

    def lines(self) -> Iterator[bytes]:
        """Yield all lines in shelf order, each with the line end of the first line read."""
        in_order = heapq.merge(*map(_read_run, self._runs), self._newest, key=_key)
        for line in chain(map(_line, in_order), self._old_unread(), self._newest_unread):
            yield line + self._newline

    def _bare_lines(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for number, line in enumerate(lines):
            if number == 0:
                line = line.removeprefix(_BYTE_ORDER_MARK)
                self._newline = b"\r\n" if line.endswith(b"\r\n") else b"\n"
            yield line.removesuffix(b"\n").removesuffix(b"\r")

    def _spill(self) -> None:
        """Write to files what is in memory; very many files are merged into one before."""
        self._newest.sort(key=_key)
        try:
            if len(self._runs) == _MOST_RUNS:
                merged = self._write(heapq.merge(*map(_read_run, self._runs), key=_key))
                for run in self._runs:
                    run.unlink()
                self._runs = [merged]
            self._runs.append(self._write(self._newest))
            with self._unread_file.open("ab") as file:
                file.writelines(line + b"\n" for line in self._newest_unread)
        except OSError as error:
            raise UsageError(
                f"no temporary file could be written in {self._folder.parent} "
                f"({error.strerror}); make room there or set TMPDIR to another folder."
            ) from error
        self._newest = []
        self._newest_unread = []

    def _write(self, run: Iterable[Keyed]) -> Path:
        rest = iter(run)
        self._runs_written += 1
        path = self._folder / f"run-{self._runs_written}"
        with path.open("wb") as file:
            while block := list(islice(rest, _BLOCK_LINES)):
                marshal.dump(block, file)
        return path

    @property
    def _unread_file(self) -> Path:
        return self._folder / "unread"

    def _old_unread(self) -> Iterator[bytes]:
        if self._unread_file.exists():
            with self._unread_file.open("rb") as file:
                for line in file:
                    yield line.removesuffix(b"\n")


def _read_run(path: Path) -> Iterator[Keyed]:
    with path.open("rb") as file:
        while True:
            try:
                block: list[Keyed] = marshal.load(file)
            except EOFError:
                return
            yield from block


def _decode(number: int, line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise UsageError(
            f"standard input, line {number}, is not UTF-8 text (byte {error.start})."
        ) from error
