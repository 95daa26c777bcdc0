"""Order entry: one form that is sent after each step, and takes the order when it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response

from app.central.centre import Centre
from app.central.desk.standing import order_is_here
from app.central.doors import Doors
from app.central.entry.looking import (
    currency_of,
    customers,
    offered,
    outlook,
    products_named,
    scanned,
    service_levels,
)
from app.central.entry.placing import place_order
from app.central.entry.receipts import receipt_of
from app.central.entry.values import COUNTER, METHODS, PHONE, KnownCustomer, NotEntered, Offered, Outlook
from app.central.intake.setting import site_row
from app.domain.money import EXPONENTS
from app.domain.parcels import PostalAddress
from ui.web.entry.draft import ADDRESS, Amounts, Draft, added, as_order, fresh, read_amounts, sent_draft, without
from ui.web.shell.drawing import Shell, go
from ui.web.shell.refusals import PageRefusal
from ui.web.shell.routes import Pages
from ui.web.shell.visitor import Visitor, need, sent_form, text, visitor_of

TOKEN_BYTES: Final = 16
METHOD_WORDS: Final = {
    "card": "Card",
    "cash": "Cash",
    "invoice": "Invoice, on credit",
    "transfer": "Later, by transfer",
}
FIELD_NAMES: Final = {"lines": "add", "recipient": "name", "token": "add"}
"""Where the words stand when a whole part of the form is wrong."""
UNREAD: Final = Amounts(lines=(), shipping=0, discount=0, given=0, wrong={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step of the form came to: the draft, what was found, and where to go on typing."""

    draft: Draft
    found: Sequence[Offered] = ()
    known: Sequence[KnownCustomer] = ()
    focus: str = ""
    said: str = ""


def entry_pages(shell: Shell, doors: Doors) -> APIRouter:
    """GET/POST /orders/new, and /orders/{order_id}/receipt; mounted before the page of an order."""
    pages, desk = Pages(shell), EntryDesk(shell, doors)
    pages.get("/orders/new", desk.begin)
    pages.post("/orders/new", desk.step)
    pages.get("/orders/{order_id}/receipt", desk.receipt)
    return pages.router


