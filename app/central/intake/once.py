"""Once under an Idempotency-Key: what was answered to it is stored with what was done, and given again as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.central.storage.unit import Work


@dataclass(frozen=True, slots=True)
class Answer:
    """What an Idempotency-Key stands for: the stored status and body, or that the key was used for another body."""

    status: int
    body: bytes
    replayed: bool = False
    other_body: bool = False


def once(work: Work, channel_id: str, key: str, body_sha256: str, make: Callable[[], tuple[int, bytes]]) -> Answer:
    """Do it and keep its answer (status, body), or give the one of the first time; `key` is one of the channel's."""
    given = work.orders.answer(channel_id, key)
    if given is not None:
        sha256, status, body = given
        return Answer(status, body, replayed=True, other_body=sha256 != body_sha256)
    status, body = make()
    work.orders.keep_answer(channel_id, key, body_sha256, status, body)
    return Answer(status, body)
