"""The demo's classification: a small list of classes with everyday words for each."""

from __future__ import annotations

from importlib.resources import files

from api.catalogue.subject_tables import read_table
from api.catalogue.subjects import Gathering, Subjects

TABLES = ("subject_classes.csv", "subject_terms.csv")


def demo_subjects() -> Subjects:
    """Read the packaged list."""
    gathering = Gathering()
    for name in TABLES:
        text = (files("api.demo") / name).read_text(encoding="utf-8")
        read_table(text.splitlines(keepends=True), gathering, name)
    return gathering.finish()
