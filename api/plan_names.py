"""The names that the command line has for plans in the database."""

DRAFT = "draft:"


def is_stored(argument: str) -> bool:
    """Tell whether a command line's name of a plan means one in the database.

    Examples
    --------
    >>> [is_stored(name) for name in ("draft:51c0", "keskusta@previous", "plans/new@2.json")]
    [True, True, False]
    """
    branch, at, version = argument.partition("@")
    is_path = bool(set(branch + version) & set("/\\") or "." in version)
    return argument.startswith(DRAFT) or (bool(branch and at and version) and not is_path)
