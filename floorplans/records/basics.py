"""Words, points and times that every other record is made of."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people in the languages of the interface; Finnish is always there."""

    fi: str
    sv: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Give the text in a language, in Finnish where that is missing."""
        return {"sv": self.sv, "en": self.en}.get(language, "") or self.fi

    def all(self) -> tuple[str, ...]:
        """Give the text in every language that it has, Finnish first."""
        return tuple(words for words in (self.fi, self.sv, self.en) if words)


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Opening on one day of every week: ``weekday`` 1 is Monday, times are local, "HH:MM".

    ``closes`` may be "24:00". ``staffed`` is false while the branch serves itself.
    """

    weekday: int
    opens: str
    closes: str
    staffed: bool = True


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date (ISO) with hours of its own; without times it is closed all day."""

    date: str
    opens: str = ""
    closes: str = ""
    staffed: bool = True
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """When something is open, in the plan's time zone; special days replace weekdays."""

    weekly: tuple[OpenSpan, ...]
    special: tuple[SpecialDay, ...] = ()
