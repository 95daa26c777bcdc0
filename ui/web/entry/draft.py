"""What stands in the entry form: kept as it was typed, and read into an order with every wrong field named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from starlette.datastructures import FormData

from app.central.entry.values import CARD, CASH, COUNTER, INVOICE, LINES_MOST, PHONE, DeskOrder, EntryLine
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.money import BadAmount, Money, parse_amount
from app.domain.parcels import PostalAddress
from ui.web.shell.visitor import text

ADDRESS: Final = ("name", "company", "street", "street2", "postcode", "city", "region", "country", "phone")
OTHERS: Final = (
    "who", "asked", "email", "add", "currency", "service", "delivery", "method", "reference", "given", "customer",
    "policy", "note", "shipping", "discount",
)  # fmt: skip
LONGEST: Final = 300
TAKEN: Final = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLine:
    """A line as it was typed."""

    sku: str
    quantity: str
    price: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`kind` phone | counter; `fields` by the names in ADDRESS and OTHERS; `wrong` words by field ("line.0.price")."""

    kind: str
    token: str
    fields: Mapping[str, str]
    lines: tuple[TypedLine, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def taken_along(self) -> bool:
        return self.kind == COUNTER and self["delivery"] == TAKEN

    @property
    def to(self) -> PostalAddress:
        return PostalAddress(**{name: self[name] for name in ADDRESS})

    @property
    def addressed(self) -> bool:
        """Somebody began to say where it goes."""
        return any(self[name] for name in ADDRESS if name != "country")

    def with_fields(self, **changes: str) -> Draft:
        return replace(self, fields={**self.fields, **changes})

    def with_wrong(self, **wrong: str) -> Draft:
        return replace(self, wrong={**self.wrong, **wrong})


def fresh(kind: str, token: str, currency: str, service: str, country: str) -> Draft:
    """An empty form with what is usual."""
    counter = kind == COUNTER
    usual = {
        "currency": currency,
        "service": service,
        "country": country,
        "delivery": TAKEN if counter else "",
        "method": CASH if counter else CARD,
    }
    return Draft(kind=kind, token=token, fields=usual)


def sent_draft(form: FormData) -> Draft:
    """The form as it was sent."""
    kind = COUNTER if text(form, "kind") == COUNTER else PHONE
    fields = {name: text(form, name, LONGEST).strip() for name in (*ADDRESS, *OTHERS)}
    fields["country"], fields["currency"] = fields["country"].upper(), fields["currency"].upper()
    lines = []
    for n in range(LINES_MOST):
        sku = text(form, f"sku-{n}", LONGEST)
        if sku:
            typed = (text(form, f"quantity-{n}", 20).strip(), text(form, f"price-{n}", 30).strip())
            lines.append(TypedLine(sku=sku, quantity=typed[0], price=typed[1]))
    return Draft(kind=kind, token=text(form, "token"), fields=fields, lines=tuple(lines))


def added(draft: Draft, sku: str, units: int, price_minor: int | None) -> Draft:
    """A product on the order: another line, or more of the line it has."""
    for n, line in enumerate(draft.lines):
        if line.sku == sku and line.quantity.isascii() and line.quantity.isdigit():
            more = replace(line, quantity=str(int(line.quantity) + units))
            return replace(draft, lines=(*draft.lines[:n], more, *draft.lines[n + 1 :]))
    if len(draft.lines) >= LINES_MOST:
        return draft.with_wrong(add=f"an order entered by hand has at most {LINES_MOST} lines")
    price = "" if price_minor is None else Money(price_minor, draft["currency"]).text()
    return replace(draft, lines=(*draft.lines, TypedLine(sku=sku, quantity=str(units), price=price)))


def without(draft: Draft, place: int) -> Draft:
    return replace(draft, lines=tuple(line for n, line in enumerate(draft.lines) if n != place))


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What the form comes to in minor units, as far as it can be read; `wrong` names what can not."""

    lines: tuple[EntryLine, ...]
    shipping: int
    discount: int
    given: int
    wrong: Mapping[str, str]

    @property
    def total(self) -> int:
        return sum(line.price_minor * line.quantity for line in self.lines) + self.shipping - self.discount


def read_amounts(draft: Draft, *, strict: bool) -> Amounts:
    """`strict`: an empty price is wrong; else it counts as nothing while the form is being filled in."""
    wrong: dict[str, str] = {}
    lines = []
    for n, line in enumerate(draft.lines):
        units = _units(line.quantity, f"line.{n}.quantity", wrong)
        price = _amount(line.price, draft["currency"], f"line.{n}.price", wrong, needed=strict)
        lines.append(EntryLine(sku=line.sku, quantity=units, price_minor=price))
    sums = {name: _amount(draft[name], draft["currency"], name, wrong) for name in ("shipping", "discount")}
    given = _amount(draft["given"], draft["currency"], "given", wrong) if draft["method"] == CASH else 0
    return Amounts(lines=tuple(lines), given=given, wrong=wrong, **sums)


def as_order(draft: Draft, amounts: Amounts) -> DeskOrder:
    """The order the form stands for; its amounts were read without anything wrong."""
    method = draft["method"]
    cash = amounts.given or amounts.total
    return DeskOrder(
        token=draft.token,
        kind=draft.kind,
        recipient=draft.to,
        email=draft["email"],
        currency=draft["currency"],
        lines=amounts.lines,
        service=draft["service"],
        taken_along=draft.taken_along,
        method=method,
        reference=draft["reference"] if method == CARD else "",
        given_minor=cash if method == CASH else 0,
        customer=draft["customer"] if method == INVOICE else "",
        policy=FulfilmentPolicy(draft["policy"]) if draft["policy"] in tuple(FulfilmentPolicy) else None,
        note=draft["note"],
        shipping_minor=amounts.shipping,
        discount_minor=amounts.discount,
    )


def _units(typed: str, name: str, wrong: dict[str, str]) -> int:
    if typed.isascii() and typed.isdigit() and 0 < int(typed) <= 10_000:
        return int(typed)
    wrong[name] = "1 to 10,000 units"
    return 0


def _amount(typed: str, currency: str, name: str, wrong: dict[str, str], *, needed: bool = False) -> int:
    """Minor units; "24,90" is read as "24.90"."""
    if not typed:
        if needed:
            wrong[name] = "the price of one unit is missing; 0 for a present"
        return 0
    plain = typed.replace(",", ".") if typed.count(",") == 1 and "." not in typed else typed
    try:
        minor = parse_amount(plain, currency).minor
    except BadAmount as bad:
        wrong[name] = str(bad)
        return 0
    if not 0 <= minor <= 10**12:
        wrong[name] = "an amount from zero up"
        return 0
    return minor
