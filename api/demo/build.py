"""Make the packaged demo libraries: ``python -m api.demo.build``.

The same program always writes the same files, so that a test can tell when they are stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from numpy.random import default_rng

from api.catalogue.items import Item, format_items
from api.demo.catalogue import generate_items, generate_items_saari
from api.demo.layout import Layout, keskusta_layout, saari_layout
from api.demo.partitions import PARTITIONS, PARTITIONS_SAARI
from api.demo.ranges import assign_ranges
from floorplans.formats.native import format_plan

SEED = 20261121
DATA = Path(__file__).parent / "data"


def make_files() -> dict[str, str]:
    """Make all files of the demo libraries.

    Returns
    -------
    dict of str to str
        Text by path below ``api/demo/data``, such as ``keskusta/plan.json``.
    """
    return {
        **_branch_files(keskusta_layout(PARTITIONS), generate_items(default_rng(SEED))),
        **_branch_files(saari_layout(PARTITIONS_SAARI), generate_items_saari(default_rng(SEED))),
    }


def write_files(files: dict[str, str], folder: Path) -> None:
    """Write texts to their paths below a folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _branch_files(layout: Layout, items: Sequence[Item]) -> dict[str, str]:
    plan = replace(layout.plan, ranges=assign_ranges(layout, items))
    return {
        f"{plan.id}/plan.json": format_plan(plan),
        f"{plan.id}/items.csv": format_items(items),
    }


if __name__ == "__main__":
    write_files(make_files(), DATA)
