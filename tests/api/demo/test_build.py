"""The packaged demo libraries: what the generator makes, and true in themselves."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import get_args

import pytest

from api.catalogue.items import Item, parse_items
from api.demo.build import DATA, make_files, write_files
from floorplans.callnumbers.base import Scheme
from floorplans.callnumbers.registry import get_scheme
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import OVERLAY_KINDS, Plan, Range, RangeKind
from floorplans.shelving import INSIDE_CONFIDENCE, build_shelf_index, locate
from floorplans.shelving.places import BORDER_CONFIDENCE, best_answer
from floorplans.validate import check_plan

LARGEST_PLAN_BYTES = 1_500_000
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Branch:
    plan: Plan
    items: tuple[Item, ...]


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return make_files()


@pytest.fixture(scope="module", params=["keskusta", "saari"])
def branch(request: pytest.FixtureRequest, files: dict[str, str]) -> Branch:
    items, problems = parse_items(files[f"{request.param}/items.csv"])
    assert problems == ()
    return Branch(parse_plan(files[f"{request.param}/plan.json"]), items)


def test_the_packaged_files_are_what_the_generator_makes(files: dict[str, str]) -> None:
    packaged = {
        path.relative_to(DATA).as_posix(): path.read_bytes()
        for path in DATA.rglob("*")
        if path.is_file()
    }
    stale = {path for path, text in files.items() if packaged.get(path) != text.encode()}
    assert stale == set(), "run python -m api.demo.build"
    assert set(packaged) == set(files)


def test_files_are_written_as_they_were_made(files: dict[str, str], tmp_path: Path) -> None:
    write_files(files, tmp_path)
    for path, text in files.items():
        assert (tmp_path / path).read_bytes() == text.encode()


def test_the_catalogue_of_the_demo_library_has_ten_thousand_items(files: dict[str, str]) -> None:
    items, _ = parse_items(files["keskusta/items.csv"])
    assert len(items) >= 10_000


def test_plans_have_no_problems(branch: Branch) -> None:
    assert check_plan(branch.plan, today=TODAY) == ()


def test_plan_files_are_small_and_in_their_final_form(files: dict[str, str]) -> None:
    for path, text in files.items():
        if path.endswith(".json"):
            assert len(text.encode()) < LARGEST_PLAN_BYTES
            assert format_plan(parse_plan(text)) == text


def test_every_bay_has_one_range(branch: Branch) -> None:
    used = Counter(
        (run.face, bay)
        for each in branch.plan.ranges
        for run in each.runs
        for bay in range(run.first_bay, run.last_bay + 1)
    )
    assert used == Counter(
        (face.id, bay.number)
        for shelf in branch.plan.shelves
        for face in shelf.faces
        for bay in face.bays
    )


def test_every_item_has_one_place_in_its_own_partition(branch: Branch) -> None:
    index = build_shelf_index(branch.plan)
    partition_of = {run.face: each.partition for each in branch.plan.ranges for run in each.runs}
    for item in branch.items:
        places = locate(index, item.call_number, item.partition, title=item.title, on=TODAY)
        answer = best_answer(places)
        at_a_border = answer[0].is_border
        sure = BORDER_CONFIDENCE if at_a_border else INSIDE_CONFIDENCE
        assert sum(place.confidence for place in answer) == pytest.approx(sure), item
        assert at_a_border or len(answer) == 1
        assert {partition_of[place.face] for place in answer} == {item.partition}


def test_only_where_bays_have_their_first_items_an_answer_may_be_this_bay_or_the_next(
    branch: Branch,
) -> None:
    index = build_shelf_index(branch.plan)
    borders = {
        item.partition
        for item in branch.items
        if locate(index, item.call_number, item.partition, title=item.title)[0].is_border
    }
    assert borders <= {each.partition for each in branch.plan.ranges if each.bay_firsts}
    assert bool(borders) == (branch.plan.id == "keskusta")


def test_ranges_of_one_kind_in_a_partition_follow_each_other(branch: Branch) -> None:
    def order(each: Range) -> tuple[str, str]:
        return each.partition, each.kind

    lasting = [each for each in branch.plan.ranges if each.kind not in OVERLAY_KINDS]
    for (_, kind), ranges in groupby(sorted(lasting, key=order), order):
        scheme: Scheme = get_scheme("finnish" if kind == "title" else branch.plan.scheme)
        for one, other in pairwise(ranges):
            assert scheme.end_key(one.last) < scheme.parse(other.first).key


def test_the_demo_library_has_ranges_of_every_kind_and_extent(files: dict[str, str]) -> None:
    ranges = parse_plan(files["keskusta/plan.json"]).ranges
    assert {each.kind for each in ranges} == set(get_args(RangeKind))
    shelves_of = [{run.face.rstrip("AB") for run in each.runs} for each in ranges if each.runs]
    assert any(len(shelves) == 2 for shelves in shelves_of), "no range jumps"
    assert any(each.bay_firsts and len(each.runs) == 2 for each in ranges)
    assert any(each.boards for each in ranges)


def test_every_partition_of_the_catalogue_has_shelves(branch: Branch) -> None:
    assert {item.partition for item in branch.items} == {
        partition.id for partition in branch.plan.partitions
    }


def test_every_shelf_has_been_checked_this_autumn(branch: Branch) -> None:
    assert all("2026-09-01" <= each.checked_on <= "2026-11-20" for each in branch.plan.ranges)


def test_branches_share_no_barcodes(files: dict[str, str]) -> None:
    in_keskusta, in_saari = (
        {item.barcode for item in parse_items(files[f"{branch}/items.csv"])[0]}
        for branch in ("keskusta", "saari")
    )
    assert not in_keskusta & in_saari
