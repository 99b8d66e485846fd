"""All that the live tracker knows of a plan: cells, portals, and its radios' layers.

The layers are the log-distance model's, made when a radio is first heard and only as far as
it can be heard, so that neither memory nor work grows with a library.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from floorplans.model import Plan
from positioning.grid.catch import LIBRARY_CATCH, STRAY_CATCH, CatchCurve
from positioning.grid.kernels import entry_share
from positioning.grid.known import NO_ZONES, Zones
from positioning.grid.modes import Moves, WalkModel, mode_changes, walk_moves
from positioning.grid.plan_space import space_of_plan
from positioning.grid.plan_zones import zones_of_plan
from positioning.grid.space import LevelCells, Portal, Space
from positioning.model import Site, SiteRadio
from positioning.pathloss import DEFAULT_RADIO_HEIGHT_M, MIN_DISTANCE_M, radio_power_dbm
from positioning.radiomap.records import NoiseModel
from positioning.sites import site_from_plan

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
Box = tuple[slice, slice]

STEP_S = 0.5
# Packets from farther than this are rare; beyond it a layer goes on as at its rim.
REACH_M = 30.0
# Concrete floors: 15 dB each, within 5 dB.
FLOOR_LOSS_DB = 15.0
FLOOR_LOSS_SD_DB = 5.0
STOREY_M = 4.0
# What lasts for five steps hides radios for as long: one step counts a quarter.
CATCH_WEIGHT = 0.25
PORTAL_REACH_M = 1.5

# Brisk, with room for slower ones: who walks faster than any mode leaves the belief behind, and
# a mode that meets a shelf waits there. One more speed would double the work.
LIVE_WALK = WalkModel(
    drift_m=0.7, headings=8, speeds_m_s=(1.5,), turn_rate=0.2, restart_rate=0.1, spread_m=0.7,
    drift_share=0.1,
)  # fmt: skip
DRIFT_ONLY = WalkModel(drift_m=1.0, headings=0, speeds_m_s=())


@dataclass(frozen=True, slots=True, eq=False)
class Pace:
    """How subjects move in one step: changes of mode, displacements, weights of the modes.

    One that ``lasts`` is that of many steps and subjects.
    """

    changes: FloatArray
    moves: Moves
    weights: FloatArray
    lasts: bool = True


def make_pace(model: WalkModel, cell_m: float) -> Pace:
    """Prepare a walk model for steps of `STEP_S`."""
    moves = walk_moves(model, STEP_S, cell_m)
    moves = replace(
        moves,
        reach=max(_farthest(moves.start_y, moves.taps_y), _farthest(moves.start_x, moves.taps_x)),
    )
    return Pace(mode_changes(model, STEP_S), moves, model.weights())


def _farthest(start: IntArray, taps: FloatArray) -> int:
    """The farthest tap that moves anything; rows of taps end in zeros."""
    ends = start[:, None] + np.arange(taps.shape[1])
    return int(np.abs(ends[taps > 0]).max())


@dataclass(frozen=True, slots=True, eq=False)
class LiveLevel:
    """One level with its layers.

    Attributes
    ----------
    cells : LevelCells
    patches : (radios, rows, columns) float32 array
        Expected RSSI of each radio of the site, filled when `LiveGround.lay` is first asked.
    patch_top, patch_left : (radios,) int64 arrays
        Where on the level each patch begins.
    rarity : (radios, rows, columns) float32 array
        How rare a packet of each radio is, likewise.
    caught : (rows, columns) float32 array
        How many packets are caught in each cell, of one that each radio sends.
    place_db2 : (radios,) float32 array
        Variance of what lasts: shadowing, and the loss of the floors between.
    in_reach : (n,) int64 array
        Radios within `REACH_M` of the level's cells, on whatever level.
    laid : set of int
        Radios whose patches are filled.
    """

    cells: LevelCells
    patches: FloatArray
    rarity: FloatArray
    caught: FloatArray
    patch_top: IntArray
    patch_left: IntArray
    place_db2: FloatArray
    in_reach: IntArray
    laid: set[int] = field(default_factory=set)
    shares: dict[int, FloatArray] = field(default_factory=dict)

    def patch(self, radio: int) -> tuple[slice, slice]:
        """Rows and columns of the level that a radio's patch lies on."""
        rows, columns = self.patches.shape[1:]
        top, left = int(self.patch_top[radio]), int(self.patch_left[radio])
        return slice(top, top + rows), slice(left, left + columns)

    def entry_shares(self, pace: Pace, window: Box) -> tuple[FloatArray, int, int]:
        """How much of what leaves each cell is let in where it goes.

        Returns
        -------
        shares : (modes, rows, columns) float32 array
            Of the whole level, kept, where the pace lasts; else of the window.
        top, left : int
            The level's row and column of its first cell.
        """
        rows, columns = window
        if not pace.lasts:
            shape = (rows.stop - rows.start, columns.stop - columns.start)
            return self._enter(pace, rows.start, columns.start, shape), rows.start, columns.start
        modes = len(pace.weights)
        found = self.shares.get(modes)
        if found is None:
            found = self.shares[modes] = self._enter(pace, 0, 0, self.cells.shape)
        return found, 0, 0

    def _enter(self, pace: Pace, top: int, left: int, shape: tuple[int, int]) -> FloatArray:
        moves = pace.moves
        shares = np.empty((len(pace.weights), *shape), dtype=np.float32)
        for mode, share in enumerate(shares):
            entry_share(
                self.cells.passing, top, left, share,
                moves.start_y[mode], moves.taps_y[mode],
                moves.start_x[mode], moves.taps_x[mode],
            )  # fmt: skip
        return shares


