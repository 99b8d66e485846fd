"""Hostile plans for the command line: a clear answer each, before time or memory run out.

Every file here took minutes or gigabytes without the limit that its test asks for.
"""

import json
import math
import os
import random
from dataclasses import replace
from datetime import datetime

import pytest

from api.archives import pack
from api.cli import main
from floorplans.checks.closures import MOST_TRIED
from floorplans.formats.geometries import MOST_FEATURES
from floorplans.formats.native import MOST_LEVELS, format_plan
from floorplans.model import Closure, Fixture, Radio, Text
from floorplans.validate import MOST_LISTED, check_plan
from tests.support.imdf import area, as_files, feature, line, make_archive, place, uuid
from tests.support.plans import rectangle, toy_plan

CREATED = datetime(2026, 3, 2, 12, 0)
LEVEL = 10
FIRST = 1000
WORDS = Text("Sana")
ON_ONE_SPOT = area(1, 1, 5, 5)


def unit(number, geometry, category="room"):
    return feature(FIRST + number, "unit", geometry, category=category, level_id=uuid(LEVEL))


def polygon(corners):
    ring = [place(*corner) for corner in corners]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def scribble(corners, seed=1):
    chance = random.Random(seed)
    return polygon([(chance.uniform(0, 20), chance.uniform(0, 10)) for _ in range(corners)])


def comb(teeth, upright):
    """Give a ring whose teeth reach across the whole level."""
    ends = [(each * 18 / teeth, 9 if each % 2 else 1) for each in range(teeth)]
    corners = [(0, 0), *ends, (19, 0)]
    return polygon([(x / 2, y * 2) if upright else (y * 2, x / 2) for x, y in corners])


CROWDS = {
    "units on one spot": lambda: [unit(number, ON_ONE_SPOT) for number in range(5000)],
    "stairs on one spot": lambda: [unit(number, ON_ONE_SPOT, "stairs") for number in range(1000)],
    "a scribble": lambda: [unit(0, scribble(9000))],
    "many small scribbles": lambda: [unit(number, scribble(10, number)) for number in range(3000)],
    "combs across each other": lambda: [
        unit(number, comb(2000, upright=number % 2 == 0)) for number in range(10)
    ],
    "doors on one spot": lambda: [
        feature(
            FIRST + number,
            "opening",
            line((1, 2), (1, 3)),
            category="pedestrian",
            level_id=uuid(LEVEL),
        )
        for number in range(2000)
    ],
}


def archive_with(folder, features, levels=()):
    files = as_files(make_archive())
    level = json.loads(files["level.geojson"])
    level["features"] = [
        feature(LEVEL, "level", area(0, 0, 20, 10), category="unspecified", ordinal=0),
        *levels,
    ]
    found = {
        "manifest.json": files["manifest.json"],
        "level.geojson": json.dumps(level).encode(),
        "more.geojson": json.dumps({"type": "FeatureCollection", "features": features}).encode(),
    }
    (folder / "it").mkdir()
    for name, content in found.items():
        (folder / "it" / name).write_bytes(content)
    return folder / "it"


