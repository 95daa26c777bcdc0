"""How a person or a test tells a simulated device to fail: one line in, one line out, over a local TCP port."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Callable


class BadOrder(Exception):
    """The line is no order of this device; the text says what is."""


Order = Callable[[str], str]
"""Carries out one line such as "fault paper-out on" and answers; raises BadOrder. Callable from any thread."""


def switch(words: list[str], faults: dict[str, str], allowed: dict[str, str]) -> str:
    """Carry out `fault NAME on|off|VALUE` on `faults`. Raises BadOrder with the list of names."""
    if len(words) not in (2, 3) or words[1] not in allowed:
        names = ", ".join(f"{name} ({meaning})" for name, meaning in allowed.items())
        raise BadOrder(f"fault NAME on|off|VALUE, where NAME is one of: {names}")
    value = words[2] if len(words) == 3 else "on"
    if value == "off":
        faults.pop(words[1], None)
    else:
        faults[words[1]] = value
    return f"{words[1]} {value}"


class ControlPort:
    """Listens on 127.0.0.1 and answers every line with "ok ..." or "error ..."; one thread."""

    def __init__(self, order: Order, port: int = 0) -> None:
        self._order = order
        self._listener = socket.create_server(("127.0.0.1", port))
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="simulator-control", daemon=True)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        self._wake.send(b"\x01")
        self._thread.join(timeout_s)
        for end in (self._listener, self._wake, self._woken):
            end.close()

    def _run(self) -> None:
        clients: dict[socket.socket, bytes] = {}
        while True:
            ready, _, _ = select.select([self._listener, self._woken, *clients], [], [])
            if self._woken in ready:
                break
            for end in ready:
                if end is self._listener:
                    clients[end.accept()[0]] = b""
                elif not self._serve(end, clients):
                    del clients[end]
                    end.close()
        for client in clients:
            client.close()

    def _serve(self, client: socket.socket, clients: dict[socket.socket, bytes]) -> bool:
        with contextlib.suppress(OSError):
            data = client.recv(4096)
            *lines, clients[client] = (clients[client] + data).split(b"\n")
            for line in lines:
                client.sendall(answer(self._order, line.decode("utf-8", "replace")).encode() + b"\n")
            return bool(data)
        return False


def answer(order: Order, line: str) -> str:
    """Carry out one line and put the outcome into words."""
    if not line.strip():
        return "ok"
    try:
        return f"ok {order(line.strip())}"
    except BadOrder as error:
        return f"error {error}"
