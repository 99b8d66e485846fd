"""Simulated halls with surveys, whose truth is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from positioning.grid.space import Space, space_of_site
from positioning.model import PathLossModel, Site, SiteLevel, SiteRadio
from positioning.pathloss import SurveyRow

HALL = ((0.0, 0.0), (14.0, 0.0), (14.0, 10.0), (0.0, 10.0))
PLACES = tuple((x, y) for x in (1.0, 4.0, 7.0, 10.0, 13.0) for y in (1.0, 3.7, 6.3, 9.0))

RADIOS = tuple(
    SiteRadio(f"b{number}", "0", x, y, 2.6)
    for number, (x, y) in enumerate((x, y) for x in (1.5, 5.2, 8.8, 12.5) for y in (1.8, 5.0, 8.2))
)


@dataclass(frozen=True)
class World:
    """How things are: RSSI = power − 10 n log10 d + offset + body · bearing + noise."""

    exponent: float = 2.8
    power_dbm: float = -55.0
    packet_sd_db: float = 3.0
    body_sd_db: float = 0.0
    floor_dbm: float = -200.0
    fickle_share: float = 0.0
    offsets_db: tuple[tuple[str, float], ...] = (("one", 0.0),)

    def site(self) -> Site:
        return Site("hall", (SiteLevel("0", 0, HALL),), RADIOS, subject_height_m=1.2)

    def level_dbm(self, radio: SiteRadio, x_m: float, y_m: float) -> float:
        away_m = np.sqrt((radio.x_m - x_m) ** 2 + (radio.y_m - y_m) ** 2 + 1.4**2)
        return float(self.power_dbm - 10 * self.exponent * np.log10(away_m))

    def scan(
        self, rng: np.random.Generator, x_m: float, y_m: float, offset_db: float = 0.0
    ) -> dict[str, float]:
        body = rng.normal(0, 1, 2) * self.body_sd_db
        # Some scans hear next to nothing, wherever they are.
        caught = 0.2 if rng.random() < self.fickle_share else 1.0
        heard = {}
        for radio in self.site().radios:
            away = np.array([radio.x_m - x_m, radio.y_m - y_m])
            ahead = away / np.hypot(np.hypot(*away), 1.4)
            level = self.level_dbm(radio, x_m, y_m) + body @ ahead
            level += rng.normal(0, self.packet_sd_db)
            if level > self.floor_dbm and rng.random() < caught:
                heard[radio.id] = float(level + offset_db)
        return heard

    def survey(self, seed: int = 1, scans: int = 8) -> list[SurveyRow]:
        rng = np.random.default_rng(seed)
        rows = []
        for device, offset_db in self.offsets_db:
            for x_m, y_m in PLACES:
                for scan in range(scans):
                    visit = f"{device}-{x_m}-{y_m}-{scan}"
                    for radio, rssi_dbm in self.scan(rng, x_m, y_m, offset_db).items():
                        rows.append(SurveyRow(visit, device, radio, rssi_dbm, "0", x_m, y_m))
        return rows


def coarse(site: Site) -> Space:
    return space_of_site(site, 0.5)


def with_known_model(site: Site, model: PathLossModel) -> Site:
    radios = tuple(replace(radio, measured_power_dbm=-59.0) for radio in site.radios)
    return replace(site, model=model, radios=radios)
