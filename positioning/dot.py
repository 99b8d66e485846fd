"""The shown dot: it rests while its subject stands still, and follows when it walks on.

Fixes jump about, and those of one who stands jump about a wrong place: shadowing there is
the same as long as one stands. So the dot of one who stands is held where it is; what the
fixes still learn there only lets it creep. When the subject may have moved on, the dot moves
by as much as the fixes do; when it surely has, the dot goes to them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from positioning.filters import Glide, glide, start_glide
from positioning.model import Fix

# The chance of moving at which a dot is let go to move as its fixes do, and that below which
# it comes to rest after a while (see positioning.stillness).
_LET_GO_CHANCE = 0.2
_REST_CHANCE = 0.1
_REST_AFTER_S = 0.5
# Above this chance the dot also makes up, in about this time, for what it lay beside its
# fixes. At 0.4 five in a hundred stands had a jump of more than 0.3 m, at 0.5 two.
_SURE_CHANCE = 0.5
_AMENDS_S = 0.25
# The first fixes are drafts: nothing rests on them.
_OPENING_S = 4.0
# 5 mm/s are 0.15 m in half a minute: nobody sees it.
_CREEP_M_S = 0.005
# A dot that was let go in error does not follow the small jumps of its fixes.
_LEASH_M = 0.15
# A resting dot that fixes exclude by 99 % for so long is let go whatever is heard.
_DENIED_CHI2 = 9.2
_DENIED_S = 30.0

Point = tuple[float, float]


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
        The fixes without their jumps.
    age_s : float
        For how long it has been shown on this level.
    resting : bool
        Whether the subject is taken to stand still.
    calm_s : float
        For how long that has been likely.
    amends : tuple of float
        What the dot, when it was let go, lay beside the fixes; it fades while it moves.
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
    amends: Point = (0.0, 0.0)
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
    calm_s = dot.calm_s + dt_s if moving < _REST_CHANCE else 0.0
    moved = glide(dot.glide, fix, dt_s)
    dot = replace(dot, glide=moved, calm_s=calm_s, age_s=dot.age_s + dt_s)
    if dot.resting:
        dot = _rest(dot, fix, dt_s)
        if moving > _LET_GO_CHANCE:
            return _follow(_let_go(dot), dt_s, moving)
        return dot if dot.denied_s < _DENIED_S else replace(dot, resting=False, calm_s=0.0)
    dot = _follow(dot, dt_s, moving)
    if dot.calm_s < _REST_AFTER_S or dot.age_s < _OPENING_S:
        return dot
    return replace(dot, resting=True, amends=(0.0, 0.0), denied_s=0.0)


def _place(glide: Glide) -> Point:
    return float(glide.mean[0]), float(glide.mean[1])


def _rest(dot: Dot, fix: Fix, dt_s: float) -> Dot:
    """Creep towards the fixes."""
    there_x_m, there_y_m = _place(dot.glide)
    east_m, north_m = there_x_m - dot.x_m, there_y_m - dot.y_m
    pull = min(_CREEP_M_S * dt_s / max(math.hypot(east_m, north_m), 1e-9), 1.0)
    return replace(
        dot,
        x_m=dot.x_m + pull * east_m,
        y_m=dot.y_m + pull * north_m,
        denied_s=dot.denied_s + dt_s if _is_denied(dot, fix) else 0.0,
    )


def _is_denied(dot: Dot, fix: Fix) -> bool:
    (xx, xy), (_, yy) = fix.covariance_m2
    there_x_m, there_y_m = _place(dot.glide)
    east_m, north_m = there_x_m - dot.x_m, there_y_m - dot.y_m
    determinant = xx * yy - xy * xy
    if determinant <= 0:
        return False
    square = yy * east_m**2 - 2 * xy * east_m * north_m + xx * north_m**2
    return square > _DENIED_CHI2 * determinant


def _let_go(dot: Dot) -> Dot:
    there_x_m, there_y_m = _place(dot.glide)
    amends = (dot.x_m - there_x_m, dot.y_m - there_y_m)
    return replace(dot, resting=False, calm_s=0.0, amends=amends)


def _follow(dot: Dot, dt_s: float, moving: float) -> Dot:
    """Follow the fixes, on a short leash unless the subject is sure to move."""
    leash_m = _LEASH_M * (1 - moving)
    fading = math.exp(-dt_s / _AMENDS_S) if moving > _SURE_CHANCE else 1.0
    amends = (fading * dot.amends[0], fading * dot.amends[1])
    east_m = dot.glide.mean[0] + amends[0] - dot.x_m
    north_m = dot.glide.mean[1] + amends[1] - dot.y_m
    away_m = math.hypot(east_m, north_m)
    pull = 1 - leash_m / away_m if away_m > leash_m else 0.0
    return replace(
        dot,
        x_m=float(dot.x_m + pull * east_m),
        y_m=float(dot.y_m + pull * north_m),
        amends=amends,
    )
