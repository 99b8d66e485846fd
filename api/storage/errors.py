"""What can go wrong with the database.

- StorageError
    - DatabaseReadOnlyError   the file, its folder or its disk cannot be written to
    - DatabaseBusyError       another process holds the lock for too long
"""


class StorageError(Exception):
    """The database cannot be used; the message has the driver's words."""


class DatabaseReadOnlyError(StorageError):
    """Something was to be written, but the database can only be read."""


class DatabaseBusyError(StorageError):
    """The lock was not free in time."""
