"""The demo libraries' catalogue: real classics, and generated books beside them.

What is generated has invented one-word or corporate authors. The same generator state
gives the same items, byte for byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import cast

from numpy.random import Generator

from api.catalogue.items import Item, Status
from api.demo.words import (
    AuthorKind,
    make_author,
    make_heading,
    make_subtitle,
    make_title,
    pick,
)

NEWEST_YEAR = 2026
LOANS_FROM = date(2026, 11, 21)
LOAN_DAYS = 28

_STATUS_SHARES: dict[Status, float] = {
    "on_loan": 0.18,
    "storage": 0.02,
    "on_display": 0.015,
    "in_transit": 0.01,
    "missing": 0.005,
}
_REFERENCE_PARTITIONS = {"aik-kasikirjasto"}
_CLASSICS_IN_SAARI = 60
_FIRST_SPECIAL_SERIAL = 90_000_001


@dataclass(frozen=True, slots=True)
class Work:
    """What the copies of one title share; ``year`` is that of the edition."""

    title: str
    author: str
    year: int
    call_number: str
    partition: str
    language: str


@dataclass(frozen=True, slots=True)
class _Collection:
    """How many copies of what kind stand in a partition; no class number means by topic."""

    partition: str
    class_number: str
    language: str
    author: AuthorKind
    pattern: str
    first_year: int
    copies: int


@dataclass(frozen=True, slots=True)
class _Topic:
    """Titles that fit a class; ``weight`` is how much the library buys of it."""

    class_number: str
    titles: tuple[str, ...]
    weight: int


def generate_items(rng: Generator) -> tuple[Item, ...]:
    """Fill the shelves of the demo's main library.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of all chance.

    Returns
    -------
    tuple of Item
        More than 11,000 copies with unique barcodes, in the order of partition and barcode.
    """
    copies = [work for work in read_classics() for _ in range(int(rng.integers(1, 5)))]
    copies.extend(_generate_copies(rng, _collections("keskusta")))
    labelled = (*_label_copies(rng, copies, institution="7701"), *_label_special("7701"))
    return tuple(sorted(labelled, key=lambda item: (item.partition, item.barcode)))


def generate_items_saari(rng: Generator) -> tuple[Item, ...]:
    """Fill the shelves of the demo's small branch: some 600 copies, see `generate_items`."""
    collections = _collections("saari")
    partitions = {collection.partition for collection in collections}
    held = [work for work in read_classics() if work.partition in partitions]
    chosen = rng.permutation(len(held))[:_CLASSICS_IN_SAARI]
    copies = [held[index] for index in chosen]
    copies.extend(_generate_copies(rng, collections))
    return _label_copies(rng, copies, institution="7702")


def _generate_copies(rng: Generator, collections: tuple[_Collection, ...]) -> Iterator[Work]:
    """Yield each generated work as often as the library has copies of it."""
    seen: set[tuple[str, str, str]] = set()
    for collection in collections:
        remaining = collection.copies
        while remaining:
            work = _make_work(rng, collection)
            identity = (work.partition, work.title, work.author)
            if identity in seen:
                continue
            seen.add(identity)
            count = min(remaining, _draw_copy_count(rng))
            remaining -= count
            yield from [work] * count


def _draw_copy_count(rng: Generator) -> int:
    """Five titles in six are there once; some are bought for many readers at once."""
    return int(rng.choice((1, 2, 3, 5), p=(0.84, 0.11, 0.04, 0.01)))


def _make_work(rng: Generator, collection: _Collection) -> Work:
    class_number, title = collection.class_number, ""
    if collection.pattern == "topic":
        topic = _draw_topic(rng, collection.partition)
        class_number = topic.class_number
        subtitle = make_subtitle(rng, collection.partition, class_number)
        title = pick(rng, topic.titles) + subtitle
    else:
        title = make_title(rng, collection.pattern)
    author = make_author(rng, collection.author)
    entry = title if collection.author in ("title", "biographer") else author
    return Work(
        title=title,
        author=author,
        year=_draw_year(rng, collection.first_year),
        call_number=f"{class_number} {make_heading(entry, collection.language)}",
        partition=collection.partition,
        language=collection.language,
    )


def _draw_topic(rng: Generator, partition: str) -> _Topic:
    topics, cumulative_shares = _topics()[partition]
    chance = rng.random()
    return next(
        topic for topic, share in zip(topics, cumulative_shares, strict=True) if chance < share
    )


