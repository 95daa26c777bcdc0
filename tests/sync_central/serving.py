"""A centre served over HTTP on loopback by a thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sync.central.serving.bounds.rates import UNLESS_SET, Limits
from sync.central.serving.server import CentreServer, Pages, ServeConfig
from tests.central.house import Bytes, Clock, Ids
from tests.sync_central.wire import Served, Wire


@contextmanager
def serving(
    data: Path,
    database: str,
    key: str,
    ids: str = "srv",
    limits: Limits = UNLESS_SET,
    pages: Pages | None = None,
    now: Callable[[], datetime] | None = None,
) -> Iterator[Served]:
    """Serve the centre in a folder, or on a PostgreSQL database, until the block ends."""
    where: list[tuple[str, int]] = []
    listening = threading.Event()

    def ready(host: str, port: int) -> None:
        where.append((host, port))
        listening.set()

    config = ServeConfig(
        data=data,
        database=database,
        host="127.0.0.1",
        port=0,
        now=now or Clock(),
        new_id=Ids(ids),
        random_bytes=Bytes(),
        ready=ready,
        limits=limits,
        pages=pages,
    )
    server = CentreServer(config)
    thread = threading.Thread(target=server.run, name="centre")
    thread.start()
    try:
        assert listening.wait(10)
        spoken = Wire(where[0], key, data)
        yield Served(spoken, server.stop)
        spoken.close()
    finally:
        server.stop()
        thread.join(15)
    assert not thread.is_alive()
