"""The partitions of the demo libraries: department, collection and material in one."""

from __future__ import annotations

from floorplans.model import Partition, Text

_ADULTS = Text("Aikuiset", "Vuxna", "Adults")
_YOUNG = Text("Nuoret", "Unga", "Young people")
_CHILDREN = Text("Lapset", "Barn", "Children")
_MUSIC = Text("Musiikki", "Musik", "Music")
_FILMS = Text("Elokuvat", "Filmer", "Films")

_BOOKS = Text("Kirjat", "Böcker", "Books")
_COMICS = Text("Sarjakuvat", "Serier", "Comics")
_PERIODICALS = Text("Lehdet", "Tidningar och tidskrifter", "Newspapers and magazines")
_RECORDINGS = Text("CD-levyt", "CD-skivor", "CDs")
_SCORES = Text("Nuotit", "Noter", "Sheet music")
_DISCS = Text("DVD- ja Blu-ray-levyt", "DVD- och Blu-ray-skivor", "DVD and Blu-ray discs")

_FICTION = Text("Kaunokirjallisuus", "Skönlitteratur", "Fiction")
_NON_FICTION = Text("Tietokirjallisuus", "Facklitteratur", "Non-fiction")


def _partition(
    id_: str,
    department: Text,
    collection: Text,
    material: Text,
    prefixes: tuple[str, ...],
    block: Text | None = None,
) -> Partition:
    """Name a partition as its signs do: the department, then the collection."""
    return Partition(
        id=id_,
        department=department,
        collection=collection,
        material=material,
        name=Text(
            fi=f"{department.fi}: {_mid_sentence(collection.fi)}",
            sv=f"{department.sv}: {_mid_sentence(collection.sv)}",
            en=f"{department.en}: {_mid_sentence(collection.en)}",
        ),
        block=block or collection,
        prefixes=prefixes,
    )


def _mid_sentence(name: str) -> str:
    """Begin a name with a small letter, unless it begins with an abbreviation."""
    return name if name[1].isupper() else name[0].lower() + name[1:]


AIK_KAUNO = _partition("aik-kauno", _ADULTS, _FICTION, _BOOKS, ("AIK",))
AIK_TIETO = _partition(
    "aik-tieto", _ADULTS, _NON_FICTION, _BOOKS, ("AIK",), Text("Tieto", "Fakta", "Non-fiction")
)
LAP_KAUNO = _partition(
    "lap-kauno",
    _CHILDREN,
    Text("Romaanit", "Romaner", "Novels"),
    _BOOKS,
    ("LAP", "L"),
    Text("Lastenromaanit", "Barnromaner", "Children's novels"),
)
LAP_KUVAKIRJAT = _partition(
    "lap-kuvakirjat",
    _CHILDREN,
    Text("Kuvakirjat", "Bilderböcker", "Picture books"),
    _BOOKS,
    ("LAP", "L", "KUVA"),
)
LAP_TIETO = _partition(
    "lap-tieto",
    _CHILDREN,
    _NON_FICTION,
    _BOOKS,
    ("LAP", "L"),
    Text("Lasten tieto", "Barnens fakta", "Children's facts"),
)

