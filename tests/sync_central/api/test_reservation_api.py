"""Units kept for a basket over HTTP, and the order that has them: decided in one transaction, exact to the unit."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.central.audit import audit
from app.central.stock.reservations.reserving import Asked, reserve
from app.central.stock.values import ReservationRow
from tests.central.house import SITE, open_again
from tests.sync_central.wire import Answer, Wire, order


def post(wire: Wire, key: str = "", **form: Any) -> Answer:
    headers = {"Authorization": f"Bearer {wire.key}", "Content-Type": "application/json"}
    headers |= {"Idempotency-Key": key} if key else {}
    asked = {"owner": "basket-1", "lines": [{"sku": "TEE-M", "quantity": 48}], **form}
    return wire.ask("POST", "/v1/reservations", json.dumps(asked).encode(), headers)


def keep(wire: Wire, **form: Any) -> str:
    made = post(wire, **form)
    assert made.status == 201, made.body
    return str(made.json()["id"])


def delete(wire: Wire, reservation: str) -> Answer:
    return wire.ask("DELETE", f"/v1/reservations/{reservation}", headers={"Authorization": f"Bearer {wire.key}"})


def many(reference: str, units: int, **changes: Any) -> dict[str, Any]:
    return order(reference, total="5.00", shipping="5.00", lines=[{"sku": "TEE-M", "quantity": units}], **changes)


def books(wire: Wire) -> None:
    centre = open_again(wire.data)
    try:
        assert audit(centre, SITE) == ()
    finally:
        centre.close()


def test_units_are_kept_shown_and_let_go_once(wire: Wire) -> None:
    made = post(wire, ttl_s=60)
    seen = made.json()
    assert (seen["owner"], seen["state"], seen["lines"]) == ("basket-1", "active", [{"sku": "TEE-M", "quantity": 48}])
    assert wire.get(f"/v1/reservations/{seen['id']}").json() == seen
    stock = wire.get("/v1/stock?sku=TEE-M").json()
    assert [stock[name] for name in ("on_hand", "reserved", "available")] == [50, 48, 2], "what is kept is not free"
    assert wire.post_order(many("#1", 3)).json()["status"] == "on_hold"
    for _ in range(2):
        gone = delete(wire, seen["id"])
        assert (gone.status, gone.json()["state"]) == (200, "released")
    assert wire.get_order("#1").json()["status"] == "accepted"
    books(wire)


def test_a_key_keeps_once_and_is_given_the_same_answer(wire: Wire) -> None:
    first = post(wire, "key-1")
    assert (first.status, delete(wire, first.json()["id"]).status) == (201, 200)
    again = post(wire, "key-1")
    assert (again.status, again.body) == (201, first.body)
    assert wire.get(f"/v1/reservations/{first.json()['id']}").json()["state"] == "released"
    other = post(wire, "key-1", ttl_s=60)
    assert (other.status, other.problem().code, other.problem().field) == (422, "idempotency", "Idempotency-Key")
    assert wire.post_order(many("#1", 1), "key-1").problem().code == "idempotency"
    too_long = post(wire, "k" * 201)
    assert (too_long.status, too_long.problem().field) == (400, "Idempotency-Key")
    books(wire)


def test_what_was_short_is_answered_again_and_a_wrong_field_uses_no_key(wire: Wire) -> None:
    lines = [{"sku": "TEE-M", "quantity": 51}]
    short = post(wire, "key-1", lines=lines)
    assert (short.status, short.problem().field) == (409, "lines.0")
    assert post(wire, "key-1", lines=lines).body == short.body
    wrong = post(wire, "key-2", lines=[{"sku": "NOPE", "quantity": 1}])
    assert (wrong.status, wrong.problem().field) == (422, "lines.0.sku")
    assert post(wire, "key-2").status == 201
    assert post(wire, "key-3", lines=lines).status == 409


def test_an_order_has_what_was_kept_for_it(wire: Wire) -> None:
    kept = keep(wire)
    made = wire.post_order(many("#1", 49, reservation=kept), "key-1")
    assert (made.status, made.json()["status"]) == (201, "accepted")
    seen = wire.get(f"/v1/reservations/{kept}").json()
    assert (seen["state"], seen["order_id"]) == ("converted", made.json()["id"])
    assert delete(wire, kept).problem().code == "not_now"
    again = wire.post_order(many("#1", 49, reservation=kept), "key-1")
    assert again.body == made.body
    assert wire.get_order("#1").json()["lines"][0]["allocated"] == 49
    books(wire)


def test_what_the_order_does_not_want_is_free_again(wire: Wire) -> None:
    wire.post_order(many("#1", 10, reservation=keep(wire)))
    assert wire.post_order(many("#2", 40)).json()["status"] == "accepted"
    books(wire)


def test_an_order_that_waits_for_its_payment_keeps_its_units(wire: Wire) -> None:
    kept = keep(wire)
    held = wire.post_order(many("#1", 48, payment="pending", reservation=kept)).json()
    assert [hold["reason"] for hold in held["holds"]] == ["payment"]
    assert wire.get(f"/v1/reservations/{kept}").json()["order_id"] == held["id"]
    assert [hold["reason"] for hold in wire.post_order(many("#2", 3)).json()["holds"]] == ["stock"]
    wrong = wire.post_order(many("#3", 48, reservation=kept)).json()
    assert [hold["reason"] for hold in wrong["holds"]] == ["stock"], "it is another order's"
    paid = wire.post_order(many("#1", 48, payment="paid", reservation=kept)).json()
    assert (paid["id"], paid["status"]) == (held["id"], "accepted")
    assert wire.get(f"/v1/reservations/{kept}").json()["state"] == "converted"
    books(wire)


def test_a_cancelled_order_needs_nothing_kept(wire: Wire) -> None:
    kept = keep(wire)
    held = wire.post_order(many("#1", 48, payment="pending", reservation=kept)).json()
    headers = {"Authorization": f"Bearer {wire.key}", "Content-Type": "application/json"}
    assert wire.ask("POST", f"/v1/orders/{held['id']}/cancel", b'{"why": "no"}', headers).status == 200
    assert wire.get(f"/v1/reservations/{kept}").json()["state"] == "released"
    books(wire)


@pytest.mark.parametrize("policy", ["ship_together", "ship_available", "all_or_cancel"])
def test_kept_units_that_are_not_enough_are_promised_as_the_policy_says(wire: Wire, policy: str) -> None:
    made = wire.post_order(many("#1", 51, policy=policy, reservation=keep(wire))).json()
    status = {"ship_together": "on_hold", "ship_available": "accepted", "all_or_cancel": "cancelled"}[policy]
    assert made["status"] == status
    allocated = wire.get_order("#1").json()["lines"][0]["allocated"]
    assert allocated == (50 if policy == "ship_available" else 0)
    books(wire)


def test_a_reservation_that_is_over_is_passed_by(wire: Wire) -> None:
    kept = keep(wire)
    delete(wire, kept)
    assert wire.post_order(many("#1", 48, reservation=kept)).json()["status"] == "accepted"
    books(wire)


def test_nobody_else_s_reservation_is_seen_used_or_ended(wire: Wire) -> None:
    centre = open_again(wire.data)
    try:
        made = centre.do(reserve, SITE, "the desk", [Asked(sku="TEE-M", quantity=5)], timedelta(hours=1))
        assert isinstance(made, ReservationRow)
    finally:
        centre.close()
    for found in (wire.get(f"/v1/reservations/{made.reservation_id}"), delete(wire, made.reservation_id)):
        assert (found.status, found.problem().code) == (404, "reservation")
    for foreign in (made.reservation_id, "no such thing"):
        refused = wire.post_order(many("#1", 1, reservation=foreign))
        assert (refused.status, refused.problem().field) == (422, "reservation")
    assert wire.get_order("#1").status == 404


@pytest.mark.parametrize(
    ("form", "status", "field"),
    [
        ({"owner": ""}, 422, "owner"),
        ({"owner": "   "}, 422, "owner"),
        ({"owner": "x" * 81}, 422, "owner"),
        ({"ttl_s": 0}, 422, "ttl_s"),
        ({"ttl_s": 604_801}, 422, "ttl_s"),
        ({"lines": []}, 422, "lines"),
        ({"lines": [{"sku": "NOPE", "quantity": 1}]}, 422, "lines.0.sku"),
        ({"lines": [{"sku": "TEE-M", "quantity": 0}]}, 422, "lines.0.quantity"),
        ({"lines": [{"sku": "TEE-M", "quantity": 1}, {"sku": "CAP", "quantity": 1}]}, 409, "lines.1"),
        ({"lines": [{"sku": "TEE-M", "quantity": 26}, {"sku": "TEE-M", "quantity": 25}]}, 409, "lines.0"),
    ],
)
@pytest.mark.parametrize("database", [""])
def test_a_reservation_that_can_not_be_names_its_field_and_keeps_nothing(
    wire: Wire, form: dict[str, Any], status: int, field: str
) -> None:
    refused = post(wire, **form)
    assert (refused.status, refused.problem().field) == (status, field)
    assert wire.post_order(many("#1", 50)).json()["status"] == "accepted"
