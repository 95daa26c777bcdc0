"""How the centre says no over HTTP: RFC 9457 problems with a stable code, signed for stations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from fastapi import Request, Response

from sync.central.serving.refusals.codes import type_of
from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, Problem, WrongField, encode, sign_reply

JSON = "application/json"
PROBLEM = "application/problem+json"


class Refusal(Exception):
    """Raised by a handler to answer with a problem; `code` is one of `codes.CODES`.

    `retry_after_s` tells when asking again makes sense, `errors` names every wrong field (`field` alone when one is).
    """

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        detail: str = "",
        field: str = "",
        *,
        retry_after_s: int = 0,
        errors: Sequence[WrongField] = (),
    ) -> None:
        super().__init__(title)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.errors = list(errors) or ([WrongField(field=field, detail=detail or title)] if field else [])
        self.headers = {"Retry-After": str(retry_after_s)} if retry_after_s else {}


def problem_bytes(refusal: Refusal, nonce: str = "", instance: str = "") -> bytes:
    return encode(
        Problem(
            type=type_of(refusal.code),
            title=refusal.title,
            status=refusal.status,
            code=refusal.code,
            detail=refusal.detail,
            nonce=nonce or msgspec.UNSET,
            field=refusal.errors[0].field if refusal.errors else "",
            instance=instance,
            errors=refusal.errors,
        )
    )


def answer(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON; a problem when the status says so."""
    return Response(body, status, headers=headers, media_type=JSON if status < 400 else PROBLEM)


def refused(refusal: Refusal, request: Request) -> Response:
    """The answer to a request that was refused."""
    body = problem_bytes(refusal, request.headers.get(HEADER_NONCE, ""), instance_of(request))
    return answer(body, refusal.status, refusal.headers)


def instance_of(request: Request) -> str:
    """The name of this very request, as the log has it."""
    found = request_id(request)
    return f"urn:uuid:{found}" if found else ""


def request_id(request: Request) -> str:
    return str(request.scope.get("state", {}).get("request_id", ""))


def signed(key: bytes, nonce: str, body: bytes, status: int = 200) -> Response:
    """A reply bound to the nonce of its request."""
    headers = {HEADER_NONCE: nonce, HEADER_SIGNATURE: sign_reply(key, nonce, status, body)}
    return Response(body, status, headers=headers, media_type=JSON if status < 400 else PROBLEM)
