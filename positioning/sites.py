"""Sites: from a plan, and prepared for fast locating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from floorplans.model import Plan
from positioning.area import Area, make_area
from positioning.model import PathLossModel, Site, SiteLevel, SiteRadio
from positioning.pathloss import height_gap_m, radio_power_dbm

FloatArray = NDArray[np.float64]

# Between shelves; the published library measurements give 2.8 (doi 10.3390/data4010012).
PLAN_MODEL = PathLossModel(exponent=2.8, noise_sd_db=3.5, shadowing_sd_db=5.7)

_KNOWN_DEVICE_SD_DB = 2.0
_UNKNOWN_DEVICE_SD_DB = 8.0
_NO_OFFSET_SD_DB = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class LevelTable:
    """The radios of one level as arrays, and its outline.

    Attributes
    ----------
    xy_m : (n, 2) array
    gap_m, power_dbm : (n,) arrays
    area : Area or None
    """

    xy_m: FloatArray
    gap_m: FloatArray
    power_dbm: FloatArray
    area: Area | None


@dataclass(frozen=True, slots=True, eq=False)
class PreparedSite:
    """A site with its arrays. ``places`` tells level and row of each radio."""

    site: Site
    tables: Mapping[str, LevelTable]
    places: Mapping[str, tuple[str, int]]

    def device_offset_db(self, device_model: str | None) -> tuple[float, float]:
        """Offset of a device model and how sure that is (standard deviation), dB."""
        if self.site.model.known:
            return 0.0, _NO_OFFSET_SD_DB
        offsets = dict(self.site.device_offsets_db)
        if device_model in offsets:
            return offsets[device_model], _KNOWN_DEVICE_SD_DB
        middle = float(np.median(list(offsets.values()))) if offsets else 0.0
        return middle, _UNKNOWN_DEVICE_SD_DB


def site_from_plan(plan: Plan) -> Site:
    """Make the site of a plan: its levels and radios, with the model of a library.

    Parameters
    ----------
    plan : Plan
        A valid plan.

    Returns
    -------
    Site
        Named after the branch.
    """
    return Site(
        name=plan.id,
        levels=tuple(SiteLevel(each.id, each.ordinal, each.outline) for each in plan.levels),
        radios=tuple(
            SiteRadio(
                id=each.id,
                level=each.level,
                x_m=each.x_m,
                y_m=each.y_m,
                z_m=each.z_m,
                measured_power_dbm=each.measured_power_dbm,
            )
            for each in plan.radios
        ),
        model=PLAN_MODEL,
    )


@lru_cache(maxsize=16)
def prepare_site(site: Site) -> PreparedSite:
    """Lay out a site's radios as arrays, once for all of its subjects."""
    tables: dict[str, LevelTable] = {}
    places: dict[str, tuple[str, int]] = {}
    outlines = {level.id: level.outline for level in site.levels}
    for level in sorted({radio.level for radio in site.radios}):
        radios = [radio for radio in site.radios if radio.level == level]
        places.update({radio.id: (level, row) for row, radio in enumerate(radios)})
        tables[level] = _table(radios, outlines.get(level), site)
    return PreparedSite(site=site, tables=tables, places=places)


def _table(
    radios: list[SiteRadio], outline: tuple[tuple[float, float], ...] | None, site: Site
) -> LevelTable:
    return LevelTable(
        xy_m=np.array([[radio.x_m, radio.y_m] for radio in radios]),
        gap_m=np.array([height_gap_m(radio, site.subject_height_m) for radio in radios]),
        power_dbm=np.array([radio_power_dbm(radio, site.model) for radio in radios]),
        area=None if outline is None else make_area(outline),
    )
