"""A serial port or USB-CDC device through pyserial, held exclusively."""

from __future__ import annotations

import contextlib
import select
import sys
import time

import serial

from devices.failures import BadSetup, Interrupted, InUse, LinkLost, NotPresent, WriteFailed
from devices.links.interrupt import Interrupt

if sys.platform == "win32":
    _PORT_ERRORS: tuple[type[Exception], ...] = (OSError, ValueError)
else:
    import termios

    # Opening a pty with odd settings raises termios.error, which is not an OSError; a bad baud rate raises ValueError.
    _PORT_ERRORS = (OSError, termios.error, ValueError)

_SLICE_S = 0.01


class SerialLink:
    """8 data bits, no parity, 1 stop bit; the interrupt ends any wait."""

    def __init__(self, path: str, baud: int, interrupt: Interrupt) -> None:
        self._path = path
        self._baud = baud
        self._interrupt = interrupt
        self._port: serial.Serial | None = None

    @property
    def address(self) -> str:
        return self._path

    def open(self) -> None:
        """Raises NotPresent, InUse or BadSetup. A second exclusive open of the same port is refused by flock."""
        self.close()
        try:
            self._port = serial.Serial(self._path, self._baud, timeout=0.1, write_timeout=2.0, exclusive=True)
        except ValueError as error:
            raise BadSetup(f"{self._path}: {error}") from error
        except _PORT_ERRORS as error:
            words = str(error)
            if "exclusively lock" in words or "Access is denied" in words or "PermissionError" in words:
                raise InUse(f"{self._path}: another program holds this port") from error
            raise NotPresent(f"{self._path}: {words}") from error

    def _open_port(self) -> serial.Serial:
        if self._port is None:
            raise LinkLost(f"{self._path}: not open")
        return self._port

    def read(self, timeout_s: float) -> bytes:
        """Raises LinkLost when the device was unplugged, Interrupted when told to stop."""
        port = self._open_port()
        try:
            ready = self._wait(port, timeout_s)
            if self._interrupt.is_set():
                raise Interrupted(f"{self._path}: told to stop")
            return bytes(port.read(max(1, port.in_waiting))) if ready else b""
        except _PORT_ERRORS as error:
            self.close()
            raise LinkLost(f"{self._path}: {error}") from error

    def _wait(self, port: serial.Serial, timeout_s: float) -> bool:
        """An unplugged device counts as ready: the read that follows says so."""
        if sys.platform == "win32":  # no select on serial handles: look every _SLICE_S
            until = time.monotonic() + timeout_s
            while not port.in_waiting and time.monotonic() < until and not self._interrupt.wait(_SLICE_S):
                pass
            return bool(port.in_waiting)
        handle = port.fileno()
        return handle in select.select([handle, self._interrupt.socket().fileno()], [], [], timeout_s)[0]

    def write(self, data: bytes, timeout_s: float) -> None:
        """Raises WriteFailed; pyserial does not say how far it came, so any failure counts as one byte accepted."""
        try:
            port = self._open_port()
            port.write_timeout = timeout_s
            port.write(data)
        except LinkLost as error:
            raise WriteFailed(error.detail, 0) from error
        except _PORT_ERRORS as error:
            self.close()
            raise WriteFailed(f"{self._path}: {error}", 1) from error

    def drain(self) -> bytes:
        port = self._open_port()
        try:
            return bytes(port.read(port.in_waiting))
        except _PORT_ERRORS as error:
            self.close()
            raise LinkLost(f"{self._path}: {error}") from error

    def close(self) -> None:
        if self._port is not None:
            with contextlib.suppress(*_PORT_ERRORS):
                self._port.close()
            self._port = None
