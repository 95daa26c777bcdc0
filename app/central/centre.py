"""The centre as its verbs see it: one place to begin a transaction, to read, and to get the time and new ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from app.central.storage.database import FILE, in_folder
from app.central.storage.engines.weighing import weigh
from app.central.storage.unit import Storage, Work
from app.central.storage.writing.pulse import Pulse, Watch
from app.central.work.tasks.showing import show_touched

P = ParamSpec("P")
R = TypeVar("R")

DATABASE = FILE
"""The file inside the data folder, unless the centre is kept on PostgreSQL."""


class Centre:
    """Verbs are functions `verb(centre, ...)`; `do` and `submit` run them on the one thread that writes.

    `now` gives aware UTC, `new_id` UUIDv7 text, `random_bytes(n)` bytes nobody can guess. `on_commit` is called on the
    writer thread after every commit. `database` is the URL of a PostgreSQL database; "" is the SQLite file in `data`.
    """

    def __init__(
        self,
        data: Path,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        random_bytes: Callable[[int], bytes],
        database: str = "",
        on_commit: Callable[[], None] = lambda: None,
    ) -> None:
        self.now = now
        self.new_id = new_id
        self.random_bytes = random_bytes
        self.on_commit = on_commit
        self.database = in_folder(data, database)
        self._storage = Storage(self.database, now, new_id, self._after_commit)

    def _after_commit(self) -> None:
        self.on_commit()

    def begin(self, site: str, *, together: bool = False) -> AbstractContextManager[Work]:
        """A transaction at one site: commits when the block ends, rolls back when it raises.

        `together`: for a verb that comes by the hundred and hardly ever fails (see Writer.begin).
        """
        return self._begin(site, together)

    @contextmanager
    def _begin(self, site: str, together: bool) -> Iterator[Work]:
        with self._storage.begin(site, together=together) as work:
            yield work
            if work.tasks.touched:
                show_touched(work)

    def read(self, site: str = "") -> AbstractContextManager[Work]:
        """One consistent view; from any thread."""
        return self._storage.read(site)

    def submit(self, verb: Callable[Concatenate[Centre, P], R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Queue a verb for the writer; the future resolves when its transaction is on disk."""
        return self._storage.writer.submit(lambda: verb(self, *args, **kwargs))

    def do(self, verb: Callable[Concatenate[Centre, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a verb and wait for it. Raises what the verb raised, Broken or StorageFault."""
        assert not self._storage.writer.is_here, "a verb calls another one directly: the writer can not wait for itself"
        return self.submit(verb, *args, **kwargs).result()

    @property
    def pulse(self) -> Pulse:
        """Whether the writer lives, and what waits for it."""
        return self._storage.pulse

    def watch(self, watch: Watch) -> None:
        """Have every group of commits told; on the thread that writes."""
        self._storage.writer.watch = watch

    def my_turn(self, site: str) -> bool:
        """True when background work of a site is this process's to do; no other has it until this one is closed.

        Asks the database: from a reading thread.
        """
        return self._storage.turns.mine(site)

    def weigh(self) -> tuple[str, ...]:
        """Tell the planner of tables that grew (see `storage.weighing`); from a reading thread. Raises StorageFault."""
        return weigh(self.database)

    def close(self) -> None:
        self._storage.close()
