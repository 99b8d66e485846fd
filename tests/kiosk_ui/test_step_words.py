import random
import re
from dataclasses import replace
from typing import get_args

import pytest

from floorplans.model import ConnectorKind, Fixture, Landmark, NameForms, PointKind, Text
from floorplans.shelving import build_shelf_index, locate
from floorplans.walkable import build_walkable
from kiosk_ui.messages import LANGUAGES, load_messages
from kiosk_ui.step_words import SPEECH, Manner, route_speech, step_ahead_text, step_text
from routing.directions.steps import build_guide, describe
from routing.graph import build_graph
from routing.model import Spot, Step
from routing.search import find_route
from tests.support.floors import random_point
from tests.support.plans import rectangle, toy_plan

PLAN = toy_plan()
WALKABLE = build_walkable(PLAN)
GRAPH = build_graph(PLAN, WALKABLE)
GUIDE = build_guide(PLAN)
INDEX = build_shelf_index(PLAN)
SIDES = ("ahead", "behind", "left", "right")
GLOBE = Landmark(
    "globe",
    Text("Maapallo", "Jordglob", "Globe", forms=NameForms("maapallon", en_the="the globe")),
    "1",
    1.0,
    1.0,
)


def plain(text):
    return text.replace("\u00a0", "_")


def step(key, kind="straight", distance_m=4.0, then=None, **params):
    return Step(kind, key, "1", 0.0, 0.0, distance_m, tuple(params.items()), then)


def said(one, language, manner=None, plan=PLAN):
    return plain(step_text(one, plan, language, manner or Manner()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_that_can_be_made_has_words(language):
    messages = load_messages(language)
    rising = [kind for kind in get_args(ConnectorKind) if kind != "lift"]
    directions = ("towards", "past", "facing")
    made = {
        *(f"step.start{end}" for end in ("", *(f".{each}" for each in (*SIDES, *directions)))),
        *(f"step.straight{end}" for end in ("", *(f".{each}" for each in directions))),
        *(f"step.{side}{end}" for side in ("left", "right") for end in ("", ".slight", ".back")),
        *(f"step.{side}.across" for side in ("left", "right")),
        *(f"step.at.{each}" for each in ("end", "landmark", "aisles")),
        *(f"step.into.{each}" for each in ("aisle", "between", "within", "through", "along")),
        *(f"step.arrive.{side}" for side in (*SIDES, "here", "at")),
        *(
            "step.arrive",
            "step.on",
            "step.past",
            "step.towards",
            "step.to",
            "step.door",
            "step.lift",
        ),
        *(f"step.{kind}.{way}" for kind in rising for way in ("up", "down")),
    }
    assert made <= messages.keys()
    kinds = {*get_args(PointKind), *get_args(ConnectorKind), "shelf", "fixture", "landmark"}
    for stem in ("landmark", "thing"):
        assert {f"place.{stem}.{kind}" for kind in kinds} <= messages.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_route_can_be_read_and_heard(language):
    draw = random.Random(7)
    places = [locate(INDEX, each)[0] for each in ("84.2 TOL", "61.2 HÄM", "L84.2 HAA", "90 HIS")]
    for number in range(40):
        level = draw.choice(("1", "2"))
        heading_deg = draw.choice((None, 0.0, 120.0, 250.0))
        start = Spot(level, *random_point(WALKABLE, level, draw), heading_deg)
        place = places[number % len(places)]
        profile = draw.choice(("walk", "step-free"))
        goal = Spot(place.level, place.x_m, place.y_m)
        for each in describe(find_route(GRAPH, start, goal, profile), GUIDE, place):
            text = step_text(each, PLAN, language)
            assert text[0].isupper()
            assert not set("{}") & set(text)
            assert not re.search(r"\d (m|min)\b", text), "a number and its unit stay together"
            speech = step_text(each, PLAN, language, SPEECH)
            assert not set("{}()–\u00a0") & set(speech)
            assert not re.search(r"\d m\b|,,|, ,|,\.", speech)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "fi",
            [
                "Kulje suoraan 4_m",
                "Käänny oikealle kolmanteen hyllyväliin (hyllyt 1 ja_2) ja kulje 4_m",
                "Hylly_1 on oikealla. Käänny hyllyä kohti: puoli_B, osa_2, kolmas lauta ylhäältä."
                " Etsi Hobitti, 84.2_TOL",
            ],
        ),
        (
            "sv",
            [
                "Gå rakt fram 4_m",
                "Sväng höger in i den tredje hyllgången (hyllorna 1 och_2) och gå 4_m",
                "Hylla_1 är till höger. Vänd dig mot hyllan: sida_B, sektion_2,"
                " tredje hyllplanet uppifrån. Leta efter Hobitti, 84.2_TOL",
            ],
        ),
        (
            "en",
            [
                "Go straight 4_m",
                "Turn right into the third aisle (shelves 1 and_2) and go 4_m",
                "Shelf_1 is on your right. Turn to face it: side_B, section_2,"
                " third board from the top. Look for Hobitti, 84.2_TOL",
            ],
        ),
    ],
)
def test_steps_are_said_as_the_signs_say_them(language, sentences):
    aisle = {"into": "aisle", "nth": 3, "shelf_1": "s1", "shelf_2": "s2", "clock": 3}
    bay = {"shelf": "s1", "face": "1B", "first_bay": 2, "last_bay": 2}
    boards = {"first_board": 3, "last_board": 3}
    sought = {"call_number": "84.2 TOL", "title": "Hobitti"}
    steps = [
        step("step.straight"),
        step("step.right", "right", **aisle),
        step("step.arrive.right", "arrive", **bay, **boards, **sought),
    ]
    assert [said(each, language) for each in steps] == sentences


