"""``hyllykartta subjects``: the classification, from topics to classes and shelves."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from api.catalogue.search import parse_query
from api.catalogue.subject_tables import read_table
from api.catalogue.subjects import Gathering, Subjects, SubjectsFormatError
from api.languages import LANGUAGES, Language
from api.library import open_library
from api.plans import load_plan
from api.storage.sqlite_subjects import SqliteSubjects
from api.topics import Topic, find_topics
from api.usage import PLAN_HELP, UsageError, Verbs, add_config, add_verb, tell_progress
from floorplans.model import Plan
from floorplans.shelving import build_shelf_index
from kiosk_ui.words import places_text

MOST_BYTES = 128 * 1024 * 1024
MOST_FOUND = 20
TURTLE_ENDINGS = (".ttl", ".turtle", ".nt")
TURTLE_STARTS = (b"@prefix", b"@base", b"prefix", b"base", b"<", b"#")


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "subjects",
        summary="Look after the classification that leads from topics to shelves.",
        example="hyllykartta subjects import ykl-skos.ttl",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _register_import(actions)
    _register_find(actions)


def _register_import(actions: Verbs) -> None:
    action = add_verb(
        actions,
        "import",
        summary="Put the classes and index terms of files in the place of all that there are.",
        example="hyllykartta subjects import ykl-skos.ttl",
    )
    action.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="SKOS as Turtle, or CSV tables of classes and of terms, UTF-8",
    )
    add_config(action)
    action.set_defaults(run=run_import)


def _register_find(actions: Verbs) -> None:
    action = add_verb(
        actions,
        "find",
        summary="Tell which classes a topic leads to, and their shelves.",
        example="hyllykartta subjects find kissat --plan demo",
    )
    action.add_argument("words", nargs="+", metavar="WORD")
    action.add_argument("--plan", help=f"{PLAN_HELP}: tell the shelves too")
    action.add_argument("--lang", choices=LANGUAGES, default="fi")
    action.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(action)
    action.set_defaults(run=run_find)


def run_import(args: argparse.Namespace) -> int:
    """Import subjects; 1 if something was left out."""
    subjects = _read(args.files)
    for problem in subjects.problems:
        print(problem, file=sys.stderr)
    tell_progress(f"Storing {len(subjects.classes)} classes and {len(subjects.terms)} terms …")
    with open_library(args.config) as database:
        SqliteSubjects(database).replace(subjects, datetime.now(UTC))
    left_out = f"; {len(subjects.problems)} left out" if subjects.problems else ""
    print(f"{len(subjects.classes)} classes, {len(subjects.terms)} terms{left_out}.")
    return 1 if subjects.problems else 0


def _read(paths: Sequence[Path]) -> Subjects:
    """Read all files as one vocabulary."""
    gathering = Gathering()
    for path in paths:
        tell_progress(f"Reading {path} …")
        _read_file(path, gathering)
    subjects = gathering.finish()
    if not subjects.classes:
        raise UsageError("The files have no class; name the one with the classes, too.")
    return subjects


def _read_file(path: Path, gathering: Gathering) -> None:
    try:
        if not path.is_file():
            raise UsageError(f"{path}: is no file.")
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path}: is larger than {MOST_BYTES >> 20} MiB, no class list is.")
        with path.open("rb") as stream:
            _read_stream(path, stream, gathering)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text; save it as UTF-8.") from error
    except SubjectsFormatError as error:
        raise UsageError(f"{path}: {error}") from error


def _read_stream(path: Path, stream: IO[bytes], gathering: Gathering) -> None:
    if _is_turtle(path, stream):
        # The parser of Turtle is large and needed here only.
        from api.catalogue.skos import read_turtle

        read_turtle(stream, gathering)
    else:
        lines = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        read_table(lines, gathering, path.name)


def _is_turtle(path: Path, stream: IO[bytes]) -> bool:
    """Tell by its name, else by its beginning, whether a file is Turtle."""
    start = stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    stream.seek(0)
    return path.suffix.lower() in TURTLE_ENDINGS or start.startswith(TURTLE_STARTS)


def run_find(args: argparse.Namespace) -> int:
    """Print the classes, best first; 1 if there is none."""
    words = " ".join(args.words)
    query = parse_query(words)
    if query is None:
        raise UsageError("Type at least one letter of a topic.")
    plan = load_plan(args.plan, args.config) if args.plan else None
    shelves = build_shelf_index(plan) if plan else None
    with open_library(args.config) as database:
        subjects = SqliteSubjects(database)
        topics = find_topics(subjects, shelves, query, args.lang, MOST_FOUND)
        if not subjects.count():
            raise UsageError('No class is stored; run "hyllykartta subjects import" first.')
    if args.json:
        found = [_as_json(topic, plan) for topic in topics]
        print(json.dumps({"query": words, "topics": found}, ensure_ascii=False, indent=2))
    elif topics:
        print("\n".join(_as_text(topic, plan, args.lang) for topic in topics))
    else:
        print(f'No class is about "{words}".')
    return 0 if topics else 1


def _as_json(topic: Topic, plan: Plan | None) -> dict[str, Any]:
    written = {
        "notation": topic.notation,
        "label": topic.label,
        "matched_term": topic.hit.term.term,
        "language": topic.hit.term.language,
    }
    if plan is None:
        return written
    places = [place._asdict() for place in topic.places]
    return {**written, "shelved_as": topic.shelved_as or None, "places": places}


def _as_text(topic: Topic, plan: Plan | None, language: Language) -> str:
    lines = [f"{topic.notation}  {topic.label}  ({topic.hit.term.term})"]
    if plan is not None:
        lines += _shelf_lines(topic, plan, language)
    return "\n".join(lines)


def _shelf_lines(topic: Topic, plan: Plan, language: Language) -> Iterator[str]:
    """Say the shelves, one line for each partition."""
    names = {each.id: each.name.in_language(language) for each in plan.partitions}
    if topic.shelved_as:
        yield f"  in {topic.shelved_as}  {topic.shelved_label}"
    for places in topic.by_partition():
        yield f"  {names[places[0].partition]}: {places_text(places, plan, language)}"
