"""All measurements in turn: ``python -m benchmarks [--quick] [NAME …]``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from benchmarks.tables import name_machine

RECORDINGS = "HYLLYKARTTA_RECORDINGS"

# The arguments that make each quick; ``None`` where it has no quick way.
BENCHMARKS: Mapping[str, list[str] | None] = {
    "line": ["--quick"],
    "ways": None,
    "routing": ["--quick"],
    "gate": ["--quick"],
    "guiding": ["--walks", "1", "--radio", "1"],
    "tours": ["--quick"],
    "svg": ["--rounds", "1"],
    "callnumbers": ["--quick"],
    "items": ["--quick"],
    "plans": ["--quick"],
    "latency": ["--quick"],
    "tracking": ["--quick"],
    "load": ["--quick"],
    "accuracy": None,
    "walks": ["--quick"],
    "starting": ["--stands", "3"],
}


def run(name: str, quick: bool) -> bool:
    """Run one in a process of its own, so that none has warmed up another; tell if it went well."""
    hurry = BENCHMARKS[name] if quick else []
    if hurry is None:
        print(f"Left out: {name} has no quick way.")
        return True
    if name == "accuracy" and RECORDINGS not in os.environ:
        print(f"Left out: set {RECORDINGS} to the folder of recordings.")
        return True
    command = [sys.executable, "-m", f"benchmarks.{name}", *hurry]
    return subprocess.run(command, check=False).returncode == 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="a twentieth, to see that it works")
    args = parser.parse_args(arguments)
    unknown = [name for name in args.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    print(f"{name_machine()}\n", flush=True)
    failed = []
    for name in args.names or BENCHMARKS:
        print(f"## {name}\n", flush=True)
        if not run(name, args.quick):
            failed.append(name)
        print(flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
