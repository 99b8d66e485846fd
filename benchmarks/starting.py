"""How soon it can be told at all that somebody walks on: a bound, as a Markdown table.

    python -m benchmarks.starting [--stands 100]

The stands are those of `benchmarks.walks`, with the same packets at the same times. Two tests
that no phone can make are held against `positioning.stillness`:

    air's habits  the likelihood ratio of having walked on for 0.5 to 4.5 s and of standing still,
                  by who knows how the simulated air was drawn: the spread and the correlation
                  of its shadowing, its fading and its noise, and the walker's speed
    air itself    the same by who knows the draw as well, and the way she took: what each radio
                  is like at every place. Only how likely it tells in time is computed

Each is as sensitive as it may be for so many of the stands to be taken for walks once. The first
two know the simulated air, the last one what is usual in libraries.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from api.branches import Branch, build_branch
from api.demo.visitors import PHONE_HEIGHT_M, SPEED_M_S
from api.live.service import SETTLE_S
from api.plans import load_plan
from benchmarks.tables import markdown
from benchmarks.trips import SUBJECT, Trip, hear_trip, plan_trip
from benchmarks.walks import CALM_S, FOLLOW_S
from positioning.grid.live_ground import STEP_S
from positioning.grid.live_state import phase_s
from positioning.model import Sighting
from positioning.pathloss import MIN_DISTANCE_M
from positioning.simulate import AirModel, SimulatedAir
from positioning.sites import site_from_plan
from positioning.stillness import gather, judge, start_stillness

FALSE_SHARES = (0.02, 0.05, 0.1, 0.2)
COLUMNS = ("who tells", "stands taken for walks", "told after: p50 / p90, s", "within 2 s")
WATCHED_S = 8.0
REMEMBERED_S = 15.0
WALKED_S = np.arange(1, 10) * STEP_S
# Nothing is known of a radio's level before it is heard.
ANY_LEVEL_DB2 = 200.0
FADING_S = 2.0
CORRELATION_M = 2.0

FloatArray = NDArray[np.float64]
Score = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stand:
    """What is known at the end of each step of a stand and after it.

    ``steps`` are times on the wall from when she walked on, with the packets that have come.
    """

    steps: Sequence[tuple[float, Sequence[Sighting]]]
    began_s: float
    trip: Trip
    number: int


def watch(branch: Branch, number: int) -> Stand:
    """Give what comes in on a stand of `benchmarks.walks` and just after it."""
    trip = plan_trip(branch, "stand", number)
    ((since_s, until_s),) = trip.stands
    packets = list(hear_trip(branch, trip, number))
    first, last = (math.ceil(each / STEP_S) for each in (since_s, until_s + WATCHED_S))
    steps = []
    for step in range(first, last):
        time_s = step * STEP_S + phase_s(SUBJECT)
        come = [
            sighting
            for arrives_s, sighting in packets
            if arrives_s <= time_s + SETTLE_S and since_s < sighting.time_s <= time_s
        ]
        steps.append((time_s + SETTLE_S - until_s, come))
    return Stand(steps, until_s, trip, number)


def by_radio(packets: Sequence[Sighting]) -> Mapping[str, FloatArray]:
    """Times and RSSI of each radio, (packets, 2)."""
    found = defaultdict(list)
    for each in packets:
        found[each.radio].append((each.time_s, each.rssi_dbm))
    return {radio: np.array(rows) for radio, rows in found.items()}


def fading_of(times_s: FloatArray, model: AirModel) -> FloatArray:
    """Covariance of packets at one place: fading, and noise with its rounding."""
    apart_s = times_s[:, None] - times_s
    half_db2 = model.noise_sd_db**2 / 2
    fading: FloatArray = half_db2 * np.exp(-0.5 * (apart_s / FADING_S) ** 2)
    return fading + (half_db2 + 1 / 12) * np.eye(len(times_s))


def score_habits(packets: Sequence[Sighting], until_s: float, model: AirModel) -> float:
    """Log of the mean likelihood ratio over when she may have walked on."""
    recent = [each for each in packets if each.time_s > until_s - REMEMBERED_S]
    ratios = np.zeros(len(WALKED_S))
    for rows in by_radio(recent).values():
        times_s, rssi_dbm = rows[:, 0], rows[:, 1] - rows[:, 1].mean()
        still_db2 = fading_of(times_s, model) + ANY_LEVEL_DB2
        still = _log_likelihood(still_db2, rssi_dbm)
        for number, walked_s in enumerate(WALKED_S):
            way_m = SPEED_M_S * np.maximum(times_s - until_s + walked_s, 0.0)
            if not way_m.any():
                continue
            alike = np.exp(-0.5 * ((way_m[:, None] - way_m) / CORRELATION_M) ** 2)
            moved_db2 = still_db2 + model.shadowing_sd_db**2 * (alike - 1)
            ratios[number] += _log_likelihood(moved_db2, rssi_dbm) - still
    return float(np.logaddexp.reduce(ratios) - math.log(len(ratios)))


def _log_likelihood(covariance: FloatArray, values: FloatArray) -> float:
    lower = np.linalg.cholesky(covariance)
    white = np.linalg.solve(lower, values)
    return float(-np.log(np.diag(lower)).sum() - 0.5 * white @ white)


def curve_of_habits(stand: Stand, model: AirModel) -> list[Score]:
    """Score of each step by who knows the air's habits."""
    return [
        (at_s, score_habits(come, stand.began_s + at_s - SETTLE_S, model))
        for at_s, come in stand.steps
    ]


