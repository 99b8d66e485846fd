"""From the drafts of steps to what is told: no repeats, whole metres, close turns as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from routing.model import Step

TOO_SHORT_TO_SAY_M = 1.0
CLOSE_TURNS_M = 3.0
ASKEW_HOURS = (1, 2, 10, 11)
NAMING = ("landmark", "at_landmark", "keep", "beside", "towards")
PAST = frozenset({"past", "past_kind"})
AT = frozenset({"at", "at_landmark", "at_landmark_kind", "aisles"})
CLOCK = frozenset({"clock"})
SIGN = frozenset({"sign_shelf", "sign_side"})
TOWARDS = frozenset({"towards", "towards_kind"})
ALONG = frozenset({"into", "shelf_1"})
TOLD_AT_END = frozenset({"past", "door", "sign_shelf"})
TURNS = ("left", "right")


def tidy_steps(drafts: Iterable[Step], end: Step, *, is_walked: bool) -> Iterator[Step]:
    """Make what is told of the drafts of a route's steps.

    Parameters
    ----------
    drafts : iterable of Step
        In order, with metres as they are.
    end : Step
        The arrival.
    is_walked : bool
        Whether the route is walked; else every step says that one moves.

    Yields
    ------
    Step
        With whole metres that add up to the rounded length.
    """
    told = _joined(_without_repeats([*drafts, end]), _one_part)
    for step in _joined(_with_whole_metres(told), _one_turn):
        yield step if is_walked else _as_moved(step)


def _without_repeats(steps: Iterable[Step]) -> Iterator[Step]:
    """Leave out that one passes what this step, the last or the next one names."""
    told: set[object] = set()
    drafts = list(steps)
    for draft, following in zip_longest(drafts, drafts[1:]):
        step, params = draft, dict(draft.params)
        named = {params[each] for each in NAMING if each in params}
        past = params.get("past")
        turns_at = dict(following.params).get("at_landmark") if following else None
        is_told = step.key.endswith(".past") or past in named | told | {turns_at}
        if past is not None and is_told:
            step = _without(step, PAST)
        goal = dict(following.params).get("shelf") if following else None
        if params.get("sign_shelf") in named | {goal}:
            step = _without(step, SIGN)
        told = named | {past}
        yield step


def _joined(steps: Iterable[Step], join: Callable[[Step, Step], Step | None]) -> Iterator[Step]:
    """Tell two steps as one wherever there is one that tells both."""
    held: Step | None = None
    for step in steps:
        both = join(held, step) if held is not None else None
        if held is not None and both is None:
            yield held
        held = both or step
    if held is not None:
        yield held


def _one_part(part: Step, following: Step) -> Step | None:
    """Make one of two parts of a long stretch where nothing is told of the end of the first."""
    is_told = any(name in TOLD_AT_END for name, _ in part.params)
    if is_told or following.key != "step.on" or "into" in dict(following.params):
        return None
    distance_m = part.distance_m + following.distance_m
    return replace(part, distance_m=distance_m, params=(*part.params, *following.params))


def _with_whole_metres(drafts: Iterable[Step]) -> Iterator[Step]:
    """Round what is walked so that the sum stays true; too short a way is not a step.

    What such a way had is walked in the next step.
    """
    walked_m = said_m = carried_m = 0.0
    for draft in drafts:
        walked_m += draft.distance_m
        carried_m += draft.distance_m
        if draft.kind in ("start", "straight") and carried_m < TOO_SHORT_TO_SAY_M:
            continue
        whole_m = float(round(walked_m)) - said_m
        said_m += whole_m
        carried_m = 0.0
        yield replace(draft, distance_m=whole_m)


def _one_turn(first: Step, second: Step) -> Step | None:
    """Make one step of two turns that follow each other within 3 m."""
    if second.kind not in TURNS or not _may_be_merged(first):
        return None
    distance_m = first.distance_m + second.distance_m
    kept = replace(_without(first, ALONG | TOWARDS), distance_m=distance_m)
    after = _uncounted(_without(second, AT))
    if dict(first.params).get("at") == "end" and _leads_across(first, second):
        across = _without(after, CLOCK).params
        return replace(kept, key=f"step.{first.kind}.across", params=(*kept.params, *across))
    if _is_slight(first) and _is_slight(second) and first.kind == second.kind:
        hours = (_clock(first) + _clock(second)) % 12 or 12
        params = (("clock", hours), *_without(kept, CLOCK).params, *_without(after, CLOCK).params)
        return replace(kept, key=f"step.{first.kind}", params=params)
    return replace(kept, then=after)


def _uncounted(step: Step) -> Step:
    """Tell an aisle by its shelves alone: nobody counts in the middle of a turn."""
    params = tuple(
        ("into", "between") if each == ("into", "aisle") else each
        for each in step.params
        if each[0] != "nth"
    )
    return replace(step, params=params)


def _leads_across(first: Step, second: Step) -> bool:
    """Tell whether two turns cancel out: out of one aisle and ahead into the next one."""
    if first.kind == second.kind or dict(second.params).get("into") not in ("aisle", "between"):
        return False
    hours = _clock(first) + _clock(second)
    return _clock(first) in ASKEW_HOURS and abs((hours + 6) % 12 - 6) <= 1


def _clock(step: Step) -> int:
    return int(dict(step.params)["clock"])


def _is_slight(step: Step) -> bool:
    return step.key.endswith(".slight")


def _may_be_merged(step: Step) -> bool:
    params = dict(step.params)
    is_bare = params.get("into", "along") == "along" and not {"door", "past"} & params.keys()
    is_close = step.distance_m <= CLOSE_TURNS_M and step.then is None
    return step.kind in TURNS and is_close and is_bare


def _as_moved(step: Step) -> Step:
    then = _as_moved(step.then) if step.then else None
    return replace(step, params=(*step.params, ("moves", 1)), then=then)


def _without(step: Step, names: Iterable[str]) -> Step:
    return replace(step, params=tuple(each for each in step.params if each[0] not in names))
