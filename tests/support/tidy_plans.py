"""Plans of every shape that tables can say: no id twice, no reference that leads nowhere."""

from __future__ import annotations

from dataclasses import replace

from floorplans.formats.tables.reading import FORMULA_ERRORS
from floorplans.model import OVERLAY_KINDS, BayRun, Level, Plan, Range, Shelf, Text
from tests.support.plan_strategies import plans
from tests.support.plans import rectangle

GROUND = Level("1", 0, Text("1. kerros"), rectangle(0, 0, 12, 8))
NONCHARACTERS = "\ufffe\uffff"
"""XML cannot hold them."""


def _tidy_text(text: str) -> str:
    for each in NONCHARACTERS:
        text = text.replace(each, "")
    text = text.strip()
    return "" if text in FORMULA_ERRORS else text


def _tidy_list(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_tidy_text, texts))


def _tidy_date(text: str) -> str:
    return text if text.startswith("2026") else ""


def _tidy_shelf(number: int, shelf: Shelf) -> Shelf:
    faces = tuple(
        replace(face, id=f"{number}{side}", name=_tidy_text(face.name))
        for side, face in enumerate(shelf.faces)
    )
    return replace(
        shelf, id=f"s{number}", number=_tidy_text(shelf.number), level=GROUND.id, faces=faces
    )


def _tidy_run(run: BayRun, shelves: tuple[Shelf, ...]) -> tuple[BayRun, ...]:
    faces = [face for shelf in shelves for face in shelf.faces if face.bays]
    if not faces:
        return ()
    face = faces[run.first_bay % len(faces)]
    numbers = [bay.number for bay in face.bays]
    return (replace(run, face=face.id, first_bay=min(numbers), last_bay=max(numbers)),)


def _tidy_range(
    number: int, each: Range, partitions: list[str], shelves: tuple[Shelf, ...]
) -> Range:
    theme = each.theme and Text(
        _tidy_text(each.theme.fi) or "x", _tidy_text(each.theme.sv), _tidy_text(each.theme.en)
    )
    nowhere = "" if each.kind in OVERLAY_KINDS else partitions[0]
    return replace(
        each,
        id=f"r{number}",
        partition=partitions[0] if number % 2 else nowhere,
        runs=tuple(tidy for run in each.runs for tidy in _tidy_run(run, shelves)),
        checked_on=_tidy_date(each.checked_on),
        starts_on=_tidy_date(each.starts_on),
        ends_on=_tidy_date(each.ends_on),
        theme=theme,
        marks=_tidy_list(each.marks),
    )


def tidy(plan: Plan) -> Plan:
    """Give a plan the ids and references that it should have."""
    shelves = tuple(_tidy_shelf(number, each) for number, each in enumerate(plan.shelves))
    partitions = [f"p{number}" for number, _ in enumerate(plan.partitions)]
    ranges = enumerate(plan.ranges if partitions else ())
    return replace(
        plan,
        levels=(GROUND,),
        shelves=shelves,
        partitions=tuple(
            replace(each, id=id_) for each, id_ in zip(plan.partitions, partitions, strict=True)
        ),
        ranges=tuple(_tidy_range(number, each, partitions, shelves) for number, each in ranges),
        aliases=tuple(
            replace(
                each,
                partition=partitions[0],
                branch=_tidy_text(each.branch),
                department=_tidy_text(each.department),
                collection=_tidy_text(each.collection),
                location=_tidy_text(each.location),
                material=_tidy_text(each.material),
                language="sv" if each.language else "",
            )
            for each in (plan.aliases if partitions else ())
        ),
    )


tidy_plans = plans.map(tidy)
