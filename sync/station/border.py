"""The border of a lane: every connection it makes passes here, and can be refused and cut from another thread."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final

from sync.calling import dial

CONNECT_S: Final = 3.0


class Border:
    """Belongs to one lane. `connected` receives a duplicate of each socket made; whoever gets it closes it."""

    def __init__(self, connected: Callable[[socket.socket], None], connect_s: float = CONNECT_S) -> None:
        self._connected = connected
        self._connect_s = connect_s
        self.plugged = True
        """False makes every attempt to connect fail, as with the cable out."""

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection, if the cable is in. Raises OSError."""
        if not self.plugged:
            raise OSError("unplugged")
        return dial(host, port, self._connect_s, self._connected)
