"""What can go wrong with the database.

- StorageError
    - DatabaseReadOnlyError      the file, its folder or its disk cannot be written to
    - DatabaseBusyError          another process holds the lock for too long
    - VersionNotFoundError       a branch has no such version of its plan
    - VersionDamagedError        a stored document is not what was stored
    - PublicationNotFoundError   a branch has no such scheduled publication
    - DraftNotFoundError         a branch has no such draft
    - DraftConflictError         somebody else saved the draft in between
    - DraftBranchError           a draft of one branch was to hold another branch's plan
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.storage.drafts import Draft


class StorageError(Exception):
    """The database cannot be used; the message has the driver's words."""


class DatabaseReadOnlyError(StorageError):
    """Something was to be written, but the database can only be read."""


class DatabaseBusyError(StorageError):
    """The lock was not free in time."""


class VersionNotFoundError(StorageError, LookupError):
    """A branch has no such version of its plan; the message names those that it has."""


class VersionDamagedError(StorageError):
    """The stored document of a version cannot be read, or its hash is another."""


class PublicationNotFoundError(StorageError, LookupError):
    """A branch has no such scheduled publication; the message names those that it has."""


class DraftNotFoundError(StorageError, LookupError):
    """A branch has no such draft, or the draft no such revision."""


class DraftBranchError(StorageError, ValueError):
    """A plan of another branch was to be saved into a draft."""


class DraftConflictError(StorageError):
    """A draft was to be saved over a revision that its author has not seen.

    Parameters
    ----------
    current : Draft
        The draft as it is stored.
    """

    def __init__(self, current: Draft) -> None:
        super().__init__(
            f'Draft "{current.id}" is at revision {current.revision} by now'
            f"{f' ({current.author})' if current.author else ''}; "
            "load it and make your change again."
        )
        self.current = current
