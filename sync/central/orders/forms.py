"""The JSON of orders as channels write it: strict, every refusal naming its field."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.domain.intake.amounts import mismatch
from app.domain.intake.clearance import FulfilmentPolicy, RiskLevel, RiskReport
from app.domain.intake.orders import NewLine, NewOrder, Payment
from app.domain.money import BadAmount, parse_amount
from app.domain.parcels import PostalAddress
from sync.central.serving.refusals.problems import Refusal
from sync.protocol import WrongField

MINOR_MOST = 10**13
"""No amount is as large; sums of two hundred lines of ten thousand units then still can be counted."""
SHORT = 24
"""Characters of an amount that is remembered."""
AMOUNTS = ("total", "charged", "authorised", "tax", "discount", "shipping", "other")
_NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Words = Annotated[str, StringConstraints(max_length=300, pattern=_NO_CONTROLS)]
_AMOUNT = r"^ *-?[0-9]+(\.[0-9]+)? *$"
Total = Annotated[str, Field(json_schema_extra={"pattern": _AMOUNT})]
Amount = Annotated[Words, Field(json_schema_extra={"pattern": f"^$|{_AMOUNT}"})]
Currency = Annotated[str, Field(json_schema_extra={"pattern": "^[A-Z]{3}$"})]
"""The document says how they look; what reads them says what is wrong in better words than a pattern can."""
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
    """`price` is of one unit; `tax` and `discount` of the whole line; `ref` the channel's own id of the line."""

    model_config = ConfigDict(extra="forbid")
    sku: Code
    quantity: Annotated[int, Field(ge=1, le=10_000, strict=True)]
    name: Words = ""
    price: Amount = ""
    tax: Amount = ""
    discount: Amount = ""
    ref: Annotated[str, StringConstraints(max_length=80, pattern=_NO_CONTROLS)] = ""
    gtin: Annotated[str, StringConstraints(max_length=20, pattern=_NO_CONTROLS)] = ""


class RiskForm(BaseModel):
    """What a fraud service thinks of an order; its newest word counts. `assessed_at` not told is now."""

    model_config = ConfigDict(extra="forbid")
    level: RiskLevel
    provider: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]
    reason: Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    assessed_at: Moment | None = None

    def report(self) -> RiskReport:
        return RiskReport(level=self.level, provider=self.provider, reason=self.reason, assessed_at=self.assessed_at)