class EntryDesk:
    """The form and what it needs."""

    def __init__(self, shell: Shell, doors: Doors) -> None:
        self.shell = shell
        self.doors = doors

    async def begin(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "order.enter")
        kind = COUNTER if request.query_params.get("kind") == COUNTER else PHONE
        draft = await self._fresh(visitor, kind)
        return await self._page(request, visitor, Step(draft=draft, focus="add" if kind == COUNTER else "who"))

    async def step(self, request: Request) -> Response:
        """Whatever button was pressed; Enter in a field is "next"."""
        visitor, form = await sent_form(self.doors, request)
        need(visitor, "order.enter")
        draft, do = sent_draft(form), text(form, "do")
        if draft["currency"] not in EXPONENTS:
            step = Step(draft=draft.with_wrong(currency="three letters of a currency, like EUR"), focus="currency")
            return await self._page(request, visitor, step, 422)
        if do == "place":
            return await self._place(request, visitor, draft)
        verb, _, what = do.partition(":")
        if verb == "drop":
            return await self._page(request, visitor, Step(draft=without(draft, _whole(what)), focus="add"))
        if verb == "pick":
            return await self._page(request, visitor, await self._add(visitor, draft.with_fields(add=""), what, 1))
        if verb == "use":
            return await self._page(request, visitor, await self._use(visitor, draft, what))
        if verb == "look":
            return await self._page(request, visitor, await self._look(visitor, draft))
        return await self._page(request, visitor, await self._next(visitor, draft))

    async def receipt(self, request: Request) -> Response:
        visitor = await visitor_of(self.doors, request)
        need(visitor, "order.read")
        order_id = request.path_params["order_id"]
        found = await self.doors.read(receipt_of, visitor.site, order_id)
        if found is None:
            raise PageRefusal(404, "No receipt", "Only orders that were entered at the desk have one.")
        values = {"receipt": found, "order_id": order_id, "methods": METHOD_WORDS, "local": visitor.local}
        values["done"] = request.query_params.get("done", "")
        return self.shell.page(request, "entry/templates/receipt.html", visitor=visitor, **values)

    async def _fresh(self, visitor: Visitor, kind: str) -> Draft:
        token = self.doors.centre.random_bytes(TOKEN_BYTES).hex()
        currency = await self.doors.read(currency_of, visitor.site)
        levels = await self.doors.read(service_levels, visitor.site)
        country = await self.doors.read(_country, visitor.site)
        return fresh(kind, token, currency, levels[0][0] if levels else "standard", country)

    async def _next(self, visitor: Visitor, draft: Draft) -> Step:
        """Enter: a product that was typed or scanned goes on the order, else a customer is looked for."""
        if draft["add"]:
            return await self._product(visitor, draft)
        if draft["who"] and draft["who"] != draft["asked"]:
            known = await self.doors.read(customers, visitor.site, draft["who"])
            draft = draft.with_fields(asked=draft["who"])
            if known:
                return Step(draft=draft, known=known, focus="customer-1")
            said = "Nobody of earlier orders fits: enter the address."
            return Step(draft=draft, focus="name", said=said)
        return Step(draft=draft, focus=_empty(draft))

    async def _look(self, visitor: Visitor, draft: Draft) -> Step:
        """What is shown while somebody types: nothing of the form changes."""
        found: Sequence[Offered] = ()
        if len(draft["add"]) > 1:
            found = await self.doors.read(products_named, visitor.site, draft["add"], draft["currency"], draft.kind)
        return Step(draft=draft, found=found)

    async def _product(self, visitor: Visitor, draft: Draft) -> Step:
        typed = draft["add"]
        one = await self.doors.read(scanned, visitor.site, typed)
        if one is not None:
            return await self._add(visitor, draft.with_fields(add=""), one[0], one[1])
        found = await self.doors.read(products_named, visitor.site, typed, draft["currency"], draft.kind)
        if len(found) == 1:
            return await self._add(visitor, draft.with_fields(add=""), found[0].sku, 1)
        if found:
            return Step(draft=draft, found=found, focus="product-1")
        return Step(draft=draft.with_wrong(add="no product has this SKU, barcode or name"), focus="add")

    async def _add(self, visitor: Visitor, draft: Draft, sku: str, units: int) -> Step:
        one = await self.doors.read(offered, visitor.site, sku, draft["currency"], draft.kind)
        if one is None:
            return Step(draft=draft.with_wrong(add=f"{sku[:80]!r} is not in the catalogue"), focus="add")
        draft = added(draft, sku, units, one.price_minor)
        last = next((n for n, line in enumerate(draft.lines) if line.sku == sku and not line.price), None)
        return Step(draft=draft, focus="add" if last is None else f"price-{last}")

    async def _use(self, visitor: Visitor, draft: Draft, order_id: str) -> Step:
        """An earlier order's address becomes this one's."""
        known = await self.doors.read(customers, visitor.site, draft["who"]) if draft["who"] else ()
        one = next((customer for customer in known if customer.order_id == order_id), None)
        if one is None or not await self.doors.read(order_is_here, visitor.site, order_id):
            return Step(draft=draft, focus="who", said="That customer is not found any more: search again.")
        address = {name: str(getattr(one.to, name)) for name in ADDRESS}
        return Step(draft=draft.with_fields(**address, email=one.email, who="", asked=""), focus="add")

    async def _place(self, request: Request, visitor: Visitor, draft: Draft) -> Response:
        amounts = read_amounts(draft, strict=True)
        if amounts.wrong:
            step = Step(draft=draft.with_wrong(**amounts.wrong), focus=_field(next(iter(amounts.wrong))))
            return await self._page(request, visitor, step, 422)
        need(visitor, "payment.record")
        done = await self.doors.write(place_order, visitor.site, visitor.actor, as_order(draft, amounts))
        if isinstance(done, NotEntered):
            name = _named(done.field)
            step = Step(draft=draft.with_wrong(**{name: done.why}), focus=_field(name), said=f"Not taken: {done.why}.")
            return await self._page(request, visitor, step, 422)
        if draft.kind == COUNTER:
            return go(f"/orders/{done.order_id}/receipt?done=1")
        return go(f"/orders/{done.order_id}?done=taken")

    async def _page(self, request: Request, visitor: Visitor, step: Step, status: int = 200) -> Response:
        draft = step.draft
        good = draft["currency"] in EXPONENTS
        amounts = read_amounts(draft, strict=False) if good else UNREAD
        to = None if draft.taken_along or not draft.addressed else draft.to
        seen = await self.doors.read(
            outlook, visitor.site, amounts.lines, draft["currency"], draft["service"], to, draft["email"], draft.kind
        )
        values: dict[str, Any] = {
            "draft": draft,
            "step": step,
            "amounts": amounts,
            "seen": seen,
            "rows": _rows(draft, amounts, seen),
            "services": await self.doors.read(service_levels, visitor.site),
            "methods": {code: METHOD_WORDS[code] for code in METHODS},
            "change": max(0, amounts.given - amounts.total) if draft["method"] == "cash" and amounts.given else 0,
        }
        return self.shell.page(request, "entry/templates/entry.html", visitor=visitor, status=status, **values)


def _rows(draft: Draft, amounts: Amounts, seen: Outlook) -> list[dict[str, Any]]:
    """Lines with what they come to and what is free, counted over lines of the same SKU.

    `late` units of a line would be promised before they are there; what is taken along can not be.
    """
    wanted: dict[str, int] = {}
    rows = []
    for typed, line in zip(draft.lines, amounts.lines, strict=False):  # none are read in a currency that is none
        wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
        product = seen.products.get(line.sku)
        free = product.free if product else 0
        ahead = product.ahead if product and not draft.taken_along else 0
        late = min(line.quantity, max(0, wanted[line.sku] - free))
        stock = {"free": free, "ahead": ahead, "late": late, "short": wanted[line.sku] > free + ahead}
        rows.append({"typed": typed, "line": line, "product": product, **stock})
    return rows


def _empty(draft: Draft) -> str:
    """The first field that still wants something."""
    if not draft.lines:
        return "add"
    if draft.taken_along:
        return "place"
    return next((name for name in ("name", "street", "postcode", "city") if not draft[name]), "place")


def _named(name: str) -> str:
    """A field of the verb as the form calls it."""
    return FIELD_NAMES.get(name, name).replace("lines.", "line.").replace(".sku", ".quantity")


def _field(name: str) -> str:
    """The input a wrong field stands at: "line.0.price" is price-0."""
    parts = name.split(".")
    return f"{parts[2]}-{parts[1]}" if len(parts) == 3 else name


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else -1


def _country(centre: Centre, site: str) -> str:
    with centre.read(site) as work:
        return msgspec.json.decode(site_row(work).sender, type=PostalAddress).country
