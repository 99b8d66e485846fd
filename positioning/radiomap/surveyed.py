"""What a survey teaches: a trend per radio and a Gaussian process about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from positioning.grid.space import LevelCells, Space
from positioning.model import Site, SiteRadio
from positioning.pathloss import SurveyRow
from positioning.radiomap.cells import NO_NEWS_DB2, missed_scans, place_levels
from positioning.radiomap.censoring import soften
from positioning.radiomap.detection import Detection, fit_detection
from positioning.radiomap.geometry import basis_of, placeless_basis, slope_of
from positioning.radiomap.observations import Observations, gather, some_of, usable_rows
from positioning.radiomap.obstruction import obstruction_of
from positioning.radiomap.process import Kernel, Posterior, Samples, condition, fit_kernel
from positioning.radiomap.trend import Trend, fit_offsets, fit_path_loss_line, packet_spread_db

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_LEAST_BIN_M = 0.5
# The kernel is common to all radios: some of them, at some places, tell it well enough.
_MOST_SAMPLES = 150
_MOST_RADIOS = 24
_LEAST_SAMPLES = 5
# Where a radio was missed more often than this, what is known of it is a limit, not a value.
_LEAST_HEARD = 0.5
_ROUNDS = 3
_PLACELESS_PERCENTILE = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class SurveyFit:
    """A site with what its survey says.

    Attributes
    ----------
    site : Site
    levels : mapping of str to LevelCells
        Where obstacles stand.
    seen : mapping of str to Observations
        By level.
    known : mapping of str to SiteRadio
        Radios whose place is known.
    trend : Trend
        Common to all radios.
    middle_db : float
        Mean slope, about which exponents differ.
    placeless_dbm : float
        Where the level of a radio at an unknown place is taken to be before it is heard.
    kernels : mapping of bool to Kernel
        For radios with and without a known place.
    detection : Detection or None
        ``None`` where the survey does not tell what was missed.
    """

    site: Site
    levels: Mapping[str, LevelCells]
    seen: Mapping[str, Observations]
    known: Mapping[str, SiteRadio]
    trend: Trend
    middle_db: float
    placeless_dbm: float
    kernels: Mapping[bool, Kernel]
    detection: Detection | None = None

    @property
    def devices(self) -> tuple[str, ...]:
        """Device models of the survey."""
        return next(iter(self.seen.values())).devices

    def is_placed(self, level: str, radio: str) -> bool:
        """Tell whether a radio is known to hang on this level."""
        return radio in self.known and self.known[radio].level == level

    def trend_dbm(self, level: str, radio: str, xy_m: FloatArray) -> FloatArray:
        """Level at some places, (n,), before anything is known of this radio alone."""
        if not self.is_placed(level, radio):
            return np.full(len(xy_m), self.placeless_dbm)
        slope = slope_of(self.known[radio], xy_m, self.site.subject_height_m)
        line_dbm = self.trend.power_dbm + self.trend.exponent * slope
        return line_dbm - self.trend.loss_db * self.obstruction(level, radio, xy_m)

    def obstruction(self, level: str, radio: str, xy_m: FloatArray) -> FloatArray:
        """What stands between some places and a radio of the level: root of metres, (n,)."""
        return obstruction_of(self.levels[level], self.known[radio], xy_m)

    def basis_db(self, level: str, radio: str, xy_m: FloatArray) -> FloatArray:
        """What may be wrong with that, (n, k)."""
        if not self.is_placed(level, radio):
            return placeless_basis(len(xy_m))
        height_m = self.site.subject_height_m
        return basis_of(self.known[radio], xy_m, height_m, self.trend.exponent, self.middle_db)

    def samples(self, level: str, radio: str, without: BoolArray | None = None) -> Samples:
        """What was heard of a radio, about its trend; places in ``without`` are left out."""
        seen = self.seen[level]
        place, level_dbm, noise_db2, time_s = self._levels(level, radio, without)
        xy_m = seen.places_m[place]
        residual = level_dbm - self.trend_dbm(level, radio, xy_m)
        return Samples(
            xy_m,
            self.basis_db(level, radio, xy_m),
            np.where(noise_db2 < NO_NEWS_DB2, residual, 0.0),
            noise_db2,
            time_s if seen.under_way else None,
        )

    def posterior(
        self, level: str, radio: str, without: BoolArray | None = None
    ) -> Posterior | None:
        """A radio's process given the survey; ``None`` if that says nothing of it."""
        if level not in self.seen or radio not in self.seen[level].radios:
            return None
        kernel = self.kernels[self.is_placed(level, radio)]
        samples = self.samples(level, radio, without)
        detection, seen = self.detection, self.seen[level]
        if detection is not None and seen.scans is not None:
            missed = missed_scans(seen, seen.radios.index(radio))
            missed = missed if without is None else missed[~without]
            trend_dbm = self.trend_dbm(level, radio, samples.xy_m)
            samples = soften(
                kernel, samples, trend_dbm, lambda nodes: detection.log_misses(nodes, missed)
            )
        return condition(kernel, samples) if len(samples.xy_m) else None

    def _levels(
        self, level: str, radio: str, without: BoolArray | None
    ) -> tuple[NDArray[np.intp], FloatArray, FloatArray, FloatArray]:
        seen = self.seen[level]
        columns = place_levels(seen, seen.radios.index(radio), self.trend)
        if without is None:
            return columns
        kept = ~without[columns[0]]
        place, level_dbm, noise_db2, time_s = columns
        return place[kept], level_dbm[kept], noise_db2[kept], time_s[kept]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """All levels with the radios heard, or known, there."""
        for level, seen in self.seen.items():
            for radio in seen.radios:
                yield level, radio


