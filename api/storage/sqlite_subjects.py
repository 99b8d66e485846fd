"""Subjects in SQLite, searched with FTS5 (https://www.sqlite.org/fts5.html).

As with items, letters count as they are typed, and a word typed without marks also finds the
words that have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, func, insert, select, text

from api.catalogue.search import Query, fold, split_words
from api.catalogue.subjects import SubjectClass, Subjects, SubjectTerm
from api.languages import NameLanguage
from api.storage.engine import Database
from api.storage.log import log_change
from api.storage.subject_tables import SubjectClassRow, SubjectTermRow
from api.storage.subjects import SubjectHit
from floorplans.model import Text

LEAST_BEGINNING = 3
BATCH = 10_000
WORST_BEGINNING = 2

T = TypeVar("T")

# Of each class only the best term counts: one that the words are, then one that begins with
# them as whole words ("Kissat, hoito"), with part of one ("Kissanäyttelyt"), then any other.
_SEARCH = text(
    """
    WITH hits AS MATERIALIZED (
        SELECT rowid AS id FROM subject_text WHERE subject_text MATCH :match
    ),
    graded AS (
        SELECT notation, language, term, terms.id,
            CASE
                WHEN term_key = :key THEN 0
                WHEN substr(term_key, 1, length(:key) + 1) = :key || ' ' THEN 1
                WHEN substr(term_key, 1, length(:key)) = :key THEN 2
                ELSE 3
            END AS grade
        FROM hits CROSS JOIN subject_terms AS terms ON terms.id = hits.id
    ),
    ranked AS (
        SELECT *, row_number() OVER (
            PARTITION BY notation ORDER BY grade, language <> :language, length(term), id
        ) AS turn
        FROM graded
    )
    SELECT classes.notation, label_fi, label_sv, label_en, broader, language, term, grade
    FROM ranked JOIN subject_classes AS classes ON classes.notation = ranked.notation
    WHERE turn = 1
    ORDER BY grade, language <> :language, length(term), length(classes.notation), id
    LIMIT :limit
    """
)
_INDEX = text("INSERT INTO subject_text (rowid, term, folded) VALUES (:id, :term, :folded)")


class SqliteSubjects:
    """The repository of subjects in SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, query: Query, language: NameLanguage, limit: int) -> tuple[SubjectHit, ...]:
        """Find classes by words of any language, best first; ``language`` breaks ties.

        The last word may be a beginning, if it has three letters.
        """
        if not query.words:
            return ()
        values = {"key": " ".join(query.words), "language": language, "limit": limit}
        with self._database.read() as connection:
            for match in (_match(query), _match_folded(query)):
                rows = connection.execute(_SEARCH, {**values, "match": match}).all()
                if rows:
                    return tuple(_make_hit(row) for row in rows)
        return ()

    def find_broader(self, notation: str) -> tuple[SubjectClass, ...]:
        """Find the classes above one, the nearest first."""
        found: dict[str, SubjectClass] = {}
        with self._database.read() as connection:
            above = _find_class(connection, notation)
            while above is not None and above.notation not in found:
                found[above.notation] = above
                above = _find_class(connection, above.broader)
        found.pop(notation, None)
        return tuple(found.values())

    def replace(self, subjects: Subjects, at: datetime | None = None) -> None:
        """Put subjects in the place of all that there are, all or nothing.

        Where it is said when, the log of changes has it.
        """
        with self._database.write() as connection:
            connection.execute(text("DELETE FROM subject_text"))
            connection.execute(delete(SubjectTermRow))
            connection.execute(delete(SubjectClassRow))
            for classes in _batches(subjects.classes):
                connection.execute(insert(SubjectClassRow), [_class_row(each) for each in classes])
            for terms in _batches(list(enumerate(subjects.terms, 1))):
                rows = [_term_row(id_, term) for id_, term in terms]
                connection.execute(insert(SubjectTermRow), rows)
                connection.execute(_INDEX, [_text_row(row) for row in rows])
            if at is not None:
                count = len(subjects.classes)
                log_change(connection, "topics_imported", at, "", "", count=count)

    def count(self) -> int:
        """Count the classes."""
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(SubjectClassRow)) or 0


def _match(query: Query) -> str:
    """Write the FTS5 expression: every word, the last one as a beginning."""
    terms = []
    for word, prefix in _words(query):
        term = f'term : "{word}"{prefix}'
        terms.append(f'({term} OR folded : "{word}"{prefix})' if fold(word) == word else term)
    return " AND ".join(terms)


def _match_folded(query: Query) -> str:
    return " AND ".join(f'folded : "{fold(word)}"{prefix}' for word, prefix in _words(query))


def _words(query: Query) -> Iterator[tuple[str, str]]:
    *others, last = query.words
    yield from ((word, "") for word in others)
    yield last, " *" if len(last) >= LEAST_BEGINNING else ""


def _make_hit(row: Row[Any]) -> SubjectHit:
    labels = Text(row.label_fi, row.label_sv, row.label_en)
    subject = SubjectClass(row.notation, labels, row.broader)
    return SubjectHit(
        subject, SubjectTerm(row.notation, row.language, row.term), row.grade <= WORST_BEGINNING
    )


def _find_class(connection: Connection, notation: str | None) -> SubjectClass | None:
    """Load a class; ``None`` where there is none."""
    columns = (
        SubjectClassRow.label_fi,
        SubjectClassRow.label_sv,
        SubjectClassRow.label_en,
        SubjectClassRow.broader,
    )
    row = connection.execute(
        select(*columns).where(SubjectClassRow.notation == notation)
    ).one_or_none()
    if notation is None or row is None:
        return None
    return SubjectClass(notation, Text(row.label_fi, row.label_sv, row.label_en), row.broader)


def _batches(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Split what is to be stored, so that the rows of all of it are never in memory at once."""
    for start in range(0, len(things), BATCH):
        yield things[start : start + BATCH]


def _class_row(subject: SubjectClass) -> dict[str, Any]:
    return {
        "notation": subject.notation,
        "label_fi": subject.labels.fi,
        "label_sv": subject.labels.sv,
        "label_en": subject.labels.en,
        "broader": subject.broader,
    }


def _term_row(id_: int, term: SubjectTerm) -> dict[str, Any]:
    return {
        "id": id_,
        "notation": term.notation,
        "language": term.language,
        "term": term.term,
        "term_key": " ".join(split_words(term.term)),
    }


def _text_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": row["id"], "term": row["term"], "folded": fold(row["term"])}
