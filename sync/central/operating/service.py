"""Speaks to the service manager: ready, alive, stopping (sd_notify(3)); says nothing where none listens."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import Final

READY: Final = "READY=1"
STOPPING: Final = "STOPPING=1"
ALIVE: Final = "WATCHDOG=1"


class Service:
    """`alive_every_s` is how often ALIVE is to be said, None when nobody waits for it: half of WATCHDOG_USEC."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._address = _address(environ.get("NOTIFY_SOCKET", ""))
        usec, pid = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
        meant = not pid or pid == str(os.getpid())
        self.alive_every_s = int(usec) / 2e6 if usec.isdigit() and int(usec) and meant and self._address else None

    def say(self, *words: str) -> None:
        """One datagram; a manager that went away is not our trouble."""
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.settimeout(1.0)
                channel.sendto("\n".join(words).encode(), self._address)
        except OSError:
            return


def _address(named: str) -> str:
    """A path, or a name in the abstract namespace written with @."""
    if not hasattr(socket, "AF_UNIX") or named[:1] not in ("/", "@"):
        return ""
    return "\0" + named[1:] if named.startswith("@") else named


UNSAID: Final = Service({})
"""No service manager."""
