"""JSON documents from strangers: read within limits, with errors that tell what is wrong.

NaN and Infinity are let through, because other programs write them; who reads a number checks
that it is finite.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable
from typing import Any

from floorplans.errors import PlanFormatError

MOST_BYTES = 32_000_000
MOST_VALUES = 3_000_000
"""Values in all documents of one import; each takes up to a hundred bytes of memory."""

WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def count_values(documents: Iterable[bytes]) -> int:
    """Count the values in documents, or rather more, without parsing them.

    Examples
    --------
    >>> count_values([b'{"a": [1, 2]}', b"[]"])
    4
    """
    return sum(document.count(mark) for document in documents for mark in (b",", b"[", b"{"))


def parse_document(content: bytes) -> dict[str, Any]:
    """Parse a JSON document whose outermost value is an object.

    Parameters
    ----------
    content : bytes
        The document in UTF-8, with or without a byte-order mark.

    Returns
    -------
    dict[str, Any]
        Its members.

    Raises
    ------
    PlanFormatError
        If it is too large, in another encoding, nested too deeply or no JSON object.

    Examples
    --------
    >>> parse_document(b"[]")
    Traceback (most recent call last):
    floorplans.errors.PlanFormatError: is no JSON object
    """
    if len(content) > MOST_BYTES or count_values([content]) > MOST_VALUES:
        raise PlanFormatError(
            f"is too large; at most {MOST_BYTES // 1_000_000} MB and {MOST_VALUES} values are read"
        )
    try:
        document = json.loads(decode(content))
    except json.JSONDecodeError as error:
        raise PlanFormatError(
            f"is not JSON (line {error.lineno}, column {error.colno}: {error.msg})"
        ) from error
    except RecursionError as error:
        raise PlanFormatError("is nested too deeply") from error
    except ValueError as error:
        raise PlanFormatError("has a number with too many digits") from error
    if not isinstance(document, dict):
        raise PlanFormatError("is no JSON object")
    return document


def decode(content: bytes) -> str:
    """Give the text of a file in UTF-8, with or without a byte-order mark.

    Raises
    ------
    PlanFormatError
        If it is empty or in another encoding.
    """
    if content.startswith(WIDE_MARKS):
        raise PlanFormatError("is in UTF-16 or UTF-32; save it as UTF-8")
    if not content.strip():
        raise PlanFormatError("is empty")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanFormatError(f"is not in UTF-8 (byte {error.start}); save it as UTF-8") from error
