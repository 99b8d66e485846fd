from dataclasses import replace
from datetime import date

from floorplans.shelving.walks import NEVER_DAYS, list_walk
from tests.support.plans import CHECKED_ON, toy_plan

TODAY = date(2026, 11, 22)


def test_the_stalest_face_is_first_and_every_bay_has_its_age_and_who():
    plan = toy_plan()
    fresh = [
        replace(each, checked_on="2026-11-20", checked_by="Aino") if each.id != "r5" else each
        for each in plan.ranges
    ]
    faces = [
        each
        for each in list_walk(replace(plan, ranges=tuple(fresh)), TODAY)
        if each.age_days < NEVER_DAYS
    ]
    assert faces[0].face == "2B"
    assert faces[0].age_days == (TODAY - date.fromisoformat(CHECKED_ON)).days
    first = next(each for each in faces if each.face == "1A").bays[0]
    assert (first.first, first.partition, first.checked_by) == ("84.2 AAL", "aik-kauno", "Aino")


def test_a_bay_that_nobody_has_seen_is_the_stalest_of_all():
    bare = replace(toy_plan(), ranges=())
    assert {each.age_days for each in list_walk(bare, TODAY)} == {NEVER_DAYS}


def test_forty_bays_take_eight_minutes():
    face = list_walk(toy_plan(), TODAY)[0]
    forty = replace(face, bays=face.bays[:1] * 40)
    assert forty.minutes == 8
