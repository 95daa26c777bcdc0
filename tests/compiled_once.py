"""SQL is compiled once for a session, as a server that runs for weeks compiles it once, not once for every test.

An engine keeps what it compiled for itself, and nearly every test opens engines of its own: compiling was half of what
the centre's tests cost.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine

Key = tuple[Dialect, *tuple[Any, ...]]


class Compiled(dict[Key, Any]):
    """What was compiled, shared by engines that speak the same SQL to the same version of the same database."""

    def get(self, key: Key, default: Any = None) -> Any:
        return super().get(_shared(key), default)

    def __setitem__(self, key: Key, value: Any) -> None:
        super().__setitem__(_shared(key), value)


def share() -> None:
    """From now on every connection of every engine in this process looks here first."""
    compiled = Compiled()

    def look_here(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)

    event.listen(Engine, "engine_connect", look_here)


def _shared(key: Key) -> Any:
    dialect, *statement = key
    return (dialect.name, dialect.driver, dialect.server_version_info, *statement)
