"""What gateways and phones send wrongly, through the whole live service, in the demo library."""

import math
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from api.branches import Branch, build_branch
from api.demo.visitors import Walk, hear, plan_walk, sought_places
from api.live.positions import Position
from api.live.service import HeardPacket
from api.plans import demo_text
from floorplans.formats.native import parse_plan
from positioning.simulate import SimulatedAir
from positioning.sites import site_from_plan
from routing.model import Spot
from routing.search import find_route
from tests.support.room import Room

STEP_S = 0.5
STRANGE = "ibeacon:00000000-0000-4000-8000-000000000000:1:1"

Heard = list[HeardPacket]


@pytest.fixture(scope="module")
def library() -> Branch:
    return build_branch(parse_plan(demo_text("keskusta", "plan.json")))


def _to_and_fro(library: Branch) -> list[Walk]:
    """To the farthest shelf of the same level and back, with some seconds at each."""
    first, *others = sought_places(library)
    here = [each for each in others if each.level == first.level]
    last = max(here, key=lambda each: math.dist((each.x_m, each.y_m), (first.x_m, first.y_m)))
    return _tour(library, [first, last, first])


def _all_over(library: Branch) -> list[Walk]:
    """To forty shelves of one level, drawn once."""
    first, *others = sought_places(library)
    here = [each for each in others if each.level == first.level]
    drawn = np.random.default_rng(1).choice(len(here), 40, replace=False)
    return _tour(library, [first, *(here[number] for number in drawn)])


def _tour(library: Branch, stops: list[Spot]) -> list[Walk]:
    return [
        plan_walk(find_route(library.graph, *ends), library.plan, 0.0, 2.0)
        for ends in pairwise(stops)
    ]


class Visit:
    """A visitor who walks from shelf to shelf in air that is as in the ``true`` library."""

    def __init__(
        self,
        library: Branch,
        seed: int,
        true: Branch | None = None,
        tour: Callable[[Branch], list[Walk]] = _to_and_fro,
    ) -> None:
        self.room = Room(library)
        true = true or library
        self.air = SimulatedAir(site_from_plan(true.plan), np.random.default_rng(seed))
        self.radios = {radio.id: radio for radio in library.plan.radios}
        self.walks = tour(library)
        self.elapsed_s = 0.0

    @property
    def spot(self):
        at_s = self.elapsed_s % sum(walk.ends_s for walk in self.walks)
        for walk in self.walks:
            if at_s < walk.ends_s:
                return walk.at(at_s)
            at_s -= walk.ends_s
        return self.walks[-1].at(math.inf)

    @property
    def position(self) -> Position | None:
        return self.room.live.find_position("keskusta", "visitor")

    @property
    def error_m(self) -> float:
        shown = self.position
        assert shown is not None
        return math.dist((shown.x_m, shown.y_m), (self.spot.x_m, self.spot.y_m))

    def go_on(self, seconds: float, spoil: Callable[[Heard], Heard] = list) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.elapsed_s += STEP_S
            heard = spoil([*self._hear(0.25), *self._hear(0.05)])
            for start in range(0, len(heard), 2000):
                self.room.live.post_from_subject("keskusta", "visitor", heard[start : start + 2000])
            self.room.wait(STEP_S)

    def _hear(self, age_s: float) -> Heard:
        heard = hear(self.air, self.radios, self.room.now_s - age_s, self.spot)
        return [replace(each, age_s=age_s) for each in heard]

    def counts(self):
        return self.room.live.count_packets("keskusta")


def crowd_of_strangers(heard: Heard) -> Heard:
    return [*heard, *(HeardPacket(STRANGE, -40.0, 0.1) for _ in range(50))]


def loudest_possible_nonsense(heard: Heard) -> Heard:
    return [*(replace(each, rssi_dbm=20.0) for each in heard), *heard]


def silence(heard: Heard) -> Heard:
    return heard[:0]


def clock_half_a_minute_off(heard: Heard) -> Heard:
    """Of one radio in ten."""
    return [
        replace(each, age_s=30.0 + each.age_s) if each.key.endswith("7") else each for each in heard
    ]


def flood(heard: Heard) -> Heard:
    return [heard[number % len(heard)] for number in range(10_000)] if heard else heard


def backwards(heard: Heard) -> Heard:
    return [replace(each, age_s=0.5 - min(each.age_s, 0.5)) for each in reversed(heard)]


def everything_twice(heard: Heard) -> Heard:
    return heard * 2


SPOILT = [
    crowd_of_strangers,
    loudest_possible_nonsense,
    silence,
    clock_half_a_minute_off,
    flood,
    backwards,
    everything_twice,
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda each: each.__name__)
def test_five_seconds_of_good_packets_later_the_dot_is_with_the_visitor_again(library, spoil):
    visit = Visit(library, seed=4)
    visit.go_on(6.0)
    visit.go_on(5.0, spoil)
    visit.go_on(5.0)
    assert visit.error_m < 4.0
    assert visit.position.radius_95_m < 8.0


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (crowd_of_strangers, "unknown"),
        (loudest_possible_nonsense, "impossible"),
        (clock_half_a_minute_off, "clock"),
        (flood, "duplicate"),
        (everything_twice, "duplicate"),
    ],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_what_is_dropped_is_counted_by_its_kind_and_the_rest_goes_on(library, spoil, kind):
    visit = Visit(library, seed=4)
    visit.go_on(6.0)
    before = visit.counts()
    assert before.dropped == 0
    visit.go_on(6.0, spoil)
    after = visit.counts()
    assert getattr(after, kind) > 0
    assert after.accepted > before.accepted
    assert visit.error_m < 6.0