def _draw_year(rng: Generator, first_year: int) -> int:
    """Draw a year; new books are likelier, as libraries weed the old."""
    age_share = float(rng.random()) ** 1.7
    return NEWEST_YEAR - int(age_share * (NEWEST_YEAR - first_year + 1))


def _label_copies(rng: Generator, copies: list[Work], institution: str) -> tuple[Item, ...]:
    """Give each copy its barcode and status."""
    serials = rng.permutation(rng.integers(1, 900, size=len(copies)).cumsum())
    items = []
    for work, serial in zip(copies, serials, strict=True):
        status = _draw_status(rng, work.partition)
        due_on = LOANS_FROM + timedelta(days=int(rng.integers(1, LOAN_DAYS + 1)))
        items.append(
            Item(
                barcode=_barcode(institution, int(serial)),
                title=work.title,
                author=work.author,
                year=work.year,
                call_number=work.call_number,
                partition=work.partition,
                language=work.language,
                status=status,
                due_on=due_on.isoformat() if status == "on_loan" else None,
            )
        )
    return tuple(sorted(items, key=lambda item: (item.partition, item.barcode)))


def _label_special(institution: str) -> Iterator[Item]:
    """Give each special work one copy,."""
    for serial, work in enumerate(read_special(), start=_FIRST_SPECIAL_SERIAL):
        yield Item(
            barcode=_barcode(institution, serial),
            title=work.title,
            author=work.author,
            year=work.year,
            call_number=work.call_number,
            partition=work.partition,
            language=work.language,
        )


def _draw_status(rng: Generator, partition: str) -> Status:
    """Draw where a copy is; reference books do not leave the house."""
    chance = rng.random()
    if partition in _REFERENCE_PARTITIONS:
        return "available"
    for status, share in _STATUS_SHARES.items():
        if chance < share:
            return status
        chance -= share
    return "available"


def _barcode(institution: str, serial: int) -> str:
    """Number a copy: 4, the library, eight digits and a check digit (Luhn).

    Examples
    --------
    >>> _barcode("7701", 123)
    '47701000001238'
    """
    digits = f"4{institution}{serial:08}"
    doubled = (int(digit) * (2 - position % 2) for position, digit in enumerate(digits))
    total = sum(number // 10 + number % 10 for number in doubled)
    return f"{digits}{-total % 10}"


def _table(name: str) -> list[dict[str, str]]:
    text = (files("api.demo") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read_classics() -> tuple[Work, ...]:
    """Read the real, published works that the demo holds."""
    return _read_works("classics.csv")


def read_special() -> tuple[Work, ...]:
    """Read the works in closed stacks, on themed shelves and on those for large books."""
    return _read_works("special_works.csv")


def _read_works(name: str) -> tuple[Work, ...]:
    return tuple(
        Work(
            title=row["title"],
            author=row["author"],
            year=int(row["year"]),
            call_number=row["call_number"],
            partition=row["partition"],
            language=row["language"],
        )
        for row in _table(name)
    )


def _collections(branch: str) -> tuple[_Collection, ...]:
    return tuple(
        _Collection(
            partition=row["partition"],
            class_number=row["class_number"],
            language=row["language"],
            author=cast(AuthorKind, row["author"]),
            pattern=row["pattern"],
            first_year=int(row["first_year"]),
            copies=int(row[branch]),
        )
        for row in _table("collections.csv")
        if row[branch] != "0"
    )


@cache
def _topics() -> dict[str, tuple[tuple[_Topic, ...], tuple[float, ...]]]:
    """Read each partition's topics, with the share of all up to and with each."""
    grouped: dict[str, list[_Topic]] = {}
    for row in _table("topics.csv"):
        topic = _Topic(row["class_number"], tuple(row["titles"].split("|")), int(row["weight"]))
        grouped.setdefault(row["partition"], []).append(topic)
    return {partition: (tuple(topics), _shares(topics)) for partition, topics in grouped.items()}


def _shares(topics: list[_Topic]) -> tuple[float, ...]:
    total = sum(topic.weight for topic in topics)
    running = [sum(topic.weight for topic in topics[: end + 1]) for end in range(len(topics))]
    return tuple(weight / total for weight in running)
