"""Orders over HTTP: taken once per key, refused with the field, read back with where they stand."""

import threading

import pytest

from tests.central.house import SITE, open_again
from tests.sync_central.wire import Answer, Wire, order


def test_a_good_order_is_accepted_and_read_back(wire: Wire) -> None:
    made = wire.post_order(order("#1001"), "key-1")
    assert (made.status, made.json()["status"]) == (201, "accepted")
    for reference in (made.json()["id"], "#1001"):
        found = wire.get_order(reference).json()
        assert (found["status"], found["fulfilment"], found["tracking"]) == ("accepted", "unfulfilled", [])
        assert [(line["sku"], line["allocated"]) for line in found["lines"]] == [("TEE-M", 1)]
    stock = wire.get("/v1/stock?sku=TEE-M").json()
    assert (stock["on_hand"], stock["allocated"], stock["available"]) == (50, 1, 49)


def test_the_same_key_and_body_is_answered_from_memory_another_body_is_refused(wire: Wire) -> None:
    first = wire.post_order(order("#1"), "key-1")
    again = wire.post_order(order("#1"), "key-1")
    assert (again.status, again.body) == (first.status, first.body)
    other = wire.post_order(order("#2"), "key-1")
    assert (other.status, other.problem().code) == (422, "idempotency")
    assert wire.get_order("#2").status == 404


def test_the_same_reference_without_a_key_gives_the_same_order(wire: Wire) -> None:
    first, again = wire.post_order(order("#1", placed_at="2026-09-14T06:00:00Z")), None
    again = wire.post_order(order("#1", placed_at="2026-09-14T06:00:00Z"))
    assert (first.status, again.status) == (201, 200)
    assert again.json()["id"] == first.json()["id"]
    lines = [{"sku": "TEE-M", "quantity": 9}]
    changed = wire.post_order(order("#1", placed_at="2026-09-14T06:00:00Z", lines=lines))
    assert (changed.status, changed.json()["outcome"], changed.json()["id"]) == (200, "changed", first.json()["id"])
    assert [line["allocated"] for line in wire.get_order("#1").json()["lines"]] == [9]


def test_what_keeps_an_order_is_named_hold_by_hold(wire: Wire) -> None:
    recipient = {**order("")["recipient"], "postcode": ""}
    made = wire.post_order(order("#1", payment="pending", recipient=recipient, lines=[{"sku": "CAP", "quantity": 1}]))
    assert (made.status, made.json()["status"]) == (201, "on_hold")
    assert {(hold["reason"], hold["field"]) for hold in made.json()["holds"]} == {
        ("payment", "payment"),
        ("address", "recipient.postcode"),
        ("stock", "lines"),
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"external_ref": ""}, "external_ref"),
        ({"currency": "EURO"}, "currency"),
        ({"total": "12,50"}, "total"),
        ({"total": "-1"}, "total"),
        ({"payment": "maybe"}, "payment"),
        ({"placed_at": "yesterday"}, "placed_at"),
        ({"placed_at": "2026-09-14T06:00:00"}, "placed_at"),
        ({"lines": []}, "lines"),
        ({"lines": [{"sku": "TEE-M", "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "TEE-M", "quantity": "2"}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "TEE-M", "quantity": 1, "price": "x"}]}, "lines.0.price"),
        ({"lines": [{"quantity": 1}]}, "lines.0.sku"),
        ({"shipping": "4.91"}, "total"),
        ({"tax": "1.00"}, "total"),
        ({"discount": "0.01"}, "total"),
        ({"discount": "-1.00"}, "discount"),
        ({"shipping": "1.234"}, "shipping"),
        ({"prices_include_tax": "yes"}, "prices_include_tax"),
        ({"currency": "JPY", "total": "19.90"}, "total"),
        ({"lines": [{"sku": "TEE-M", "quantity": 1, "tax": "x"}]}, "lines.0.tax"),
        ({"total": "99999999999999999.00", "lines": [{"sku": "TEE-M", "quantity": 1}]}, "total"),
        ({"lines": [{"sku": "TEE-M", "quantity": 1}] * 201}, "lines"),
        ({"recipient": {"name": "a\u0000b"}}, "recipient.name"),
        ({"recipient": {"nmae": "x"}}, "recipient.nmae"),
        ({"priority": 99}, "priority"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_taken(wire: Wire, changes: dict[str, object], field: str) -> None:
    refused = wire.post_order(order("#1", **changes))
    assert (refused.status, refused.problem().field) == (422, field)
    assert refused.headers["content-type"] == "application/problem+json"
    assert wire.get_order("#1").status == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"total": "21.90", "tax": "2.00"},
        {"total": "19.90", "tax": "2.00", "prices_include_tax": True},
        {"total": "0.00", "shipping": "", "discount": "15.00"},
        {"total": "0", "shipping": "", "lines": [{"sku": "TEE-M", "quantity": 1, "price": "0"}]},
        {"total": "44.90", "other": "25.00"},
        {"total": "17.90", "lines": [{"sku": "TEE-M", "quantity": 1, "price": "15.00", "discount": "2.00"}]},
        {"currency": "JPY", "total": "1990", "shipping": "490",
         "lines": [{"sku": "TEE-M", "quantity": 1, "price": "1500"}]},
    ],
)  # fmt: skip
def test_amounts_that_add_up_are_taken(wire: Wire, changes: dict[str, object]) -> None:
    made = wire.post_order(order("#1", **changes))
    assert (made.status, made.json()["status"]) == (201, "accepted"), made.body


def test_no_key_a_wrong_key_broken_json_and_a_huge_body(wire: Wire) -> None:
    assert wire.post_order(order("#1"), key="pb_wrong").problem().code == "key"
    bearer = {"Authorization": f"Bearer {wire.key}", "Content-Type": "application/json"}
    assert wire.ask("POST", "/v1/orders", b'{"external', bearer).status == 422
    assert wire.ask("POST", "/v1/orders", b" " * (1024 * 1024 + 1), bearer).status == 413


def test_hundred_and_twenty_at_once_sell_exactly_what_there_is(wire: Wire) -> None:
    answers: list[Answer] = []

    def buy(buyer: int) -> None:
        mine = Wire(wire.where, wire.key, wire.data)
        answers.extend(mine.post_order(order(f"#{buyer}-{n}"), f"key-{buyer}-{n}") for n in range(15))
        mine.close()

    buyers = [threading.Thread(target=buy, args=(buyer,)) for buyer in range(8)]
    for thread in buyers:
        thread.start()
    for thread in buyers:
        thread.join()
    assert [answer.json()["status"] for answer in answers].count("accepted") == 50
    centre = open_again(wire.data)
    with centre.read(SITE) as work:
        assert [level.allocated for level in work.stock.levels("TEE-M")] == [50]
    centre.close()
