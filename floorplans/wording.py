"""Sentences that other languages can say, too: English text with its key and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Wording(str):
    """An English sentence that knows its key and parameters, by which others say it.

    It is the English sentence wherever text is wanted: in errors, logs and answers to programs.

    Parameters
    ----------
    key : str
        The key; `kiosk_ui.wording` says it in any language.
    english : str
        The sentence, with its parameters in braces.
    **params : str or int
        The parameters.

    Examples
    --------
    >>> told = Wording("choose_bays", "Choose {count} bays first.", count=2)
    >>> str(told), told.key, dict(told.params)
    ('Choose 2 bays first.', 'choose_bays', {'count': 2})
    """

    key: str
    params: Mapping[str, str | int]

    def __new__(cls, key: str, english: str, **params: str | int) -> Wording:
        """Fill in the parameters."""
        wording = super().__new__(cls, english.format(**params))
        wording.key = key
        wording.params = params
        return wording

    def within(self, sentence: str) -> Wording:
        """Give the same in another English sentence, where ``{}`` stands for this one."""
        return _restore(sentence.format(self), self.key, self.params)

    def __reduce__(self) -> tuple[object, ...]:
        """Let copies be wordings, too."""
        return _restore, (str(self), self.key, self.params)


def _restore(text: str, key: str, params: Mapping[str, str | int]) -> Wording:
    wording = str.__new__(Wording, text)
    wording.key, wording.params = key, params
    return wording


def no_partition(name: str, known: Iterable[str]) -> Wording:
    """Say that there is no such partition, and which there are.

    Examples
    --------
    >>> no_partition("aik", ["aik-kauno", "aik-tieto"])
    'There is no partition "aik"; known: aik-kauno, aik-tieto.'
    """
    told = 'There is no partition "{text}"; known: {known}.'
    return Wording("partition", told, text=name, known=", ".join(known) or "none")


def worded(error: Exception) -> str:
    """Give what an error says, as wording if it is.

    Examples
    --------
    >>> type(worded(ValueError(Wording("empty", "It is empty.")))).__name__
    'Wording'
    >>> worded(ValueError("It is empty."))
    'It is empty.'
    """
    told = error.args[0] if error.args else ""
    return told if isinstance(told, Wording) else str(error)