def curve_of_stillness(branch: Branch, stand: Stand) -> list[Score]:
    """Log odds of each step by `positioning.stillness`, which hears the walk before as well."""
    packets = list(hear_trip(branch, stand.trip, stand.number))
    state, taken, curve = start_stillness(site_from_plan(branch.plan).model.noise_sd_db), 0, []
    for step in range(1, math.ceil((stand.began_s + WATCHED_S) / STEP_S)):
        time_s = step * STEP_S + phase_s(SUBJECT)
        come = taken
        while come < len(packets) and packets[come][0] <= time_s + SETTLE_S:
            come += 1
        state = judge(gather(state, [each for _, each in packets[taken:come]]), time_s)
        taken = come
        odds = math.log(state.moving / (1 - state.moving))
        curve.append((time_s + SETTLE_S - stand.began_s, odds))
    return curve


def tell_apart(branch: Branch, stand: Stand, model: AirModel) -> float:
    """Distance of standing and walking in standard deviations, two seconds after she walked on.

    For who knows what each radio is like at every place.
    """
    air = SimulatedAir(site_from_plan(branch.plan), np.random.default_rng([stand.number, 7]), model)
    come = [each for at_s, each in stand.steps if at_s <= FOLLOW_S][-1]
    square = 0.0
    for radio, rows in by_radio([e for e in come if e.time_s > stand.began_s]).items():
        here, *there = (
            _level_dbm(branch, air, stand.trip, radio, time_s)
            for time_s in (stand.began_s, *rows[:, 0])
        )
        change_db = np.array(there) - here
        square += float(change_db @ np.linalg.solve(fading_of(rows[:, 0], model), change_db))
    return math.sqrt(square)


def _level_dbm(
    branch: Branch, air: SimulatedAir, trip: Trip, radio_id: str, time_s: float
) -> float:
    """Level of a radio where the walker is at a time, but for its power."""
    radios = site_from_plan(branch.plan).radios
    number = [each.id for each in radios].index(radio_id)
    radio, spot = radios[number], trip.walk.at(time_s)
    away_m = math.dist(
        (radio.x_m, radio.y_m, radio.z_m or 0.0), (spot.x_m, spot.y_m, PHONE_HEIGHT_M)
    )
    path_db = 10 * AirModel().exponent * math.log10(max(away_m, MIN_DISTANCE_M))
    return float(air.shadowing_db(spot.level, spot.x_m, spot.y_m)[number]) - path_db


def rows_of(who: str, stands: Sequence[Stand], curves: Sequence[Sequence[Score]]) -> list[object]:
    """A row for each share of stands that are taken for walks."""
    highest = [
        max(score for at_s, score in curve if _calm_s(stand) <= at_s <= 0)
        for stand, curve in zip(stands, curves, strict=True)
    ]
    rows: list[object] = []
    for share in FALSE_SHARES:
        least = float(np.quantile(highest, 1 - share))
        after_s = np.array(
            [next((t for t, score in c if t > 0 and score > least), math.inf) for c in curves]
        )
        told = np.percentile(after_s, (50, 90), method="lower")
        rows.append(
            (
                who,
                f"{100 * share:.0f} %",
                "{:.2f} / {:.2f}".format(*told),
                _share(after_s <= FOLLOW_S),
            )
        )
    return rows


def _calm_s(stand: Stand) -> float:
    ((since_s, until_s),) = stand.trip.stands
    return since_s + CALM_S - until_s


def _share(values: NDArray[np.bool_] | FloatArray) -> str:
    return f"{100 * np.mean(values):.0f} %"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.starting", description=__doc__)
    parser.add_argument("--stands", type=int, default=100)
    args = parser.parse_args(arguments)
    branch, model = build_branch(load_plan("demo")), AirModel()
    stands = [watch(branch, number) for number in range(args.stands)]
    apart = np.array([tell_apart(branch, stand, model) for stand in stands])
    looks = np.mean([-_calm_s(stand) / STEP_S for stand in stands])
    rows: list[object] = [
        (
            "air itself",
            f"{100 * share:.0f} %",
            "–",
            _share(norm.cdf(apart - norm.isf(share / looks))),
        )
        for share in FALSE_SHARES
    ]
    rows += rows_of("air's habits", stands, [curve_of_habits(each, model) for each in stands])
    rows += rows_of("stillness", stands, [curve_of_stillness(branch, each) for each in stands])
    print(markdown(COLUMNS, rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
