"""The story of an order: every event in order, with who or what, and why where the centre decided by itself. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from app.central.desk.values import StoryRow
from app.domain.money import Money

MOVED: Final = {
    "allocated": "{units} allocated",
    "released": "{units} given back to stock",
    "put_back": "{units} put back on the shelf",
    "put_aside": "{units} wait to be put back",
    "restocked": "{units} restocked",
    "returned": "{units} came back",
}
DONE: Final = {
    "ToteAssigned": "tote assigned",
    "ItemPicked": "picked, {count}",
    "ItemShortPicked": "short pick, {count}",
    "UnitPutBack": "taken out of the tote again, {count}",
    "PackSessionOpened": "packing began",
    "ItemPacked": "packed, {count}",
    "UnitRemoved": "taken out of the carton again, {count}",
    "ScanRefused": "refused, {count}",
    "CartonClosed": "carton closed",
    "LabelPurchased": "label number taken",
    "LabelPrinted": "label printed",
    "LabelReprinted": "label printed again",
    "LabelApplied": "label applied, scanned on the box",
    "ParcelDispatched": "parcel left",
    "ProblemReported": "problem reported",
}
DEEDS: Final = {
    "order.cancel": "cancelled",
    "order.note": "note",
    "risk.reject": "rejected for its risk",
    "payment.refund": "refund granted",
    "hold.place": "",
    "hold.release": "",
}
"""Deeds told in words of their own; "" is told by its own table already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`who` "" when nobody has to be named; `why` explains what the centre decided by itself."""

    at: datetime
    words: str
    who: str = ""
    why: str = ""


def tell(rows: Iterable[StoryRow], *first: Event) -> tuple[Event, ...]:
    """In the order it happened; `first` stands before what happened at the same moment."""
    told = [event for row in rows if (event := _event(row)) is not None]
    return tuple(sorted([*first, *told], key=lambda event: event.at))


def _event(row: StoryRow) -> Event | None:
    return _TELLERS[row.source](row)


def _money(row: StoryRow) -> Event:
    currency, _, proof = row.detail.partition(" ")
    amount, provider = Money(row.units, currency).text(), proof.partition(" ")
    words = f"{amount} {currency} {row.kind.replace('_', ' ')}"
    told = f"{words} by {provider[0]}" if provider[0] not in ("", "desk", "report") else words
    return Event(at=row.at, words=told, who=name_of(row.who), why=f"Reference {provider[2]}." if provider[2] else "")


def _letter(row: StoryRow) -> Event:
    if row.kind == "sent":
        return Event(at=row.at, words="letter sent to the customer", who=row.who)
    return Event(at=row.at, words="letter could not be sent", who=row.who, why=row.detail)


def _held(row: StoryRow) -> Event:
    return Event(at=row.at, words=f"held: {row.kind}", who=name_of(row.who), why=row.detail)


def _let_go(row: StoryRow) -> Event:
    by_itself = row.who in ("stock", "channel", "centre", "")
    words = f"hold released: {row.kind}"
    return Event(at=row.at, words=words, who="" if by_itself else name_of(row.who), why=_WHY_LET_GO.get(row.who, ""))


_WHY_LET_GO: Final = {
    "stock": "What was short has come in, and this order was the next to get it.",
    "channel": "The channel sent the order again, and what was wrong is right now.",
}


def _stock(row: StoryRow) -> Event:
    units = f"{row.units} unit" if row.units == 1 else f"{row.units} units"
    return Event(at=row.at, words=MOVED[row.kind].format(units=units), who=name_of(row.who))


def _list(row: StoryRow) -> Event:
    return Event(at=row.at, words=f"released to pick list {row.kind}", why=row.detail)


def _fact(row: StoryRow) -> Event:
    scans = "1 scan" if row.units == 1 else f"{row.units} scans"
    return Event(at=row.at, words=DONE[row.kind].format(count=scans), who=row.who)


def _task(row: StoryRow) -> Event:
    return Event(at=row.at, words=f"task: {row.kind.replace('_', ' ')}", why=row.detail)


def _task_over(row: StoryRow) -> Event:
    return Event(at=row.at, words=f"task {row.detail}: {row.kind.replace('_', ' ')}", who=name_of(row.who))


def _asked(row: StoryRow) -> Event:
    words = f"to ask the customer: {_field(row.kind)}"
    return Event(at=row.at, words=words, why=row.detail.replace("_", " "))


def _answered(row: StoryRow) -> Event:
    words = "question withdrawn" if row.detail == "withdrawn" else f"answered: {_field(row.kind)}"
    return Event(at=row.at, words=words, who=name_of(row.who))


def _opened(row: StoryRow) -> Event:
    return Event(at=row.at, words="customer opened the link")


def _deed(row: StoryRow) -> Event | None:
    words = DEEDS.get(row.kind, row.kind.replace(".", " ").replace("_", " "))
    if not words:
        return None
    said = msgspec.json.decode(row.detail or "{}", type=dict[str, object])
    told = str(said.get("note") or said.get("reason") or said.get("why") or "")
    return Event(at=row.at, words=f"{words}: {told}" if told else words, who=row.who)


def _decided(row: StoryRow) -> Event:
    return Event(at=row.at, words=row.kind.replace("_", " ").replace(".", " "), why=row.detail)


_TELLERS: Final[dict[str, Callable[[StoryRow], Event | None]]] = {
    "money": _money,
    "held": _held,
    "let go": _let_go,
    "stock": _stock,
    "list": _list,
    "fact": _fact,
    "task": _task,
    "task over": _task_over,
    "asked": _asked,
    "answered": _answered,
    "link opened": _opened,
    "letter": _letter,
    "deed": _deed,
    "decided": _decided,
}


def name_of(who: str) -> str:
    """A person or a check without the kind before its name: "user:rosa" is rosa."""
    return who.partition(":")[2] if who.startswith(("user:", "cli:", "client:", "station:")) else who


def _field(field: str) -> str:
    return field.removeprefix("recipient.").replace("_", " ") or "the order"
