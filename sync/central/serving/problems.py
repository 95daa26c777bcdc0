"""How the centre says no over HTTP: RFC 9457 problems with a stable code, signed for stations."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Response

from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, Problem, encode, sign_reply

JSON = "application/json"


class Refusal(Exception):
    """Raised by a handler to answer with a problem; `retry_after_s` tells when asking again makes sense."""

    def __init__(
        self, status: int, code: str, title: str, detail: str = "", field: str = "", *, retry_after_s: int = 0
    ) -> None:
        super().__init__(title)
        self.status = status
        self.problem = Problem(title=title, status=status, code=code, detail=detail, field=field)
        self.headers = {"Retry-After": str(retry_after_s)} if retry_after_s else {}


def problem_bytes(refusal: Refusal, nonce: str = "") -> bytes:
    given = refusal.problem
    return encode(
        Problem(
            title=given.title, status=given.status, code=given.code, detail=given.detail, nonce=nonce, field=given.field
        )
    )


def answer(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status, headers=headers, media_type=JSON)


def signed(key: bytes, nonce: str, body: bytes, status: int = 200) -> Response:
    """A reply bound to the nonce of its request."""
    headers = {HEADER_NONCE: nonce, HEADER_SIGNATURE: sign_reply(key, nonce, status, body)}
    return Response(body, status, headers=headers, media_type=JSON)
