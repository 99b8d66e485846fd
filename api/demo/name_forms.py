"""How the demo libraries' names are inflected, as signs and people there say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from floorplans.model import NameForms, Plan, Text

COLLECTIONS = (
    "levels",
    "units",
    "connectors",
    "fixtures",
    "kiosks",
    "points_of_interest",
    "landmarks",
)


def _into(stem: str, the: tuple[str, str], to: str = "") -> NameForms:
    """Inflect a name with back vowels that one goes into: "salin, saliin, salissa, salista"."""
    return NameForms(f"{stem}n", to or f"{stem}{stem[-1]}n", f"{stem}ssa", f"{stem}sta", *the)


def _onto(stem: str, the: tuple[str, str], of: str = "") -> NameForms:
    """Inflect a name with back vowels that one goes up to: "oven, ovelle, ovella, ovelta"."""
    return NameForms(of or f"{stem}n", f"{stem}lle", f"{stem}lla", f"{stem}lta", *the)


def _room(stem: str, the: tuple[str, str]) -> NameForms:
    """Inflect a room's name that ends in "huone"."""
    return NameForms(
        f"{stem}huoneen", f"{stem}huoneeseen", f"{stem}huoneessa", f"{stem}huoneesta", *the
    )


def _section(whose: str, the: tuple[str, str]) -> NameForms:
    return _onto(f"{whose} osasto", the)


def _level(number: int) -> NameForms:
    stem = f"{number}. kerrokse"
    return _into(stem, (f"våning {number}", f"floor {number}"))


def _group_room(number: int) -> NameForms:
    forms = ("ryhmähuoneen", "ryhmähuoneeseen", "ryhmähuoneessa", "ryhmähuoneesta")
    the = ("grupprum", "group room")
    return NameForms(*(f"{each} {number}" for each in (*forms, *the)))


FORMS: Mapping[str, NameForms] = {
    "1. kerros": _level(1),
    "2. kerros": _level(2),
    "Asemakello": _onto("asemakello", ("stationsuret", "the station clock")),
    "Aula": _into("aula", ("aulan", "the lobby")),
    "Esteetön WC": NameForms(
        "esteettömän WC:n",
        "esteettömään WC:hen",
        "esteettömässä WC:ssä",
        "esteettömästä WC:stä",
        "den tillgängliga toaletten",
        "the accessible toilet",
    ),
    "Hiljainen lukusali": NameForms(
        "hiljaisen lukusalin",
        "hiljaiseen lukusaliin",
        "hiljaisessa lukusalissa",
        "hiljaisesta lukusalista",
        "den tysta läsesalen",
        "the quiet reading room",
    ),
    "Hissi": NameForms("hissin", "hissille", "hissillä", "hissiltä", "hissen", "the lift"),
    "Keinuhevonen": _onto("keinuhevose", ("gunghästen", "the rocking horse")),
    "Keskustakirjasto": _into(
        "Keskustakirjasto", ("Centrumbiblioteket", "the City Centre Library")
    ),
    "Kokoushuone": _room("kokous", ("mötesrummet", "the meeting room")),
    "Lainausautomaatit": _onto(
        "lainausautomaatei",
        ("utlåningsautomaterna", "the self-check machines"),
        "lainausautomaattien",
    ),
    "Lapset": _section("lasten", ("barnavdelningen", "the children's section")),
    "Lastenosasto": _onto("lastenosasto", ("barnavdelningen", "the children's section")),
    "Lehtilukusali": _into("lehtilukusali", ("tidningssalen", "the reading lounge")),
    "Maapallo": _onto("maapallo", ("jordgloben", "the globe")),
    "Musiikkihuone": _room("musiikki", ("musikrummet", "the music room")),
    "Neuvonta": _into("neuvonna", ("kundtjänsten", "the service desk"), "neuvontaan"),
    "Noudettavat varaukset": NameForms(
        "noudettavien varausten",
        "noudettaviin varauksiin",
        "noudettavissa varauksissa",
        "noudettavista varauksista",
        "reservationerna",
        "the holds shelf",
    ),
    "Nuoret": _section("nuorten", ("ungdomsavdelningen", "the young people's section")),
    "Ovi": _onto("ove", ("dörren", "the door")),
    "Paja": _into("paja", ("verkstaden", "the workshop")),
    "Palautus": _into("palautukse", ("återlämningen", "the returns point")),
    "Pelihuone": _room("peli", ("spelrummet", "the games room")),
    "Piano": _onto("piano", ("pianot", "the piano")),
    "Pistorasiat": _onto("pistorasioi", ("eluttagen", "the power sockets"), "pistorasioiden"),
    "Portaat": _onto("portai", ("trappan", "the stairs"), "portaiden"),
    "Punainen sohva": NameForms(
        "punaisen sohvan",
        "punaiselle sohvalle",
        "punaisella sohvalla",
        "punaiselta sohvalta",
        "den röda soffan",
        "the red sofa",
    ),
    "Pääovi": _onto("pääove", ("huvudingången", "the main entrance")),
    "Ryhmä 1": _group_room(1),
    "Ryhmä 2": _group_room(2),
    "Saaren lähikirjasto": _into(
        "Saaren lähikirjasto", ("Öns närbibliotek", "the Island Branch Library")
    ),
    "Sali": _into("sali", ("salen", "the hall")),
    "Satuhuone": _room("satu", ("sagorummet", "the story room")),
    "Sisäänkäynti": NameForms(
        "sisäänkäynnin",
        "sisäänkäynnille",
        "sisäänkäynnillä",
        "sisäänkäynniltä",
        "ingången",
        "the entrance",
    ),
    "Tietokoneet": _onto("tietokonei", ("datorerna", "the computers"), "tietokoneiden"),
    "Tietopiste": NameForms(
        "tietopisteen",
        "tietopisteelle",
        "tietopisteellä",
        "tietopisteeltä",
        "infon",
        "the information desk",
    ),
    "Tulostin": _onto("tulostime", ("skrivaren", "the printer")),
    "Työskentelytila": _into("työskentelytila", ("studieplatserna", "the study area")),
    "Varasto": _into("varasto", ("magasinet", "the storage")),
    "Varaukset": NameForms(
        "varausten",
        "varauksiin",
        "varauksissa",
        "varauksista",
        "reservationerna",
        "the holds shelf",
    ),
    "WC": NameForms("WC:n", "WC:hen", "WC:ssä", "WC:stä", "WC:n", "the toilets"),
}
"""By the Finnish name; what is not here is said as it is signed."""


def give_forms(plan: Plan) -> Plan:
    """Give a plan's names the forms that sentences need."""
    changed: dict[str, Any] = {
        things: tuple(_with_form(each) for each in getattr(plan, things)) for things in COLLECTIONS
    }
    return replace(plan, name=_inflected(plan.name), **changed)


def _with_form(thing: Any) -> Any:
    return replace(thing, name=_inflected(thing.name)) if thing.name else thing


def _inflected(name: Text) -> Text:
    return replace(name, forms=FORMS.get(name.fi))
