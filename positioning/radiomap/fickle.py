"""Scans that hear little wherever they are: a phone was busy, or listened on another channel.

What such a scan misses says little of the radios' strength. Where scans of one stop differ by
more than chance in how many radios they hear, those that hear fewer count as parts of a scan.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

_Key = TypeVar("_Key", bound=Hashable)

# What a scan of a stop hears that hears all it can; the very best had luck.
_GOOD_PERCENTILE = 90.0


def whole_scans(stops: Mapping[_Key, Sequence[Collection[str]]]) -> dict[_Key, float]:
    """Tell how many whole scans those of each stop amount to.

    Parameters
    ----------
    stops : mapping to sequence of collection of str
        Of each stop of a device its scans: the radios that each heard, at least one.

    Returns
    -------
    dict of float
        At most the number of scans.

    Examples
    --------
    >>> whole_scans({"desk": [{"a"}, {"b"}], "door": [{"a", "b", "c"}, {"a", "b", "c"}]})
    {'desk': 2.0, 'door': 2.0}
    """
    share = _fickle_share([*stops.values()])
    return {key: _whole_scans(scans, share) for key, scans in stops.items()}


def _whole_scans(scans: Sequence[Collection[str]], share: float) -> float:
    counts = np.array([len(heard) for heard in scans])
    caught = np.minimum(counts / np.percentile(counts, _GOOD_PERCENTILE), 1.0)
    return float((1 - share * (1 - caught)).sum())


def _fickle_share(stops: Sequence[Sequence[Collection[str]]]) -> float:
    """How much of the scatter in how many radios the scans of a stop hear is not chance.

    If each radio was missed by itself, the variance of their number would be the sum of theirs.
    """
    scatter, chance = 0.0, 0.0
    for scans in (each for each in stops if len(each) > 1):
        radios = sorted({radio for heard in scans for radio in heard})
        heard = np.array([[radio in scan for radio in radios] for scan in scans], dtype=float)
        scatter += float(heard.sum(axis=1).var(ddof=1))
        chance += float(heard.var(axis=0, ddof=1).sum())
    return max(1 - chance / scatter, 0.0) if scatter > 0 else 0.0