def test_a_voice_hears_units_in_full_a_clock_face_and_numbers_it_can_read():
    turn = step("step.left", "left", 1.0, clock=10, into="aisle", nth=2, shelf_1="s1", shelf_2="s2")
    assert said(turn, "en", SPEECH) == (
        "Turn left to 10 o'clock into the second aisle, between shelves 1 and 2, and go 1 metre"
    )
    assert said(turn, "fi", SPEECH) == (
        "Käänny vasemmalle, suunta kello 10, toiseen hyllyväliin, hyllyt 1 ja 2, ja kulje 1 metri"
    )
    up = step("step.stairs.up", "stairs", 0.0, level="2", way="up")
    forms = NameForms(fi_to="2. kerrokseen", en_the="floor 2")
    named = replace(PLAN.levels[1], name=replace(PLAN.levels[1].name, forms=forms))
    plan = replace(PLAN, levels=(PLAN.levels[0], named))
    assert said(up, "fi", SPEECH, plan) == "Nouse portaat toiseen kerrokseen"
    assert said(up, "en", plan=plan) == "Go up the stairs to floor_2"


def test_a_level_without_inflected_forms_is_named_as_its_sign_has_it():
    up = step("step.lift", "lift", 0.0, level="2", way="up")
    assert said(up, "fi") == "Mene hissillä ylös: 2._kerros"
    assert said(up, "en") == "Take the lift up to Floor_2"


def test_footsteps_are_told_beside_metres_where_they_are_wanted():
    go = step("step.on", distance_m=12.0)
    assert said(go, "en", Manner(counts_steps=True)) == "Continue straight 12_m (about_17 steps)"
    assert said(go, "fi", Manner(counts_steps=True, step_length_m=0.6)).endswith(
        "(noin_20 askelta)"
    )
    assert said(go, "sv", Manner(is_speech=True, counts_steps=True)) == (
        "Fortsätt rakt fram 12 meter, cirka 17 steg"
    )


@pytest.mark.parametrize(
    ("language", "walked", "moved"),
    [
        ("fi", "Kulje suoraan 4_m", "Siirry suoraan 4_m"),
        ("sv", "Gå rakt fram 4_m", "Förflytta dig rakt fram 4_m"),
        ("en", "Go straight 4_m", "Move straight 4_m"),
    ],
)
def test_who_does_not_walk_is_told_to_move(language, walked, moved):
    assert said(step("step.start.ahead"), language) == walked
    assert said(step("step.start.ahead", moves=1), language) == moved


def test_two_close_turns_are_one_sentence():
    look_out = {"sign_shelf": "s2", "sign_side": "left"}
    second = step("step.right", "right", 5.0, clock=3, into="along", shelf_1="s1", **look_out)
    both = step("step.left", "left", 7.0, second, clock=9, at="aisles", aisles=2)
    assert said(both, "en") == (
        "After two aisles, turn left, then at once turn right along shelf_1 and go 5_m."
        " Then shelf_2 is on your left"
    )
    assert said(both, "fi") == (
        "Kahden hyllyvälin jälkeen käänny vasemmalle ja heti sen jälkeen käänny oikealle"
        " hyllyn_1 viertä ja kulje 5_m. Sitten vasemmalla on hylly_2"
    )


def test_doors_are_told_with_where_they_lead_and_counted():
    into = {"door": "quiet-door-1", "door_way": "in", "room": "quiet-1"}
    second = step("step.left", "left", clock=9, **into, door_nth=2)
    assert said(second, "en") == ("Turn left and go 4_m through the second door marked Quiet room")
    assert said(second, "fi") == (
        "Käänny vasemmalle ja kulje 4_m toisesta ovesta tilaan Hiljainen huone"
    )
    out = step("step.start.ahead", door="quiet-door-1", door_way="out")
    assert said(out, "sv") == "Gå rakt fram 4_m ut genom dörren"


