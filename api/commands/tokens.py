"""``hyllykartta tokens``: the keys of gateways and kiosks."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from api.library import open_library
from api.storage.engine import Database
from api.storage.plans import find_published_hash, list_branches, load_version
from api.storage.token_tables import Device
from api.storage.tokens import NewToken, StoredToken, add_token, list_tokens, revoke_token
from api.tokens import hash_token, make_token, shown_start
from api.usage import UsageError, Verbs, add_config, add_verb


def register(verbs: Verbs) -> None:
    """Add the verb."""
    add_example = 'hyllykartta tokens add keskusta "Aulan tukiasema"'
    actions = add_verb(
        verbs, "tokens", summary="Look after the keys of gateways and kiosks.", example=add_example
    ).add_subparsers(dest="action", required=True, metavar="ACTION")
    action = _add_action(
        actions, "add", "Make a key, which is printed this once.", add_example, _add
    )
    action.add_argument("name", metavar="NAME", help="by which people know the device")
    action.add_argument("--kiosk", default="", metavar="ID", help="a kiosk's, not a gateway's")
    action = _add_action(
        actions, "list", "List the keys of a branch.", "hyllykartta tokens list keskusta", _list
    )
    action.add_argument("--json", action="store_true", help="print one JSON document")
    action = _add_action(
        actions, "revoke", "Revoke a key for ever.", "hyllykartta tokens revoke keskusta 3", _revoke
    )
    action.add_argument("id", type=int, metavar="ID", help='number of the key, of "tokens list"')


def _add_action(
    actions: Verbs, name: str, summary: str, example: str, run: Any
) -> argparse.ArgumentParser:
    action = add_verb(actions, name, summary=summary, example=example)
    action.add_argument("branch", metavar="BRANCH", help="id of the branch")
    add_config(action)
    action.set_defaults(run=run)
    return action


def _add(args: argparse.Namespace) -> int:
    device: Device = "kiosk" if args.kiosk else "gateway"
    with open_library(args.config) as database:
        _check_branch(database, args.branch)
        if args.kiosk:
            _check_kiosk(database, args.branch, args.kiosk)
        if not args.name.strip():
            raise UsageError("The key needs a name by which people know the device.")
        token = make_token(device)
        new = NewToken(
            args.branch, device, args.kiosk, args.name, shown_start(token), hash_token(token)
        )
        add_token(database, new, datetime.now(UTC))
    print(token)
    return 0


def _list(args: argparse.Namespace) -> int:
    with open_library(args.config) as database:
        _check_branch(database, args.branch)
        tokens = list_tokens(database, args.branch)
    if args.json:
        print(json.dumps([_record(each) for each in tokens], ensure_ascii=False, indent=2))
    for each in () if args.json else tokens:
        device = f"kiosk {each.thing}" if each.thing else each.device
        used = f"used {each.used_at:%Y-%m-%d %H:%M} UTC" if each.used_at else "not used yet"
        state = f"revoked {each.revoked_at:%Y-%m-%d}" if each.revoked_at else used
        print(f"{each.id}  {each.start}…  {each.name}, {device}, {state}")
    return 0


def _revoke(args: argparse.Namespace) -> int:
    with open_library(args.config) as database:
        if not revoke_token(database, args.branch, args.id, datetime.now(UTC)):
            raise UsageError(
                f'"{args.branch}" has no key {args.id}; see "hyllykartta tokens list BRANCH".'
            )
    print(f"{args.branch}: key {args.id} is revoked.")
    return 0


def _check_branch(database: Database, branch: str) -> None:
    _check_known("branch", branch, list_branches(database))


def _check_kiosk(database: Database, branch: str, kiosk: str) -> None:
    published = find_published_hash(database, branch)
    plan = load_version(database, branch, published) if published else None
    _check_known("kiosk", kiosk, [each.id for each in plan.kiosks] if plan else [])


def _check_known(what: str, id_: str, known: Sequence[str]) -> None:
    if id_ not in known:
        raise UsageError(f'There is no {what} "{id_}"; there are: {", ".join(known) or "none"}.')


def _record(token: StoredToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "device": token.device,
        "kiosk": token.thing or None,
        "start": token.start,
        "made_at": token.made_at.isoformat(),
        "made_by": token.made_by,
        "used_at": token.used_at.isoformat() if token.used_at else None,
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }
