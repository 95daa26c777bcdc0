"""The JSON of orders as channels write and read it: strict on the way in, every refusal naming its field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.central.intake.answers import OrderStanding
from app.central.intake.orders import Taken
from app.central.values import LevelRow
from app.domain.intake.orders import HoldNeeded, NewLine, NewOrder, Payment
from app.domain.money import BadAmount, parse_amount
from app.domain.parcels import PostalAddress
from sync.central.serving.problems import Refusal

_NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Words = Annotated[str, StringConstraints(max_length=300, pattern=_NO_CONTROLS)]
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))]
"""Far enough either way for any order, and near enough to count days from."""
Code = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]


class AddressForm(BaseModel):
    """A delivery address; what is missing is not refused but held, with a question for the customer."""

    model_config = ConfigDict(extra="forbid")
    name: Words = ""
    company: Words = ""
    street: Words = ""
    street2: Words = ""
    postcode: Words = ""
    city: Words = ""
    region: Words = ""
    country: Words = ""
    phone: Words = ""


class LineForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sku: Code
    quantity: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    name: Words = ""
    price: Words = "0"


class OrderForm(BaseModel):
    """Amounts are decimal text in the currency's own precision: "12.50" EUR, "1250" JPY."""

    model_config = ConfigDict(extra="forbid")
    external_ref: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_NO_CONTROLS)]
    number: Annotated[str, StringConstraints(max_length=60, pattern=_NO_CONTROLS)] = ""
    placed_at: Moment | None = None
    currency: str
    total: str
    payment: Payment
    charged: str = ""
    authorised: str = ""
    service: Words = "standard"
    priority: Annotated[int, Field(ge=1, le=9, strict=True)] | None = None
    ship_by: Moment | None = None
    note: Annotated[str, StringConstraints(max_length=2000, pattern=_NO_CONTROLS)] = ""
    recipient: AddressForm
    lines: Annotated[list[LineForm], Field(min_length=1, max_length=200)]

    def order(self, now: datetime) -> NewOrder:
        """The order in our own words. Raises Refusal naming the field of an amount that is none."""
        total = self._amount("total", self.total)
        paid = self.payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED)
        authorised = total if self.payment is Payment.AUTHORIZED else 0
        return NewOrder(
            external_ref=self.external_ref,
            number=self.number or self.external_ref,
            placed_at=self.placed_at or now,
            currency=self.currency,
            total_minor=total,
            payment=self.payment,
            charged_minor=self._amount("charged", self.charged) if self.charged else total if paid else 0,
            authorised_minor=self._amount("authorised", self.authorised) if self.authorised else authorised,
            recipient=PostalAddress(**self.recipient.model_dump()),
            lines=tuple(self._line(position, line) for position, line in enumerate(self.lines)),
            service=self.service,
            priority=self.priority,
            ship_by=self.ship_by,
            note=self.note,
        )

    def _line(self, position: int, line: LineForm) -> NewLine:
        price = self._amount(f"lines.{position}.price", line.price)
        return NewLine(sku=line.sku, quantity=line.quantity, name=line.name, price_minor=price)

    def _amount(self, field: str, text: str) -> int:
        try:
            minor = parse_amount(text, self.currency).minor
        except BadAmount as error:
            named = "currency" if "ISO 4217" in str(error) else field
            raise Refusal(422, "field", "the order has a wrong field", str(error), named) from error
        if minor < 0:
            raise Refusal(422, "field", "the order has a wrong field", "an amount below zero", field)
        return minor


class HoldSeen(msgspec.Struct, frozen=True, kw_only=True):
    reason: str
    field: str
    detail: str


class OrderTaken(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: accepted | on_hold | cancelled | closed."""

    id: str
    number: str
    status: str
    outcome: str
    holds: list[HoldSeen]


class LineSeen(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    quantity: int
    cancelled: int
    allocated: int
    picked: int
    packed: int
    shipped: int
    short: int


class TrackingSeen(msgspec.Struct, frozen=True, kw_only=True):
    courier: str
    number: str
    dispatched_at: datetime


class OrderSeen(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: accepted | on_hold | shipped | cancelled | rejected; payment and fulfilment stand apart from it."""

    id: str
    external_ref: str
    number: str
    status: str
    lifecycle: str
    payment: str
    fulfilment: str
    service: str
    ship_by: datetime | None
    holds: list[HoldSeen]
    lines: list[LineSeen]
    tracking: list[TrackingSeen]


class LevelSeen(msgspec.Struct, frozen=True, kw_only=True):
    location: str
    on_hand: int
    allocated: int
    unavailable: int


class StockSeen(msgspec.Struct, frozen=True, kw_only=True):
    sku: str
    on_hand: int
    allocated: int
    unavailable: int
    available: int
    locations: list[LevelSeen]


def order_taken(taken: Taken) -> OrderTaken:
    status = "on_hold" if taken.holds and taken.lifecycle in ("submitted", "accepted") else taken.lifecycle
    return OrderTaken(
        id=taken.order_id, number=taken.number, status=status, outcome=taken.outcome, holds=_holds(taken.holds)
    )


def order_seen(found: OrderStanding) -> OrderSeen:
    order = found.order
    open_holds = [hold for hold in found.holds if hold.released_at is None]
    return OrderSeen(
        id=order.order_id,
        external_ref=order.external_ref,
        number=order.number,
        status=found.status,
        lifecycle=order.lifecycle,
        payment=order.payment,
        fulfilment=order.fulfilment,
        service=order.service,
        ship_by=order.ship_by,
        holds=[HoldSeen(reason=hold.reason, field=hold.field, detail=hold.detail) for hold in open_holds],
        lines=[LineSeen(**{name: getattr(line, name) for name in LineSeen.__struct_fields__}) for line in found.sold],
        tracking=[TrackingSeen(courier=who, number=number, dispatched_at=at) for who, number, at in found.tracking],
    )


def stock_seen(sku: str, levels: Iterable[LevelRow]) -> StockSeen:
    rows = tuple(levels)
    sums: dict[str, Any] = {
        name: sum(getattr(row, name) for row in rows) for name in ("on_hand", "allocated", "unavailable")
    }
    places = [
        LevelSeen(location=row.location, on_hand=row.on_hand, allocated=row.allocated, unavailable=row.unavailable)
        for row in rows
    ]
    free = sums["on_hand"] - sums["allocated"] - sums["unavailable"]
    return StockSeen(sku=sku, available=free, locations=places, **sums)


def _holds(holds: Iterable[HoldNeeded]) -> list[HoldSeen]:
    return [HoldSeen(reason=hold.reason.value, field=hold.field, detail=hold.detail) for hold in holds]
