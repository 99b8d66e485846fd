"""Changes of a plan as JSON, for the command line and the API alike."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from floorplans.diff.change import Change
from floorplans.model import Plan
from kiosk_ui.changes import change_text


def change_record(change: Change, after: Plan, language: str) -> dict[str, Any]:
    """Give a change as JSON values, with its words.

    Parameters
    ----------
    change : Change
        From `floorplans.diff.plans.diff_plans`.
    after : Plan
        The later one of the two plans.
    language : str
        Language of the words.
    """
    record = asdict(change)
    text = change_text(change, after, language)
    return {**record, "params": dict(record["params"]), "text": text}
