"""A small SMTP server on loopback for tests, with the faults a real one has. Speaks RFC 5321, one letter at a time."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Post:
    """What the server got, and how it is to fail: `replies` by verb, each used up; "drop" and "hang" act as named."""

    letters: list[EmailMessage] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    host: str = ""
    port: int = 0

    def reply(self, verb: str, usual: str) -> str:
        waiting = self.replies.get(verb)
        return waiting.pop(0) if waiting else usual


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        post = server.post
        if not self._answer(post.reply("CONNECT", "220 mail.example")):
            return
        while line := self.rfile.readline():
            text = line.decode("utf-8", "replace").strip()
            post.said.append(text)
            verb = text.partition(" ")[0].upper()
            if verb == "DATA":
                if not self._take(post):
                    return
            elif not self._answer(post.reply(verb, "221 bye" if verb == "QUIT" else "250 fine")) or verb == "QUIT":
                return

    def _take(self, post: Post) -> bool:
        if not self._answer(post.reply("DATA", "354 go on")):
            return False
        lines: list[bytes] = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
            if post.replies.get("MIDDLE"):
                post.replies["MIDDLE"].pop()
                return False
        reply = post.reply("END", "250 stored")
        if line and (reply.startswith("250") or reply == "drop"):
            kept = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(kept, EmailMessage)
            post.letters.append(kept)
        return self._answer(reply)

    def _answer(self, reply: str) -> bool:
        server = self.server
        assert isinstance(server, _Server)
        if reply == "hang":
            server.post.ended.wait(30)
            return False
        if reply == "drop":
            return False
        self.wfile.write(reply.encode() + b"\r\n")
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    block_on_close = True

    def __init__(self, post: Post) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.post = post


@contextmanager
def mail_server() -> Iterator[Post]:
    """A server that listens until the block ends."""
    post = Post()
    server = _Server(post)
    post.host, post.port = "127.0.0.1", server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="mail-server")
    thread.start()
    try:
        yield post
    finally:
        post.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