def fit_survey(site: Site, survey: Sequence[SurveyRow], space: Space) -> SurveyFit | None:
    """Fit trend, kernel and detection to a survey.

    Parameters
    ----------
    site : Site
        With the places of the radios that are known.
    survey : sequence of SurveyRow
        Packets heard at known places.
    space : Space
        Levels, and how fine they are to be told apart.

    Returns
    -------
    SurveyFit or None
        ``None`` if no row can be used.
    """
    rows = usable_rows(survey, space.levels)
    if not rows:
        return None
    devices = sorted({row.device_model for row in rows})
    seen: dict[str, Observations] = {}
    for level, cells in space.levels.items():
        own = [row for row in rows if row.level == level]
        if own:
            placed = {radio.id for radio in site.radios if radio.level == level}
            radios = sorted({row.radio for row in own} | placed)
            seen[level] = gather(own, radios, devices, max(_LEAST_BIN_M, 2 * cells.cell_m))
    each = list(seen.values())
    heard_dbm = np.concatenate([level.mean_dbm for level in each])
    fit = SurveyFit(
        site=site,
        levels=space.levels,
        seen=seen,
        known={radio.id: radio for radio in site.radios if radio.level in seen},
        trend=Trend(fit_offsets(each), packet_spread_db(each)),
        middle_db=0.0,
        placeless_dbm=float(np.percentile(heard_dbm, _PLACELESS_PERCENTILE)),
        kernels={True: Kernel(), False: Kernel()},
    )
    fit = _with_kernels(_with_path_loss(fit))
    if any(level.scans is not None for level in each):
        for _ in range(_ROUNDS):
            fit = _with_kernels(_with_path_loss(_with_detection(fit)))
        fit = _with_detection(fit)
    return fit


def _sampled(fit: SurveyFit, level: str, radio: str) -> Samples:
    """Samples with misses, where those are modelled."""
    posterior = fit.posterior(level, radio) if fit.detection is not None else None
    return fit.samples(level, radio) if posterior is None else posterior.samples


