"""What every measurement needs: a clock around a call, quantiles, tables, the machine's name."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np


def time_ms(work: Callable[[], object]) -> float:
    """Time one call, milliseconds."""
    began_s = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began_s)


def quantiles(times_ms: Sequence[float]) -> tuple[str, str]:
    """Give the median and the 99th percentile with three digits."""
    p50_ms, p99_ms = np.percentile(times_ms, (50, 99))
    return f"{p50_ms:.3g}", f"{p99_ms:.3g}"


def markdown(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table; the first column is words, the others are figures."""
    rules = ("---", *("---:" for _ in head[1:]))
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (head, rules, *rows))


def name_machine() -> str:
    """Name what the figures were measured on."""
    return f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}"


def _processor() -> str:
    """Name the processor's model; only Linux tells it in a file."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())
