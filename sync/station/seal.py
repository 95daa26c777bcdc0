"""Seal a draft into the bytes that travel: encoded once, when queued, and never again."""

from __future__ import annotations

import msgspec

from app.station.storage import Draft
from sync.protocol import Command, encode


def seal(draft: Draft) -> bytes:
    """The JSON bytes of a Command; their sha256 is what the outbox stores and the centre checks."""
    return encode(
        Command(
            station_id=draft.station_id,
            epoch=draft.epoch,
            seq=draft.seq,
            id=draft.id,
            kind=draft.kind,
            v=draft.v,
            actor=draft.actor,
            auth=draft.auth,
            occurred_at=draft.occurred_at,
            mono_ms=draft.mono_ms,
            boot_id=draft.boot_id,
            prev_sha256=draft.prev_sha256,
            body=msgspec.Raw(encode(draft.body)),
            order_id=draft.order_id,
            fence=draft.fence,
        )
    )
