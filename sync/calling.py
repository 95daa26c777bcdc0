"""Connections that can be refused, and cut from another thread: what every caller of this house stands on.

A timeout per read does not bound an exchange (a peer may drip one byte a second), so whoever keeps the deadline gets a
duplicate of each socket and shuts the connection down when time is up: every blocked read then ends at once. A name is
looked up here and the connection made to the very address that was looked at, so that it can not point elsewhere a
moment later.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Self

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

Connect = Callable[[str, int], socket.socket]
"""Makes a connection to (host, port). Raises OSError."""


def dial(
    host: str,
    port: int,
    connect_s: float,
    connected: Callable[[socket.socket], None],
    refuse: Callable[[str], str] = lambda address: "",
) -> socket.socket:
    """A TCP connection to the first address that answers, within the connect time in total. Raises OSError.

    `connected` gets a duplicate of the socket and closes it some day; `refuse` says why an address is not called.
    """
    until = time.monotonic() + connect_s
    fault: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        why = refuse(str(address[0]))
        if why:
            fault = OSError(why)
            continue
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(max(0.01, until - time.monotonic()))
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connected(sock.dup())
        except OSError as failure:
            sock.close()
            fault = failure.with_traceback(None)  # with it, it would keep this frame and the socket made after it
            continue
        return sock
    raise fault


def shut(handle: socket.socket) -> None:
    """End a connection through a duplicate of its socket, from any thread."""
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


def cut(handle: socket.socket) -> None:
    """End a connection through its duplicate and let the duplicate go."""
    shut(handle)
    handle.close()


class Deadline:
    """Over a whole exchange, from its first connection on: when it has passed, what is or will be connected is shut.

    `handles` are the duplicates of sockets that `dial` handed out; whoever owns the list lets them go.
    """

    def __init__(self, seconds: float, handles: list[socket.socket]) -> None:
        self._handles = handles
        self._passed = threading.Event()
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    @property
    def passed(self) -> bool:
        return self._passed.is_set()

    def hold(self, handle: socket.socket) -> None:
        """One more connection; shut at once when it was made too late, as after a name that was long looked up."""
        self._handles.append(handle)
        if self.passed:
            shut(handle)

    def _pass(self) -> None:
        self._passed.set()
        for handle in list(self._handles):
            shut(handle)


def adapter(connect: Connect) -> HTTPAdapter:
    """A transport for requests whose connections are all made by `connect`; it never tries again by itself."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(connect, self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(connect, self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Pinned(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            manager: PoolManager = self.poolmanager
            manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    return Pinned(pool_connections=1, pool_maxsize=1)


def _connect(connect: Connect, connection: HTTPConnection) -> socket.socket:
    try:
        sock = connect(connection.host, connection.port)
    except OSError as fault:
        raise NewConnectionError(connection, f"cannot connect: {fault}") from fault
    timeout = connection.timeout
    sock.settimeout(timeout if isinstance(timeout, (int, float)) else None)
    return sock