PARTITIONS: tuple[Partition, ...] = (
    AIK_KAUNO,
    _partition(
        "aik-jannitys",
        _ADULTS,
        Text("Jännityskirjallisuus", "Deckare och thrillers", "Crime and thrillers"),
        _BOOKS,
        ("AIK", "JÄNN"),
        Text("Jännitys", "Deckare", "Crime"),
    ),
    _partition(
        "aik-fantasia",
        _ADULTS,
        Text("Fantasia ja scifi", "Fantasy och science fiction", "Fantasy and science fiction"),
        _BOOKS,
        ("AIK", "FAN"),
        Text("Fantasia", "Fantasy", "Fantasy"),
    ),
    _partition(
        "aik-runot",
        _ADULTS,
        Text("Runot ja näytelmät", "Poesi och dramatik", "Poetry and drama"),
        _BOOKS,
        ("AIK",),
        Text("Runot", "Poesi", "Poetry"),
    ),
    _partition("aik-sarjakuvat", _ADULTS, _COMICS, _COMICS, ("AIK", "SARJ")),
    _partition(
        "aik-ruotsi",
        _ADULTS,
        Text("Ruotsinkielinen kirjallisuus", "Litteratur på svenska", "Literature in Swedish"),
        _BOOKS,
        ("AIK", "RUO"),
        Text("Ruotsinkielinen", "På svenska", "In Swedish"),
    ),
    _partition(
        "aik-muunkieliset",
        _ADULTS,
        Text(
            "Muunkielinen kirjallisuus",
            "Litteratur på andra språk",
            "Literature in other languages",
        ),
        _BOOKS,
        ("AIK",),
        Text("Muunkielinen", "Andra språk", "Other languages"),
    ),
    _partition(
        "aik-selko",
        _ADULTS,
        Text("Selkokirjat", "Lättläst", "Easy-to-read books"),
        _BOOKS,
        ("AIK", "SELKO"),
    ),
    _partition(
        "aik-iso",
        _ADULTS,
        Text("Isotekstiset kirjat", "Böcker med stor stil", "Large print books"),
        _BOOKS,
        ("AIK", "ISO"),
        Text("Isotekstiset", "Stor stil", "Large print"),
    ),
    AIK_TIETO,
    _partition(
        "aik-elamakerrat",
        _ADULTS,
        Text("Elämäkerrat", "Biografier", "Biographies"),
        _BOOKS,
        ("AIK",),
    ),
    _partition(
        "aik-kasikirjasto",
        _ADULTS,
        Text("Käsikirjasto", "Referensbibliotek", "Reference library"),
        _BOOKS,
        ("AIK", "KÄS"),
    ),
    _partition(
        "varasto",
        _ADULTS,
        Text("Varastokirjat", "Magasinböcker", "Books in closed stacks"),
        _BOOKS,
        ("VAR",),
        Text("Varasto", "Magasinet", "Closed stacks"),
    ),
    _partition("aik-lehdet", _ADULTS, _PERIODICALS, _PERIODICALS, ("AIK", "LEHTI")),
    _partition(
        "nuo-kauno",
        _YOUNG,
        Text("Romaanit", "Romaner", "Novels"),
        _BOOKS,
        ("NUO",),
        Text("Nuortenromaanit", "Ungdomsromaner", "Young adult novels"),
    ),
    _partition(
        "nuo-fantasia",
        _YOUNG,
        Text("Fantasia", "Fantasy", "Fantasy"),
        _BOOKS,
        ("NUO", "FAN"),
        Text("Nuorten fantasia", "Fantasy för unga", "Young adult fantasy"),
    ),
    _partition(
        "nuo-sarjakuvat",
        _YOUNG,
        _COMICS,
        _COMICS,
        ("NUO", "SARJ"),
        Text("Manga ja sarjakuvat", "Manga och serier", "Manga and comics"),
    ),
    _partition(
        "nuo-tieto",
        _YOUNG,
        _NON_FICTION,
        _BOOKS,
        ("NUO",),
        Text("Nuorten tieto", "Fakta för unga", "Young adult facts"),
    ),
    LAP_KUVAKIRJAT,
    _partition(
        "lap-helppolukuiset",
        _CHILDREN,
        Text("Helppolukuiset", "Börja läsa", "Early readers"),
        _BOOKS,
        ("LAP", "L", "HELPPO"),
    ),
    LAP_KAUNO,
    _partition(
        "lap-sarjakuvat",
        _CHILDREN,
        _COMICS,
        _COMICS,
        ("LAP", "L", "SARJ"),
        Text("Lasten sarjakuvat", "Serier för barn", "Children's comics"),
    ),
    LAP_TIETO,
    _partition("mus-cd", _MUSIC, _RECORDINGS, _RECORDINGS, ("CD",)),
    _partition("mus-nuotit", _MUSIC, _SCORES, _SCORES, ("NUOTTI",)),
    _partition(
        "mus-kirjat",
        _MUSIC,
        Text("Musiikkikirjat", "Musikböcker", "Books on music"),
        _BOOKS,
        ("MUS",),
    ),
    _partition(
        "elokuvat",
        _FILMS,
        Text("Näytelmäelokuvat", "Spelfilmer", "Feature films"),
        _DISCS,
        ("DVD",),
        _FILMS,
    ),
)

PARTITIONS_SAARI: tuple[Partition, ...] = (
    AIK_KAUNO,
    AIK_TIETO,
    LAP_KAUNO,
    LAP_KUVAKIRJAT,
    LAP_TIETO,
)
