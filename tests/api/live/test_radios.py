"""The staff's view of the radios: what is held against them, and when it is forgotten."""

import math
from dataclasses import replace

from api.branches import build_branch
from api.live.radios import note_sightings, note_waiting, renew_health
from positioning.health import Place, RadioHealth, Residual, note_residuals
from positioning.model import Sighting
from positioning.sites import site_from_plan
from tests.support.plans import toy_plan

SITE = site_from_plan(toy_plan())


def _blame(radio: str, off_db: float) -> dict[str, RadioHealth]:
    health: dict[str, RadioHealth] = {}
    for second in range(60):
        others = [Residual(f"other{number}", 0.0, 5.0) for number in range(5)]
        place = Place("1", 3.0 * (second % 20), 0.0)
        seen = [Residual(radio, off_db, 5.0), *others]
        health = note_residuals(health, float(second), place, seen)
    return health


def test_an_impossible_rssi_does_not_spoil_what_is_shown():
    health: dict[str, RadioHealth] = {}
    note_sightings(
        health, [Sighting(1.0, "s", "b101", -70.0), Sighting(2.0, "s", "b101", math.nan)]
    )
    assert (health["b101"].heard, health["b101"].rssi_dbm) == (2, -70.0)


def test_packets_noted_together_are_noted_as_one_by_one_and_wait_no_more():
    heard = [
        Sighting(0.3 * number, f"s{number % 2}", f"b{number % 3}", -60.0 - number)
        for number in range(12)
    ]
    one_by_one: dict[str, RadioHealth] = {}
    for each in heard:
        note_sightings(one_by_one, [each])
    together: dict[str, RadioHealth] = {}
    waiting = list(heard)
    note_waiting(together, waiting)
    assert together == one_by_one
    assert not waiting


def test_a_radio_that_the_new_plan_moved_begins_anew_and_the_others_go_on():
    health = {**_blame("b101", -12.0), **_blame("b201", -12.0)}
    note_sightings(health, [Sighting(1.0, "s", "b101", -70.0)])
    moved = tuple(
        replace(each, x_m=each.x_m + 1.0) if each.id == "b101" else each for each in SITE.radios
    )
    renew_health(health, SITE, replace(SITE, radios=moved))
    assert (health["b101"].verdict, health["b101"].weight, health["b101"].heard) == ("fine", 1.0, 1)
    assert health["b201"].verdict == "weak"


def test_a_new_version_of_the_plan_forgives_the_radios_that_it_tunes(room):
    health = room.live.get_state("toy").health
    health.update({**_blame("b101", -12.0), **_blame("b201", -12.0)})
    plan = toy_plan()
    tuned = tuple(
        replace(each, measured_power_dbm=-71.0) if each.id == "b101" else each
        for each in plan.radios
    )
    room.live.replace_branch(build_branch(replace(plan, radios=tuned)))
    verdicts = {each.radio: each.verdict for each in room.live.list_radio_health("toy")}
    assert verdicts == {"b101": "fine", "b201": "weak"}