def test_landmarks_are_said_in_the_form_that_the_sentence_needs():
    passed = step("step.on", past_kind="service_desk", past="none")
    assert said(passed, "fi") == "Jatka suoraan 4_m palvelutiskin ohi"
    shelf = step("step.start.towards", landmark_kind="shelf", landmark="s2")
    assert said(shelf, "fi") == "Lähde hyllyn_2 suuntaan ja kulje 4_m"
    facing = step("step.start.facing", beside_kind="stairs", beside="none", beside_side="left")
    assert said(facing, "fi") == (
        "Asetu niin, että vasemmalla puolellasi on portaat, ja kulje suoraan 4_m"
    )


def test_named_things_are_said_by_the_forms_of_the_plan_or_else_by_their_names():
    tree = Fixture("tree", "1", "furniture", rectangle(1, 1, 1, 1), Text("Satupuu", en="Tale tree"))
    plan = replace(PLAN, fixtures=(tree,), landmarks=(GLOBE,))
    passed = step("step.on", past_kind="fixture", past="tree")
    assert said(passed, "fi", plan=plan) == "Jatka suoraan 4_m kohteen Satupuu ohi"
    assert said(passed, "en", plan=plan) == "Continue straight 4_m past Tale tree"
    passed = step("step.on", past_kind="landmark", past="globe")
    assert said(passed, "fi", plan=plan) == "Jatka suoraan 4_m maapallon ohi"
    assert said(passed, "en", plan=plan) == "Continue straight 4_m past the globe"
    assert said(passed, "sv", plan=plan) == "Fortsätt rakt fram 4_m förbi Jordglob"
    keep = {"keep_kind": "landmark", "keep": "globe", "keep_side": "right"}
    turn = step("step.start.left", clock=9, **keep)
    assert said(turn, "fi", plan=plan) == (
        "Käänny vasemmalle niin, että oikealla puolellasi on maapallo, ja kulje 4_m"
    )
    assert said(turn, "en", plan=plan) == (
        "Turn left so that you have the globe on your right and go 4_m"
    )


def test_a_name_in_a_plan_cannot_steer_a_terminal_or_turn_a_sentence_round():
    name = Text("Maa\x1b[31m\npallo\u202e", en="Glo\rbe\x9b")
    plan = replace(PLAN, landmarks=(replace(GLOBE, name=name),))
    passed = step("step.on", past_kind="landmark", past="globe")
    for language in LANGUAGES:
        text = said(passed, language, plan=plan)
        assert all(each.isprintable() for each in text), text


def test_a_step_that_leads_to_stairs_or_a_lift_says_so():
    on = step("step.on", to="stairs", past_kind="service_desk", past="none")
    assert said(on, "en") == "Continue straight 4_m past the service desk to the stairs"
    assert said(on, "fi") == "Jatka suoraan 4_m palvelutiskin ohi portaille"
    assert said(step("step.on", to="lift"), "sv") == "Fortsätt rakt fram 4_m till hissen"


def test_who_is_between_shelves_is_not_told_to_go_in_there():
    shelves = {"clock": 12, "shelf_1": "s1", "shelf_2": "s2"}
    within = step("step.start.ahead", into="within", **shelves)
    assert said(within, "fi") == "Kulje suoraan 4_m hyllyjen 1 ja_2 välissä"
    through = step("step.on", into="through", door="none", door_way="out", **shelves)
    assert said(through, "en") == (
        "Continue straight 4_m between shelves 1 and_2 and out through the door"
    )


def test_a_step_is_announced_before_it_comes():
    turn = step("step.left", "left", clock=9)
    assert plain(step_ahead_text(turn, 6.2, PLAN, "en")) == "In 6_m, turn left and go 4_m"
    assert step_ahead_text(turn, 1.0, PLAN, "fi", SPEECH) == (
        "Vielä 1 metri, sitten käänny vasemmalle, suunta kello 9, ja kulje 4 metriä"
    )


def test_a_whole_route_is_one_text_to_hear():
    steps = (step("step.start"), step("step.arrive", "arrive"))
    assert route_speech(steps, PLAN, "en") == "Go 4 metres. You have arrived."


def test_how_things_are_kept_is_said_on_arrival():
    bay = {"shelf": "s1", "face": "1B", "first_bay": 2, "last_bay": 2}
    shown = step("step.arrive.here", "arrive", **bay, kept="display")
    assert said(shown, "en") == "Shelf_1 is here: side_B, section_2, on display"
