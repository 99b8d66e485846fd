"""When the demo libraries are open, and what is closed for a time."""

from __future__ import annotations

from collections.abc import Sequence

from floorplans.model import Closure, Hours, OpenSpan, SpecialDay, Text

_MONDAY_TO_THURSDAY = (1, 2, 3, 4)
_FRIDAY, _SATURDAY = 5, 6
_MONDAY_TO_SATURDAY = (*_MONDAY_TO_THURSDAY, _FRIDAY, _SATURDAY)

_HOLIDAYS = (
    SpecialDay(
        "2026-12-06", note=Text("Itsenäisyyspäivä", "Självständighetsdagen", "Independence Day")
    ),
    SpecialDay("2026-12-24", note=Text("Jouluaatto", "Julafton", "Christmas Eve")),
    SpecialDay("2026-12-25", note=Text("Joulupäivä", "Juldagen", "Christmas Day")),
    SpecialDay("2026-12-26", note=Text("Tapaninpäivä", "Annandag jul", "Boxing Day")),
)


def _daily(
    weekdays: Sequence[int], opens: str, closes: str, *, staffed: bool = True
) -> tuple[OpenSpan, ...]:
    return tuple(OpenSpan(weekday, opens, closes, staffed) for weekday in weekdays)


KESKUSTA_HOURS = Hours(
    weekly=(
        *_daily((*_MONDAY_TO_THURSDAY, _FRIDAY), "07:00", "10:00", staffed=False),
        *_daily(_MONDAY_TO_THURSDAY, "10:00", "19:00"),
        *_daily(_MONDAY_TO_THURSDAY, "19:00", "21:00", staffed=False),
        *_daily((_FRIDAY,), "10:00", "18:00"),
        *_daily((_SATURDAY,), "10:00", "15:00"),
    ),
    special=(
        *_HOLIDAYS,
        SpecialDay(
            "2026-12-31",
            "10:00",
            "15:00",
            note=Text("Uudenvuodenaatto", "Nyårsafton", "New Year's Eve"),
        ),
    ),
)
"""Self-service before and after the staff; on Sundays the house is closed."""

MAIN_DOOR_HOURS = Hours(
    weekly=(
        *_daily(_MONDAY_TO_THURSDAY, "07:00", "21:00"),
        *_daily((_FRIDAY,), "07:00", "18:00"),
        *_daily((_SATURDAY,), "10:00", "15:00"),
    ),
    special=KESKUSTA_HOURS.special,
)
"""The door does not know whether there are staff."""

SAARI_HOURS = Hours(
    weekly=(
        *_daily(_MONDAY_TO_SATURDAY, "08:00", "12:00", staffed=False),
        *_daily((1, 3), "12:00", "18:00"),
        *_daily((2, 4, _FRIDAY, _SATURDAY), "12:00", "20:00", staffed=False),
    ),
    special=_HOLIDAYS,
)

KESKUSTA_CLOSURES = (
    Closure(
        "satuhuone-2027",
        Text("Satuhuoneen remontti", "Sagorummet renoveras", "The story room is being renovated"),
        starts_at="2027-02-01T00:00",
        ends_at="2027-03-01T00:00",
        units=("satuhuone",),
    ),
)