@dataclass(frozen=True, slots=True, eq=False)
class LivePortal:
    """Stairs or a lift as cells: the boxes about its ends, and who goes through in one step.

    Attributes
    ----------
    to_level : str
    box_from, box_to : (slice, slice)
        Rows and columns of the levels.
    share : float32
        Of those within ``box_from``.
    spread : (rows, columns) float32 array
        Where in ``box_to`` they come out; sums to 1.
    """

    to_level: str
    box_from: Box
    box_to: Box
    share: np.float32
    spread: FloatArray


@dataclass(slots=True, eq=False)
class Catching:
    """How far radios are caught, as far as is known at present."""

    curve: CatchCurve = LIBRARY_CATCH


@dataclass(frozen=True, slots=True, eq=False)
class LiveGround:
    """A plan, ready for tracks.

    Attributes
    ----------
    site : Site
        Its radios and model.
    levels : mapping of str to LiveLevel
    ordinals : mapping of str to int
    portals : mapping of str to tuple of LivePortal
        By the level that they lead from.
    radios : mapping of str to int
        Number of each radio on a level that has cells.
    places : tuple of SiteRadio
        By number.
    xy_m, up_m : (radios, 2) array, and mapping of str to (radios,) array
        Where they hang, and by level how far above subjects; infinitely for those of others.
    walking, drifting : Pace
        How subjects move, and how while too little is known of them to tell headings apart.
    noise : NoiseModel
    weights : (radios,) float32 array
        How far each radio is trusted, at most 1: its variance is divided by it. May be changed
        at any time.
    zones : callable
        Gives its named places; made when first asked for.
    caught_by : Catching
        How far radios are caught; see `change_catch`.
    """

    site: Site
    levels: Mapping[str, LiveLevel]
    ordinals: Mapping[str, int]
    portals: Mapping[str, tuple[LivePortal, ...]]
    radios: Mapping[str, int]
    places: tuple[SiteRadio, ...]
    xy_m: NDArray[np.float64]
    up_m: Mapping[str, NDArray[np.float64]]
    walking: Pace
    drifting: Pace
    noise: NoiseModel
    weights: FloatArray
    zones: Callable[[], Zones] = lambda: NO_ZONES
    caught_by: Catching = field(default_factory=Catching)

    def count_catch(self, curve: CatchCurve) -> dict[str, FloatArray]:
        """Count by level how many packets are caught in each cell, if radios reach like that.

        That takes some tens of milliseconds on a large plan.
        """
        counts = {}
        for level, here in self.levels.items():
            caught = counts[level] = np.full_like(here.caught, STRAY_CATCH)
            for radio in here.in_reach.tolist():
                caught[here.patch(radio)] += self._catch(here, radio, curve)
        return counts

    def change_catch(self, curve: CatchCurve, counts: Mapping[str, FloatArray]) -> None:
        """Believe in another reach of radios, as counted; their layers are made anew."""
        self.caught_by.curve = curve
        for level, here in self.levels.items():
            here.caught[:] = counts[level]
            here.laid.clear()

    def distances_m(self, level: str, x_m: float, y_m: float) -> NDArray[np.float64]:
        """Distances in space from a subject to all radios, infinite to those of other levels."""
        east_m, north_m = (self.xy_m - (x_m, y_m)).T
        distances_m: NDArray[np.float64] = np.hypot(np.hypot(east_m, north_m), self.up_m[level])
        return distances_m

    def lay(self, level: str, radio: int) -> None:
        """Make a radio's layer on a level, if there is none yet."""
        here = self.levels[level]
        if radio not in here.laid:
            here.patches[radio] = self._layer_dbm(here, radio)
            caught = here.caught[here.patch(radio)]
            share = self._catch(here, radio, self.caught_by.curve) / caught
            here.rarity[radio] = share ** np.float32(-CATCH_WEIGHT / 3)
            here.laid.add(radio)

    def _catch(self, here: LiveLevel, number: int, curve: CatchCurve) -> FloatArray:
        distance_m, floors = self._distance_m(here, number)
        if floors:
            distance_m *= math.pow(10, FLOOR_LOSS_DB * floors / (10 * self.site.model.exponent))
        shares: FloatArray = curve.shares(distance_m).astype(np.float32, copy=False)
        return shares

    def _distance_m(self, here: LiveLevel, number: int) -> tuple[FloatArray, int]:
        """Distance in space to each cell of a radio's patch, and how many floors lie between."""
        radio, site = self.places[number], self.site
        rows, columns = here.patch(number)
        x_m, y_m = here.cells.centres_m()
        east_m, north_m = x_m[columns] - radio.x_m, y_m[rows] - radio.y_m
        floors = self.ordinals[radio.level] - self.ordinals[here.cells.level]
        height_m = DEFAULT_RADIO_HEIGHT_M if radio.z_m is None else radio.z_m
        up_m = floors * STOREY_M + height_m - site.subject_height_m
        along_m2 = (east_m**2 + up_m**2).astype(np.float32)
        squares_m2 = along_m2[None, :] + (north_m**2).astype(np.float32)[:, None]
        distance_m = np.sqrt(np.maximum(squares_m2, np.float32(MIN_DISTANCE_M**2)))
        return distance_m, abs(floors)

    def _layer_dbm(self, here: LiveLevel, number: int) -> FloatArray:
        distance_m, floors = self._distance_m(here, number)
        model = self.site.model
        power_dbm = radio_power_dbm(self.places[number], model) - FLOOR_LOSS_DB * floors
        layer_dbm = power_dbm - 10 * model.exponent * np.log10(distance_m)
        return layer_dbm.astype(np.float32, copy=False)


