"""What catalogues call the partitions of the demo: Koha's codes, Axiell's names for people.

Koha sends a location ("AIK") and a collection code ("KAUNO"). Axiell sends the names of a
department and a collection as readers see them, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from floorplans.model import Alias, Partition, Text

CODES: Mapping[str, tuple[str, str]] = {
    "aik-kauno": ("AIK", "KAUNO"),
    "aik-jannitys": ("AIK", "JANN"),
    "aik-fantasia": ("AIK", "FANT"),
    "aik-runot": ("AIK", "RUNO"),
    "aik-sarjakuvat": ("AIK", "SARJ"),
    "aik-ruotsi": ("AIK", "RUOTSI"),
    "aik-muunkieliset": ("AIK", "KIELET"),
    "aik-selko": ("AIK", "SELKO"),
    "aik-iso": ("AIK", "ISO"),
    "aik-tieto": ("AIK", "TIETO"),
    "aik-elamakerrat": ("AIK", "ELAMA"),
    "aik-kasikirjasto": ("AIK", "KASI"),
    "varasto": ("VAR", "KIRJA"),
    "aik-lehdet": ("AIK", "LEHTI"),
    "nuo-kauno": ("NUO", "KAUNO"),
    "nuo-fantasia": ("NUO", "FANT"),
    "nuo-sarjakuvat": ("NUO", "SARJ"),
    "nuo-tieto": ("NUO", "TIETO"),
    "lap-kuvakirjat": ("LAP", "KUVA"),
    "lap-helppolukuiset": ("LAP", "HELPPO"),
    "lap-kauno": ("LAP", "KAUNO"),
    "lap-sarjakuvat": ("LAP", "SARJ"),
    "lap-tieto": ("LAP", "TIETO"),
    "mus-cd": ("MUS", "CD"),
    "mus-nuotit": ("MUS", "NUOTTI"),
    "mus-kirjat": ("MUS", "KIRJA"),
    "elokuvat": ("ELO", "DVD"),
}
"""Location and collection code by partition."""

DEPARTMENTS: Mapping[str, Text] = {
    "AIK": Text("Aikuisten osasto", "Vuxenavdelningen", "Adult department"),
    "NUO": Text("Nuorten osasto", "Ungdomsavdelningen", "Young adult department"),
    "LAP": Text("Lasten osasto", "Barnavdelningen", "Children's department"),
    "MUS": Text("Musiikkiosasto", "Musikavdelningen", "Music department"),
}
"""What catalogues call departments, by location, where the signs in the room differ."""


def make_aliases(partitions: Iterable[Partition]) -> tuple[Alias, ...]:
    """Make the aliases of partitions: one of codes, and one of names in each language."""
    return tuple(alias for each in partitions for alias in _aliases_of(each))


def _aliases_of(partition: Partition) -> Iterator[Alias]:
    location, collection = CODES[partition.id]
    yield Alias(partition.id, location=location, collection=collection)
    department = DEPARTMENTS.get(location)
    if department is None:
        return
    for language in ("fi", "sv", "en"):
        yield Alias(
            partition.id,
            department=department.in_language(language),
            collection=partition.collection.in_language(language),
            language=language,
        )
