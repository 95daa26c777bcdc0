"""How both engines of the centre say that they could not, or may not."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import DatabaseError, DataError, DBAPIError, IntegrityError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoneFree

Fault = DBAPIError
"""What a disk or a database may throw; translated to StorageFault where a transaction ends."""

RULES: Final = (IntegrityError, DataError)
"""What the database throws at a value it may not take: a rule is broken, or the value fits no column."""


class StorageFault(Exception):
    """The database could not do it (disk full, I/O error, locked, gone): nothing was stored, try again."""


class NotKnown(StorageFault):
    """The answer to a commit was lost: it was stored, or it was not. Who asks again by a key learns which."""


class Broken(Exception):
    """A rule of the database (a CHECK, a unique key) said no: nothing of this step was stored."""


def is_fault(error: BaseException) -> bool:
    """True for a fault of the database itself, a session that is gone, or none that is free; no rule that is broken."""
    return isinstance(error, (DatabaseError, PendingRollbackError, NoneFree)) and not isinstance(error, RULES)


def fault_words(error: BaseException) -> str:
    """What went wrong, without the statement, its values and the row: they hold names and addresses."""
    return f"{type(error).__name__}: {rule_words(error) if isinstance(error, DBAPIError) else error}"


def rule_words(error: DBAPIError) -> str:
    """The first line of what the database said."""
    said = getattr(getattr(error.orig, "diag", None), "message_primary", None)
    return str(said or error.orig)