def ground_of_plan(plan: Plan) -> LiveGround:
    """Prepare a plan for its tracks: some tens of milliseconds, some tenths for a large plan.

    Parameters
    ----------
    plan : Plan
        A valid plan.

    Returns
    -------
    LiveGround
    """
    space = space_of_plan(plan)
    return make_ground(site_from_plan(plan), space, cache(partial(zones_of_plan, plan, space)))


def make_ground(
    site: Site, space: Space, zones: Callable[[], Zones] = lambda: NO_ZONES
) -> LiveGround:
    """Prepare a site for its tracks on a space whose cells are all of one size."""
    known = [radio for radio in site.radios if radio.level in space.levels]
    ordinals = {level.id: level.ordinal for level in site.levels}
    cell_m = next((cells.cell_m for cells in space.levels.values()), 1.0)
    ground = LiveGround(
        site=site,
        levels={
            key: _make_level(cells, known, ordinals, site) for key, cells in space.levels.items()
        },
        ordinals=ordinals,
        portals={
            key: tuple(
                _make_portal(each, space) for each in space.portals if each.from_level == key
            )
            for key in space.levels
        },
        radios={radio.id: number for number, radio in enumerate(known)},
        places=tuple(known),
        xy_m=np.array([(radio.x_m, radio.y_m) for radio in known]).reshape(-1, 2),
        up_m={level: _up_m(level, known, site) for level in space.levels},
        walking=make_pace(LIVE_WALK, cell_m),
        drifting=make_pace(DRIFT_ONLY, cell_m),
        noise=NoiseModel(packet_sd_db=site.model.noise_sd_db),
        weights=np.ones(len(known), dtype=np.float32),
        zones=zones,
    )
    curve = ground.caught_by.curve
    ground.change_catch(curve, ground.count_catch(curve))
    return ground


