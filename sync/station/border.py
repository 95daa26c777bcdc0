"""The socket border: every connection of a lane is made here, so that it can be refused and cut from another thread.

A timeout per read does not bound an exchange (a peer may drip one byte a second), so the thread that keeps the deadline
gets a duplicate of each socket and shuts the connection down when time is up: every blocked read then ends at once.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any, Final

from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

CONNECT_S: Final = 3.0


class Border:
    """Belongs to one lane. `connected` receives a duplicate of each socket made; whoever gets it closes it."""

    def __init__(self, connected: Callable[[socket.socket], None], connect_s: float = CONNECT_S) -> None:
        self._connected = connected
        self._connect_s = connect_s
        self.plugged = True
        """False makes every attempt to connect fail, as with the cable out."""

    def connect(self, host: str, port: int) -> socket.socket:
        """A TCP connection to the first address that answers, within the connect time in total. Raises OSError."""
        until = time.monotonic() + self._connect_s
        fault: OSError = OSError(f"{host} has no address")
        if not self.plugged:
            raise OSError("unplugged")
        for family, kind, protocol, _name, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(max(0.01, until - time.monotonic()))
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._connected(sock.dup())
            except OSError as failure:
                sock.close()
                fault = failure
                continue
            return sock
        raise fault


def cut(handle: socket.socket) -> None:
    """Shut a connection down through its duplicate and let the duplicate go."""
    with contextlib.suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
    handle.close()


def adapter(border: Border) -> HTTPAdapter:
    """A transport for requests whose connections all pass the border; it never retries by itself."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(border, self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(border, self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Bordered(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            manager: PoolManager = self.poolmanager
            manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    return Bordered(pool_connections=1, pool_maxsize=1)


def _connect(border: Border, connection: HTTPConnection) -> socket.socket:
    try:
        sock = border.connect(connection.host, connection.port)
    except OSError as fault:
        raise NewConnectionError(connection, f"cannot connect: {fault}") from fault
    timeout = connection.timeout
    sock.settimeout(timeout if isinstance(timeout, (int, float)) else None)
    return sock
