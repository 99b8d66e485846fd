"""What a guided person is told, in words."""

from __future__ import annotations

from floorplans.model import Plan
from kiosk_ui.messages import say
from kiosk_ui.speech import spoken
from kiosk_ui.step_words import TEXT, Manner, step_text
from kiosk_ui.way_words import block_text
from routing.guidance.advice import Advice

STEP_PARAMS = ("step", "next")
LEVEL_PARAMS = ("level", "here")


def advice_text(advice: Advice, plan: Plan, language: str, manner: Manner = TEXT) -> str:
    """Say an advice's last message.

    Parameters
    ----------
    advice : Advice
        From ``routing.guidance.following.follow``.
    plan : Plan
        The plan that its way was made from.
    language : str
        Language to say it in.
    manner : Manner
        To read or to hear.

    Returns
    -------
    str
        One sentence or some, the last one without a full stop.
    """
    said = _advice_text(advice, plan, language, manner)
    return spoken(said, language) if manner.is_speech else said


def _advice_text(advice: Advice, plan: Plan, language: str, manner: Manner) -> str:
    words: dict[str, str | int | float] = dict(advice.message.params)
    for name in STEP_PARAMS:
        if name in words:
            words[name] = step_text(advice.way.steps[int(words[name])], plan, language, manner)
    if "next" in words:
        # It comes after a colon.
        words["next"] = _uncapitalised(str(words["next"]))
    for name in LEVEL_PARAMS:
        if name in words:
            words[name] = plan.get_level(str(words[name])).name.in_language(language)
    if "collection" in words:
        named = {each.id: each.name for each in plan.partitions}
        words["collection"] = named[str(words["collection"])].in_language(language)
    if "shelf" in words:
        sought = next(shelf for shelf in plan.shelves if shelf.id == words["shelf"])
        words["shelf"] = sought.number
    if advice.message.block is not None:
        return block_text(advice.message.block, plan, language, "guide", step=str(words["step"]))
    return say(advice.message.key, language, **words)


def next_text(advice: Advice, plan: Plan, language: str) -> str:
    """Say what comes after the current step; nothing if that was just said, or at the last one."""
    following = advice.step + 1
    is_said = dict(advice.message.params).get("next") == following
    if is_said or following >= len(advice.way.steps):
        return ""
    text = _uncapitalised(step_text(advice.way.steps[following], plan, language))
    return say("guide.next", language, next=text)


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]