def _up_m(level: str, radios: list[SiteRadio], site: Site) -> NDArray[np.float64]:
    return np.array(
        [
            (DEFAULT_RADIO_HEIGHT_M if each.z_m is None else each.z_m) - site.subject_height_m
            if each.level == level
            else math.inf
            for each in radios
        ]
    )


def _make_portal(portal: Portal, space: Space) -> LivePortal:
    box_to = _box(space.levels[portal.to_level], portal.to_m)
    passing = space.levels[portal.to_level].passing[box_to]
    return LivePortal(
        portal.to_level,
        _box(space.levels[portal.from_level], portal.from_m),
        box_to,
        np.float32(1 - math.exp(-STEP_S / portal.duration_s)),
        passing / max(float(passing.sum()), 1e-9),
    )


def _box(cells: LevelCells, place_m: tuple[float, float]) -> Box:
    x_m, y_m = place_m
    y1, x1 = cells.cell_at(x_m - PORTAL_REACH_M, y_m - PORTAL_REACH_M)
    y2, x2 = cells.cell_at(x_m + PORTAL_REACH_M, y_m + PORTAL_REACH_M)
    return slice(y1, y2 + 1), slice(x1, x2 + 1)


def _make_level(
    cells: LevelCells, radios: list[SiteRadio], ordinals: Mapping[str, int], site: Site
) -> LiveLevel:
    rows, columns = (min(each, 2 * round(REACH_M / cells.cell_m)) for each in cells.shape)
    at = np.array([cells.cell_at(radio.x_m, radio.y_m) for radio in radios], dtype=np.int64)
    at = at.reshape(-1, 2)
    floors = np.array([abs(ordinals[each.level] - ordinals[cells.level]) for each in radios])
    place_db2 = site.model.shadowing_sd_db**2 + (FLOOR_LOSS_SD_DB * floors) ** 2
    return LiveLevel(
        cells=cells,
        patches=np.empty((len(radios), rows, columns), dtype=np.float32),
        rarity=np.empty((len(radios), rows, columns), dtype=np.float32),
        caught=np.empty(cells.shape, dtype=np.float32),
        patch_top=np.clip(at[:, 0] - rows // 2, 0, cells.shape[0] - rows),
        patch_left=np.clip(at[:, 1] - columns // 2, 0, cells.shape[1] - columns),
        place_db2=place_db2.astype(np.float32),
        in_reach=_in_reach(cells, radios),
    )


def _in_reach(cells: LevelCells, radios: list[SiteRadio]) -> IntArray:
    x_m, y_m = cells.centres_m()
    low_m, high_m = np.array([x_m[0], y_m[0]]), np.array([x_m[-1], y_m[-1]])
    xy_m = np.array([(radio.x_m, radio.y_m) for radio in radios]).reshape(-1, 2)
    beyond_m = np.maximum(np.maximum(low_m - xy_m, xy_m - high_m), 0.0)
    return np.flatnonzero(np.hypot(*beyond_m.T) < REACH_M)
