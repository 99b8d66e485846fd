"""Steps of a route in words: to read, to hear and to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from floorplans.model import Plan, Text
from kiosk_ui.messages import name_form, name_language, say
from kiosk_ui.speech import spoken, spoken_call_number
from kiosk_ui.words import bay_words, capital, get_shelf, keep_together
from routing.model import Step

STEP_LENGTH_M = 0.7
THINGS = frozenset({"fixture", "landmark"})
"""One is beside these when one has arrived, and not in them or at them."""
ENTERED = frozenset({"aisle", "between"})
"""What a turn leads into; what it leads along or through is told with the metres."""

Value = str | int | float
Params = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Manner:
    """How steps are said.

    Attributes
    ----------
    is_speech : bool
        To hear: units in full, numbers that need no inflection, directions on a clock face.
    counts_steps : bool
        Whether footsteps are told beside the metres.
    step_length_m : float
        Length of a footstep.
    """

    is_speech: bool = False
    counts_steps: bool = False
    step_length_m: float = STEP_LENGTH_M


TEXT = Manner()
SPEECH = Manner(is_speech=True)


def step_text(step: Step, plan: Plan, language: str, manner: Manner = TEXT) -> str:
    """Say one step of a route.

    Parameters
    ----------
    step : Step
        From ``routing.directions.steps.describe``.
    plan : Plan
        The plan that the route was made from.
    language : str
        Language to say it in.
    manner : Manner
        To read or to hear, with or without footsteps.

    Returns
    -------
    str
        Sentences; the last one without a full stop.
    """
    teller = _Teller(plan, language, manner)
    said = ". ".join(capital(each) for each in (teller.instruct(step), *teller.add(step)))
    return spoken(said, language) if manner.is_speech else said


def step_ahead_text(
    step: Step, distance_m: float, plan: Plan, language: str, manner: Manner = TEXT
) -> str:
    """Say a step before it is there: "In 6 m, turn left into the third aisle".

    Parameters
    ----------
    distance_m : float
        How far ahead it is; the other parameters are those of `step_text`.
    """
    teller = _Teller(plan, language, manner)
    params = {"distance": teller.distance(distance_m), "step": teller.instruct(step)}
    said = capital(say("step.soon", language, **params))
    return spoken(said, language) if manner.is_speech else said


def route_speech(steps: Sequence[Step], plan: Plan, language: str, manner: Manner = SPEECH) -> str:
    """Say a whole route aloud: all its steps as sentences in one text."""
    said = [step_text(step, plan, language, replace(manner, is_speech=True)) for step in steps]
    return " ".join(f"{each}." for each in said)


class _Teller:
    """Makes the clauses of a step in a language, in lower case."""

    def __init__(self, plan: Plan, language: str, manner: Manner) -> None:
        self._plan = plan
        self._language = language
        self._manner = manner
        self._voice = "speech" if manner.is_speech else "text"

    def instruct(self, step: Step, *, is_second: bool = False) -> str:
        """Say what to do; the second of two turns as "then immediately left"."""
        params = dict(step.params)
        if step.kind == "arrive":
            return self._arrive(step.key, params)
        if "level" in params:
            return self._change_level(step.key, params)
        if step.kind in ("left", "right"):
            return self._turn(step, {**params, "again": "again" if is_second else ""})
        said = self._straight(step, params)
        if "leave" in params:
            return f"{self._say('step.leave', params)}. {capital(said)}"
        return said

    def add(self, step: Step) -> list[str]:
        """Say what one may look out for, in sentences of their own."""
        params = dict(step.params)
        added = []
        if "past" in params:
            added.append(self._say("step.past", {"landmark": self._landmark(params, "past")}))
        if "sign_shelf" in params:
            shelf = get_shelf(self._plan, str(params["sign_shelf"])).number
            added.append(self._say("step.sign", {"shelf": shelf, "side": params["sign_side"]}))
        if "call_number" in params or "title" in params:
            added.append(self._say("step.look_for", {"what": self._sought(params)}))
        return [*added, *(self.add(step.then) if step.then else ())]

    def distance(self, metres: float) -> str:
        """Say metres, and footsteps where they are wanted."""
        count = round(metres)
        steps = round(metres / self._manner.step_length_m)
        counted = steps if self._manner.counts_steps and steps > 1 else ""
        return self._say("step.metres", {"count": count, "steps": counted})

    def _say(self, key: str, params: Params) -> str:
        return say(key, self._language, **{**params, "voice": self._voice})

    def _go(self, params: Params) -> str:
        return self._say("step.go", {"moves": params.get("moves", "")})

    def _straight(self, step: Step, params: Params) -> str:
        """Say how far to go, and at a start where to turn to."""
        distance = self.distance(step.distance_m)
        way = self._on_the_way(distance, params)
        words: Params = {**params, "go": self._go(params), "distance": way, "thing": ""}
        words["leads"] = "" if way == distance else "on"
        for name in ("landmark", "beside", "keep"):
            if name in params:
                words["landmark"] = self._landmark(params, name)
                words["thing"] = self._landmark(params, name, "name")
                words["side"] = params.get(f"{name}_side", "")
        return self._say(step.key, words)

    def _turn(self, step: Step, params: Params) -> str:
        said = self._say(step.key, params)
        if "at" in params and not step.key.endswith(".across"):
            said = self._at(said, params)
        said = self._towards(said, params)
        is_entered = params.get("into") in ENTERED
        if is_entered:
            said = self._into(said, {**params, "turns": "turns"})
        if step.then is not None:
            following = self.instruct(step.then, is_second=True)
            return self._say("step.then", {"step": said, "next": following})
        told = {"towards", "into"} if is_entered else {"towards"}
        rest = {name: value for name, value in params.items() if name not in told}
        if not round(step.distance_m):
            return self._on_the_way(said.rstrip(","), rest)
        way = self._on_the_way(self.distance(step.distance_m), rest)
        words: Params = {"into": "", **params, "go": self._go(params), "distance": way}
        return self._say("step.and_go", {**words, "step": said})

    def _at(self, said: str, params: Params) -> str:
        words: Params = {"aisles": 0, **params, "step": said}
        if params["at"] == "landmark":
            words["landmark"] = self._landmark(params, "at_landmark")
        return self._say(f"step.at.{params['at']}", words)

    def _into(self, said: str, params: Params) -> str:
        numbers: Params = {
            name: get_shelf(self._plan, str(params[name])).number
            for name in ("shelf_1", "shelf_2")
            if name in params
        }
        return self._say(f"step.into.{params['into']}", {**params, **numbers, "step": said})

    def _on_the_way(self, said: str, params: Params) -> str:
        """Add between which shelves one goes, through which door, and what one goes to."""
        if "into" in params:
            said = self._into(said, params)
        said = self._door(said, params) if "door" in params else self._towards(said, params)
        return self._say("step.to", {**params, "step": said}) if "to" in params else said

    def _towards(self, said: str, params: Params) -> str:
        if "towards" not in params:
            return said
        words: Params = {**params, "landmark": self._landmark(params, "towards")}
        return self._say("step.towards", {**words, "step": said})

    def _door(self, said: str, params: Params) -> str:
        words = {"door_nth": 0, **params, "step": said, "also": params.get("into", "")}
        return self._say("step.door", {**words, **self._room(params)})

    def _room(self, params: Params) -> Params:
        """Give a room's name, and its forms within a sentence; all empty where there is none."""
        name = next((u.name for u in self._plan.units if u.id == params.get("room")), None)
        if name is None:
            return {"room": "", "room_to": "", "room_at": ""}
        return {
            "room": name.in_language(name_language(self._language)),
            "room_to": name_form(name, self._language, "to"),
            "room_at": name_form(name, self._language, "at"),
        }

    def _change_level(self, key: str, params: Params) -> str:
        name = self._plan.get_level(str(params["level"])).name
        words: Params = {
            "way": params["way"],
            "go": self._go(params),
            "level": keep_together(name.in_language(name_language(self._language))),
            "level_to": keep_together(name_form(name, self._language, "to")),
        }
        return self._say(key, words)

    def _arrive(self, key: str, params: Params) -> str:
        if "landmark" in params:
            name = self._name(params, "landmark")
            is_place = name is not None and params["landmark_kind"] not in THINGS
            at = name_form(name, self._language, "at") if name and is_place else ""
            landmark = self._landmark(params, "landmark")
            return self._say(key, {"landmark": landmark, "landmark_at": at})
        if "shelf" not in params:
            return self._say(key, self._room(params))
        where = bay_words(self._plan, params, self._language)
        if "kept" in params:
            where = self._say("step.kept", {"where": where, "kept": params["kept"]})
        shelf = get_shelf(self._plan, str(params["shelf"])).number
        return self._say(key, {"shelf": shelf, "where": where, "clock": params.get("clock", 12)})

    def _sought(self, params: Params) -> str:
        call_number = str(params.get("call_number", ""))
        if self._manner.is_speech:
            call_number = spoken_call_number(call_number, self._language)
        parts = (str(params.get("title", "")), keep_together(call_number))
        return ", ".join(part for part in parts if part)

    def _landmark(self, params: Params, name: str, case: str = "of") -> str:
        """Name a landmark as it stands in a sentence; ``case`` "name" is the bare one."""
        kind, text = str(params[f"{name}_kind"]), self._name(params, name)
        form = name_form(text, self._language, "of") if text else ""
        if form and (case == "of" or name_language(self._language) != "fi"):
            return form
        if form and text:
            return text.fi if form[:1].isupper() else text.fi[:1].lower() + text.fi[1:]
        words: Params = {"name": ""}
        if kind == "shelf":
            words["name"] = get_shelf(self._plan, str(params[name])).number
        elif text is not None:
            words["name"] = text.in_language(name_language(self._language))
        stem = "place.thing" if case == "name" else "place.landmark"
        return self._say(f"{stem}.{kind}", words)

    def _name(self, params: Params, name: str) -> Text | None:
        """Find the name that the plan has for a landmark."""
        plan, id_ = self._plan, params[name]
        if params[f"{name}_kind"] == "shelf":
            return None
        names: dict[str, Text | None] = {
            **{each.id: each.name for each in plan.fixtures},
            **{each.id: each.name for each in plan.connectors},
            **{each.id: each.name for each in plan.landmarks},
            **{each.id: each.name for each in plan.points_of_interest},
        }
        return names.get(str(id_))
