"""The editor tells every finding of the checker in the reader's language."""

import pytest

from floorplans.checks.rules import RULES
from kiosk_ui.messages import LANGUAGES, load_messages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_the_checker_has_its_words_and_what_to_do(language):
    messages = load_messages(language)
    for rule in RULES:
        key = rule.replace("-", "_")
        assert not messages[f"staff.layout.rule.{key}"].endswith("."), rule
        assert messages[f"staff.layout.do.{key}"].endswith("."), rule
