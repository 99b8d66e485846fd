"""A small library in a real database, for tests of the server and the storage."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from api.catalogue.items import Item
from api.catalogue.subjects import Gathering, Subjects
from api.settings import Settings
from api.storage.seed import ensure_branch, ensure_subjects
from api.storage.upgrade import prepare_database
from floorplans.model import Kiosk, LocatorPoint, Plan, Text
from tests.support.plans import toy_plan
from tests.support.staff import TOKEN, admit_staff

CREATED_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NOBODY = 65534


def _fiction(barcode: str, title: str, author: str, year: int, call_number: str) -> Item:
    return Item(barcode, title, author, year, call_number, "aik-kauno", "fi")


ITEMS = (
    _fiction("4001", "Tuntematon sotilas", "Linna, Väinö", 1954, "84.2 LIN"),
    dataclasses.replace(
        _fiction("4002", "Tuntematon sotilas", "Linna, Väinö", 2021, "84.2 LIN"),
        status="on_loan",
        due_on="2026-04-01",
    ),
    _fiction("4003", "Täällä Pohjantähden alla", "Linna, Väinö", 1959, "84.2 LIN"),
    _fiction("4004", "Härmä", "Kustannus", 1998, "84.2 KUS"),
    _fiction("4005", "Harma aamu", "Paperi", 2001, "84.2 PAP"),
    _fiction("4006", "Sotilas ja tuntematon tyttö", "Paperi", 2003, "84.2 PAP"),
    dataclasses.replace(_fiction("4007", "Kuu nousee", "Kynä", 2011, "84.2 KYN"), status="on_loan"),
    _fiction("4008", "Kuu laskee", "Kynä", 2012, "84.2 KYN"),
    Item("4009", "Lintujen vuosi", "Havu", 2015, "58.12 HAV", "aik-tieto", "fi"),
    Item("4010", "Linna ja muuri", "Kivi", 2016, "72.1 KIV", "aik-tieto", "fi"),
    Item("4011", "Hyllytön kirja", "Havu", 2017, "84.2 HAV", "aik-varasto", "fi"),
    _fiction("4012", "58 askelta", "Havu", 2018, "84.2 HAV"),
)


def library_subjects() -> Subjects:
    """Give a few classes; no shelf holds 59.8, 59.9 or 79.8; only terms speak of 67.452063."""
    gathering = Gathering()
    for notation, fi, sv, en in [
        ("5", "Luonto", "Natur", "Nature"),
        ("59", "Lääketiede", "Medicin", "Medicine"),
        ("59.8", "Hampaisto", "Tandsystemet", "Dentition"),
        ("59.9", "Hampaat", "Tänder", "Teeth"),
        ("6", "Tekniikka", "Teknik", "Technology"),
        ("67", "Maatalous", "Jordbruk", "Agriculture"),
        ("67.45", "Lemmikit", "Sällskapsdjur", "Pets"),
        ("67.452", "Kissat", "Katter", "Cats"),
        ("7", "Taide ja vapaa-aika", "Konst och fritid", "Art and leisure"),
        ("79.8", "Leikit", "Lekar", "Games"),
        ("91.5", "Pöytätavat", "Bordsskick", "Table manners"),
    ]:
        gathering.add_class("", notation, {"fi": fi, "sv": sv, "en": en})
    for term, language, notation in [
        ("Kissat, hoito", "fi", "67.45"),
        ("Kissanäyttelyt", "fi", "67.452063"),
        ("Kattutställningar", "sv", "67.452063"),
    ]:
        gathering.add_term("", notation, language, term)
    return gathering.finish()


def second_plan() -> Plan:
    """Give a second branch, with ids of its own where they are printed."""
    return dataclasses.replace(
        toy_plan(),
        id="side",
        name=Text("Sivukirjasto", "Filialen", "Side library"),
        kiosks=(Kiosk("side-1", Text("Näyttö"), "1", 2.0, 1.5, 270.0),),
        locator_points=(LocatorPoint("S1A01", Text("Hylly"), "1", 6.9, 3.0, 180.0),),
    )


def store_library(folder: Path, *, staffed: bool = True) -> Settings:
    """Store both branches, and their staff, in a new database; give the settings of its server."""
    settings = Settings(data_dir=folder, staff_token=TOKEN)
    database = prepare_database(settings.database)
    ensure_branch(database, toy_plan(), ITEMS, CREATED_AT)
    other = Item("5001", "Tuntematon saari", "Meri", 2020, "84.2 MER", "aik-kauno", "fi")
    ensure_branch(database, second_plan(), [other], CREATED_AT)
    ensure_subjects(database, library_subjects)
    if staffed:
        admit_staff(database, "toy", "side")
    database.close()
    return settings


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Be a user to whom file modes apply, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    for each in (folder, *folder.parents):
        if each.stat().st_mode & 0o011 != 0o011:
            each.chmod(each.stat().st_mode | 0o011)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
