"""The floor in words: what a piece of work is, how it stands, what a station does, and how long ago something was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from app.central.desk.floor.values import DeviceAt, StationAt
from app.central.desk.next_step import KIND_WORDS
from app.central.work.values import TaskSeen

Pill = tuple[str, str]
AWAY: Final = timedelta(minutes=2)
"""A station that is on line asks for news at least every twenty seconds."""
KINDS: Final = (
    ("pick", "pick lists"), ("stop_shipment", "stop shipment"), ("inspect", "inspect"), ("check", "look at it"),
    ("put_back", "put back"), ("count", "count"), ("replenish", "refill"), ("restock", "restock"), ("pack", "pack"),
    ("contact_customer", "call customer"),
)  # fmt: skip
SLOW_S: Final = 60
"""Commands that wait longer than this do not get through."""
WORKING: Final = ("ready", "busy")
RESTING: Final = ("disabled", "connecting", "stopped")
SHORT: Final = {"label printer": "labels", "receipt printer": "slips"}
_TONES: Final = {"stop_shipment": "wrong", "inspect": "care", "check": "care", "contact_customer": "care"}


def kind_pill(seen: TaskSeen) -> Pill:
    """What kind of work it is; wrong is what must be stopped."""
    if seen.is_list:
        return "next", "pick"
    words = {**KIND_WORDS, "replenish": "refill"}.get(seen.kind, seen.kind.replace("_", " "))
    return _TONES.get(seen.kind, "quiet"), words


def state_pill(seen: TaskSeen, now: datetime) -> Pill:
    """How it stands: waiting, with somebody, paused, or over."""
    if seen.state == "paused":
        return "stop", "paused"
    if seen.state == "leased":
        return ("care", f"lease of {seen.holder} ran out") if _lapsed(seen, now) else ("next", f"with {seen.holder}")
    if seen.state != "queued":
        return ("right" if seen.state == "done" else "stop"), seen.state
    if seen.due_at is not None and seen.due_at < now:
        return "wrong", "late"
    meant = seen.pinned_to or seen.holder
    return "quiet", f"for {meant}" if meant else "waiting"


def title(seen: TaskSeen) -> str:
    """What it is called on the list of work."""
    return seen.number or f"{kind_pill(seen)[1].capitalize()}"


def span(since: datetime, now: datetime) -> str:
    """Like "just now", "12 min", "3 h 05", "4 days"."""
    minutes = int((now - since).total_seconds()) // 60
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02}" if minutes < 48 * 60 else f"{minutes // 1440} days"


def doing(at: StationAt) -> str:
    """What a station does now."""
    if at.unknown:
        return f"label of {at.unknown} unknown"
    if at.packing:
        return f"packing {at.packing}"
    if at.list_state == "picking":
        return f"{at.list_number}, {at.picked} of {at.units} units"
    if at.list_state == "picked":
        return f"{at.list_number} picked, to pack"
    return f"{at.list_number} claimed" if at.list_number else "idle"


def link_pill(at: StationAt, now: datetime) -> Pill:
    """How a station and the centre hear each other."""
    if at.frozen:
        return "wrong", "frozen: enrol it again"
    if now - at.seen_at > AWAY:
        kept = f", {at.waiting} kept" if at.waiting else ""
        return "care", f"offline {span(at.seen_at, now)}{kept}"
    if at.quarantined:
        return "wrong", f"{at.quarantined} in quarantine"
    if at.waiting and at.oldest_s >= SLOW_S:
        return "care", f"{at.waiting} waiting {at.oldest_s // 60} min"
    return "right", f"{at.waiting} waiting"


def device_pill(device: DeviceAt) -> Pill:
    """A device: its short name while it works, what is wrong with it else."""
    name = SHORT.get(device.kind, device.kind)
    if device.state in WORKING:
        return "", name
    words = device.why or device.state
    return ("quiet" if device.state in RESTING else "wrong"), f"{name}: {words}"


def _lapsed(seen: TaskSeen, now: datetime) -> bool:
    return seen.lease_until is not None and seen.lease_until < now
