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
        *(f"step.arrive.{side}" for side in (*SIDES, "here", "at", "in")),
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
                "Hylly_1 on oikealla. Käänny hyllyä kohti: puoli_B, osa_2,"
                " kolmas hyllylauta ylhäältä. Etsi Hobitti, 84.2_TOL",
            ],
        ),
        (
            "sv",
            [
                "Gå rakt fram 4_m",
                "Sväng till höger in i den tredje hyllgången (mellan hyllorna 1 och_2) och gå 4_m",
                "Hylla_1 finns till höger. Vänd dig mot hyllan: sida_B, sektion_2,"
                " tredje hyllplanet uppifrån. Leta efter Hobitti, 84.2_TOL",
            ],
        ),
        (
            "en",
            [
                "Go straight ahead for 4_m",
                "Turn right into the third aisle (between bookcases 1 and_2) and go 4_m",
                "Bookcase_1 is on your right. Turn to face it: side_B, section_2,"
                " third shelf from the top. Look for Hobitti, 84.2_TOL",
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
        "Turn left, to 10 o'clock, into the second aisle, between bookcases 1 and 2, and go 1 metre"
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
    assert (
        said(go, "en", Manner(counts_steps=True)) == "Continue straight for 12_m (about_17 steps)"
    )
    assert said(go, "fi", Manner(counts_steps=True, step_length_m=0.6)).endswith(
        "(noin_20 askelta)"
    )
    assert said(go, "sv", Manner(is_speech=True, counts_steps=True)) == (
        "Fortsätt rakt fram 12 meter, cirka 17 steg"
    )


@pytest.mark.parametrize(
    ("language", "walked", "moved"),
    [
        ("fi", "Kulje suoraan 4_m", "Kulje suoraan 4_m"),
        ("sv", "Gå rakt fram 4_m", "Fortsätt rakt fram 4_m"),
        ("en", "Go straight ahead for 4_m", "Go straight ahead for 4_m"),
    ],
)
def test_who_does_not_walk_is_not_told_to_walk(language, walked, moved):
    assert said(step("step.start.ahead"), language) == walked
    assert said(step("step.start.ahead", moves=1), language) == moved


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "fi",
            "Kahden hyllyvälin jälkeen käänny vasemmalle ja heti sen jälkeen oikealle"
            " ja kulje 5_m hyllyn_1 viertä. Silloin vasemmalla puolellasi on hylly_2",
        ),
        (
            "sv",
            "Sväng till vänster efter två hyllgångar och strax därpå till höger"
            " och gå 5_m längs hylla_1. Då har du hylla_2 till vänster",
        ),
        (
            "en",
            "After two aisles, turn left, then immediately right and go 5_m along bookcase_1."
            " Bookcase_2 will then be on your left",
        ),
        (
            "selko",
            "Kun olet mennyt kahden hyllyvälin ohi, käänny vasemmalle. Käänny heti sen jälkeen"
            " oikealle. Kulje 5_metriä hyllyn_1 vieressä. Silloin vasemmalla puolellasi on hylly_2",
        ),
    ],
)
def test_two_close_turns_are_one_step(language, sentences):
    look_out = {"sign_shelf": "s2", "sign_side": "left"}
    second = step("step.right", "right", 5.0, clock=3, into="along", shelf_1="s1", **look_out)
    both = step("step.left", "left", 7.0, second, clock=9, at="aisles", aisles=2)
    assert said(both, language) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("fi", "Hyllyvälin päässä käänny oikealle hyllyjen 1 ja_2 väliin ja kulje 4_m"),
        ("sv", "Sväng till höger i slutet av hyllgången, in mellan hyllorna 1 och_2, och gå 4_m"),
        (
            "en",
            "At the end of the aisle, turn right into the aisle between bookcases 1 and_2"
            " and go 4_m",
        ),
        (
            "selko",
            "Kun hyllyväli loppuu, käänny oikealle. Mene hyllyjen 1 ja_2 väliin."
            " Kulje hyllyvälissä 4_metriä",
        ),
    ],
)
def test_every_language_has_its_own_order_of_where_and_whereto(language, sentences):
    into = {"into": "between", "shelf_1": "s1", "shelf_2": "s2"}
    turn = step("step.right", "right", clock=3, at="end", **into)
    assert said(turn, language) == sentences
    nowhere = step("step.right", "right", 0.0, clock=3, at="end", **into)
    assert not said(nowhere, language).endswith(","), "nothing comes after it"


@pytest.mark.parametrize(
    ("language", "alone", "to_the_lift"),
    [
        (
            "fi",
            "Lähde hyllyn_2 suuntaan ja kulje 4_m",
            "Lähde hyllyn_2 suuntaan ja kulje 4_m hissille",
        ),
        ("sv", "Gå 4_m mot hylla_2", "Gå i riktning mot hylla_2, 4_m till hissen"),
        ("en", "Head towards bookcase_2 for 4_m", "Head towards bookcase_2 and go 4_m to the lift"),
    ],
)
def test_where_to_set_out_to_is_not_taken_for_where_the_way_leads(language, alone, to_the_lift):
    towards = {"landmark_kind": "shelf", "landmark": "s2"}
    assert said(step("step.start.towards", **towards), language) == alone
    assert said(step("step.start.towards", to="lift", **towards), language) == to_the_lift


