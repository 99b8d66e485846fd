"""The least RMS error that theory allows on a simulated track, where its site tells it."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from typing import Any

from positioning.rows import RecordingError

FILE = "crlb.json"
_STANDING = ("static", "peb_by_subject_m", {"causal": "maximum_likelihood_rms_m"})
_WALKING = (
    "walks",
    "by_subject_m_causal_smooth",
    {"causal": "causal_rms_m", "smooth": "smooth_rms_m"},
)


def read_bounds(
    document: bytes | None, standing: bool, subjects: Collection[str]
) -> Mapping[str, float]:
    """Read the bounds of one track from ``crlb.json``.

    For subjects that stand still the bound is the RMS error of an exact maximum-likelihood
    fit to the same draw; for walkers it is the posterior Cramér-Rao bound.

    Parameters
    ----------
    document : bytes or None
        The file; ``None`` if the site has none.
    standing : bool
        Whether the subjects stand still.
    subjects : collection of str
        Those of the track; where the file names its own, all must be among them.

    Returns
    -------
    mapping of str to float
        RMS error in metres by mode; empty if the file says nothing about this track.

    Raises
    ------
    RecordingError
        If the file cannot be read.
    """
    if document is None:
        return {}
    name, by_subject, keys = _STANDING if standing else _WALKING
    part = _read(document).get(name)
    if not isinstance(part, dict) or not set(subjects) <= set(part.get(by_subject, subjects)):
        return {}
    found = {mode: part.get(key) for mode, key in keys.items()}
    return {
        mode: float(each)
        for mode, each in found.items()
        if isinstance(each, int | float) and 0 < each < math.inf
    }


def _read(document: bytes) -> dict[str, Any]:
    try:
        found = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"{FILE}: is no JSON ({error}).") from error
    return found if isinstance(found, dict) else {}
