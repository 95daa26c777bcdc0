"""A serial port or USB-CDC device through pyserial, held exclusively."""

from __future__ import annotations

import contextlib
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

_SLICE_S = 0.1


class SerialLink:
    """8 data bits, no parity, 1 stop bit. `read` waits in slices so that the interrupt is seen within 0.1 s."""

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
            self._port = serial.Serial(self._path, self._baud, timeout=_SLICE_S, write_timeout=2.0, exclusive=True)
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
        until = time.monotonic() + timeout_s
        while True:
            if self._interrupt.is_set():
                raise Interrupted(f"{self._path}: told to stop")
            try:
                port.timeout = max(0.0, min(_SLICE_S, until - time.monotonic()))
                data = bytes(port.read(1))
                if data:
                    return data + bytes(port.read(port.in_waiting))
            except _PORT_ERRORS as error:
                self.close()
                raise LinkLost(f"{self._path}: {error}") from error
            if time.monotonic() >= until:
                return b""

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
