"""Calling a shop: with a deadline over everything, to no address that is not public, and nowhere it sends us on to.

The connection is made to the very address that was looked at, and a timer cuts it when time is up (see `sync.calling`).
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import requests
from urllib3.exceptions import HTTPError

from sync.calling import Deadline, adapter, cut, dial
from sync.channels.publishing.port import NotDelivered, PushSettings

CONNECT_S: Final = 5.0
CALL_S: Final = 20.0
"""From the first byte to the last, whatever the other side does."""
ANSWER_MOST: Final = 2 * 1024 * 1024
AGAIN_MOST_S: Final = 3600


@dataclass(frozen=True, slots=True)
class Answer:
    """What a shop said; `status` 200 to 299 unless the caller takes others too."""

    status: int
    body: bytes

    def json(self, kind: type[Any]) -> Any:
        """The body as this type. Raises NotDelivered."""
        try:
            return msgspec.json.decode(self.body, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise NotDelivered(f"the answer is not what was expected: {error}"[:200]) from error


class Caller:
    """Makes calls for one delivery; `close` lets its connections go."""

    def __init__(self, settings: PushSettings, call_s: float = CALL_S) -> None:
        self._settings = settings
        self._call_s = call_s
        self._began = time.monotonic()
        self._sockets: list[socket.socket] = []
        self._hold: Callable[[socket.socket], None] = self._sockets.append
        self._session = requests.Session()
        self._session.trust_env = False
        way = adapter(self.connect)
        self._session.mount("https://", way)
        self._session.mount("http://", way)

    @property
    def used_s(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._began

    def close(self) -> None:
        """Every connection is ended here: a pool ends its own only when nothing refers to it, and faults do."""
        self._session.close()
        for handle in self._sockets:
            cut(handle)

    def call(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        taken: frozenset[int] = frozenset(),
    ) -> Answer:
        """One call, once; `taken` are statuses beside 2xx that are answers. Raises NotDelivered."""
        if urlsplit(url).scheme != "https" and not self._settings.allow_http:
            raise NotDelivered("only https is spoken here")
        with Deadline(self._call_s, self._sockets) as deadline:
            self._hold = deadline.hold
            try:
                with self._session.request(
                    method, url, data=body or None, headers=dict(headers or {}), auth=auth, stream=True,
                    allow_redirects=False, timeout=(CONNECT_S, self._call_s),
                ) as reply:  # fmt: skip
                    return _answer(reply, taken)
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                late = "it took too long" if deadline.passed else type(error).__name__
                raise NotDelivered(f"{urlsplit(url).hostname}: {late}") from error

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to an address of this host that deliveries may go to. Raises OSError."""
        return dial(host, port, CONNECT_S, self._hold, self._refuse)

    def _refuse(self, address: str) -> str:
        return "" if self._settings.allow_private or _public(address) else "its address is not public"


def _public(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not (mapped or found).is_multicast


def _answer(reply: requests.Response, taken: frozenset[int]) -> Answer:
    parts, size = [], 0
    for part in reply.iter_content(64 * 1024):
        parts.append(part)
        size += len(part)
        if size > ANSWER_MOST:
            raise NotDelivered("the answer is too large")
    if 300 <= reply.status_code < 400:
        raise NotDelivered(f"it answered {reply.status_code} and sends us elsewhere, where nothing is told")
    if not 200 <= reply.status_code < 300 and reply.status_code not in taken:
        raise NotDelivered(f"it answered {reply.status_code}", _again(reply))
    return Answer(reply.status_code, b"".join(parts))


def _again(reply: requests.Response) -> int:
    """Seconds of Retry-After, which may be a number or a date (RFC 9110, 10.2.3); 0 when it says nothing good."""
    said = reply.headers.get("Retry-After", "")
    try:
        number = float(said) if said.strip() else 0.0
    except ValueError:
        try:
            sent = parsedate_to_datetime(reply.headers.get("Date", ""))
            number = (parsedate_to_datetime(said) - sent).total_seconds()
        except (ValueError, TypeError):
            return 0
    return max(0, min(int(number + 0.999), AGAIN_MOST_S)) if number == number else 0  # NaN is no number of seconds
