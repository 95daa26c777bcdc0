"""One exchange with the centre as values: the call to make, what came back, and whether that may be believed.

A reply counts only if it is JSON, carries the centre's HMAC bound to the nonce of its own request, and echoes that
nonce: a captive portal answers 200 with its sign-in page, and a late reply must never pass for the current one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeVar

import msgspec

from sync.protocol import Problem, decode, same_signature, sign_reply

MAX_RETRY_AFTER_S: Final = 300.0

T = TypeVar("T", bound="Echoing")


class Echoing(Protocol):
    @property
    def nonce(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Call:
    """A request to make: `target` is the path with its query; `deadline_s` bounds the whole exchange."""

    method: str
    target: str
    body: bytes
    nonce: str
    deadline_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP reply as it arrived; header values are "" where absent."""

    status: int
    content_type: str
    signature: str
    retry_after: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """No whole reply arrived; whether the centre acted on the request is unknown."""

    detail: str


Outcome = Answer | Broken


class Trouble(StrEnum):
    """Why an exchange did not deliver."""

    OFFLINE = "offline"
    NOT_TRUSTED = "not trusted"
    REFUSED = "refused"
    FORK = "fork"
    GAP = "gap"
    CURSOR = "cursor"
    TOO_LARGE = "too large"
    UPDATE_NEEDED = "update needed"
    BUSY = "busy"
    SERVER_ERROR = "server error"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, in words for a log and a banner; `retry_after_s` as the centre asked (None if it did not)."""

    trouble: Trouble
    detail: str
    retry_after_s: float | None = None


_HARMLESS_UNSIGNED: Final = {401: Trouble.REFUSED, 403: Trouble.REFUSED, 413: Trouble.TOO_LARGE, 429: Trouble.BUSY}
"""Believed without a signature, because all they lead to is sending less or later."""

_SIGNED: Final = {
    401: Trouble.REFUSED,
    403: Trouble.REFUSED,
    409: Trouble.FORK,
    410: Trouble.CURSOR,
    413: Trouble.TOO_LARGE,
    426: Trouble.UPDATE_NEEDED,
    429: Trouble.BUSY,
}


def judge(key: bytes, nonce: str, outcome: Outcome, kind: type[T]) -> T | Failure:
    """The reply as its wire struct, or why it cannot be taken."""
    if isinstance(outcome, Broken):
        return Failure(Trouble.OFFLINE, outcome.detail)
    json = outcome.content_type.partition(";")[0].strip().lower() in {"application/json", "application/problem+json"}
    signed = same_signature(outcome.signature, sign_reply(key, nonce, outcome.status, outcome.body))
    if outcome.status != 200:
        return _refusal(nonce, outcome, trusted=json and signed, json=json)
    if not json:
        return Failure(Trouble.NOT_TRUSTED, f"the reply is {outcome.content_type or 'of no type'}: a sign-in page?")
    if not signed:
        return Failure(Trouble.NOT_TRUSTED, "the reply is not signed by our centre for this request")
    try:
        reply = decode(outcome.body, kind)
    except msgspec.DecodeError as fault:
        return Failure(Trouble.SERVER_ERROR, f"the reply cannot be read: {fault}")
    if reply.nonce != nonce:
        return Failure(Trouble.NOT_TRUSTED, "the reply echoes another request")
    return reply


def _refusal(nonce: str, answer: Answer, *, trusted: bool, json: bool) -> Failure:
    retry_after_s = retry_after(answer.retry_after)
    problem = _problem(answer.body) if json else None
    words = f"{answer.status} {problem.title}: {problem.detail}" if problem else f"HTTP {answer.status}"
    if trusted and problem is not None and problem.nonce in (msgspec.UNSET, "", nonce):
        if answer.status == 409 and problem.code == Trouble.GAP:
            return Failure(Trouble.GAP, words)
        if answer.status in _SIGNED:
            return Failure(_SIGNED[answer.status], words, retry_after_s)
    if json and answer.status in _HARMLESS_UNSIGNED:
        return Failure(_HARMLESS_UNSIGNED[answer.status], words, retry_after_s)
    if answer.status in {413, 429}:
        return Failure(_HARMLESS_UNSIGNED[answer.status], words, retry_after_s)
    if answer.status >= 500 or trusted:
        return Failure(Trouble.SERVER_ERROR, words, retry_after_s)
    return Failure(Trouble.NOT_TRUSTED, f"{words}, not from our centre")


def _problem(body: bytes) -> Problem | None:
    try:
        return decode(body, Problem)
    except msgspec.DecodeError:
        return None


def retry_after(value: str) -> float | None:
    """Seconds of a Retry-After header (delay form), at most five minutes; None if absent or a date."""
    return min(float(value), MAX_RETRY_AFTER_S) if value.isascii() and value.isdigit() else None
