"""Shelf order: pairs in order and keys per second, beside pycallnumber and plain strings.

    python -m benchmarks.callnumbers [--quick]

Lists in shelf order come from the folder that HYLLYKARTTA_CALL_NUMBERS names, or from the folder
``callnumbers`` beside the one that HYLLYKARTTA_RECORDINGS names: CSV files with the columns
scheme, group_id, call_number and order ("strict" or "nondecreasing"). Without them, lists are
made up with a seed. Then ``hyllykartta sort`` sorts a million lines.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.tables import markdown
from floorplans.callnumbers.registry import get_scheme
from floorplans.errors import CallNumberError

SEED = 20
MADE_UP = 400
SCHEMES = {
    "ykl": "ykl",
    "dewey": "dewey",
    "lc": "lc",
    "udc": "udc",
    "sab": "sab",
    "sudoc": "sudoc",
    "fi_heading": "finnish",
    **dict.fromkeys(("cutter", "local", "enumeration", "undoc", "caldoc"), "text"),
}
UNITS = {"dewey": "Dewey", "lc": "LC", "sudoc": "SuDoc", "cutter": "Cutter"}
"""The types of pycallnumber's own that lists have."""

HEAD = ("list", "pairs", "right", "pycallnumber", "strings", "keys/s", "pycallnumber", "ratio")

