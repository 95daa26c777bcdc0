"""Puts a simulated printer behind a TCP port, with everything that can go wrong on the way: one thread, one client."""

from __future__ import annotations

import contextlib
import heapq
import queue
import select
import socket
import struct
import threading
import time
from typing import Protocol

from devices.simulators.orders import BadOrder, switch

LINK_FAULTS = {
    "refuse": "no connection is accepted",
    "eof": "every connection is closed at once",
    "die-after": "reset the connection after N received bytes, once",
    "stall": "stop reading",
    "mute": "answer nothing",
    "split": "answer one byte at a time",
    "delay": "answer after N seconds",
    "duplicate": "answer twice",
}


class Machine(Protocol):
    """A printer without its wire; every call comes from the host's thread. `now` is monotonic seconds."""

    def plugged(self) -> None: ...
    def feed(self, data: bytes, now: float) -> list[bytes]: ...
    def tick(self, now: float) -> list[bytes]: ...
    def due(self) -> float | None: ...
    def order(self, words: list[str], now: float) -> str: ...


class TcpHost:
    """Serves one `Machine`; a second client is turned away, as many printers do."""

    def __init__(self, name: str, machine: Machine, port: int = 0, host: str = "127.0.0.1") -> None:
        self._machine = machine
        self._address = (host, port)
        self._listener: socket.socket | None = socket.create_server(self._address)
        self._address = (host, int(self._listener.getsockname()[1]))
        self._client: socket.socket | None = None
        self._faults: dict[str, str] = {}
        self._received = 0
        self._later: list[tuple[float, int, bytes]] = []
        self._count = 0
        self._orders: queue.SimpleQueue[tuple[str, queue.SimpleQueue[str | BadOrder]] | None] = queue.SimpleQueue()
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name=f"simulated-{name}", daemon=True)

    @property
    def port(self) -> int:
        return self._address[1]

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        self._orders.put(None)
        self._wake.send(b"\x01")
        self._thread.join(timeout_s)
        self._wake.close()
        self._woken.close()

    def order(self, line: str) -> str:
        """Carry out one order and return when it is in force. Raises BadOrder."""
        back: queue.SimpleQueue[str | BadOrder] = queue.SimpleQueue()
        self._orders.put((line, back))
        self._wake.send(b"\x01")
        outcome = back.get(timeout=10)
        if isinstance(outcome, BadOrder):
            raise outcome
        return outcome

    def _run(self) -> None:
        while self._carry_out_orders():
            self._send_late(time.monotonic())
            self._reply(self._machine.tick(time.monotonic()))
            watched = [self._woken, *(end for end in (self._listener,) if end is not None)]
            if self._client is not None and "stall" not in self._faults:
                watched.append(self._client)
            ready, _, _ = select.select(watched, [], [], self._wait_s())
            if self._woken in ready:
                self._woken.recv(64)
            if self._listener is not None and self._listener in ready:
                self._accept(self._listener)
            if self._client is not None and self._client in ready:
                self._receive(self._client)
        self._hang_up()
        if self._listener is not None:
            self._listener.close()

    def _wait_s(self) -> float | None:
        dues = [due for due in (self._machine.due(), self._later[0][0] if self._later else None) if due is not None]
        return max(0.0, min(dues) - time.monotonic()) if dues else None

    def _carry_out_orders(self) -> bool:
        while not self._orders.empty():
            task = self._orders.get()
            if task is None:
                return False
            line, back = task
            try:
                back.put(self._carry_out(line.split()))
            except BadOrder as error:
                back.put(error)
        return True

    def _carry_out(self, words: list[str]) -> str:
        if words[0] == "fault" and len(words) > 1 and words[1] in LINK_FAULTS:
            said = switch(words, self._faults, LINK_FAULTS)
            self._received = 0
            self._apply_refuse()
            return said
        if words == ["hang-up"]:
            self._hang_up()
            return "hung up"
        if words == ["power-cycle"]:
            self._hang_up()
        return self._machine.order(words, time.monotonic())

    def _apply_refuse(self) -> None:
        if "refuse" in self._faults and self._listener is not None:
            self._listener.close()
            self._listener = None
            self._hang_up()
        elif "refuse" not in self._faults and self._listener is None:
            self._listener = socket.create_server(self._address)

    def _accept(self, listener: socket.socket) -> None:
        while self._client is not None and "stall" not in self._faults and select.select([self._client], [], [], 0)[0]:
            self._receive(self._client)  # the old client may have left just before the new one came
        client = listener.accept()[0]
        if self._client is not None or "eof" in self._faults:
            client.close()
            return
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._client = client
        self._machine.plugged()

    def _receive(self, client: socket.socket) -> None:
        try:
            data = client.recv(4096)
        except OSError:
            data = b""
        if not data:
            self._hang_up()
            return
        doomed = "die-after" in self._faults
        if doomed:
            data = data[: int(self._faults["die-after"]) - self._received]
        self._received += len(data)
        self._reply(self._machine.feed(data, time.monotonic()))
        if doomed and self._received >= int(self._faults["die-after"]):
            del self._faults["die-after"]
            self._reset()

    def _reply(self, replies: list[bytes]) -> None:
        for reply in replies:
            if "mute" in self._faults or self._client is None:
                continue
            now = time.monotonic()
            due = now + float(self._faults.get("delay", "0"))
            for _ in range(2 if "duplicate" in self._faults else 1):
                self._count += 1
                heapq.heappush(self._later, (due, self._count, reply))
        self._send_late(time.monotonic())

    def _send_late(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            _, _, reply = heapq.heappop(self._later)
            pieces = [reply[i : i + 1] for i in range(len(reply))] if "split" in self._faults else [reply]
            with contextlib.suppress(OSError):
                for piece in pieces:
                    if self._client is not None:
                        self._client.sendall(piece)

    def _reset(self) -> None:
        """Close with RST, as a device does that lost its power."""
        if self._client is not None:
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._hang_up()

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
        self._later.clear()
        self._received = 0