def _with_path_loss(fit: SurveyFit) -> SurveyFit:
    """Fit common power and exponent to what is known of all radios at known places."""
    each = [
        (level, radio, _sampled(fit, level, radio))
        for level, radio in fit.pairs()
        if fit.is_placed(level, radio)
    ]
    told = [
        (level, radio, samples, samples.noise_db2 < 0.1 * NO_NEWS_DB2)
        for level, radio, samples in each
    ]
    told = [row for row in told if row[3].any()]
    if not told:
        return fit
    height_m = fit.site.subject_height_m
    places = [samples.xy_m[kept] for _, _, samples, kept in told]
    slope_db = np.concatenate(
        [
            slope_of(fit.known[row[1]], xy_m, height_m)
            for row, xy_m in zip(told, places, strict=True)
        ]
    )
    obstruction = np.concatenate(
        [
            fit.obstruction(level, radio, xy_m)
            for (level, radio, _, _), xy_m in zip(told, places, strict=True)
        ]
    )
    level_dbm = np.concatenate(
        [
            samples.residual_db[kept] + fit.trend_dbm(level, radio, samples.xy_m[kept])
            for level, radio, samples, kept in told
        ]
    )
    radio_of = np.repeat(np.arange(len(told)), [len(xy_m) for xy_m in places])
    noise_db2 = np.concatenate([samples.noise_db2[kept] for _, _, samples, kept in told])
    power_dbm, exponent, loss_db = fit_path_loss_line(
        radio_of, slope_db, obstruction, level_dbm, noise_db2
    )
    trend = replace(fit.trend, power_dbm=power_dbm, exponent=exponent, loss_db=loss_db)
    return replace(fit, trend=trend, middle_db=float(slope_db.mean()))


def _with_kernels(fit: SurveyFit) -> SurveyFit:
    """Fit the two kernels to places where radios were well heard."""
    kernels = dict(fit.kernels)
    for placed in (True, False):
        pairs = [pair for pair in fit.pairs() if fit.is_placed(*pair) == placed]
        each = [_thinned(fit, *pair) for pair in some_of(pairs, 4 * _MOST_RADIOS)]
        each = some_of([s for s in each if len(s.xy_m) >= _LEAST_SAMPLES], _MOST_RADIOS)
        if each:
            lasting_db = 2.0 if any(samples.time_s is not None for samples in each) else 0.0
            start = kernels[placed] if fit.detection is not None else Kernel(lasting_db=lasting_db)
            kernels[placed] = fit_kernel(each, start)
    return replace(fit, kernels=kernels)


def _thinned(fit: SurveyFit, level: str, radio: str) -> Samples:
    samples = _sampled(fit, level, radio)
    told = samples.noise_db2 < 0.9 * NO_NEWS_DB2
    seen = fit.seen[level]
    if fit.detection is not None and seen.scans is not None:
        missed = missed_scans(seen, seen.radios.index(radio)).sum(axis=1)
        scans = np.maximum(seen.scans.sum(axis=1), 1)
        told &= 1 - missed / scans > _LEAST_HEARD * fit.detection.greatest.mean()
    kept = np.array(some_of(list(np.flatnonzero(told)), _MOST_SAMPLES), dtype=np.intp)
    return samples.chosen(kept)


def _with_detection(fit: SurveyFit) -> SurveyFit:
    """Fit the detection curve to how often radios of known strength were heard."""
    columns: list[tuple[FloatArray, FloatArray, FloatArray, FloatArray]] = []
    for level, radio in fit.pairs():
        seen, posterior = fit.seen[level], fit.posterior(level, radio)
        if seen.scans is None or posterior is None:
            continue
        here_dbm = posterior.smoothed() + fit.trend_dbm(level, radio, posterior.samples.xy_m)
        missed = missed_scans(seen, seen.radios.index(radio))
        for device in range(len(seen.devices)):
            there = seen.scans[:, device] > 0
            scans = seen.scans[there, device]
            whose = np.full(len(scans), float(device))
            columns.append((here_dbm[there], whose, scans - missed[there, device], scans))
    level_dbm, device_of, heard, scans = (
        np.concatenate(each) for each in zip(*columns, strict=True)
    )
    devices = len(fit.trend.offsets_db)
    curve = fit_detection(level_dbm, device_of.astype(np.intp), heard, scans, devices)
    return replace(fit, detection=curve)
