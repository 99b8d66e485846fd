"""``hyllykartta sort``: call numbers in shelf order."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from api.usage import UsageError, Verbs, add_verb
from floorplans.callnumbers.base import Scheme, SortKey
from floorplans.callnumbers.registry import SCHEME_NAMES, get_scheme
from floorplans.errors import CallNumberError


def register(verbs: Verbs) -> None:
    """Add the verb ``sort``."""
    parser = add_verb(
        verbs,
        "sort",
        summary="Put call numbers, one on each line of standard input, in shelf order.",
        example="hyllykartta sort --scheme ykl < list.txt > sorted.txt",
    )
    parser.add_argument("--scheme", required=True, choices=SCHEME_NAMES)
    parser.add_argument(
        "--v-equals-w", action="store_true", help="order w as v, as before SFS 4600:2022"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Sort standard input; lines that cannot be read come last, with a note."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"standard input is not UTF-8 text (byte {error.start}).") from error
    lines = text.removesuffix("\n").split("\n") if text else []
    in_order, unread = sort_lines(lines, get_scheme(args.scheme, v_equals_w=args.v_equals_w))
    sys.stdout.buffer.write("".join(f"{line}\n" for line in [*in_order, *unread]).encode())
    sys.stdout.buffer.flush()
    for line in unread:
        print(f'hyllykartta: no {args.scheme} call number, put last: "{line}"', file=sys.stderr)
    return 0


def sort_lines(lines: Iterable[str], scheme: Scheme) -> tuple[list[str], list[str]]:
    """Sort lines; those with equal places stay as they came.

    Parameters
    ----------
    lines : Iterable[str]
        Call numbers.
    scheme : Scheme
        How to read and order them.

    Returns
    -------
    tuple[list[str], list[str]]
        The lines in shelf order, and those that are no call numbers of the scheme.
    """
    keyed: list[tuple[SortKey, str]] = []
    unread = []
    for line in lines:
        try:
            keyed.append((scheme.parse(line).list_key, line))
        except CallNumberError:
            unread.append(line)
    return [line for _, line in sorted(keyed, key=lambda pair: pair[0])], unread
