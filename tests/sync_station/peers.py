"""Peers at the byte border, on loopback: the model centre behind real HTTP, and peers that misbehave in one way."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE
from sync.station.exchange import Answer, Call
from tests.sync_station.model.model_centre import ModelCentre


class CentrePeer:
    """The model centre over HTTP; `on_answer` may replace what it says (a portal, an old reply, a proxy)."""

    def __init__(self, centre: ModelCentre) -> None:
        self.centre = centre
        self.on_answer: Callable[[Call, Answer], Answer] = lambda _call, answer: answer
        self._one_at_a_time = threading.Lock()

    def reply(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        nonce = {name.lower(): value for name, value in headers.items()}.get(HEADER_NONCE.lower(), "")
        call = Call(method, target, body, nonce, 0.0)
        with self._one_at_a_time:
            return self.on_answer(call, self.centre.answer(call, headers))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    peer: CentrePeer

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.peer.reply(self.command, self.path, body, dict(self.headers.items()))
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header(HEADER_SIGNATURE, answer.signature)
        if answer.retry_after:
            self.send_header("Retry-After", answer.retry_after)
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = _serve  # noqa: N815 - the names http.server calls

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's signature
        """Nothing: the tests read what the peer did, not its log."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that cuts a connection is what several tests are about."""


@contextmanager
def serving(peer: CentrePeer) -> Iterator[str]:
    """The URL of the peer while it serves; its threads are gone afterwards."""
    handler = type("Handler", (_Handler,), {"peer": peer, "timeout": 5})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="peer")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def misbehaving(act: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """The URL of a peer that does `act` with every connection; the event is set when the test is over."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    actors: list[threading.Thread] = []

    def attend(connection: socket.socket) -> None:
        with connection:
            try:
                act(connection, over)
            except OSError:
                return  # the client cut the connection, as it should

    def accept() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            actor = threading.Thread(target=attend, args=(connection,), name="peer-connection")
            actors.append(actor)
            actor.start()

    thread = threading.Thread(target=accept, name="peer")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for actor in actors:
            actor.join()


def black_hole(connection: socket.socket, over: threading.Event) -> None:
    """Takes everything and never answers."""
    over.wait()


def drip(connection: socket.socket, over: threading.Event) -> None:
    """Answers for ever, a byte at a time, each well within any timeout per read."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
    while not over.wait(0.02):
        connection.sendall(b" ")


def drip_headers(connection: socket.socket, over: threading.Event) -> None:
    """Never even finishes its headers."""
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not over.wait(0.02):
        connection.sendall(b"x")


def cut_after(size: int) -> Callable[[socket.socket, threading.Event], None]:
    """Promises a body and hangs up after `size` bytes of the reply."""
    reply = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{"nonce":"x"'

    def act(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65536)
        connection.sendall(reply[:size])

    return act
