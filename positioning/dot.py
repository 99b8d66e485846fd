"""The shown dot: it rests while its subject stands still, and follows when it walks on.

Fixes jump about, and those of one who stands jump about a wrong place: shadowing there is
the same as long as one stands. So the dot of one who stands is held where it is; what the
fixes still learn there only lets it creep. As soon as the subject is likelier than not to
have walked on, the dot goes to its fixes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from positioning.filters import Glide, glide, start_glide
from positioning.model import Fix

# Chances of moving (see positioning.stillness) from which a resting dot is let go, and below
# which a moving one comes to rest after a while. `benchmarks.walks` draws how often dots that
# should rest are let go, and how soon those that should follow are, for other chances.
_LET_GO_CHANCE = 0.5
_REST_CHANCE = 0.2
_REST_AFTER_S = 0.5
# The first fixes are drafts: nothing rests on them.
_OPENING_S = 4.0
# 3 mm/s are 9 cm in half a minute: nobody sees it.
_CREEP_M_S = 0.003
# A resting dot that fixes exclude by 99 % for so long is let go whatever is heard.
_DENIED_CHI2 = 9.2
_DENIED_S = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Dot:
    """Where a subject is shown on a level, and what decides where it goes next.

    Attributes
    ----------
    level : str
        Level id.
    x_m, y_m : float
        Where it is shown.
    glide : Glide
        The fixes without their jumps, since the dot last rested.
    age_s : float
        For how long it has been shown on this level.
    resting : bool
        Whether the subject is taken to stand still.
    calm_s : float
        For how long that has been likely.
    denied_s : float
        For how long fixes have excluded the place where the dot rests.
    """

    level: str
    x_m: float
    y_m: float
    glide: Glide
    age_s: float = 0.0
    resting: bool = False
    calm_s: float = 0.0
    denied_s: float = 0.0


def move_dot(dot: Dot | None, fix: Fix, dt_s: float, moving: float) -> Dot:
    """Move the shown dot by one fix.

    Parameters
    ----------
    dot : Dot or None
        So far; ``None`` to begin.
    fix : Fix
        The newest fix.
    dt_s : float
        Seconds since the fix before, >= 0.
    moving : float
        Chance that the subject moves: 0 if it is known to stand, 1 if it is known to walk.

    Returns
    -------
    Dot
        ``x_m`` and ``y_m`` are what to show. On another level the dot starts anew.

    Raises
    ------
    ValueError
        If ``dt_s`` is negative.
    """
    if dot is None or dot.level != fix.level:
        return Dot(fix.level, fix.x_m, fix.y_m, start_glide(fix))
    if dt_s < 0:
        raise ValueError(f"A dot cannot move in {dt_s} s; time must not run backwards.")
    age_s = dot.age_s + dt_s
    calm_s = dot.calm_s + dt_s if moving < _REST_CHANCE else 0.0
    denied_s = dot.denied_s + dt_s if dot.resting and _is_denied(dot, fix) else 0.0
    if dot.resting and moving < _LET_GO_CHANCE and denied_s < _DENIED_S:
        x_m, y_m = _creep(dot, fix, dt_s)
        return Dot(dot.level, x_m, y_m, dot.glide, age_s, True, calm_s, denied_s)
    moved = start_glide(fix) if dot.resting else glide(dot.glide, fix, dt_s)
    resting = calm_s >= _REST_AFTER_S and age_s >= _OPENING_S
    return Dot(fix.level, moved.x_m, moved.y_m, moved, age_s, resting, calm_s)


def _creep(dot: Dot, fix: Fix, dt_s: float) -> tuple[float, float]:
    east_m, north_m = fix.x_m - dot.x_m, fix.y_m - dot.y_m
    pull = min(_CREEP_M_S * dt_s / max(math.hypot(east_m, north_m), 1e-9), 1.0)
    return dot.x_m + pull * east_m, dot.y_m + pull * north_m


def _is_denied(dot: Dot, fix: Fix) -> bool:
    """Tell whether a fix excludes that the subject is where the dot rests."""
    (xx, xy), (_, yy) = fix.covariance_m2
    east_m, north_m = fix.x_m - dot.x_m, fix.y_m - dot.y_m
    determinant = xx * yy - xy * xy
    if determinant <= 0:
        return False
    square = yy * east_m**2 - 2 * xy * east_m * north_m + xx * north_m**2
    return square > _DENIED_CHI2 * determinant
