"""Orders in pages, by what holds them and by words; each wrong parameter and each wrong field is named."""

from __future__ import annotations

import pytest

from tests.sync_central.wire import Wire, order


def test_pages_of_orders_are_stable_while_orders_come_in(wire: Wire) -> None:
    ids = [wire.take(f"#{n}") for n in range(5)]
    first = wire.get("/v1/orders?limit=2&state=accepted")
    assert [one["id"] for one in first.json()["orders"]] == [ids[4], ids[3]]
    assert first.headers["link"] == f'</v1/orders?limit=2&state=accepted&cursor={first.json()["next"]}>; rel="next"'
    wire.take("#new")
    second = wire.get(first.headers["link"].partition(">")[0][1:])
    assert [one["id"] for one in second.json()["orders"]] == [ids[2], ids[1]]
    last = wire.get(f"/v1/orders?limit=2&cursor={second.json()['next']}")
    assert ([one["id"] for one in last.json()["orders"]], last.json()["next"]) == ([ids[0]], "")
    assert "link" not in last.headers


def test_orders_are_filtered_by_what_holds_them_and_by_words(wire: Wire) -> None:
    wire.take("#1")
    held = wire.take("#2", payment="pending")
    found = {
        query: [one["number"] for one in wire.get(f"/v1/orders?{query}").json()["orders"]]
        for query in (
            "hold=payment",
            "channel=shop",
            "channel=none",
            "text=%232",
            "state=closed",
            "text=Bremen&limit=1",
        )
    }
    assert found["hold=payment"] == ["#2"]
    assert found["channel=shop"] == ["#2", "#1"]
    assert found["channel=none"] == found["state=closed"] == []
    assert found["text=%232"] == ["#2"]
    assert wire.get(f"/v1/orders/{held}").json()["number"] == "#2"


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("limit=0", 422, "limit"), ("limit=201", 422, "limit"), ("limit=x", 422, "limit"), ("state=gone", 422, "state"),
        ("hold=x", 422, "hold"), ("ship_by_before=yesterday", 422, "ship_by_before"), ("cursor=x", 400, "cursor"),
        ("cursor=WyIyMDI2IiwiYSJd", 400, "cursor"), ("cursor=%ff", 400, "cursor"), ("text=%00", 422, "text"),
        ("site=XX", 403, "site"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named(wire: Wire, query: str, status: int, field: str) -> None:
    refused = wire.get(f"/v1/orders?{query}")
    assert (refused.status, refused.problem().field) == (status, field)
    assert refused.headers["content-type"] == "application/problem+json"


def test_every_wrong_field_is_named_at_once(wire: Wire) -> None:
    lines = [{"quantity": 0, "price": "x"}, {"sku": "TEE-M", "quantity": 1, "price": "1,5"}]
    refused = wire.post_order(order("", total="x", priority=0, lines=lines))
    assert {one.field for one in refused.problem().errors} == {
        "external_ref", "priority", "lines.0.sku", "lines.0.quantity",
    }  # fmt: skip
    amounts = wire.post_order(order("#1", total="x", lines=[{"sku": "TEE-M", "quantity": 1, "price": "1,5"}]))
    assert {one.field for one in amounts.problem().errors} == {"total", "lines.0.price"}
    assert amounts.problem().type == "/v1/problems#field"
    assert amounts.problem().instance == f"urn:uuid:{amounts.headers['x-request-id']}"