def test_doors_are_told_with_where_they_lead_and_counted():
    into = {"door": "quiet-door-1", "door_way": "in", "room": "quiet-1"}
    second = step("step.left", "left", clock=9, **into, door_nth=2)
    assert said(second, "en") == ("Turn left and go 4_m through the second door, marked Quiet room")
    assert said(second, "fi") == (
        "Käänny vasemmalle ja kulje 4_m toisesta ovesta tilaan Hiljainen huone"
    )
    out = step("step.start.ahead", door="quiet-door-1", door_way="out")
    assert said(out, "sv") == "Gå rakt fram 4_m ut genom dörren"


def test_what_one_passes_is_said_after_how_far_to_go():
    passed = step("step.on", past_kind="service_desk", past="none", to="stairs")
    assert [said(passed, each) for each in LANGUAGES] == [
        "Jatka suoraan 4_m portaille. Kuljet palvelutiskin ohi",
        "Fortsätt rakt fram 4_m till trappan. Du passerar servicedisken",
        "Continue straight for 4_m to the stairs. You will pass the service desk",
        "Jatka suoraan 4_metriä portaille. Menet palvelutiskin ohi",
    ]


def test_landmarks_are_said_in_the_form_that_the_sentence_needs():
    facing = step("step.start.facing", beside_kind="stairs", beside="none", beside_side="left")
    assert said(facing, "fi") == (
        "Käänny niin, että vasemmalla puolellasi on portaat, ja kulje suoraan 4_m"
    )
    assert said(facing, "sv") == ("Ställ dig med trappan till vänster och gå rakt fram 4_m")


def test_named_things_are_said_by_the_forms_of_the_plan_or_else_by_their_names():
    tree = Fixture("tree", "1", "furniture", rectangle(1, 1, 1, 1), Text("Satupuu", en="Tale tree"))
    plan = replace(PLAN, fixtures=(tree,), landmarks=(GLOBE,))

    def passed(language, kind, id_):
        one = step("step.on", past_kind=kind, past=id_)
        return said(one, language, plan=plan).partition(". ")[2]

    assert passed("fi", "fixture", "tree") == "Kuljet kohteen Satupuu ohi"
    assert passed("en", "fixture", "tree") == "You will pass Tale tree"
    assert passed("fi", "landmark", "globe") == "Kuljet maapallon ohi"
    assert passed("en", "landmark", "globe") == "You will pass the globe"
    assert passed("sv", "landmark", "globe") == "Du passerar Jordglob"
    keep = {"keep_kind": "landmark", "keep": "globe", "keep_side": "right"}
    turn = step("step.start.left", clock=9, **keep)
    assert said(turn, "fi", plan=plan) == (
        "Käänny vasemmalle niin, että oikealla puolellasi on maapallo, ja kulje 4_m"
    )
    assert said(turn, "en", plan=plan) == "Turn left, with the globe on your right, and go 4_m"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("service_desk", "Olet perillä neuvonnassa"), ("landmark", "Olet perillä neuvonnan luona")],
)
def test_one_arrives_in_a_place_and_beside_a_thing(kind, sentence):
    name = Text("Neuvonta", forms=NameForms("neuvonnan", fi_at="neuvonnassa"))
    plan = replace(PLAN, landmarks=(replace(GLOBE, name=name),))
    there = step("step.arrive.at", "arrive", landmark_kind=kind, landmark="globe")
    assert said(there, "fi", plan=plan) == sentence
    unnamed = step("step.arrive.at", "arrive", landmark_kind=kind, landmark="none")
    assert said(unnamed, "fi", plan=plan).endswith(" luona")


@pytest.mark.parametrize(
    ("forms", "sentences"),
    [
        (
            NameForms(fi_at="salissa", sv_the="salen", en_the="the hall"),
            ["Olet perillä salissa", "Du är framme i salen", "You have arrived in the hall"],
        ),
        (None, ["Olet perillä tilassa Sali", "Du är framme i Salen", "You have arrived in Hall"]),
    ],
    ids=["inflected", "as signed"],
)
def test_one_arrives_in_a_room(forms, sentences):
    room = replace(PLAN.units[0], id="hall", name=Text("Sali", "Salen", "Hall", forms=forms))
    plan = replace(PLAN, units=(room,))
    there = step("step.arrive.in", "arrive", room="hall")
    assert [said(there, each, plan=plan) for each in ("fi", "sv", "en")] == sentences


def test_a_name_in_a_plan_cannot_steer_a_terminal_or_turn_a_sentence_round():
    name = Text("Maa\x1b[31m\npallo\u202e", en="Glo\rbe\x9b")
    plan = replace(PLAN, landmarks=(replace(GLOBE, name=name),))
    passed = step("step.on", past_kind="landmark", past="globe")
    for language in LANGUAGES:
        text = said(passed, language, plan=plan)
        assert all(each.isprintable() for each in text), text


def test_who_is_between_shelves_is_not_told_to_go_in_there():
    shelves = {"clock": 12, "shelf_1": "s1", "shelf_2": "s2"}
    within = step("step.start.ahead", into="within", **shelves)
    assert said(within, "fi") == "Kulje suoraan 4_m hyllyjen 1 ja_2 välissä"
    through = step("step.on", into="through", door="none", door_way="out", **shelves)
    assert said(through, "en") == (
        "Continue straight for 4_m between bookcases 1 and_2 and out through the door"
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
    assert said(shown, "en") == "Bookcase_1 is here: side_B, section_2, on display"
