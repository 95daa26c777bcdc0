"""Values no order may have, and odd ones it may: refused by the name of their field, or kept to the letter."""

from __future__ import annotations

from typing import Any

from tests.sync_central.bad_input.conftest import Unchanged
from tests.sync_central.wire import Wire, order

LINE = {"sku": "TEE-M", "quantity": 1}


def lines(**changes: Any) -> dict[str, Any]:
    return {"lines": [LINE, {**LINE, **changes}]}


QUANTITIES = (0, -1, 1.5, 10_001, 10**30, "1", "1e3", " 1", "01", "١", "", None, True, [1], float("nan"), float("inf"))
AMOUNTS = (
    "", " ", "-0.01", "1,50", "1.505", "1e3", "1E3", "NaN", "Infinity", "-", "+1", "0x10", "1 000", "1'000", "١٢",
    "１２", "1.", ".5", "1..5", "€5", "5 EUR", "1.50\n", "\u00a01", "9" * 30, "1\u200b", "--1",
)  # fmt: skip
CURRENCIES = ("", "eur", "EURO", "EU", "XXX", "€", " EUR", "EUR ", "ЕUR", "DEM", "E\u0301R", "USD\x00")
MOMENTS: tuple[object, ...] = (
    "", "now", "2026-09-14", "2026-09-14T06:00:00", "14.09.2026 08:00", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "1999-12-31T23:59:59Z", "2026-09-14T25:00:00Z",
    "2026-09-14T06:00:00+99:00", "２０２６-09-14T06:00:00Z", True, {},
    "2026-03-29T02:30:00", "2026-09-14T06:00:00 Europe/Berlin",
)  # fmt: skip
SKUS = ("", "\x00", "a\x00b", "a\nb", "a\tb", "\x7f", "x" * 81, "\ud800", 5, None, ["TEE-M"])
TEXTS = ("\x00", "a\x1bb", "\x07", "\ud800", "a\udfffb", "\x7f", "x" * 2001, 7, ["x"])
WRONG = [
    *(("lines.1.quantity", lines(quantity=one)) for one in QUANTITIES),
    *(("total", {"total": one}) for one in AMOUNTS),
    *(("lines.1.price", lines(price=one)) for one in AMOUNTS if one),
    *((name, {name: "-1.00"}) for name in ("charged", "authorised", "tax", "discount", "shipping", "other")),
    *(("currency", {"currency": one}) for one in CURRENCIES),
    *((name, {name: one}) for name in ("placed_at", "ship_by") for one in MOMENTS),
    *(("lines.1.sku", lines(sku=one)) for one in SKUS),
    *(("recipient.name", {"recipient": {"name": one}}) for one in TEXTS),
    *(("note", {"note": one}) for one in TEXTS),
    *(("external_ref", {"external_ref": one}) for one in (*TEXTS, "", None)),
    *(("payment", {"payment": one}) for one in ("", "PAID", "free", 1, None)),
    *(("priority", {"priority": one}) for one in (0, 10, -1, "5", 5.5, True)),
    *(("service", {"service": one}) for one in ("by drone", "Express", "express ", "standard\x00", 1, None)),
    *(("policy", {"policy": one}) for one in ("", "none", 1)),
    *(("prices_include_tax", {"prices_include_tax": one}) for one in ("yes", 1, "true", None)),
    *((f"risks.0.{name}", {"risks": [{"level": "low", "provider": "S", name: one}]}) for name, one in (
        ("level", "awful"), ("level", None), ("provider", ""), ("provider", "a\x00"), ("reason", "a\nb"),
        ("assessed_at", "now"), ("score", 7),
    )),
    ("risks", {"risks": [{"level": "low", "provider": "S"}] * 6}),
    ("recipient", {"recipient": None}), ("recipient", {"recipient": "Jürgen"}), ("lines", {"lines": {}}),
    ("lines", {"lines": []}), ("lines", {"lines": "TEE-M"}), ("lines.1", {"lines": [LINE, None]}),
    ("__proto__", {"__proto__": {"total": "0"}}), ("Total", {"Total": "0"}),
    ("recipient.ISO", {"recipient": {"ISO": 1}}),
    ("lines.1.unit", lines(unit="box")), ("total", {"total": "19.91", "lines": [{**LINE, "price": "15.00"}]}),
]  # fmt: skip


