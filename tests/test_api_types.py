"""The pages' scripts are checked against the JSON that the server really sends."""

from scripts.api_types import TARGET, current_declarations


def test_the_type_declarations_are_those_of_the_server():
    assert TARGET.read_text(encoding="utf-8") == current_declarations(), (
        "the API has changed; run scripts/write-api-types and look at what it changes"
    )
