"""The radio map: what each radio is heard like in each cell, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

# No scan is so sure that it proves anything, whatever it hears or misses.
LEAST_SHARE = np.float32(1e-3)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One radio on one level, on the cells of `positioning.grid.space.LevelCells`.

    Attributes
    ----------
    mean_dbm : (rows, columns) float32 array
        Expected RSSI of a device without an offset.
    sd_db : (rows, columns) float32 array
        How far the truth of a place lies from it: shadowing not yet learned, fixed in place.
    heard_share : (rows, columns) float32 array or None
        Chance that a scan of one second hears the radio at all, by a device as they are on
        average; ``None`` where not hearing says nothing.
    bearing : (2, rows, columns) float32 array or None
        East and north parts of the direction in which the radio lies, shorter than 1 where it
        hangs above; ``None`` where its place is not known.
    shares : mapping of str to (rows, columns) float32 array
        The same chance for each device model of the survey.
    """

    mean_dbm: FloatArray
    sd_db: FloatArray
    heard_share: FloatArray | None = None
    bearing: FloatArray | None = None
    shares: Mapping[str, FloatArray] = field(default_factory=dict)

    def share_of(self, device_model: str | None) -> FloatArray | None:
        """Chance that a scan of a device of this model hears the radio."""
        return self.shares.get(device_model or "", self.heard_share)


@dataclass(frozen=True, slots=True)
class NoiseModel:
    """How readings scatter about what their place gives.

    Attributes
    ----------
    packet_sd_db : float
        Spread of single packets at one place and one time.
    lasting_sd_db : float
        Spread of what lasts for seconds (hand, body, people near by) and then is drawn anew.
    freedom : float
        Degrees of freedom of Student's t: small is heavy-tailed.
    missing_weight : float
        How much of the evidence of a missed scan counts, 0 to 1.
    body_sd_db : float
        Who carries the device shadows radios behind and not those ahead: readings of one
        moment share b · (east, north of the radio's bearing), b drawn anew as the subject
        turns; this is the spread of each part of b. Not part of the other two.
    usual_dbm : float or None
        Mean of all that a survey of scans heard, for a device without an offset; ``None``
        where there is none. Of fainter packets only the lucky ones are heard: they say less.
    faint_per_db : float
        By how much the noise of fainter readings than usual counts as wider, and that of
        stronger ones as narrower, for each decibel.
    """

    packet_sd_db: float = 3.0
    lasting_sd_db: float = 3.0
    freedom: float = 8.0
    missing_weight: float = 0.1
    body_sd_db: float = 0.0
    usual_dbm: float | None = None
    faint_per_db: float = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class RadioMap:
    """The radio map of a site.

    Attributes
    ----------
    radios : mapping of str to tuple of str
        Level id → the radios that can be heard there.
    make_layer : callable
        (level, radio) → Layer; called once for each pair, when it is first needed.
    noise : NoiseModel
        Of single readings.
    offsets_db : mapping of str to float
        How much stronger than the map a device model hears (or is heard).
    known_offset_sd_db, unknown_offset_sd_db : float
        How far a device of a known, or of an unknown model lies from that; for an unknown
        one about ``unknown_offset_db``.
    is_quick : bool
        Layers are made in no time: what hearing is like everywhere is summed up without
        keeping those of radios that nobody hears.
    is_hearing_relative : bool
        Only ratios of the layers' ``heard_share`` are known: which radios a scan that hears
        some is likelier to hear, not how many.
    familiar : mapping of str to (rows, columns) float32 array
        Level id → how likely, against surveyed places, a subject is in each cell: surveys go
        where people go. Levels without a survey have none.
    """

    radios: Mapping[str, tuple[str, ...]]
    make_layer: Callable[[str, str], Layer]
    noise: NoiseModel = field(default_factory=NoiseModel)
    offsets_db: Mapping[str, float] = field(default_factory=dict)
    known_offset_sd_db: float = 2.0
    unknown_offset_sd_db: float = 8.0
    unknown_offset_db: float = 0.0
    is_quick: bool = False
    is_hearing_relative: bool = False
    familiar: Mapping[str, FloatArray] = field(default_factory=dict)
    _layers: dict[tuple[str, str], Layer] = field(default_factory=dict)
    _silences: dict[str, FloatArray | None] = field(default_factory=dict)
    _companies: dict[str, FloatArray | None] = field(default_factory=dict)

    def layer(self, level: str, radio: str) -> Layer:
        """Give one radio's layer on a level, made at its first use."""
        key = (level, radio)
        if key not in self._layers:
            self._layers[key] = self.make_layer(level, radio)
        return self._layers[key]

    def silence(self, level: str) -> FloatArray | None:
        """Log of the chance that a scan of one second hears no radio of a level at all.

        Returns
        -------
        (rows, columns) float32 array or None
            ``None`` where not hearing says nothing.
        """
        if level not in self._silences:
            self._silences[level] = self._silence(level)
        return self._silences[level]

    def _silence(self, level: str) -> FloatArray | None:
        total: FloatArray | None = None
        for share in self._shares(level):
            missed = np.log(np.maximum(1 - share, LEAST_SHARE))
            total = missed if total is None else total + missed
        return total

    def company(self, level: str) -> FloatArray | None:
        """Log of how many radios of a level a scan of one second hears, up to a factor.

        Returns
        -------
        (rows, columns) float32 array or None
            ``None`` where nothing is known of hearing.
        """
        if level not in self._companies:
            total: FloatArray | None = None
            for share in self._shares(level):
                total = share if total is None else total + share
            self._companies[level] = (
                None if total is None else np.log(np.maximum(total, LEAST_SHARE))
            )
        return self._companies[level]

    def _shares(self, level: str) -> Iterator[FloatArray]:
        """The shares of all radios of a level; none where one does not tell, as then none does."""
        layer = self.make_layer if self.is_quick else self.layer
        for radio in self.radios[level]:
            share = layer(level, radio).heard_share
            if share is None:
                return
            yield share

    def device_offset_db(self, device_model: str | None) -> tuple[float, float]:
        """Offset of a device model and its standard deviation, dB."""
        if device_model is not None and device_model in self.offsets_db:
            return self.offsets_db[device_model], self.known_offset_sd_db
        return self.unknown_offset_db, self.unknown_offset_sd_db
