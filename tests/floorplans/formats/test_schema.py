import json
from copy import deepcopy

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from floorplans.errors import PlanFormatError
from floorplans.formats.native import format_plan, parse_plan
from floorplans.formats.schema import plan_schema
from tests.support.plan_strategies import plans
from tests.support.plans import toy_plan

VALIDATOR = Draft202012Validator(plan_schema())
TOY = json.loads(format_plan(toy_plan()))


def test_the_schema_is_itself_in_order():
    Draft202012Validator.check_schema(plan_schema())


@given(plans)
def test_every_plan_that_is_written_fits_the_schema(plan):
    VALIDATOR.validate(json.loads(format_plan(plan)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["version"], 2),
        (["format"], "something"),
        (["levels", 0, "id"], " "),
        (["levels", 0, "outline"], [[0, 0], [1, 1]]),
        (["units", 0, "outline", 2], [1]),
        (["shelves", 0, "faces", 0, "bays", 0, "boards"], 1_000_000),
        (["shelves", 0, "faces", 0, "bays", 0, "width_m"], 1e-300),
        (["shelves", 0, "shape"], "hexagonal"),
        (["shelves", 0, "colour"], "red"),
        (["ranges", 0, "runs", 0, "first_board"], 0),
        (["openings", 0, "one_way"], "yes"),
        (["hours"], {"weekly": [{"weekday": 8, "opens": "8:00", "closes": "20:00"}]}),
        (["closures"], [{"id": "c", "reason": {"fi": "Remontti"}, "outline": [[0, 0]]}]),
        (["georeference"], {"longitude_deg": 200, "latitude_deg": 60}),
        (["name"], {"sv": "Utan finska"}),
    ],
)
def test_what_the_reader_refuses_does_not_fit_the_schema_either(path, value):
    document = deepcopy(TOY)
    thing = document
    for key in path[:-1]:
        thing = thing[key]
    thing[path[-1]] = value
    with pytest.raises(PlanFormatError):
        parse_plan(json.dumps(document))
    assert not VALIDATOR.is_valid(document)


def test_every_field_of_a_record_is_described_with_its_default():
    opening = plan_schema()["$defs"]["Opening"]
    assert opening["required"] == ["id", "level", "kind", "start", "end"]
    assert opening["properties"]["one_way"] == {"type": "boolean", "default": False}
    assert opening["description"].startswith("A gap in a wall")
