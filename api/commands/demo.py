"""``hyllykartta demo``: a demo library with simulated visitors, in one process."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import os
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from api.accounts.passwords import Passwords, make_password
from api.accounts.roles import EVERY_BRANCH
from api.app import create_app
from api.catalogue.items import parse_items
from api.demo.subjects import demo_subjects
from api.plans import DEMO_BRANCHES, demo_text
from api.serving import listen, run_app
from api.settings import Settings, load_settings
from api.storage.accounts import (
    Roles,
    create_account,
    find_account,
    set_disabled,
    set_password,
    set_roles,
)
from api.storage.errors import StorageError
from api.storage.seed import ensure_branch, ensure_subjects
from api.storage.upgrade import prepare_database
from api.usage import UsageError, Verbs, add_verb
from floorplans.formats.native import parse_plan

FILES = ("plan.json", "items.csv")
DEMO_ACCOUNT = "demo"
DEMO_ROLES: Roles = MappingProxyType({EVERY_BRANCH: "administrator"})


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "demo",
        summary="Run a demo library with simulated visitors: phone, kiosk and staff pages.",
        example="hyllykartta demo --port 8080",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument(
        "--copy",
        type=Path,
        metavar="DIR",
        help="write the demo's plan and items into DIR, to start a library's own from",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve the demo until a signal asks to stop, or copy its files."""
    if args.copy is not None:
        return _copy(args.copy)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    with tempfile.TemporaryDirectory(prefix="hyllykartta-demo-") as scratch:
        settings = _settings(args, Path(scratch))
        fill_demo_database(settings)
        listener = listen(settings.host, settings.port)
        port = listener.getsockname()[1]
        password = open_demo_account(settings)
        return run_app(create_app(settings), listener, lambda: _say_ready(settings, port, password))


def fill_demo_database(settings: Settings) -> None:
    """Publish the demo's plans and store its items and topics, where that is not done yet.

    Raises
    ------
    UsageError
        If the database cannot be used.
    """
    try:
        with closing(prepare_database(settings.database)) as database:
            for branch in DEMO_BRANCHES:
                items, _ = parse_items(demo_text(branch, "items.csv"))
                plan = parse_plan(demo_text(branch, "plan.json"))
                ensure_branch(database, plan, items, datetime.now(UTC))
            ensure_subjects(database, demo_subjects)
    except StorageError as error:
        raise UsageError(f"The database cannot be used: {error}") from error


def open_demo_account(settings: Settings) -> str:
    """Make the demo's account, or let it in again, with a password that is new at each start.

    Returns
    -------
    str
        The password; empty where nothing can be written, so that nobody can sign in either.

    Raises
    ------
    UsageError
        If the database cannot be used.
    """
    password = make_password()
    hashed = Passwords(settings.hashing).hash(password)
    try:
        with closing(prepare_database(settings.database)) as database:
            if database.read_only:
                return ""
            known = find_account(database, DEMO_ACCOUNT)
            if known is None:
                at = datetime.now(UTC)
                create_account(database, DEMO_ACCOUNT, hashed, DEMO_ROLES, at, must_change=False)
                return password
            set_password(database, known.id, hashed, must_change=False)
            set_roles(database, known.id, DEMO_ROLES)
            set_disabled(database, known.id, False)
    except StorageError as error:
        raise UsageError(f"The database cannot be used: {error}") from error
    return password


def _settings(args: argparse.Namespace, scratch: Path) -> Settings:
    """Take the settings from the environment; a scratch database unless one is named there."""
    settings = load_settings(os.environ)
    kept = "HYLLYKARTTA_DATA_DIR" in os.environ or settings.database_url
    data_dir = settings.data_dir if kept else scratch
    return dataclasses.replace(
        settings, host=args.host, port=args.port, demo=True, data_dir=data_dir
    )


def _say_ready(settings: Settings, port: int, password: str) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = settings.public_url or f"http://{host}:{port}"
    print(f"Phone:  {address}/?branch=keskusta")
    print(f"Kiosk:  {address}/k/keskusta-1")
    print(f"Staff:  {address}/s?branch=keskusta")
    if password:
        print(f"Sign in: {DEMO_ACCOUNT} / {password}")
    print("Stop with Ctrl-C.", flush=True)


def _copy(folder: Path) -> int:
    """Write the demo's files; nothing that is there already is written over."""
    targets = [(branch, name) for branch in DEMO_BRANCHES for name in FILES]
    for branch, name in targets:
        if (folder / branch / name).exists():
            raise UsageError(f"{folder / branch / name} is there already; name another folder.")
    try:
        for branch, name in targets:
            (folder / branch).mkdir(parents=True, exist_ok=True)
            (folder / branch / name).write_text(demo_text(branch, name), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder}: cannot be written ({error.strerror})."
        ) from error
    print(f"Copied {len(targets)} files to {folder}. Next:")
    print(f"  hyllykartta plan check {folder / 'keskusta' / 'plan.json'}")
    return 0
