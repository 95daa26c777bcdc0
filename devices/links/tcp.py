"""Raw TCP, as label and receipt printers speak it on port 9100."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import time
from typing import Any

from devices.failures import Interrupted, InUse, LinkLost, NotPresent, WriteFailed
from devices.links.interrupt import Interrupt

_CHUNK = 4096


class TcpLink:
    """One connection at a time; the interrupt ends any wait."""

    def __init__(self, host: str, port: int, interrupt: Interrupt, connect_timeout_s: float = 3.0) -> None:
        self._host = host
        self._port = port
        self._interrupt = interrupt
        self._connect_timeout_s = connect_timeout_s
        self._socket: socket.socket | None = None

    @property
    def address(self) -> str:
        return f"{self._host}:{self._port}"

    def open(self) -> None:
        """Connect within the connect deadline. Raises NotPresent, InUse or Interrupted."""
        self.close()
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise NotPresent(f"{self.address}: unknown host ({error})") from error
        family, kind, protocol, _, target = found[0]
        link = socket.socket(family, kind, protocol)
        link.setblocking(False)
        try:
            self._connect(link, target)
        except BaseException:
            link.close()
            raise
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = link

    def _connect(self, link: socket.socket, target: tuple[Any, ...]) -> None:
        code = link.connect_ex(target)
        if code not in (0, errno.EINPROGRESS, errno.EWOULDBLOCK):
            raise NotPresent(f"{self.address}: {os.strerror(code)}")
        if code != 0 and not self._writable(link, self._connect_timeout_s):
            raise NotPresent(f"{self.address}: no answer within {self._connect_timeout_s:g} s")
        code = link.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code == errno.EADDRINUSE:
            raise InUse(f"{self.address}: {os.strerror(code)}")
        if code != 0:
            raise NotPresent(f"{self.address}: {os.strerror(code)}")

    def _writable(self, link: socket.socket, timeout_s: float) -> bool:
        """Windows reports a failed connect in the third set."""
        woken, ready, failed = select.select([self._interrupt.socket()], [link], [link], max(0.0, timeout_s))
        if woken:
            raise Interrupted(f"{self.address}: told to stop")
        return bool(ready or failed)

    def _open_socket(self) -> socket.socket:
        if self._socket is None:
            raise LinkLost(f"{self.address}: not connected")
        return self._socket

    def read(self, timeout_s: float) -> bytes:
        """Raises LinkLost when the peer closed or reset, Interrupted when told to stop."""
        link = self._open_socket()
        ready, _, _ = select.select([link, self._interrupt.socket()], [], [], max(0.0, timeout_s))
        if self._interrupt.is_set():
            raise Interrupted(f"{self.address}: told to stop")
        return self._receive(link) if ready else b""

    def _receive(self, link: socket.socket) -> bytes:
        try:
            data = link.recv(_CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            self.close()
            raise LinkLost(f"{self.address}: {error.strerror or error}") from error
        if not data:
            self.close()
            raise LinkLost(f"{self.address}: the other side closed the connection")
        return data

    def write(self, data: bytes, timeout_s: float) -> None:
        """Raises WriteFailed with the number of bytes the operating system accepted; the link is closed then."""
        until = time.monotonic() + timeout_s
        accepted = 0
        try:
            link = self._open_socket()
            while accepted < len(data):
                if not self._writable(link, until - time.monotonic()):
                    raise LinkLost(f"{self.address}: took no more bytes for {timeout_s:g} s")
                with contextlib.suppress(BlockingIOError):
                    accepted += link.send(data[accepted : accepted + _CHUNK])
        except (LinkLost, Interrupted) as error:
            self.close()
            raise WriteFailed(error.detail, accepted) from error
        except OSError as error:
            self.close()
            raise WriteFailed(f"{self.address}: {error.strerror or error}", accepted) from error

    def drain(self) -> bytes:
        """What arrived unasked since the last read. Raises LinkLost."""
        link = self._open_socket()
        taken = b""
        while select.select([link], [], [], 0)[0]:
            taken += self._receive(link)
        return taken

    def close(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()
            self._socket = None
