"""Which of the interface's languages a reader gets."""

from __future__ import annotations

from kiosk_ui.messages import (
    LANGUAGES,
    NAME_LANGUAGES,
    TAG,
    Language,
    NameLanguage,
    name_language,
    say,
)

__all__ = [
    "LANGUAGES",
    "NAME_LANGUAGES",
    "Language",
    "NameLanguage",
    "choose_language",
    "name_language",
]


def choose_language(wanted: str | None, accept_language: str | None = None) -> Language:
    """Choose the language of an answer.

    Parameters
    ----------
    wanted : str, optional
        What the address asks for: a language by its code, or by its tag ("fi-simple"). A region
        after it ("en-gb") makes no difference.
    accept_language : str, optional
        The browser's ``Accept-Language`` header, used where ``wanted`` is missing or is a
        language that the interface does not have. It never chooses plain Finnish.

    Returns
    -------
    Language
        Finnish if nothing else fits.

    Examples
    --------
    >>> choose_language("en-gb"), choose_language(None, "se, sv;q=0.8"), choose_language("xx")
    ('en', 'sv', 'fi')
    >>> choose_language("selko"), choose_language("fi-simple"), choose_language(None, "fi-simple")
    ('selko', 'selko', 'fi')
    """
    asked = (wanted or "").strip().lower()
    for language in LANGUAGES:
        if asked in (language, say(TAG, language)):
            return language
    for tag in (asked, *_by_preference(accept_language or "")):
        primary = tag.split("-")[0].strip().lower()
        for language in NAME_LANGUAGES:
            if primary == language:
                return language
    return "fi"


def _by_preference(accept_language: str) -> list[str]:
    """Split the header (RFC 9110, section 12.5.4) into tags, best first."""
    weighed: list[tuple[float, str]] = []
    for entry in accept_language.split(","):
        tag, _, weight = entry.partition(";")
        weighed.append((_weight(weight), tag.strip()))
    return [tag for weight, tag in sorted(weighed, key=lambda each: -each[0]) if weight > 0]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