def test_of_a_radio_whose_clock_is_wrong_the_staff_are_told_by_how_much(library):
    visit = Visit(library, seed=4)
    wrong = library.plan.radios[0].key

    def off(heard: Heard) -> Heard:
        late = [HeardPacket(wrong, -70.0, 30.0)]
        return [*late, *(each for each in heard if each.key != wrong)]

    visit.go_on(6.0, off)
    errors_s = visit.room.live.list_clock_errors_s("keskusta")
    assert set(errors_s) == {library.plan.radios[0].id}
    assert errors_s[library.plan.radios[0].id] == pytest.approx(-30.0, abs=1.5)


def test_when_all_radios_are_silent_the_radius_grows_and_then_nothing_is_shown(library):
    visit = Visit(library, seed=4)
    visit.go_on(8.0)
    radii_m = [visit.position.radius_95_m]
    for _ in range(3):
        visit.go_on(8.0, silence)
        radii_m.append(visit.position.radius_95_m)
        spot = (visit.position.x_m, visit.position.y_m)
        assert math.dist(library.walkable.nearest(visit.position.level, *spot), spot) < 0.01
    assert radii_m[-1] > 1.5 * radii_m[0]
    visit.go_on(8.0, silence)
    assert visit.position is None


def test_ten_thousand_packets_of_one_subject_leave_the_others_where_they_are(library):
    visit = Visit(library, seed=4)
    here = list(hear(visit.air, visit.radios, visit.room.now_s, visit.spot))
    for _ in range(6):
        visit.room.live.post_from_subject("keskusta", "neighbour", here)
        visit.go_on(STEP_S)
    began_s = time.process_time()
    for _ in range(6):
        visit.room.live.post_from_subject("keskusta", "neighbour", here)
        visit.go_on(STEP_S, flood)
    assert time.process_time() - began_s < 20.0
    neighbour = visit.room.live.find_position("keskusta", "neighbour")
    assert visit.room.now_s - neighbour.time_s < 1.0
    state = visit.room.live.get_state("keskusta")
    assert len(state.intake.waiting["visitor"]) <= 4000
    assert visit.counts().thinned + visit.counts().duplicate > 40_000


def test_a_clock_that_is_set_back_begins_the_visitor_anew(library):
    visit = Visit(library, seed=4)
    visit.go_on(8.0)
    visit.room.now_s -= 60.0
    visit.go_on(5.0)
    assert visit.room.now_s - visit.position.time_s < 1.0
    assert visit.error_m < 4.0


def test_a_radio_that_leaves_the_plan_in_mid_track_is_missed_by_nobody(library):
    visit = Visit(library, seed=4)
    visit.go_on(8.0)
    before = visit.error_m
    spot = (visit.spot.x_m, visit.spot.y_m)
    nearest = min(library.plan.radios, key=lambda each: math.dist((each.x_m, each.y_m), spot))
    others = tuple(each for each in library.plan.radios if each != nearest)
    fewer = build_branch(replace(library.plan, radios=others))
    visit.room.live.replace_branch(fewer)
    visit.go_on(1.0)
    assert visit.position is not None
    assert visit.error_m < before + 3.0
    visit.go_on(5.0)
    assert visit.error_m < 4.0
    assert visit.counts().unknown > 0


def test_two_phones_with_one_name_are_shown_widely_or_not_and_one_alone_is_found_again(library):
    visit, other = Visit(library, seed=4), Visit(library, seed=9)
    other.elapsed_s = other.walks[0].ends_s

    def both(heard: Heard) -> Heard:
        other.elapsed_s -= STEP_S
        return [*heard, *hear(other.air, other.radios, visit.room.now_s, other.spot)]

    visit.go_on(6.0)
    visit.go_on(10.0, both)
    visit.go_on(5.0)
    assert visit.error_m < 4.0


def test_a_radio_with_a_wrong_place_loses_its_say_and_is_reported(library):
    """It hangs nine metres from where the plan has it."""
    by_id = {each.id: each for each in library.plan.radios}
    there = replace(by_id["b117"], x_m=by_id["b109"].x_m, y_m=by_id["b109"].y_m)
    others = [each for each in library.plan.radios if each.id != "b117"]
    true = build_branch(replace(library.plan, radios=(*others, there)))
    visit = Visit(library, seed=4, true=true, tour=_all_over)
    visit.go_on(240.0)
    health = {each.radio: each for each in visit.room.live.list_radio_health("keskusta")}
    assert health["b117"].verdict == "elsewhere"
    ground = visit.room.live.get_state("keskusta").ground
    assert ground.weights[ground.radios["b117"]] < 0.2
    assert [radio for radio, each in health.items() if each.weight < 0.5] == ["b117"]
