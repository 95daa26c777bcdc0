"""What is sent a second time over the API is answered with what is true, changes nothing, and is recorded once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sync_central.guarding.speaking import Speaker
from tests.sync_central.wire import Wire

PAID = {
    "kind": "captured", "amount": "19.90", "currency": "EUR", "provider": "stripe", "reference": "pi_1",
    "happened_at": "2026-09-14T06:00:00Z",
}  # fmt: skip
REFUND = {"amount": "5.00", "why": "a button is missing", "reference": "case-17"}
RISK = {"level": "high", "provider": "Signifyd", "reason": "two cards"}


def recorded(auditor: Speaker, order_id: str) -> list[str]:
    """Actions on record about an order, the oldest first."""
    return [row["action"] for row in auditor.ask("GET", f"/v1/audit?subject={order_id}").json()["deeds"]][::-1]


def test_an_event_replayed_is_recorded_once_and_other_content_is_refused(
    wire: Wire, person: Callable[[str], Speaker]
) -> None:
    one, auditor, shop = wire.take("#1", payment="pending"), person("auditor"), Speaker(wire, wire.key)
    sent: list[tuple[str, dict[str, Any]]] = [("payments", PAID), ("risks", RISK)]
    for what, body in sent:
        first, again = (shop.ask("POST", f"/v1/orders/{one}/{what}", body) for _ in range(2))
        assert (first.status, again.status) in ((201, 200), (200, 200)), what
        assert {name: value for name, value in again.json().items() if name != "replayed"} == {
            name: value for name, value in first.json().items() if name != "replayed"
        }
    other = shop.ask("POST", f"/v1/orders/{one}/payments", {**PAID, "amount": "5.00"})
    assert (other.status, other.problem().field) == (422, "reference")
    assert recorded(auditor, one) == ["payment.record", "risk.assess"]


def test_a_form_sent_twice_is_done_once_and_says_so(wire: Wire, person: Callable[[str], Speaker]) -> None:
    one, auditor, manager = wire.take("#1"), person("auditor"), person("manager")
    grants = [manager.ask("POST", f"/v1/orders/{one}/refunds", REFUND) for _ in range(2)]
    assert [(one.status, one.json()["replayed"]) for one in grants] == [(200, False), (200, True)]
    assert grants[0].json()["id"] == grants[1].json()["id"]
    assert wire.get_order("#1").json()["refund_due"] == "5.00"
    holds = [manager.ask("POST", f"/v1/orders/{one}/holds", {"why": "ring first"}) for _ in range(2)]
    assert [answer.status for answer in holds] == [201, 409]
    assert holds[1].problem().title == "it is held for that already"
    release = f"/v1/holds/{holds[0].json()['id']}/release"
    released = [manager.ask("POST", release, {"why": "rang"}) for _ in range(2)]
    assert [answer.status for answer in released] == [200, 409]
    cancelled = [manager.ask("POST", f"/v1/orders/{one}/cancel", {"why": "changed their mind"}) for _ in range(2)]
    assert [answer.status for answer in cancelled] == [200, 409]
    assert "pay 19.90 EUR back" in cancelled[0].json()["left"]
    assert (cancelled[1].problem().code, cancelled[1].problem().title) == (
        "not_now", "order #1 was cancelled already",
    )  # fmt: skip
    assert recorded(auditor, one) == ["payment.refund", "hold.place", "hold.release", "order.cancel"]
    seen = wire.get_order("#1").json()
    assert (seen["status"], seen["currency"], seen["refund_due"]) == ("cancelled", "EUR", "19.90")
