"""Words, points and times that every other record is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Ring = tuple[Point, ...]
NameCase = Literal["of", "to", "at", "from"]


@dataclass(frozen=True, slots=True)
class NameForms:
    """A name as it stands within a sentence: Finnish cases, Swedish and English with article.

    Attributes
    ----------
    fi_of : str
        Genitive: "neuvonnan".
    fi_to : str
        Where one goes to: "neuvontaan", "2. kerrokseen".
    fi_at : str
        Where something is: "neuvonnassa", "2. kerroksessa".
    fi_from : str
        Where one comes from: "neuvonnasta", "2. kerroksesta".
    sv_the : str
        Definite: "kundtjänsten", "våning 2".
    en_the : str
        Definite: "the service desk", "floor 2".
    """

    fi_of: str = ""
    fi_to: str = ""
    fi_at: str = ""
    fi_from: str = ""
    sv_the: str = ""
    en_the: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people in Finnish, Swedish and English; Finnish is always there.

    A name may have ``forms``, as signs and people inflect it, so that sentences can.
    """

    fi: str
    sv: str = ""
    en: str = ""
    forms: NameForms | None = None

    def in_language(self, language: str) -> str:
        """Give the text in a language, in Finnish where that is missing."""
        return {"sv": self.sv, "en": self.en}.get(language, "") or self.fi

    def form(self, language: str, case: NameCase) -> str:
        """Give the form of the name that a sentence needs; empty where there is none.

        Only Finnish tells the cases apart. A language that the name is not written in has no
        form of it either, as it would be in another language than the sentence.
        """
        if self.forms is None:
            return ""
        return str(getattr(self.forms, f"fi_{case}" if language == "fi" else f"{language}_the", ""))

    def same_words(self, other: Text) -> bool:
        """Tell whether two texts say the same, whatever their forms."""
        return (self.fi, self.sv, self.en) == (other.fi, other.sv, other.en)

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
