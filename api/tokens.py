"""Keys of devices: gateways that send sightings, and kiosks that are known as themselves.

A key is ``hk_g_`` or ``hk_k_``, thirty random signs without those that look alike, and six more
that are worked out from them, so that a mistyped key is told from one that is not valid. Only
its SHA-256 is stored.
"""

from __future__ import annotations

import hashlib
import secrets
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from fastapi import Request

from api.problems import ProblemError
from api.storage.engine import Database
from api.storage.token_tables import Device
from api.storage.tokens import StoredToken, find_token, has_token, note_token_use

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RANDOM_SIGNS, CHECK_SIGNS = 30, 6
START = "hk_"
SHOWN_SIGNS = 5
COOKIE = "hyllykartta-kiosk"

STARTS: Mapping[Device, str] = MappingProxyType({"gateway": "hk_g_", "kiosk": "hk_k_"})


def make_token(device: Device) -> str:
    """Make a new key; it is nowhere but in the answer.

    Examples
    --------
    >>> token = make_token("gateway")
    >>> token[:5], len(token), is_whole(token), is_whole(token[:-1] + "?")
    ('hk_g_', 41, True, False)
    """
    body = STARTS[device] + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS))
    return body + _check_signs(body)


def is_whole(token: str) -> bool:
    """Tell whether the last signs of a key fit the others, as they do unless it is mistyped."""
    body, signs = token[:-CHECK_SIGNS], token[-CHECK_SIGNS:]
    return _check_signs(body) == signs


def shown_start(token: str) -> str:
    """Give so much of a key that people recognise it, and that is of no use to anybody."""
    return token[: len(START) + 2 + SHOWN_SIGNS]


def hash_token(token: str) -> str:
    """Give what is stored of a key; it is random, so that no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_ours(token: str | None) -> bool:
    """Tell whether something that is sent as a token is meant as the key of a device."""
    return token is not None and token.startswith(START)


def check_gateway(request: Request, token: str) -> None:
    """Let a request pass if a key is that of a gateway in the branch that it asks for.

    Raises
    ------
    ProblemError
        "token-needed" otherwise; the detail says what is wrong with the key.
    """
    stored = _get_valid(request, token, "gateway")
    branch = request.path_params.get("branch", "")
    if stored.branch != branch:
        raise _refused(f'The key "{stored.name}" is for "{stored.branch}", not for "{branch}".')


def check_kiosk(request: Request, kiosk: str, token: str) -> None:
    """Check that a key is that of a kiosk.

    Raises
    ------
    ProblemError
        "token-needed" otherwise; the detail says what is wrong with the key.
    """
    stored = _get_valid(request, token, "kiosk")
    if stored.thing != kiosk:
        raise _refused(f'The key "{stored.name}" is for kiosk "{stored.thing}", not "{kiosk}".')


def check_kiosk_request(request: Request, kiosk: str) -> None:
    """Let a request in the name of a kiosk pass: without a key only while the kiosk has none.

    Raises
    ------
    ProblemError
        "token-needed" otherwise.
    """
    token = request.cookies.get(COOKIE)
    if token:
        check_kiosk(request, kiosk, token)
    elif has_token(_database_of(request), "kiosk", kiosk):
        raise _refused(f'Kiosk "{kiosk}" has a key; open its address from the page of keys on it.')


def _get_valid(request: Request, token: str, device: Device) -> StoredToken:
    if not token.startswith(STARTS[device]):
        raise _refused(f"The key of a {device} begins with {STARTS[device]}; take such a one.")
    if not is_whole(token):
        raise _refused("The key is mistyped or cut off: its last signs do not fit the others.")
    database, at = _database_of(request), datetime.now(UTC)
    stored = find_token(database, hash_token(token))
    if stored is None:
        raise _refused("There is no such key here; an administrator makes one on /s/tokens.")
    if stored.revoked_at is not None:
        raise _refused(f'The key "{stored.name}" was revoked; an administrator makes another one.')
    note_token_use(database, stored, at)
    return stored


def _check_signs(body: str) -> str:
    number, signs = zlib.crc32(body.encode()), ""
    for _ in range(CHECK_SIGNS):
        number, sign = divmod(number, len(ALPHABET))
        signs += ALPHABET[sign]
    return signs


def _refused(detail: str) -> ProblemError:
    return ProblemError("token-needed", detail, headers={"WWW-Authenticate": "Bearer"})


def _database_of(request: Request) -> Database:
    database: Database = request.app.state.database
    return database
