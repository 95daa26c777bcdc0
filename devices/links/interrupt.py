"""A switch that ends every wait of one device thread at once."""

from __future__ import annotations

import contextlib
import select
import socket


class Interrupt:
    """Set once, from any thread; waits of the owning thread return at once from then on."""

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._set = False

    def set(self) -> None:
        """Wake the owner now and for good."""
        self._set = True
        with contextlib.suppress(OSError):  # the owner is gone already: there is nobody left to wake
            self._writer.send(b"\x01")

    def is_set(self) -> bool:
        return self._set

    def wait(self, timeout_s: float) -> bool:
        """Sleep up to `timeout_s` seconds; True when set."""
        if not self._set:
            select.select([self._reader], [], [], max(0.0, timeout_s))
        return self._set

    def socket(self) -> socket.socket:
        """To be watched in a select together with a device."""
        return self._reader

    def close(self) -> None:
        self._reader.close()
        self._writer.close()
