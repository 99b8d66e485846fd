"""``hyllykartta scan``: listen to beacons with this computer's Bluetooth."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Collection, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from api.live.positions import SUBJECT_PATTERN
from api.plans import load_plan
from api.posting import TIMEOUT_S, Poster, fetch_radio_keys
from api.scanning import Printer, Recorder, Tally, listen, run_until_stopped
from api.usage import UsageError, Verbs, add_config, add_verb, read_text
from positioning.sources.base import BluetoothLostError, Source, SourceCounts, SourceError

# A recording that loses its power keeps all lines but the last.
LINE_BUFFERED = 1

EXAMPLE = (
    "hyllykartta scan --subject tablet-1 --adapter hci0 --token-file token.txt \\\n"
    "    --post https://maps.example.org/api/v1/branches/keskusta/sightings"
)


def register(verbs: Verbs) -> None:
    """Add the verb ``scan``."""
    parser = add_verb(
        verbs,
        "scan",
        summary="Listen to beacons with this computer's Bluetooth.",
        example=EXAMPLE,
    )
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--radio", type=_name, help="listen as this fixed radio (gateway) of the plan")
    who.add_argument("--subject", type=_subject, help="listen as this moving subject")
    parser.add_argument("--adapter", type=_name, required=True, help="such as hci0")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--post", type=_sightings_url, metavar="URL", help="a branch's sightings")
    where.add_argument("--record", type=Path, metavar="DIR", help="write DIR/sightings.csv")
    where.add_argument("--print", action="store_true", help="print one line for each packet")
    parser.add_argument("--token-file", type=Path, metavar="F", help="with --post: its token")
    parser.add_argument("--plan", help="keep only this plan's radios (--record, --print)")
    add_config(parser)
    parser.add_argument("--seconds", type=_duration_s, help="stop after this time")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Listen until a signal comes or the time is up, then sum up on standard error."""
    if args.plan and args.post:
        raise UsageError("--plan goes with --record or --print; --post asks the server instead.")
    if args.token_file and not args.post:
        raise UsageError("--token-file goes with --post.")
    if sys.platform != "linux":
        raise UsageError("scan needs Linux with BlueZ; other systems hide part of the adverts.")
    from positioning.sources.ble import BleSource

    try:
        loss = asyncio.run(_scan(BleSource(args.adapter), args))
    except SourceError as error:
        raise UsageError(str(error)) from error
    if loss is not None:
        raise UsageError(str(loss))
    return 0


async def _scan(source: Source, args: argparse.Namespace) -> BluetoothLostError | None:
    async with AsyncExitStack() as stack:
        tally = Tally()
        if args.post:
            client = await stack.enter_async_context(_client(args.token_file))
            known: Collection[str] | None = await fetch_radio_keys(client, args.post)
            poster = Poster(client, args.post, _sender(args), _say)
            workers = [listen(source, known, [tally.add, poster.add]), poster.run()]
        else:
            known = _plan_keys(args.plan, args.config)
            sink = stack.enter_context(_open_recorder(args)) if args.record else Printer(sys.stdout)
            poster = None
            workers = [listen(source, known, [tally.add, sink.add])]
        loss = await _run(workers, args.seconds)
        if poster is not None:
            await poster.finish()
        _sum_up(source.counts, tally, poster)
        if args.print:
            _print_rates(tally)
    return loss


async def _run(
    workers: Sequence[Coroutine[Any, Any, None]], seconds: float | None
) -> BluetoothLostError | None:
    try:
        await run_until_stopped(workers, seconds)
    except BluetoothLostError as loss:
        return loss
    return None


def _client(token_file: Path | None) -> httpx.AsyncClient:
    headers = {} if token_file is None else {"Authorization": f"Bearer {_read_token(token_file)}"}
    return httpx.AsyncClient(headers=headers, timeout=TIMEOUT_S)


def _sender(args: argparse.Namespace) -> dict[str, str]:
    return {"radio": args.radio} if args.radio else {"subject": args.subject}


def _plan_keys(plan: str | None, config: Path | None) -> frozenset[str] | None:
    if plan is None:
        return None
    return frozenset(radio.key for radio in load_plan(plan, config).radios)


@contextmanager
def _open_recorder(args: argparse.Namespace) -> Iterator[Recorder]:
    path = args.record / "sightings.csv"
    try:
        args.record.mkdir(parents=True, exist_ok=True)
        output = path.open("x", buffering=LINE_BUFFERED, encoding="utf-8", newline="")
    except FileExistsError as error:
        raise UsageError(
            f"{args.record} holds a recording already or is no folder; name another."
        ) from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}).") from error
    with output:
        try:
            yield Recorder(output, subject=args.subject, radio=args.radio)
        except SourceError:
            path.unlink()
            raise


def _read_token(path: Path) -> str:
    token = read_text(path).strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(f"{path} must hold one token: visible ASCII signs on one line.")
    return token


def _sum_up(counts: SourceCounts, tally: Tally, poster: Poster | None) -> None:
    lost = counts.overflowed + counts.waiting
    parts = [f"heard {counts.heard}", f"of known radios {tally.packets.total()}"]
    if poster is not None:
        parts.append(f"posted {poster.posted}")
        lost += poster.dropped
    _say(f"{', '.join(parts)}, dropped {lost}.")
    if warning := tally.warning():
        _say(warning)


def _print_rates(tally: Tally) -> None:
    for key, rate_per_s in tally.rates_per_s():
        print(f"{rate_per_s:9.1f} /s  {key}", file=sys.stderr)


def _say(line: str) -> None:
    print(f"hyllykartta: {line}", file=sys.stderr, flush=True)


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("a name cannot be empty")
    return text.strip()


def _subject(text: str) -> str:
    if not re.fullmatch(SUBJECT_PATTERN, text):
        raise argparse.ArgumentTypeError(
            f'"{text}" cannot be a subject; use up to 64 letters a-z, digits, ".", "_" and "-"'
        )
    return text


def _sightings_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise argparse.ArgumentTypeError(f"{text!r} is no http(s) address")
    if not parts.path.endswith("/sightings"):
        raise argparse.ArgumentTypeError(
            f"{text!r} must end with /api/v1/branches/BRANCH/sightings"
        )
    return text


def _duration_s(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds
