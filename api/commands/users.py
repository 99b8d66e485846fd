"""``hyllykartta users``: the accounts of people who work here."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from api.accounts.naming import MOST_NAME_LETTERS, is_name
from api.accounts.passwords import LEAST_LETTERS, Passwords, find_fault, make_password
from api.accounts.roles import EVERY_BRANCH, ROLES, Role
from api.library import open_library
from api.printable import printable
from api.settings import Hashing
from api.storage.accounts import (
    Account,
    By,
    create_account,
    find_account,
    list_accounts,
    set_disabled,
    set_password,
)
from api.storage.engine import Database
from api.storage.plans import list_branches
from api.usage import UsageError, Verbs, add_config, add_verb

FAULTS = {
    "short": f"has fewer than {LEAST_LETTERS} characters",
    "long": "has too many characters",
    "name": "is nearly the name of the account",
    "obvious": "is easy to guess",
    "repeated": "repeats the same characters",
}


def register(verbs: Verbs) -> None:
    """Add the verb."""
    example = "hyllykartta users add hylly1 --role shelver --branch keskusta"
    summary = "Look after the accounts of people who work here."
    actions = add_verb(verbs, "users", summary=summary, example=example).add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    action = add_verb(actions, "add", summary="Add an account.", example=example)
    action.add_argument("name", metavar="NAME", help="what the person signs in as")
    action.add_argument("--role", choices=ROLES, default="viewer", help="what they may do (viewer)")
    action.add_argument(
        "--branch", nargs="+", default=[], metavar="BRANCH", help="where (in all branches)"
    )
    _add_password(action, _add)
    listing = add_verb(
        actions, "list", summary="List the accounts.", example="hyllykartta users list --json"
    )
    listing.add_argument("--json", action="store_true", help="print one JSON document")
    add_config(listing)
    listing.set_defaults(run=_list)
    for name, summary, does in (
        ("disable", "Close an account; whoever is signed in with it is signed out.", _disable),
        ("enable", "Open an account again that was closed.", _enable),
    ):
        action = add_verb(
            actions, name, summary=summary, example=f"hyllykartta users {name} hylly1"
        )
        action.add_argument("name", metavar="NAME", help="what the person signs in as")
        add_config(action)
        action.set_defaults(run=does)
    action = add_verb(
        actions,
        "password",
        summary="Give an account a new first password; it is signed out everywhere.",
        example="hyllykartta users password hylly1",
    )
    action.add_argument("name", metavar="NAME", help="what the person signs in as")
    _add_password(action, _change_password)


def _add_password(action: argparse.ArgumentParser, run: Any) -> None:
    action.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from standard input; else it is asked for on a terminal, or made",
    )
    action.add_argument(
        "--keep-password",
        action="store_true",
        help="let the password stay; else it is changed at the first sign-in",
    )
    add_config(action)
    action.set_defaults(run=run)


def _add(args: argparse.Namespace) -> int:
    """Add an account."""
    if not is_name(args.name):
        raise UsageError(
            f'"{args.name}" is no name for an account: use 1 to {MOST_NAME_LETTERS} letters and '
            "signs, without blanks at the ends."
        )
    with open_library(args.config) as database:
        _check_branches(database, args.branch)
        if find_account(database, args.name) is not None:
            raise UsageError(f'There is an account "{args.name}" already; choose another name.')
        password, is_made = _get_password(args)
        roles: dict[str, Role] = dict.fromkeys(args.branch or [EVERY_BRANCH], args.role)
        hashed = Passwords(Hashing()).hash(password)
        must_change = not args.keep_password
        by = _by()
        create_account(database, args.name, hashed, roles, by.at, must_change=must_change, by=by)
    where = ", ".join(args.branch) or "all branches"
    print(f"{printable(args.name)}: added as {args.role} in {where}.")
    _tell_password(args, password, is_made)
    return 0


def _list(args: argparse.Namespace) -> int:
    """List the accounts; 1 if there are none."""
    with open_library(args.config) as database:
        accounts = list_accounts(database)
    if args.json:
        print(json.dumps({"users": [_record(each) for each in accounts]}, indent=2))
    elif not accounts:
        print("There are no accounts yet; add one with 'hyllykartta users add NAME'.")
    for each in () if args.json else accounts:
        print(printable(f"{each.name}: {_describe(each)}"))
    return 0 if accounts else 1


def _disable(args: argparse.Namespace) -> int:
    """Close an account."""
    with open_library(args.config) as database:
        set_disabled(database, _get(database, args.name).id, True, _by())
    print(f"{printable(args.name)}: closed, and signed out everywhere.")
    return 0


def _enable(args: argparse.Namespace) -> int:
    """Open an account again."""
    with open_library(args.config) as database:
        set_disabled(database, _get(database, args.name).id, False, _by())
    print(f"{printable(args.name)}: open.")
    return 0


def _change_password(args: argparse.Namespace) -> int:
    """Give an account a new first password."""
    with open_library(args.config) as database:
        account = _get(database, args.name)
        password, is_made = _get_password(args)
        hashed = Passwords(Hashing()).hash(password)
        set_password(database, account.id, hashed, must_change=not args.keep_password, by=_by())
    print(f"{printable(args.name)}: the password is new, and all its sessions have ended.")
    _tell_password(args, password, is_made)
    return 0


def _by() -> By:
    return By("", datetime.now(UTC))


def _get_password(args: argparse.Namespace) -> tuple[str, bool]:
    """Read a password from where it comes, or make one.

    Returns
    -------
    tuple of str and bool
        The password, and whether it was made.
    """
    if args.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = getpass.getpass("Password (leave it empty and one is made): ")
        if password and password != getpass.getpass("The same again: "):
            raise UsageError("The passwords differ; nothing was changed.")
    else:
        password = ""
    if not password and not args.password_stdin:
        return make_password(), True
    _check_text(password)
    fault = find_fault(password, args.name)
    if fault:
        raise UsageError(f"The password {FAULTS[fault]}; nothing was changed. Choose another one.")
    return password, False


def _check_text(password: str) -> None:
    try:
        password.encode()
    except UnicodeEncodeError:
        # The error holds the password, which is not to be shown.
        raise UsageError("The password is not UTF-8 text; nothing was changed.") from None


def _tell_password(args: argparse.Namespace, password: str, is_made: bool) -> None:
    if is_made:
        print(f"Password: {password}")
        print("It is shown this once; give it to the person yourself.")
    if not args.keep_password:
        print("It must be changed at the first sign-in.")


def _check_branches(database: Database, branches: Sequence[str]) -> None:
    known = list_branches(database)
    for branch in branches:
        if branch not in known:
            raise UsageError(
                f'There is no branch "{branch}"; the branches: '
                f"{', '.join(known) or 'none, publish a plan first'}."
            )


def _get(database: Database, name: str) -> Account:
    found = find_account(database, name)
    if found is None:
        raise UsageError(f'There is no account "{name}"; see "hyllykartta users list".')
    return found


def _describe(account: Account) -> str:
    roles = [
        f"{role} in {'all branches' if branch == EVERY_BRANCH else branch}"
        for branch, role in sorted(account.roles.items())
    ]
    seen = f"last seen {account.seen_at:%Y-%m-%d}" if account.seen_at else "never signed in"
    words = [", ".join(roles) or "no role", seen]
    if account.must_change:
        words.append("first password")
    if account.disabled:
        words.append("closed")
    return "; ".join(words)


def _record(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "roles": dict(account.roles),
        "disabled": account.disabled,
        "must_change_password": account.must_change,
        "created_at": account.created_at.isoformat(timespec="seconds"),
        "seen_at": account.seen_at.isoformat(timespec="seconds") if account.seen_at else None,
    }
