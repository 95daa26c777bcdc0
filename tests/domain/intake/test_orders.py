"""What is wrong with an order, in words and fields; promises by cut-off; the roll-up of its lines."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.intake.orders import (
    Fulfilment,
    LineCount,
    NewLine,
    NewOrder,
    Payment,
    ServiceLevel,
    check_details,
    fulfilment,
    is_po_box,
    required_by_sku,
    service_for_method,
    ship_by,
)
from app.domain.parcels import PostalAddress

BERLIN = ZoneInfo("Europe/Berlin")
ADDRESS = PostalAddress(name="Jürgen", street="Schloßplatz 88", postcode="28195", city="Bremen", country="DE")
ORDER = NewOrder(
    external_ref="1", number="1", placed_at=datetime(2026, 9, 14, 6, tzinfo=UTC), currency="EUR", total_minor=1990,
    payment=Payment.PAID, charged_minor=1990, recipient=ADDRESS, lines=(NewLine(sku="A", quantity=1),),
)  # fmt: skip


@pytest.mark.parametrize(
    "street", ["Postfach 10", "PO Box 7", "P.O. Box 7", "Packstation 145", "Boîte postale 3", "BP 12"]
)
def test_po_boxes_are_seen(street: str) -> None:
    assert is_po_box(replace(ADDRESS, street=street))


@pytest.mark.parametrize("street", ["Boxberger Str. 3", "Am Postfeld 1", "Poststraße 9"])
def test_streets_that_only_sound_like_it_are_not(street: str) -> None:
    assert not is_po_box(replace(ADDRESS, street=street))


def test_every_gap_names_its_field() -> None:
    order = replace(ORDER, recipient=PostalAddress("", "", "", "", ""), lines=(NewLine(sku="", quantity=1),))
    fields = [found.field for found in check_details(order, {"A"})]
    assert fields == ["recipient.name", "recipient.street", "recipient.city", "recipient.country", "lines.0.sku"]
    assert check_details(replace(ORDER, recipient=replace(ADDRESS, country="HK", postcode="")), {"A"}) == ()
    assert check_details(replace(ORDER, recipient=replace(ADDRESS, name="", company="Ltd")), {"A"}) == ()


def test_units_are_summed_per_sku() -> None:
    lines = [NewLine(sku="A", quantity=2), NewLine(sku="B", quantity=1), NewLine(sku="A", quantity=3)]
    assert required_by_sku(lines) == {"A": 5, "B": 1}


@pytest.mark.parametrize(
    ("placed", "code", "due"),
    [
        ("2026-09-14 08:00", "express", "2026-09-14 14:00"),
        ("2026-09-14 14:00", "express", "2026-09-15 14:00"),
        ("2026-09-14 08:00", "standard", "2026-09-15 14:00"),
        ("2026-09-18 15:00", "express", "2026-09-21 14:00"),
        ("2026-09-18 15:00", "standard", "2026-09-22 14:00"),
        ("2026-10-24 15:00", "express", "2026-10-26 14:00"),
    ],
)
def test_the_promise_follows_cut_offs_and_working_days(placed: str, code: str, due: str) -> None:
    level = ServiceLevel(code=code, name=code, cut_off="14:00")
    promised = ship_by(datetime.fromisoformat(placed).replace(tzinfo=BERLIN), level, BERLIN)
    assert promised == datetime.fromisoformat(due).replace(tzinfo=BERLIN)


def test_shop_methods_find_their_service_and_unknown_ones_the_least_urgent() -> None:
    levels = (
        ServiceLevel(code="express", name="Express", shop_methods=("Next Day",), priority=1),
        ServiceLevel(code="standard", name="Standard", priority=5),
    )
    assert service_for_method(levels, " next day ") == "express"
    assert service_for_method(levels, "Carrier pigeon") == "standard"
    assert service_for_method((), "x") == "standard"


@pytest.mark.parametrize(
    ("line", "on_hold", "released", "status"),
    [
        (LineCount(quantity=2), False, False, Fulfilment.UNFULFILLED),
        (LineCount(quantity=2), True, False, Fulfilment.ON_HOLD),
        (LineCount(quantity=2), True, True, Fulfilment.IN_PROGRESS),
        (LineCount(quantity=2, picked=2, packed=2, shipped=1), True, True, Fulfilment.PARTIALLY_SHIPPED),
        (LineCount(quantity=2, cancelled=1, picked=1, packed=1, shipped=1), False, False, Fulfilment.SHIPPED),
    ],
)
def test_fulfilment_follows_from_the_lines(line: LineCount, on_hold: bool, released: bool, status: Fulfilment) -> None:
    assert fulfilment([line], on_hold, released) is status
