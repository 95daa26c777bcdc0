"""What a person may do about a hold: buttons that say what they do, and who may press them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.central.desk.next_step import HOLD_TONES
from app.central.intake.changing.boxed import FIELD as CHANGE
from app.central.people.permissions import hold_release
from app.central.values import HoldRow
from app.domain.parcels import PostalAddress
from ui.web.shell.visitor import Visitor

RELEASE_WORDS: Final = {
    "payment": "Ship without payment",
    "risk": "Reviewed, ship it",
    "address": "Ship anyway",
    "details": "Ship anyway",
    "stock": "Try again now",
    "operator": "Release",
}
TITLES: Final = {
    "payment": "Held: payment",
    "risk": "Held: risk",
    "address": "Held: address",
    "details": "Held: details",
    "stock": "Held: not enough stock",
    "operator": "Held by us",
}
FIELDS: Final = {
    "recipient.name": "name",
    "recipient.company": "company",
    "recipient.street": "street and house number",
    "recipient.street2": "second line of the address",
    "recipient.postcode": "postcode",
    "recipient.city": "town",
    "recipient.region": "region",
    "recipient.country": "country (two letters)",
    "recipient.phone": "telephone number",
    "email": "e-mail address",
}
"""What a clerk can enter when the customer tells it."""
_BY: Final = {"stock": "the stock check", "channel": "the channel", "centre": "the address check"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldShown:
    """One open hold; `release` is what the button says, "" when this person may not press it.

    `label` is what can be entered, "" when nothing can; `value` what the field holds or what was typed. `anyway`: the
    release asks for a reason. `asks`: the customer can be asked again. `pays`: it can be marked as paid. `decides`: a
    change waits behind it that is followed or dropped. `path` is the verb of the plain release.
    """

    hold: HoldRow
    title: str
    tone: str
    by: str
    release: str
    label: str
    value: str
    anyway: bool
    asks: bool
    pays: bool
    decides: bool
    path: str


def shown(hold: HoldRow, to: PostalAddress, visitor: Visitor, typed: Mapping[str, str]) -> HoldShown:
    waits = hold.reason == "operator" and hold.field == CHANGE
    may = hold_release(hold.reason) in visitor.may and not waits
    known = hold.field in FIELDS
    part = hold.field.removeprefix("recipient.")
    return HoldShown(
        hold=hold,
        title="Changed after packing" if waits else TITLES.get(hold.reason, f"Held: {hold.reason}"),
        tone=HOLD_TONES.get(hold.reason, "care"),
        by=_BY.get(hold.placed_by, hold.placed_by.partition(":")[2] or hold.placed_by),
        release=RELEASE_WORDS.get(hold.reason, "Release") if may else "",
        label=field_words(hold.field).capitalize() if known and "order.change" in visitor.may else "",
        value=typed.get(hold.field, str(getattr(to, part, "")) if known else ""),
        anyway=hold.reason in ("address", "details"),
        asks=known and "question.ask" in visitor.may,
        pays=hold.reason == "payment" and "payment.mark_paid" in visitor.may,
        decides=waits and "order.change" in visitor.may,
        path="risk" if hold.reason == "risk" else "release",
    )


def field_words(field: str) -> str:
    """A field as people call it."""
    return FIELDS.get(field, field.removeprefix("recipient.").replace("_", " ") or "the order")
