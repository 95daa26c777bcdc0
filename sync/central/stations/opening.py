"""Opening sealed commands: what can not be read or does not fit its envelope stays closed, with the fault in words."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from app.central.bench.outcomes import Arrived, Opened
from sync.protocol import BODIES, Command, Sealed, decode, sha256

NUL: Final = b"\\u0000"
"""As JSON writes it; behind another backslash it is none, and that is looked at then."""


def open_sealed(station_id: str, epoch: int, sealed: Sealed) -> Arrived:
    """Never raises: a command that can not be opened is handed on whole, to be quarantined."""
    envelope = bytes(sealed.envelope)
    digest = sha256(envelope)
    closed = Arrived(seq=sealed.seq, sha256=digest, envelope=envelope, opened=None)
    if digest != sealed.sha256:
        return _faulty(closed, "its bytes do not match its sha256")
    try:
        command = decode(envelope, Command)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return _faulty(closed, f"the envelope could not be read: {error}")
    if NUL in envelope and _holds_nul(decode(envelope, object)):
        return _faulty(closed, "a text in it holds a NUL, which no database keeps")
    if (command.station_id, command.epoch, command.seq) != (station_id, epoch, sealed.seq):
        return _faulty(closed, "it was sealed for another station, epoch or place in the queue")
    return _open(closed, command)


def _open(closed: Arrived, command: Command) -> Arrived:
    kind = BODIES.get((command.kind, command.v))
    body, fault = None, ""
    if kind is None:
        fault = f"kind {command.kind[:60]!r} version {command.v} is not known here"
    else:
        try:
            body = decode(command.body, kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
            fault = f"the body of {command.kind} could not be read: {error}"
    opened = Opened(
        id=command.id,
        kind=command.kind,
        order_id=command.order_id,
        fence=command.fence,
        actor=command.actor or "",
        occurred_at=command.occurred_at,
        prev_sha256=command.prev_sha256,
        body=body,
    )
    return Arrived(seq=closed.seq, sha256=closed.sha256, envelope=closed.envelope, opened=opened, fault=fault)


def _holds_nul(found: Any) -> bool:
    """In any text or key; without recursion, for nobody knows how deep it is."""
    rest = [found]
    while rest:
        one = rest.pop()
        if isinstance(one, str) and "\0" in one:
            return True
        if isinstance(one, dict):
            rest.extend((*one.keys(), *one.values()))
        elif isinstance(one, list):
            rest.extend(one)
    return False


def _faulty(closed: Arrived, fault: str) -> Arrived:
    return Arrived(seq=closed.seq, sha256=closed.sha256, envelope=closed.envelope, opened=None, fault=fault)
