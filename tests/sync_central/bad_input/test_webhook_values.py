"""What a shop sends wrong, signed: kept, the field named, and nothing of an order or of the stock half changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app.central.channels.deliveries import deliveries
from tests.channels.shop_bodies import shopify_line, shopify_order, woo_line, woo_order
from tests.sync_central.bad_input.conftest import rows
from tests.sync_central.webhooks.conftest import Shop, shop

__all__ = ["shop"]

QUANTITIES: tuple[object, ...] = (-1, 1.5, "2", 10_001, None, True, "x", [1], {})
AMOUNTS: tuple[object, ...] = (
    "-5.00",
    "1,50",
    "1e3",
    "NaN",
    "Infinity",
    "١٢",
    "9" * 30,
    {},
    [],
    True,
    "44.905",
    "0x10",
    " ",
    "€5",
)
CURRENCIES: tuple[object, ...] = ("", "eur", "EURO", "XXX", "DEM", "ЕUR", "USD\x00", "\ud800", None, 5, [])
MOMENTS: tuple[object, ...] = (
    "now", "2026-09-14", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00", "1999-12-31T23:59:59Z", "2026-09-14T25:00:00Z", "2026-09-14T06:00:00+99:00",
    "２０２６-09-14T06:00:00Z", 5, True,
)  # fmt: skip
WORDS: tuple[object, ...] = ("\x00", "a\x00b", "a\x07b", "\x7f", "\ud800", "x" * 400, ["x"], {}, True)
NO_LISTS: tuple[object, ...] = (None, "x", {}, 5)
NO_NAMES: tuple[object, ...] = (None, "", {}, True)
ADDRESS = shopify_order()["shipping_address"]
BILLED = woo_order()["shipping"]


def _shopify_line(**changes: Any) -> dict[str, Any]:
    return {"line_items": [shopify_line(1, "TEE-M", 1, "15.00"), {**shopify_line(2, "TEE-M", 1, "15.00"), **changes}]}


def _woo_line(**changes: Any) -> dict[str, Any]:
    return {
        "line_items": [woo_line(1, "TEE-M", 1, "15.00", "15.00"), {**woo_line(2, "CAP", 1, "9.00", "9.00"), **changes}]
    }


def _many(line: Callable[..., dict[str, Any]], *more: Any) -> dict[str, Any]:
    return {"line_items": [line(number, "TEE-M", 1, *more) for number in range(3_000)]}


SHOPIFY: list[tuple[str, dict[str, Any]]] = [
    *(("line_items.1.quantity", _shopify_line(quantity=one)) for one in QUANTITIES),
    *(("line_items.1.price", _shopify_line(price=one)) for one in AMOUNTS),
    *(("line_items.1.sku", _shopify_line(sku=one)) for one in WORDS),
    *(("current_total_price", {"current_total_price": one}) for one in AMOUNTS),
    *(("total_price", {"current_total_price": one, "total_price": one}) for one in ("", None)),
    *(("currency", {"currency": one}) for one in CURRENCIES),
    ("current_total_price", {"currency": "JPY"}),
    *(("updated_at", {"updated_at": one}) for one in MOMENTS),
    *(("processed_at", {"processed_at": one}) for one in (*MOMENTS, "2026-10-25T02:30:00", "2026-03-29T02:30:00")),
    *(("shipping_address.name", {"shipping_address": {**ADDRESS, "name": one}}) for one in WORDS),
    ("shipping_address.country_code", {"shipping_address": {**ADDRESS, "country_code": "XX"}}),
    *(("name", {"name": one}) for one in (*WORDS, "", None)),
    *(("id", {"id": one}) for one in NO_NAMES),
    *(("line_items", {"line_items": one}) for one in NO_LISTS), ("line_items", _many(shopify_line, "1.00")),
    ("line_items.0", {"line_items": [None]}), ("shipping_address", {"shipping_address": "Bremen"}),
    ("financial_status", {"financial_status": "free"}), ("test", {"test": "no"}),
    ("taxes_included", {"taxes_included": "yes"}), ("note", {"note": 7}),
]  # fmt: skip
WOO: list[tuple[str, dict[str, Any]]] = [
    *(("line_items.1.quantity", _woo_line(quantity=one)) for one in QUANTITIES),
    *(("line_items.1.subtotal", _woo_line(subtotal=one)) for one in AMOUNTS),
    *(("line_items.1.sku", _woo_line(sku=one)) for one in WORDS),
    *(("total", {"total": one}) for one in (*AMOUNTS, "", None)),
    *(("currency", {"currency": one}) for one in CURRENCIES), ("total", {"currency": "JPY"}),
    *(("date_modified_gmt", {"date_modified_gmt": one}) for one in MOMENTS),
    *(("date_created_gmt", {"date_created_gmt": one}) for one in (*MOMENTS, "", None)),
    *(("shipping.city", {"shipping": {**BILLED, "city": one}}) for one in WORDS),
    *(("id", {"id": one}) for one in NO_NAMES),
    *(("line_items", {"line_items": one}) for one in NO_LISTS),
    ("line_items", _many(woo_line, "1.00", "1.00")), ("customer_note", {"customer_note": 7}),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    send: Callable[[object], Any]
    good: Callable[..., dict[str, Any]]
    reference: str
    wrong: list[tuple[str, dict[str, Any]]]


def kind_of(name: str, shop: Shop) -> Kind:
    if name == "shopify":
        return Kind(lambda body: shop.shopify("orders/updated", body), shopify_order, "#1001", SHOPIFY)
    return Kind(lambda body: shop.woo("order.updated", body), woo_order, "727", WOO)


def kept(shop: Shop) -> Iterator[tuple[str, str]]:
    """(outcome, detail) of every delivery, oldest first."""
    for row in reversed(deliveries(shop.centre, "DO1", 1000)):
        yield row.outcome, row.detail


@pytest.mark.parametrize("name", ["shopify", "woocommerce"])
def test_every_wrong_value_is_kept_by_the_name_of_its_field(shop: Shop, name: str) -> None:
    kind = kind_of(name, shop)
    assert kind.send(kind.good()).json()["outcome"] == "applied"
    before, unchanged = rows(shop.wire), shop.order(kind.reference)
    answers = [(field, changes, kind.send(kind.good(**changes))) for field, changes in kind.wrong]
    missed = []
    for (field, changes, answer), (outcome, detail) in zip(answers, list(kept(shop))[1:], strict=True):
        if (answer.status, outcome) != (200, "unreadable") or not detail.startswith(f"{field}: "):
            missed.append((field, str(changes)[:200], answer.status, outcome, detail))
    assert missed == []
    changed = {table for table, now in rows(shop.wire).items() if now != before[table]}
    assert changed == {"delivery"}, "nothing of it was done"
    assert shop.order(kind.reference) == unchanged


ODD = (
    "<script>alert(1)</script>", '=HYPERLINK("http://x")', "@SUM(A1)", "'; DROP TABLE sales_order;--",
    "\u202eevil\u202c", "شركة النور", "שלום", "👩‍👩‍👧‍👦", "Zoë\u0308", "^XA^XZ~JR", "{{7*7}}", "%s%n",
    "../../etc/passwd", "Robert\u2028Tables",
)  # fmt: skip


@pytest.mark.parametrize("name", ["shopify", "woocommerce"])
def test_odd_words_are_kept_to_the_letter(shop: Shop, name: str) -> None:
    kind = kind_of(name, shop)
    for number, words in enumerate(ODD, 1):
        address = {"name": words, "first_name": words, "last_name": "", "address1": words, "address_1": words}
        body = kind.good(
            id=number, number=str(number), name=f"#{number}", note=words, customer_note=words,
            shipping_address={**ADDRESS, **address}, shipping={**BILLED, **address},
        )  # fmt: skip
        assert kind.send(body).json()["outcome"] == "applied", words
        with shop.centre.read("DO1") as work:
            channel = work.orders.channel(code="shop")
            assert channel is not None
            order = work.orders.by_ref(channel.channel_id, f"#{number}" if name == "shopify" else str(number))
        assert order is not None
        assert order.note == words
        assert f'"street":{_quoted(words)}' in order.recipient, words


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_a_message_that_leaves_the_lines_out_takes_nothing_off_the_order(shop: Shop) -> None:
    """A webhook can be told to send some fields only: what is not told is not gone."""
    assert shop.shopify("orders/create", shopify_order()).json()["outcome"] == "applied"
    some = {name: value for name, value in shopify_order().items() if name != "line_items"}
    assert shop.shopify("orders/updated", some).json()["outcome"] == "unreadable"
    assert shop.order("#1001")["lifecycle"] != "cancelled"


MOMENTS_KEPT = {
    "2026-03-29T02:30:00+01:00": "2026-03-29T01:30:00Z", "2026-03-29T03:30:00+02:00": "2026-03-29T01:30:00Z",
    "2026-10-25T02:30:00+02:00": "2026-10-25T00:30:00Z", "2026-10-25T02:30:00+01:00": "2026-10-25T01:30:00Z",
    "2026-09-14T20:00:00+14:00": "2026-09-14T06:00:00Z", "2026-09-13T18:00:00-12:00": "2026-09-14T06:00:00Z",
}  # fmt: skip


def test_a_moment_with_its_zone_is_one_instant_at_every_change_of_the_clock(shop: Shop) -> None:
    for number, told in enumerate(MOMENTS_KEPT, 1):
        body = shopify_order(id=number, name=f"#{number}", processed_at=told, updated_at=told)
        assert shop.shopify("orders/create", body).json()["outcome"] == "applied", told
    listed = shop.wire.get("/v1/orders?limit=50").json()["orders"]
    assert {one["number"]: one["placed_at"] for one in listed} == {
        f"#{number}": meant for number, meant in enumerate(MOMENTS_KEPT.values(), 1)
    }
