"""One HTTP session to the centre: signed requests out, whole replies or `Broken` back; every wait is bounded."""

from __future__ import annotations

import time
from typing import Final

import requests
from urllib3.exceptions import HTTPError

from sync.calling import adapter
from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, sign_request
from sync.station.border import Border
from sync.station.exchange import Answer, Broken, Call, Outcome

MAX_REPLY_BYTES: Final = 64 * 1024 * 1024
FRESH_S: Final = 2.0
"""A connection idle for longer is not reused: servers close idle ones, and the race looks like a network failure."""

_CHUNK: Final = 64 * 1024


class Client:
    """Lives on one thread. `ca_file` names a PEM bundle for a centre with a private certificate authority."""

    def __init__(self, centre_url: str, border: Border, ca_file: str | None = None) -> None:
        self._url = centre_url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = ca_file or True
        self._session.mount("http://", adapter(border.connect))
        self._session.mount("https://", adapter(border.connect))
        self._last = 0.0

    def exchange(self, call: Call, headers: dict[str, str]) -> Outcome:
        """Make one call. Redirects are not followed; a reply that ends early or is too long is Broken."""
        until = time.monotonic() + call.deadline_s
        if time.monotonic() - self._last > FRESH_S:
            self._drop_connections()
        try:
            with self._session.request(
                call.method,
                self._url + call.target,
                data=call.body or None,
                headers={"Accept-Encoding": "identity", "Content-Type": "application/json", **headers},
                timeout=(call.deadline_s, call.deadline_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                outcome = _whole(response, until)
        except (requests.RequestException, HTTPError, OSError) as fault:
            outcome = Broken(_words(fault))
        if isinstance(outcome, Broken):
            self._drop_connections()
        self._last = time.monotonic()
        return outcome

    def close(self) -> None:
        self._session.close()

    def _drop_connections(self) -> None:
        for transport in self._session.adapters.values():
            transport.close()


def signed_headers(station_id: str, key: bytes, call: Call) -> dict[str, str]:
    """The proof of a station's request."""
    return {
        HEADER_STATION: station_id,
        HEADER_NONCE: call.nonce,
        HEADER_SIGNATURE: sign_request(key, call.method, call.target, call.nonce, call.body),
    }


def _whole(response: requests.Response, until: float) -> Outcome:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_content(_CHUNK):
        size += len(chunk)
        if size > MAX_REPLY_BYTES:
            return Broken(f"the reply is longer than {MAX_REPLY_BYTES} bytes")
        if time.monotonic() > until:
            return Broken("no whole reply before the deadline")
        chunks.append(chunk)
    header = response.headers.get
    return Answer(
        status=response.status_code,
        content_type=header("Content-Type", ""),
        signature=header(HEADER_SIGNATURE, ""),
        retry_after=header("Retry-After", ""),
        body=b"".join(chunks),
    )


def _words(fault: BaseException) -> str:
    """The innermost reason: what a person can act on, without the library's wrapping."""
    inner = fault
    while (deeper := inner.__cause__ or inner.__context__) is not None:
        inner = deeper
    return f"{type(inner).__name__}: {inner}"
