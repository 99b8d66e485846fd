"""The packaged demo libraries: what the generator makes, and true in themselves."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from api.catalogue.items import Item, parse_items
from api.demo.build import DATA, make_files, write_files
from floorplans.callnumbers.registry import get_scheme
from floorplans.formats.native import format_plan, parse_plan
from floorplans.model import Plan
from floorplans.shelving import INSIDE_CONFIDENCE, build_shelf_index, locate
from floorplans.validate import check_plan

LARGEST_PLAN_BYTES = 1_500_000


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
    assert check_plan(branch.plan) == ()


def test_plan_files_are_small_and_in_their_final_form(files: dict[str, str]) -> None:
    for path, text in files.items():
        if path.endswith(".json"):
            assert len(text.encode()) < LARGEST_PLAN_BYTES
            assert format_plan(parse_plan(text)) == text


def test_every_bay_has_one_range(branch: Branch) -> None:
    used = Counter(
        (each.face, bay)
        for each in branch.plan.ranges
        for bay in range(each.first_bay, each.last_bay + 1)
    )
    assert used == Counter(
        (face.id, bay.number)
        for shelf in branch.plan.shelves
        for face in shelf.faces
        for bay in face.bays
    )


def test_every_item_has_one_place_in_its_own_partition(branch: Branch) -> None:
    index = build_shelf_index(branch.plan)
    partition_of = {each.face: each.partition for each in branch.plan.ranges}
    for item in branch.items:
        places = locate(index, item.call_number, item.partition)
        assert [place.confidence for place in places] == [INSIDE_CONFIDENCE], item
        assert partition_of[places[0].face] == item.partition


def test_ranges_of_a_partition_follow_each_other(branch: Branch) -> None:
    scheme = get_scheme(branch.plan.scheme)
    for partition in branch.plan.partitions:
        ranges = [each for each in branch.plan.ranges if each.partition == partition.id]
        assert ranges
        for one, other in pairwise(ranges):
            assert scheme.end_key(one.last) < scheme.parse(other.first).key


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