def test_every_wrong_value_is_named_and_leaves_nothing(wire: Wire, untouched: Unchanged) -> None:
    with untouched():
        missed = []
        for field, changes in WRONG:
            refused = wire.post_order(order("#1", **changes), "key-1")
            named = refused.problem().field if refused.status == 422 else ""
            if named != field or not refused.problem().detail:
                missed.append((changes, refused.status, named, refused.body[:200]))
        assert missed == []


def test_no_expression_is_told_to_anybody(wire: Wire) -> None:
    told = {
        "a\x1bb": "control characters are not taken",
        "\x7f": "control characters are not taken",
    }
    for note, words in told.items():
        assert wire.post_order(order("#1", note=note)).problem().detail == words


ODD_NAMES = (
    "<script>alert(1)</script>", '=HYPERLINK("http://x")', "@SUM(A1)", "+49", "-1+1", "'; DROP TABLE sales_order;--",
    "\u202eevil\u202c", "شركة النور", "שלום", "👩‍👩‍👧‍👦 Familie", "Zoë\u0308", "ＪＵＥＲＧＥＮ",
    "^XA^XZ~JR", "{{7*7}}", "%s%n",
    "../../etc/passwd", "a" * 300, "null", "Robert\u2028Tables", "\ufeffBOM", "tab\there",
)  # fmt: skip


def test_odd_names_are_kept_to_the_letter(wire: Wire) -> None:
    for number, name in enumerate(ODD_NAMES):
        recipient = {**order("")["recipient"], "name": name}
        made = wire.post_order(order(f"#{number}", recipient=recipient, note=name))
        assert made.status == 201, (name, made.body)
        assert wire.get(f"/v1/orders/{made.json()['id']}").json()["number"] == f"#{number}"
    listed = wire.get("/v1/orders?limit=200").json()["orders"]
    assert len(listed) == len(ODD_NAMES)


LOOKING_ALIKE = (
    "ТЕЕ-M", "TEE-M ", " TEE-M", "tee-m", "TEE\u2010M", "TEE-Ｍ", "TEE-M\u200b", "TEE-M\u0301", "00TEE-M", "1e3",
)  # fmt: skip


def test_a_sku_that_only_looks_like_one_is_held_and_takes_no_stock(wire: Wire) -> None:
    for sku in LOOKING_ALIKE:
        made = wire.post_order(order(f"#{sku}", total="0.00", shipping="", lines=[{"sku": sku, "quantity": 1}]))
        assert (made.status, made.json()["status"]) == (201, "on_hold"), sku
        assert made.json()["holds"][0]["field"] == "lines.0.sku", sku
    assert wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == 0


INSTANTS = {
    "2026-03-29T02:30:00+01:00": "2026-03-29T01:30:00Z",
    "2026-03-29T03:30:00+02:00": "2026-03-29T01:30:00Z",
    "2026-10-25T02:30:00+02:00": "2026-10-25T00:30:00Z",
    "2026-10-25T02:30:00+01:00": "2026-10-25T01:30:00Z",
    "2026-09-14T20:00:00+14:00": "2026-09-14T06:00:00Z",
    "2026-09-13T18:00:00-12:00": "2026-09-14T06:00:00Z",
    "2099-12-31T23:59:59Z": "2099-12-31T23:59:59Z",
}


def test_a_moment_with_its_zone_is_one_instant_at_every_change_of_the_clock(wire: Wire) -> None:
    for told, kept in INSTANTS.items():
        assert wire.post_order(order(told, ship_by=told, payment="pending")).status == 201, told
        assert wire.get_order(told).json()["ship_by"] == kept, told
