"""Writing into the log of changes what a request did."""

from __future__ import annotations

import logging

from fastapi import Request

from api.auth import Actor

LOG = logging.getLogger(__name__)


def note(request: Request, actor: Actor, branch: str, what: str, **params: str | int) -> None:
    """Write into the log of changes who did what.

    Parameters
    ----------
    request : Request
        The request that did it.
    actor : Actor
        Who did it.
    branch : str
        Where; empty for what concerns all branches.
    what : str
        The message ``staff.log.WHAT`` says it in words.
    **params : str or int
        What the message needs.
    """
    LOG.info("%s %s %s %s %s", request.url.path, actor.name, branch, what, params)
