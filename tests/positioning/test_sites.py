import pytest

from floorplans.model import Level, Plan, Radio, Text
from positioning.area import make_area
from positioning.levels import LevelEvidence, add_evidence
from positioning.model import PathLossModel, Site, SiteRadio
from positioning.sites import prepare_site, site_from_plan

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
PLAN = Plan(
    id="toy",
    name=Text("Lelu"),
    scheme="ykl",
    levels=(Level("1", 0, Text("1. kerros"), SQUARE), Level("2", 1, Text("2. kerros"), SQUARE)),
    radios=(
        Radio("b101", "1", 2.0, 3.0, 2.8, "ibeacon:x:1:101", -61.0),
        Radio("b201", "2", 7.0, 8.0, 2.6, "ibeacon:x:1:201", -58.0),
    ),
)


def test_a_plan_gives_its_levels_and_radios():
    site = site_from_plan(PLAN)
    assert site.name == "toy"
    assert [(level.id, level.ordinal, level.outline) for level in site.levels] == [
        ("1", 0, SQUARE),
        ("2", 1, SQUARE),
    ]
    assert site.radios[1] == SiteRadio("b201", "2", 7.0, 8.0, 2.6, -58.0)
    assert site.model.exponent == 2.8
    assert not site.model.known


def test_every_radio_has_its_row():
    prepared = prepare_site(site_from_plan(PLAN))
    assert prepared.places == {"b101": ("1", 0), "b201": ("2", 0)}
    assert prepared.tables["2"].power_dbm.tolist() == [-58.0]
    assert prepared.tables["1"].gap_m.tolist() == [pytest.approx(1.6)]


def test_the_offset_of_a_known_device_is_surer_than_of_a_stranger():
    site = Site("s", (), (), device_offsets_db=(("A5", 12.0), ("BQ", -2.0), ("S6", -1.0)))
    prepared = prepare_site(site)
    assert prepared.device_offset_db("A5") == (12.0, 2.0)
    assert prepared.device_offset_db("other") == (-1.0, 8.0)


def test_a_known_model_has_no_offset():
    prepared = prepare_site(Site("s", (), (), PathLossModel(known=True)))
    assert prepared.device_offset_db(None)[0] == 0.0
    assert prepared.device_offset_db(None)[1] < 0.1


@pytest.mark.parametrize(
    ("point", "nearest"),
    [((5, 5), (5, 5)), ((12, 5), (10, 5)), ((-3, -4), (0, 0)), ((5, 11), (5, 10))],
)
def test_what_lies_outside_is_moved_to_the_outline(point, nearest):
    assert make_area(SQUARE).nearest(*point) == nearest


def test_the_inside_of_a_bent_outline_is_known():
    bent = make_area(((0, 0), (10, 0), (10, 10), (8, 10), (8, 2), (0, 2)))
    assert bent.contains(9, 9)
    assert not bent.contains(4, 6)


def test_an_outline_needs_three_corners():
    with pytest.raises(ValueError, match="three corners"):
        make_area(((0, 0), (1, 1)))


def _levels(steps):
    evidence, levels = LevelEvidence(), []
    for number, strengths in enumerate(steps, start=1):
        evidence = add_evidence(evidence, number * 0.5, strengths)
        levels.append(evidence.level)
    return levels


def test_a_level_changes_only_by_evidence_that_lasts():
    calm, other = {"1": 1.0}, {"2": 1.0}
    assert set(_levels([calm] * 8 + [other] * 2 + [calm] * 8)) == {"1"}
    assert _levels([calm] * 8 + [other] * 20)[-1] == "2"


def test_two_levels_of_like_strength_do_not_flicker():
    steps = [{"1": 1.0, "2": 0.8}, {"1": 0.8, "2": 1.0}] * 30
    assert len(set(_levels(steps))) == 1


def test_nothing_heard_is_no_level():
    assert add_evidence(LevelEvidence(), 0.5, {}).level is None