def refuses(path, capsys):
    """Import a file that is refused, and give the one line that says why."""
    out = path.parent / "out.json"
    assert main(["plan", "import", str(path), "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert not out.exists()
    return error


@pytest.mark.parametrize("crowd", CROWDS)
def test_an_archive_whose_outlines_cover_each_other_is_refused(crowd, tmp_path, capsys):
    path = archive_with(tmp_path, CROWDS[crowd]())
    assert "cross or cover each other too often; take away" in refuses(path, capsys)


def test_an_archive_with_more_features_than_a_building_is_refused(tmp_path, capsys):
    path = archive_with(tmp_path, [{}] * (MOST_FEATURES + 1))
    assert f"more than {MOST_FEATURES} features" in refuses(path, capsys)


def test_an_archive_with_more_levels_than_a_tower_is_refused(tmp_path, capsys):
    more = [
        feature(FIRST + number, "level", ON_ONE_SPOT, category="unspecified", ordinal=number)
        for number in range(MOST_LEVELS)
    ]
    path = archive_with(tmp_path, [], more)
    assert f"more than {MOST_LEVELS} levels" in refuses(path, capsys)


def test_lifts_that_are_told_again_and_again_are_compared_once(tmp_path, capsys):
    turns = [math.tau * corner / 9000 for corner in range(9000)]
    circle = polygon([(10 + 4 * math.cos(turn), 5 + 4 * math.sin(turn)) for turn in turns])
    ends = {"id": uuid(FIRST), "feature_type": "unit"}
    told = [
        feature(
            9000 + number,
            "relationship",
            None,
            category="elevator",
            direction="undirected",
            origin=ends,
            destination={**ends, "id": uuid(FIRST + 1)},
        )
        for number in range(10_000)
    ]
    path = archive_with(tmp_path, [unit(0, circle, "elevator"), unit(1, ON_ONE_SPOT), *told])
    main(["plan", "import", str(path), "--out", str(tmp_path / "out.json")])
    assert "units 2" in capsys.readouterr().out


def test_an_unreadable_file_is_named_where_nothing_can_be_read(tmp_path, capsys):
    path = tmp_path / "it.zip"
    path.write_bytes(pack({"level.geojson": '{"features": []}'.encode("utf-16")}, CREATED))
    said = refuses(path, capsys)
    assert "no level with an outline" in said
    assert "'level.geojson': The file is in UTF-16 or UTF-32; save it as UTF-8" in said


def test_archives_in_an_archive_are_not_opened_and_that_is_said(tmp_path, capsys):
    path = tmp_path / "it.zip"
    path.write_bytes(pack({"a.zip": pack({"b.zip": b"PK"}, CREATED)}, CREATED))
    assert "has no files. An archive in the archive was not opened" in refuses(path, capsys)


def test_pipes_and_devices_are_not_waited_for(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "zeros.json").symlink_to("/dev/zero")
    for name in ("pipe.json", "zeros.json"):
        assert "is no file and no folder" in refuses(tmp_path / name, capsys)


def test_a_folder_with_pipes_and_devices_has_only_its_files_read(tmp_path, capsys):
    path = archive_with(tmp_path, [unit(0, ON_ONE_SPOT)])
    os.mkfifo(path / "pipe.geojson")
    (path / "zeros.geojson").symlink_to("/dev/zero")
    (path / "loop.geojson").symlink_to("loop.geojson")
    assert main(["plan", "import", str(path), "--out", str(tmp_path / "out.json")]) == 0
    assert "units 1" in capsys.readouterr().out


def written(folder, plan):
    (folder / "plan.json").write_text(format_plan(plan), encoding="utf-8")
    return str(folder / "plan.json")


@pytest.mark.parametrize("kind", ["shelves", "fixtures", "units"])
def test_a_crowded_level_is_told_and_not_drawn(kind, tmp_path, capsys):
    toy = toy_plan()
    first, *others = getattr(toy, kind)
    plan = written(tmp_path, replace(toy, **{kind: (*[first] * 2000, *others)}))
    assert main(["plan", "check", plan]) == 1
    assert "violation [level-crowded] level 1: " in capsys.readouterr().out
    out = str(tmp_path / "map.svg")
    assert main(["plan", "render", plan, "--level", "1", "--out", out]) == 2
    assert "level 1: Its outlines cross or cover each other too often" in capsys.readouterr().err


def test_a_scribble_of_ten_thousand_corners_is_crowded(tmp_path, capsys):
    chance = random.Random(1)
    ring = tuple((chance.uniform(0, 12), chance.uniform(0, 8)) for _ in range(10_000))
    toy = toy_plan()
    plan = written(tmp_path, replace(toy, fixtures=(Fixture("x", "1", "furniture", ring),)))
    assert main(["plan", "check", plan]) == 1
    assert "[level-crowded]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "most"), [("levels", MOST_LEVELS), ("closures", 1000), ("kiosks", 1000)]
)
def test_more_things_than_a_library_has_are_refused(kind, most, tmp_path, capsys):
    toy = toy_plan()
    thing = Closure("c", WORDS) if kind == "closures" else getattr(toy, kind)[0]
    plan = written(tmp_path, replace(toy, **{kind: (thing,) * (most + 1)}))
    assert main(["plan", "check", plan]) == 2
    assert f"{kind}: expected a list of at most {most}" in capsys.readouterr().err


def test_values_that_cost_more_memory_than_text_are_counted_first(tmp_path, capsys):
    path = tmp_path / "plan.json"
    path.write_text('{"format": "hyllykartta-plan", "x": [' + "[]," * 2_000_000 + "[]]}")
    assert main(["plan", "check", str(path)]) == 2
    assert "the document has more than 3000000 values" in capsys.readouterr().err


def test_of_each_rule_the_first_problems_are_listed_and_the_others_counted():
    radio = toy_plan().radios[0]
    radios = tuple(
        Radio(f"r{number}", "1", radio.x_m, radio.y_m, 2.7, "no key", -59.0)
        for number in range(MOST_LISTED + 500)
    )
    keys = [
        each for each in check_plan(replace(toy_plan(), radios=radios)) if each.rule == "radio-key"
    ]
    assert len(keys) == MOST_LISTED + 1
    assert keys[-1].place == "plan"
    assert "There are 500 more" in keys[-1].message


def test_as_many_closures_as_can_be_tried_are_tried():
    closures = tuple(
        Closure(f"c{number}", WORDS, level="1", outline=rectangle(5, 5, 0.1, 0.1))
        for number in range(MOST_TRIED + 50)
    )
    found = check_plan(replace(toy_plan(), closures=closures))
    assert sum(each.rule == "closure-untried" for each in found) == 50