MakeKey = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One call number of a list in shelf order."""

    group: str
    text: str
    strict: bool


def load_lists(folder: Path) -> Iterator[tuple[str, list[Entry]]]:
    """Read the lists that a folder has."""
    for name in SCHEMES:
        path = folder / f"callnumber_order_{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.DictReader(file)
                entries = [
                    Entry(row["group_id"], row["call_number"], row["order"] == "strict")
                    for row in rows
                ]
            yield name, entries


def make_up_lists() -> Iterator[tuple[str, list[Entry]]]:
    """Make up lists whose order is plain: their parts are drawn, sorted and only then written."""
    rng = random.Random(SEED)
    writers: dict[str, Callable[[int, str, str, int], str]] = {
        "ykl": lambda number, digits, letter, _: f"{number % 100:02}.{digits} {letter}AA",
        "dewey": lambda number, digits, letter, year: f"{number:03}.{digits} {letter}1 {year}",
        "lc": lambda number, digits, letter, year: f"QA{number}.{digits} .{letter}2 {year} v.7",
        "sudoc": lambda number, digits, letter, year: f"A {number}.2:{letter} 8/{year}",
    }
    for name, write in writers.items():
        most = 100 if name == "ykl" else 1000
        drawn = {
            (rng.randrange(most), str(rng.randrange(1, 10)), rng.choice("ABCDE"), 1990)
            for _ in range(MADE_UP)
        }
        if name == "sudoc":
            drawn = {(number, "2", letter, year) for number, _, letter, year in drawn}
        yield name, [Entry("made up", write(*parts), True) for parts in sorted(drawn)]


def find_lists() -> list[tuple[str, list[Entry]]]:
    """Load the lists, or make some up."""
    folder = os.environ.get("HYLLYKARTTA_CALL_NUMBERS")
    recordings = os.environ.get("HYLLYKARTTA_RECORDINGS")
    if folder is None and recordings is not None:
        folder = str(Path(recordings).parent / "callnumbers")
    lists = list(load_lists(Path(folder))) if folder else []
    return lists or list(make_up_lists())


def our_key(name: str) -> MakeKey:
    """Give what makes our keys for a list."""
    scheme = get_scheme(SCHEMES[name])
    return lambda text: scheme.parse(text).list_key


def pycallnumber_key(name: str) -> MakeKey:
    """Give what makes pycallnumber's keys: of the list's own type first, if it has that.

    It looks through all that is loaded when it is imported, and so is imported here alone.
    """
    import pycallnumber
    from pycallnumber.exceptions import InvalidCallNumberStringError

    own = [getattr(pycallnumber.units, UNITS[name])] if name in UNITS else []
    types = [*own, pycallnumber.units.Local]

    def make_key(text: str) -> Any:
        try:
            return pycallnumber.callnumber(text, unittypes=types).for_sort()
        except InvalidCallNumberStringError as error:
            raise CallNumberError(str(error)) from error

    return make_key


def count_right(entries: list[Entry], make_key: MakeKey) -> int:
    """Count the neighbours that come out in order; what cannot be read is wrong."""
    return sum(_is_right(low, high, make_key) for low, high in list_pairs(entries))


def list_pairs(entries: list[Entry]) -> list[tuple[Entry, Entry]]:
    """List the neighbours within groups."""
    return [pair for pair in pairwise(entries) if pair[0].group == pair[1].group]


def _is_right(low: Entry, high: Entry, make_key: MakeKey) -> bool:
    try:
        one, other = make_key(low.text), make_key(high.text)
    except CallNumberError:
        return False
    return bool(one < other if low.strict else one <= other)


def keys_per_second(entries: list[Entry], make_key: MakeKey, at_least_s: float) -> float:
    """Make the keys of a list again and again, those that can be read."""
    texts = [entry.text for entry in entries if _is_read(entry.text, make_key)]
    made = 0
    began_s = time.perf_counter()
    while (taken_s := time.perf_counter() - began_s) < at_least_s:
        for text in texts:
            make_key(text)
        made += len(texts)
    return made / taken_s


def _is_read(text: str, make_key: MakeKey) -> bool:
    try:
        make_key(text)
    except CallNumberError:
        return False
    return True


def compare(lists: Iterable[tuple[str, list[Entry]]], at_least_s: float) -> Iterator[list[object]]:
    """Give a row for each list."""
    for name, entries in lists:
        ours, theirs = our_key(name), pycallnumber_key(name)
        speed = keys_per_second(entries, ours, at_least_s)
        their_speed = keys_per_second(entries, theirs, at_least_s)
        yield [
            name,
            len(list_pairs(entries)),
            *(count_right(entries, make_key) for make_key in (ours, theirs, str)),
            f"{speed:,.0f}",
            f"{their_speed:,.0f}",
            f"{speed / their_speed:.0f} ×",
        ]


def write_lines(path: Path, count: int) -> None:
    """Write call numbers of a public library in random order."""
    rng = random.Random(SEED)
    letters = "ABCDEFGHIJKLMNOPRSTUVYÄÖ"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(count):
            mark = rng.choice(("", "", "AIK ", "LAP L"))
            heading = "".join(rng.choices(letters, k=rng.choice((3, 3, 10))))
            file.write(f"{mark}{rng.randrange(100):02}.{rng.randrange(1, 200)} {heading}\n")


def time_sort(count: int) -> list[object]:
    """Sort lines in a process of its own; give seconds and the most memory, MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.txt"
        write_lines(path, count)
        program = "import sys; from api.cli import main; sys.exit(main(sys.argv[1:]))"
        command = [sys.executable, "-c", program, "sort", "--scheme", "ykl"]
        with path.open("rb") as lines, (Path(folder) / "sorted.txt").open("wb") as out:
            began_s = time.perf_counter()
            process = subprocess.Popen(command, stdin=lines, stdout=out)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            taken_s = time.perf_counter() - began_s
    if process.returncode:
        raise SystemExit("hyllykartta sort failed")
    return [f"{count:,} lines", f"{taken_s:.1f}", f"{usage.ru_maxrss / 1000:.0f}"]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a twentieth, to see that it works")
    quick = parser.parse_args().quick
    print(markdown(HEAD, compare(find_lists(), 0.05 if quick else 1.0)))
    print()
    print(markdown(("sort", "s", "peak MB"), [time_sort(50_000 if quick else 1_000_000)]))


if __name__ == "__main__":
    main()
