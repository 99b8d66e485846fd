"""``hyllykartta serve``: the server."""

from __future__ import annotations

import argparse
import dataclasses
import logging
import os
import sys
from pathlib import Path

from api.app import create_app
from api.serving import listen, run_app
from api.settings import Settings, load_settings
from api.storage.errors import StorageError
from api.storage.upgrade import prepare_database
from api.usage import UsageError, Verbs, add_verb


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "serve",
        summary="Serve the maps and the API; configured by HYLLYKARTTA_… variables or a file.",
        example="HYLLYKARTTA_DATA_DIR=/var/lib/hyllykartta hyllykartta serve --port 8080",
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings as TOML")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (8000)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until a signal asks to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    settings = _with_arguments(load_settings(os.environ, args.config), args)
    try:
        prepare_database(settings.database).close()
    except StorageError as error:
        raise UsageError(f"The database cannot be used: {error}") from error
    listener = listen(settings.host, settings.port)
    host, port = listener.getsockname()[:2]
    address = settings.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def say_ready() -> None:
        print(f"Serving at {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)

    return run_app(create_app(settings), listener, say_ready)


def _with_arguments(settings: Settings, args: argparse.Namespace) -> Settings:
    given = {name: getattr(args, name) for name in ("host", "port")}
    return dataclasses.replace(
        settings, **{name: value for name, value in given.items() if value is not None}
    )
