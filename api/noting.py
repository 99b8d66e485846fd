"""Writing into the log of changes what a request did that has no transaction of its own there."""

from __future__ import annotations

from fastapi import Request

from api.accounts.roles import Actor
from api.endpoints.planning import database_of, now
from api.storage.log import Param, What, log_change


def note(request: Request, actor: Actor, branch: str, what: What, **params: Param) -> None:
    """Write into the log of changes who did what.

    What the storage changes it logs itself, in the same transaction; this is for the rest.

    Parameters
    ----------
    request : Request
        The request that did it.
    actor : Actor
        Who did it.
    branch : str
        Where; empty for what concerns all branches.
    what : What
        The message ``staff.log.WHAT`` says it in words.
    **params : str or int
        What the message needs.

    Raises
    ------
    StorageError
        If it cannot be written; the request fails, so that nobody takes it for done.
    """
    with database_of(request).write() as connection:
        log_change(connection, what, now(), actor.name, branch, params=params)