class OrderForm(BaseModel):
    """Amounts are decimal text in the currency's own precision: "12.50" EUR, "1250" JPY.

    Where every line has a price, lines + shipping + other - discount (+ tax, unless the prices include it) must come to
    the total exactly. `tax` and `discount` are of the whole order; not told, they are those of its lines. `other` is
    what no line stands for, e.g. a gift card sold with it. `reservation` is one of the channel's own; one that is over
    is passed by, and the order is promised what is free like any other.
    """

    model_config = ConfigDict(extra="forbid")
    external_ref: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_NO_CONTROLS)]
    number: Annotated[str, StringConstraints(max_length=60, pattern=_NO_CONTROLS)] = ""
    placed_at: Moment | None = None
    currency: Currency
    total: Total
    payment: Payment
    charged: Amount = ""
    authorised: Amount = ""
    service: Words = "standard"
    priority: Annotated[int, Field(ge=1, le=9, strict=True)] | None = None
    ship_by: Moment | None = None
    note: Annotated[str, StringConstraints(max_length=2000, pattern=_NO_CONTROLS)] = ""
    email: Annotated[str, StringConstraints(max_length=320, pattern=_NO_CONTROLS)] = ""
    tax: Amount = ""
    discount: Amount = ""
    shipping: Amount = ""
    other: Amount = ""
    prices_include_tax: Annotated[bool, Field(strict=True)] = False
    payment_method: Annotated[str, StringConstraints(max_length=40, pattern=_NO_CONTROLS)] = ""
    customer: Annotated[str, StringConstraints(max_length=120, pattern=_NO_CONTROLS)] = ""
    policy: FulfilmentPolicy | None = None
    reservation: Annotated[str, StringConstraints(max_length=80, pattern=_NO_CONTROLS)] = ""
    risks: Annotated[list[RiskForm], Field(max_length=5)] = []
    recipient: AddressForm
    lines: Annotated[list[LineForm], Field(min_length=1, max_length=200)]

    def order(self, now: datetime) -> NewOrder:
        """The order in our own words. Raises Refusal naming every field whose amount is none."""
        self._check_amounts()
        total = self._amount("total", self.total)
        paid = self.payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED)
        authorised = total if self.payment is Payment.AUTHORIZED else 0
        lines = tuple(self._line(position, line) for position, line in enumerate(self.lines))
        order = NewOrder(
            external_ref=self.external_ref,
            number=self.number or self.external_ref,
            placed_at=self.placed_at or now,
            currency=self.currency,
            total_minor=total,
            payment=self.payment,
            charged_minor=self._optional("charged", total if paid else 0),
            authorised_minor=self._optional("authorised", authorised),
            tax_minor=self._optional("tax", sum(line.tax_minor for line in lines)),
            discount_minor=self._optional("discount", sum(line.discount_minor for line in lines)),
            shipping_minor=self._optional("shipping", 0),
            other_minor=self._optional("other", 0),
            prices_include_tax=self.prices_include_tax,
            email=self.email,
            recipient=PostalAddress(**self.recipient.model_dump()),
            lines=lines,
            service=self.service,
            priority=self.priority,
            ship_by=self.ship_by,
            note=self.note,
            method=self.payment_method,
            customer=self.customer,
            policy=self.policy,
            reservation=self.reservation,
            risks=tuple(risk.report() for risk in self.risks),
        )
        self._adds_up(order)
        return order

    def _check_amounts(self) -> None:
        """Every amount that is none is named at once. Raises Refusal."""
        told = {name: getattr(self, name) for name in AMOUNTS}
        told |= {
            f"lines.{position}.{name}": getattr(line, name)
            for position, line in enumerate(self.lines)
            for name in ("price", "tax", "discount")
        }
        wrong: dict[str, WrongField] = {}
        for field, text in told.items():
            try:
                self._amount(field, text if text or field == "total" else "0")
            except Refusal as refusal:
                wrong |= {one.field: one for one in refusal.errors}
        if wrong:
            first, *_ = wrong.values()
            title = "the order has a wrong field"
            raise Refusal(422, "field", title, first.detail, first.field, errors=list(wrong.values()))

    def _adds_up(self, order: NewOrder) -> None:
        difference = mismatch(order) if all(line.price for line in self.lines) else ""
        if difference:
            raise Refusal(422, "field", "the order has a wrong field", difference, "total")

    def _line(self, position: int, line: LineForm) -> NewLine:
        here = f"lines.{position}"
        return NewLine(
            sku=line.sku,
            quantity=line.quantity,
            name=line.name,
            price_minor=self._amount(f"{here}.price", line.price or "0"),
            tax_minor=self._amount(f"{here}.tax", line.tax or "0"),
            discount_minor=self._amount(f"{here}.discount", line.discount or "0"),
            ref=line.ref,
            gtin=line.gtin,
        )

    def _optional(self, field: str, otherwise: int) -> int:
        told = getattr(self, field)
        return self._amount(field, told) if told else otherwise

    def _amount(self, field: str, text: str) -> int:
        try:
            minor = _minor(text, self.currency)
        except BadAmount as error:
            named = "currency" if "ISO 4217" in str(error) else field
            raise Refusal(422, "field", "the order has a wrong field", str(error), named) from error
        if not 0 <= minor <= MINOR_MOST:
            problem = "an amount below zero" if minor < 0 else "an amount too large for an order"
            raise Refusal(422, "field", "the order has a wrong field", problem, field)
        return minor


@functools.lru_cache(maxsize=4096)
def _short(text: str, currency: str) -> int:
    return parse_amount(text, currency).minor


def _minor(text: str, currency: str) -> int:
    """Each amount of an order is read twice and most are "0"; nobody fills the memory with long ones."""
    return _short(text, currency) if len(text) + len(currency) <= SHORT else parse_amount(text, currency).minor
