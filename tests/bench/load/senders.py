"""Clients that cost next to nothing: one thread, raw sockets, requests made before; each waits for its answer."""

from __future__ import annotations

import contextlib
import re
import select
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

ANSWER_S = 60.0
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


@dataclass(slots=True)
class Sent:
    """What came of some requests: seconds in all, every answer's seconds, and how many bodies held which word."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    counted: dict[bytes, int] = field(default_factory=dict)

    @property
    def per_s(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile_ms(self, part: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000


@dataclass(slots=True)
class _Client:
    connection: socket.socket
    waiting: list[bytes]
    asked: float = 0.0
    heard: bytes = b""

    def ask(self) -> None:
        self.heard = b""
        self.asked = time.perf_counter()
        self.connection.sendall(self.waiting.pop())

    def hear(self) -> bool:
        """Read what is there; True when the answer is whole. Raises RuntimeError unless it is 201."""
        part = self.connection.recv(65536)
        self.heard += part
        head = self.heard.find(b"\r\n\r\n")
        if not part or (head > 0 and not self.heard.startswith(b"HTTP/1.1 201 ")):
            raise RuntimeError(f"no order was taken: {self.heard!r}")
        length = _LENGTH.search(self.heard, 0, head + 2) if head > 0 else None
        return length is not None and len(self.heard) >= head + 4 + int(length[1])


def send(ports: Sequence[int], requests: Sequence[bytes], clients: int, words: Sequence[bytes] = ()) -> Sent:
    """Send every request once, over so many connections spread over the ports; each asks again once it is answered."""
    sent = Sent(counted=dict.fromkeys(words, 0))
    with _connected(ports, requests, clients) as everyone, contextlib.closing(select.epoll()) as poll:
        by_file = {client.connection.fileno(): client for client in everyone if client.waiting}
        for number in by_file:
            poll.register(number, select.EPOLLIN)
        began = time.perf_counter()
        for client in by_file.values():
            client.ask()
        while by_file:
            ready = poll.poll(ANSWER_S)
            if not ready:
                raise RuntimeError(f"no answer within {ANSWER_S} s")
            for number, _ in ready:
                if by_file[number].hear() and not _go_on(by_file[number], sent):
                    poll.unregister(number)
                    del by_file[number]
        sent.seconds = time.perf_counter() - began
    return sent


def _go_on(client: _Client, sent: Sent) -> bool:
    """Note the answer and ask the next; False when there is none."""
    sent.latencies.append(time.perf_counter() - client.asked)
    for word in sent.counted:
        sent.counted[word] += word in client.heard
    if not client.waiting:
        return False
    client.ask()
    return True


@contextlib.contextmanager
def _connected(ports: Sequence[int], requests: Sequence[bytes], clients: int) -> Iterator[list[_Client]]:
    with contextlib.ExitStack() as stack:
        made = []
        for n in range(clients):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", ports[n % len(ports)]), ANSWER_S))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.append(_Client(connection, list(requests[n::clients])))
        yield made
