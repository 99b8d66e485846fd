"""What can go wrong with the database.

- StorageError
    - DatabaseReadOnlyError      the file, its folder or its disk cannot be written to
    - DatabaseBusyError          another process holds the lock for too long
    - VersionNotFoundError       a branch has no such version of its plan
    - VersionDamagedError        a stored document is not what was stored
    - PublicationNotFoundError   a branch has no such scheduled publication
    - DraftNotFoundError         a branch has no such draft
    - DraftConflictError         somebody else saved the draft in between
    - EditConflictError          somebody else changed the same thing of the draft in between
    - NothingToUndoError         nothing is left to undo or redo
    - AccountExistsError         another account has the name
    - AccountNotFoundError       there is no such account
    - LastAdministratorError     nobody would be left to look after the accounts
    - ImportReplacedError        a newer import of a branch's items has begun
    - DraftBranchError           a draft of one branch was to hold another branch's plan
"""

from __future__ import annotations

from collections.abc import Sequence

from api.storage.draft_records import Clash, DraftHead


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


class AccountExistsError(StorageError):
    """Another account has the name that a new one was to have."""


class AccountNotFoundError(StorageError, LookupError):
    """There is no such account."""


class LastAdministratorError(StorageError):
    """Nobody would be left to look after the accounts; the message names who is the last."""


class ImportReplacedError(StorageError):
    """A newer import of the same branch has begun; this one is broken off."""


class DraftBranchError(StorageError, ValueError):
    """A plan of another branch was to be saved into a draft."""


class DraftConflictError(StorageError):
    """A draft was to be saved over a revision that its author has not seen.

    Parameters
    ----------
    current : DraftHead
        The draft as it is stored.
    """

    def __init__(self, current: DraftHead) -> None:
        super().__init__(
            f'Draft "{current.id}" is at revision {current.revision} by now'
            f"{f' ({current.author})' if current.author else ''}; "
            "load it and make your change again."
        )
        self.current = current


class EditConflictError(StorageError):
    """Things were to be changed that others have changed since; nothing was.

    Parameters
    ----------
    revision : int
        The revision that the draft is at.
    clashes : sequence of Clash
        Each thing from both sides, with who changed it and when.
    """

    def __init__(self, revision: int, clashes: Sequence[Clash]) -> None:
        first = clashes[0]
        others = ", ".join(sorted({each.author for each in clashes if each.author})) or "somebody"
        super().__init__(
            f"{len(clashes)} things were changed by {others} in between, first "
            f"{first.conflict.kind} {first.conflict.id}; choose whose change stays."
        )
        self.revision = revision
        self.clashes = tuple(clashes)


class NothingToUndoError(StorageError):
    """Nothing of one's own is left to undo or redo in a draft."""
