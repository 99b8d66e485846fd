"""What the forms of the page of ranges send."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

from api.endpoints.planning import now
from api.range_jobs import (
    AssignJob,
    BordersJob,
    Job,
    RangeJobError,
    ShiftJob,
    SpreadJob,
    TableJob,
    parse_pasted,
)
from floorplans.model import BayRun
from floorplans.shelving.borders import Border, BorderProblem
from floorplans.shelving.spreading import Spread
from floorplans.shelving.strips import Spot
from floorplans.wording import Wording
from kiosk_ui.staff.ranges import TypedView

MOST_FIELDS = 20_000
FIRST, WAS = "first:", "was:"
RUN = re.compile(r"(.+)\|([0-9]{1,5})-([0-9]{1,5})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form by name, each with all its values."""

    values: Mapping[str, Sequence[str]]

    def get(self, name: str) -> str:
        """Give the last value of a field; empty if there is none."""
        return self.values[name][-1].strip() if name in self.values else ""


@dataclass(frozen=True, slots=True)
class FormJob:
    """A job that a form asks for, and whether it is only tried."""

    name: str
    job: Job
    is_tried: bool


async def _read(request: Request) -> Fields:
    text = (await request.body()).decode(errors="replace")
    try:
        return Fields(parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return Fields({})


RangeForm = Annotated[Fields, Depends(_read)]


def spot_value(spot: Spot) -> str:
    """Write a bay as the value of a field.

    Examples
    --------
    >>> spot_value(Spot("17A", 3)), read_spot("17A|3"), read_spot("17A")
    ('17A|3', Spot(face='17A', bay=3), None)
    """
    return f"{spot.face}|{spot.bay}"


def read_spot(value: str) -> Spot | None:
    """Read a bay; `None` if it is none."""
    face, _, bay = value.rpartition("|")
    return Spot(face, int(bay)) if face and bay.isdecimal() and len(bay) < 6 else None


def chosen_spots(form: Fields) -> tuple[Spot, ...]:
    """Give the bays that are chosen."""
    found = (read_spot(value) for value in form.values.get("bay", ()))
    return tuple(spot for spot in found if spot is not None)


def write_runs(spots: Sequence[Spot]) -> list[str]:
    """Write bays as few values of an address: each stretch of a face is one.

    Examples
    --------
    >>> write_runs([Spot("17A", 1), Spot("17A", 2), Spot("17B", 4)])
    ['17A|1-2', '17B|4-4']
    """
    runs: list[BayRun] = []
    for spot in sorted(set(spots)):
        last = runs[-1] if runs else None
        if last is not None and (last.face, last.last_bay + 1) == (spot.face, spot.bay):
            runs[-1] = replace(last, last_bay=spot.bay)
        else:
            runs.append(BayRun(spot.face, spot.bay, spot.bay))
    return [f"{run.face}|{run.first_bay}-{run.last_bay}" for run in runs]


def read_runs(values: Sequence[str]) -> tuple[BayRun, ...]:
    """Read stretches of bays, leaving out what is none.

    Examples
    --------
    >>> read_runs(["17A|1-2", "17B", "17B|x-2"]) == (BayRun("17A", 1, 2),)
    True
    """
    found = (RUN.fullmatch(value) for value in values)
    return tuple(BayRun(each[1], int(each[2]), int(each[3])) for each in found if each)


def typed_borders(form: Fields) -> tuple[Border, ...]:
    """Give the borders that differ from what the page showed."""
    return tuple(
        Border(spot, form.get(name))
        for name in form.values
        if name.startswith(FIRST)
        and (spot := read_spot(name.removeprefix(FIRST))) is not None
        and form.get(name) != form.get(name.replace(FIRST, WAS, 1))
    )


def typed(form: Fields) -> TypedView:
    """Give what stands in the other fields."""
    return TypedView(
        by=form.get("by"),
        growth=form.get("growth"),
        per_m=form.get("per_m"),
        face=form.get("face"),
        first_bay=form.get("first_bay"),
        last_bay=form.get("last_bay"),
        first=form.get("first"),
        last=form.get("last"),
        table=form.get("table"),
    )


def read_job(form: Fields) -> FormJob:
    """Read what a form asks for; a name with a "!" is to be done, and not tried before.

    Raises
    ------
    RangeJobError
        If a field cannot be read.
    """
    do = form.get("do")
    name = do.removesuffix("!")
    partition, spots = form.get("partition"), chosen_spots(form)
    job: Job
    if name == "shift":
        job = ShiftJob(partition, spots, int(_number(form, "by", -9999, 9999)))
    elif name in ("spread", "fill"):
        growth = _number(form, "growth", 0, 90)
        per_m = _number(form, "per_m", 1, 1000)
        job = SpreadJob(
            partition, spots, Spread("full" if name == "fill" else "even", growth, per_m)
        )
    elif name == "assign":
        run = BayRun(
            form.get("face"),
            int(_number(form, "first_bay", 1, 9999)),
            int(_number(form, "last_bay", 1, 9999)),
        )
        today = now().date().isoformat()
        job = AssignJob(partition, run, form.get("first"), form.get("last"), today)
    elif name == "table":
        job = TableJob(partition, parse_pasted(form.get("table")))
    else:
        return FormJob("borders", BordersJob(partition, typed_borders(form)), is_tried=False)
    return FormJob(name, job, is_tried=not do.endswith("!"))


def _number(form: Fields, name: str, least: float, most: float) -> float:
    try:
        value = float(form.get(name).replace(",", "."))
    except ValueError:
        value = most + 1
    if not least <= value <= most:
        message = Wording(
            "number",
            '"{text}" is no number from {least} to {most}; write one.',
            text=form.get(name)[:40],
            least=f"{least:g}",
            most=f"{most:g}",
        )
        raise RangeJobError([BorderProblem(0, message)])
    return value
