"""Parts of events that are worked out when somebody reads them."""

import json

import pytest

from api.live.later import Later, text_of


def test_nothing_is_worked_out_before_it_is_read_and_then_once():
    calls = []

    def work():
        calls.append(1)
        return "M0 0z"

    later = Later(work)
    assert calls == []
    for _ in range(2):
        assert json.dumps({"area": later}, default=text_of) == '{"area": "M0 0z"}'
    assert calls == [1]


def test_what_fails_is_tried_again():
    answers = iter([None, "M0 0z"])

    def work():
        answer = next(answers)
        if answer is None:
            raise LookupError("not yet")
        return answer

    later = Later(work)
    with pytest.raises(LookupError):
        later.text()
    assert later.text() == "M0 0z"


def test_an_event_holds_nothing_else():
    with pytest.raises(TypeError, match="cannot hold set"):
        json.dumps({"area": {1}}, default=text_of)
