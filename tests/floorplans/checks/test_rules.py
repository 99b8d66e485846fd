import re
from pathlib import Path

import pytest

from floorplans.checks.problem import SEVERITIES
from floorplans.checks.rules import BUILDING, POINTS, RANGES, RULES, SHELVES, report
from floorplans.checks.things import Where

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "plan-checks.md"
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (\w+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_the_document_lists_every_rule_with_its_severity_meaning_and_remedy():
    rows = ROW.findall(DOCUMENT.read_text(encoding="utf-8"))
    assert [row[:3] for row in rows] == [
        (name, rule.severity, rule.meaning) for name, rule in RULES.items()
    ]
    assert all(remedy.endswith(".") for *_, remedy in rows)


def test_no_rule_is_in_two_groups():
    assert len(RULES) == sum(map(len, (BUILDING, SHELVES, RANGES, POINTS)))


def test_rules_say_in_one_sentence_what_they_mean():
    for rule in RULES.values():
        assert rule.severity in SEVERITIES
        assert rule.meaning.endswith((".", "…"))


def test_a_rule_that_is_not_registered_cannot_be_reported():
    with pytest.raises(KeyError):
        report("unheard-of", Where("plan"), "Do something.")
