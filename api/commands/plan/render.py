"""``hyllykartta plan render``: a level as an SVG file, for screen or print."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import get_args

from api.asking import time_option
from api.languages import LANGUAGES
from api.plans import load_whole_plan
from api.today import local_at
from api.usage import UsageError, Verbs, add_config, add_plan, add_verb
from floorplans.model import Plan
from kiosk_ui.svg.level import Look, Zoom, draw_level
from kiosk_ui.svg.paper import Paper, draw_on_paper
from kiosk_ui.svg.tokens import Theme


def register(actions: Verbs) -> None:
    """Add the action."""
    parser = add_verb(
        actions,
        "render",
        summary="Draw a level as an SVG file, for screen or print.",
        example="hyllykartta plan render demo --level 1 --paper a4 --out map.svg",
    )
    add_plan(parser)
    parser.add_argument("--level", required=True, help="id of the level")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")
    parser.add_argument("--lang", choices=LANGUAGES, default="fi")
    parser.add_argument(
        "--theme",
        choices=get_args(Theme),
        help='how it looks; "auto" follows the page or the reader (default; on paper "print")',
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--zoom",
        type=int,
        choices=get_args(Zoom),
        help="fix scale and names: 1 blocks for a phone, 2 with numbers, 3 with ranges",
    )
    size.add_argument("--paper", choices=get_args(Paper), help="fit the level on a sheet")
    parser.add_argument("--title", default="", help="what to write on top of a sheet")
    parser.add_argument("--date", default="", help="what to write below, such as the plan's date")
    parser.add_argument(
        "--at",
        type=time_option,
        metavar="TIME",
        help="local time for what is closed or on display, such as 2026-12-01T08:00",
    )
    add_config(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write a level's drawing to a file."""
    if (args.title or args.date) and not args.paper:
        raise UsageError("--title and --date are written on paper; add --paper a4 or --paper a3.")
    plan = load_whole_plan(args.plan, args.config)
    drawing = _draw(plan, args, None if args.at is None else local_at(plan, args.at))
    try:
        args.out.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{args.out}: cannot be written ({error.strerror}).") from error
    return 0


def _draw(plan: Plan, args: argparse.Namespace, at: datetime | None) -> str:
    if args.paper is None:
        look = Look(args.theme or "auto", args.zoom)
        return draw_level(plan, args.level, args.lang, at=at, look=look)
    return draw_on_paper(
        plan,
        args.level,
        args.lang,
        paper=args.paper,
        title=args.title,
        date=args.date,
        at=at,
        theme=args.theme or "print",
    )
