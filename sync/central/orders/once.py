"""Idempotency-Key over HTTP: same key and body give the stored answer, another body 422, one that still runs 409."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Final

from fastapi import Header, Response

from app.central.intake.once import Answer
from app.central.values import ChannelRow
from sync.central.serving.desk import Desk
from sync.central.serving.refusals.problems import Refusal, answer

KEY_LONGEST: Final = 200
IdempotencyKey = Annotated[str, Header()]


async def once(
    desk: Desk, channel: ChannelRow, key: str, body: bytes, do: Callable[[str], Awaitable[Answer]]
) -> Response:
    """What `do` answers, told the SHA-256 of the body; keys are a channel's own. Raises Refusal."""
    if len(key) > KEY_LONGEST:
        raise Refusal(
            400, "idempotency", "the Idempotency-Key is too long", f"at most {KEY_LONGEST}", "Idempotency-Key"
        )
    mine = (channel.channel_id, key)
    if mine in desk.in_flight:
        raise Refusal(
            409, "in_flight", "a request with this Idempotency-Key is being worked on", field="Idempotency-Key"
        )
    desk.in_flight.add(mine)
    try:
        given = await do(hashlib.sha256(body).hexdigest())
    finally:
        desk.in_flight.discard(mine)
    if given.other_body:
        raise Refusal(422, "idempotency", "this Idempotency-Key was used for another body", field="Idempotency-Key")
    return answer(given.body, given.status)
