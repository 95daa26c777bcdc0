"""A small SMTP server on loopback for tests, with the faults a real one has. Speaks RFC 5321, one letter at a time."""

from __future__ import annotations

import base64
import contextlib
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Post:
    """What the server got, and how it is to fail: `replies` by verb, each used up; "drop", "hang", "drip" do that."""

    letters: list[EmailMessage] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    host: str = ""
    port: int = 0
    tls: ssl.SSLContext | None = None
    implicit: bool = False
    users: dict[str, str] = field(default_factory=dict)
    mechanisms: str = "PLAIN LOGIN"
    in_clear: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)

    def reply(self, verb: str, usual: str) -> str:
        waiting = self.replies.get(verb)
        return waiting.pop(0) if waiting else usual


class _Talk(socketserver.StreamRequestHandler):
    _safe = False

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError, ssl.SSLError):  # a client that does not trust us hangs up
            server = self.server
            assert isinstance(server, _Server)
            if server.post.implicit:
                self._secure(server.post)
            self._talk(server.post)

    def finish(self) -> None:
        super().finish()
        if self._safe:
            self.request.close()

    def _talk(self, post: Post) -> None:
        if not self._answer(post.reply("CONNECT", "220 mail.example")):
            return
        while line := self.rfile.readline():
            text = line.decode("utf-8", "replace").strip()
            post.said.append(text)
            if not self._safe:
                post.in_clear.append(text)
            verb = text.partition(" ")[0].upper()
            if verb == "DATA":
                if not self._take(post):
                    return
            elif verb == "EHLO" and post.tls is not None and not post.replies.get("EHLO"):
                self._offer(post)
            elif verb == "STARTTLS" and post.tls is not None and not post.replies.get("STARTTLS"):
                self._answer("220 go on")
                self._secure(post)
            elif verb == "AUTH":
                self._answer(self._known(post, text))
            elif not self._answer(post.reply(verb, "221 bye" if verb == "QUIT" else "250 fine")) or verb == "QUIT":
                return

    def _secure(self, post: Post) -> None:
        assert post.tls is not None
        self.request = post.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self._safe = True

    def _offer(self, post: Post) -> None:
        more = [f"AUTH {post.mechanisms}"] if self._safe else ["STARTTLS"]
        self.wfile.write("".join(f"250-{one}\r\n" for one in ("mail.example", *more)).encode() + b"250 SIZE\r\n")

    def _known(self, post: Post, text: str) -> str:
        """RFC 4616 for PLAIN; LOGIN asks for both words, in base64."""
        _, kind, *first = text.split(" ")
        if kind.upper() == "PLAIN":
            _, user, password = base64.b64decode(first[0]).decode().split("\0")
        else:
            user = base64.b64decode(first[0]).decode() if first else self._asked("VXNlcm5hbWU6")
            password = self._asked("UGFzc3dvcmQ6")
        good = self._safe and post.users.get(user) == password
        post.known.extend([kind.upper()] if good else [])
        return "235 welcome" if good else "535 who are you"

    def _asked(self, prompt: str) -> str:
        self.wfile.write(f"334 {prompt}\r\n".encode())
        return base64.b64decode(self.rfile.readline()).decode()

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
        while reply == "drip":  # each line in time, and none of them the last (RFC 5321, 4.2.1)
            self.wfile.write(b"250-and more\r\n")
            if server.post.ended.wait(0.02):
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
def mail_server(tls: ssl.SSLContext | None = None, *, implicit: bool = False) -> Iterator[Post]:
    """A server that listens until the block ends; with `tls` it offers STARTTLS, or speaks it from the first byte."""
    post = Post(tls=tls, implicit=implicit)
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
