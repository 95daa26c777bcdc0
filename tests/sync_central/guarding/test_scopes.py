"""Who may do what over the API: channels, programs and people, each at their sites, each counted and on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.central.bench.enrolment import make_enrolment_code
from app.central.bench.revoking import revoke_station
from app.central.intake.channels import add_channel, revoke_channel
from app.central.people.keys import revoke_client
from app.central.people.signing_in import COOKIE, csrf_of
from app.central.people.users import change_role
from tests.central.house import SITE
from tests.sync_central.guarding.speaking import BOSS, Speaker
from tests.sync_central.wire import SpokenStation, Wire, order


def test_a_channel_sees_its_own_orders_and_no_others(wire: Wire, beside: Callable[..., Any]) -> None:
    mine = wire.take("#1")
    other = Speaker(wire, beside(lambda centre: centre.do(add_channel, SITE, "other")).key)
    assert other.ask("GET", f"/v1/orders/{mine}").status == 404
    assert other.ask("GET", "/v1/orders").json()["orders"] == []
    assert other.ask("GET", f"/v1/orders/{mine}/holds").status == 404
    assert other.ask("POST", f"/v1/orders/{mine}/cancel", {"why": "x"}).status == 404
    assert [one["id"] for one in wire.get("/v1/orders").json()["orders"]] == [mine]
    for target in ("/v1/audit", "/v1/channels"):
        assert (wire.get(target).status, wire.get(target).problem().code) == (403, "permission")


def test_a_reading_program_reads_and_changes_nothing(wire: Wire, program: Callable[[str], Speaker]) -> None:
    one, reader = wire.take("#1"), program("read_only")
    for target in ("/v1/orders", f"/v1/orders/{one}", f"/v1/orders/{one}/holds", "/v1/stock?sku=TEE-M", "/v1/channels"):
        assert reader.ask("GET", target).status == 200, target
    for target, body in (
        (f"/v1/orders/{one}/cancel", {"why": "x"}),
        (f"/v1/orders/{one}/holds", {"why": "x"}),
        ("/v1/orders", order("#2")),
    ):
        refused = reader.ask("POST", target, body)
        assert (refused.status, refused.problem().code) == (403, "permission"), target
    assert reader.ask("GET", "/v1/audit").status == 403


def test_roles_open_what_their_verbs_need(wire: Wire, person: Callable[[str], Speaker]) -> None:
    one = wire.take("#1", payment="pending")
    clerk, auditor, supervisor = person("clerk"), person("auditor"), person("supervisor")
    (hold,) = clerk.ask("GET", f"/v1/orders/{one}/holds").json()["holds"]
    assert hold["reason"] == "payment"
    release = f"/v1/holds/{hold['id']}/release"
    refused = clerk.ask("POST", release, {"why": "paid in cash"})
    assert (refused.status, refused.problem().detail) == (403, "needs hold.release.payment")
    assert auditor.ask("POST", release, {"why": "x"}).status == 403
    assert auditor.ask("GET", f"/v1/orders/{one}").status == 200
    released = supervisor.ask("POST", release, {"why": "paid in cash"})
    assert (released.status, released.json()["released_by"]) == (200, f"user:supervisor-{SITE.lower()}: paid in cash")
    again = supervisor.ask("POST", release, {"why": "x"})
    assert (again.status, again.problem().code) == (409, "hold")
    rows = auditor.ask("GET", f"/v1/audit?subject={one}").json()["deeds"]
    assert [(row["action"], row["details"]["why"]) for row in rows] == [("hold.release", "paid in cash")]
    assert released.headers["x-request-id"] == rows[0]["request_id"]


def test_a_held_order_waits_and_a_cancelled_one_is_on_record(wire: Wire, person: Callable[[str], Speaker]) -> None:
    one, clerk = wire.take("#1"), person("clerk")
    placed = clerk.ask("POST", f"/v1/orders/{one}/holds", {"why": "calls back"})
    assert (placed.status, placed.json()["detail"]) == (201, "calls back")
    assert wire.get_order("#1").json()["status"] == "on_hold"
    assert clerk.ask("POST", f"/v1/orders/{one}/cancel", {"why": "changed their mind"}).status == 200
    again = clerk.ask("POST", f"/v1/orders/{one}/cancel", {"why": "again"})
    assert (again.status, again.problem().code) == (409, "not_now")
    assert wire.get_order("#1").json()["status"] == "cancelled"
    held = clerk.ask("POST", f"/v1/orders/{one}/holds", {"why": "too late"})
    assert (held.status, held.problem().code) == (409, "not_now")


def test_a_payment_counts_once_and_releases_its_hold(wire: Wire) -> None:
    one = wire.take("#1", payment="pending")
    shop = Speaker(wire, wire.key)
    event = {
        "kind": "captured", "amount": "19.90", "currency": "EUR", "provider": "stripe", "reference": "ch_1",
        "happened_at": "2026-09-14T06:00:00Z",
    }  # fmt: skip
    first = shop.ask("POST", f"/v1/orders/{one}/payments", event)
    assert (first.status, first.json()["replayed"]) == (201, False)
    again = shop.ask("POST", f"/v1/orders/{one}/payments", event)
    assert (again.status, again.json()["replayed"]) == (200, True)
    assert wire.get_order("#1").json()["status"] == "accepted"
    for changes, field in (
        ({"currency": "USD"}, "currency"),
        ({"amount": "1,5"}, "amount"),
        ({"amount": "0"}, "amount"),
    ):
        wrong = shop.ask("POST", f"/v1/orders/{one}/payments", {**event, "reference": "ch_2", **changes})
        assert (wrong.status, wrong.problem().field) == (422, field)


def test_what_a_fraud_service_says_holds_an_order_until_it_says_otherwise(wire: Wire) -> None:
    one, shop = wire.take("#1"), Speaker(wire, wire.key)
    said = {"level": "high", "provider": "Signifyd", "reason": "card and address differ"}
    for report, risk, status in (
        (said, "high", "on_hold"),
        ({**said, "level": "none", "assessed_at": "2026-09-13T06:00:00Z"}, "high", "on_hold"),
        ({**said, "level": "low"}, "low", "accepted"),
    ):
        found = shop.ask("POST", f"/v1/orders/{one}/risks", report)
        assert (found.status, found.json()["risk"]) == (200, risk)
        assert wire.get_order("#1").json()["status"] == status
    refused = shop.ask("POST", f"/v1/orders/{one}/risks", {**said, "level": "awful"})
    assert (refused.status, refused.problem().field) == (422, "level")
    assert shop.ask("POST", "/v1/orders/nobody/risks", said).status == 404


def test_a_session_needs_its_csrf_token_to_change_anything(wire: Wire, person: Callable[[str], Speaker]) -> None:
    one, clerk, other = wire.take("#1"), person("clerk"), person("supervisor")
    assert clerk.session is not None
    assert other.session is not None
    for token in ("", csrf_of(other.session)):
        refused = clerk.ask("POST", f"/v1/orders/{one}/cancel", {"why": "x"}, **{"X-CSRF-Token": token})
        assert (refused.status, refused.problem().code) == (403, "csrf")
    assert wire.get_order("#1").json()["status"] == "accepted"
    nobody = wire.ask("GET", "/v1/orders", headers={"Cookie": f"{COOKIE}={'0' * 64}"})
    assert (nobody.status, nobody.problem().code) == (401, "session")
    assert wire.ask("GET", "/v1/orders").problem().code == "session"


def test_a_person_of_another_site_is_refused(wire: Wire, person: Callable[[str], Speaker]) -> None:
    clerk = person("clerk")
    refused = clerk.ask("GET", "/v1/orders?site=XX")
    assert (refused.status, refused.problem().code) == (403, "site")


def test_revoking_a_key_or_changing_a_role_bites(
    wire: Wire, beside: Callable[..., Any], program: Callable[[str], Speaker],
    person: Callable[[str], Speaker],
) -> None:  # fmt: skip
    reader, clerk = program("read_only"), person("clerk")
    beside(lambda centre: centre.do(revoke_client, BOSS, "read_only"))
    assert reader.ask("GET", "/v1/orders").problem().code == "key"
    assert clerk.ask("GET", "/v1/orders").status == 200
    assert clerk.session is not None
    login = clerk.session.login
    beside(lambda centre: centre.do(change_role, BOSS, login, "auditor"))
    assert clerk.ask("GET", "/v1/orders").problem().code == "session"
    beside(lambda centre: centre.do(revoke_channel, BOSS, "shop"))
    assert wire.get("/v1/orders").problem().code == "key"


def test_a_revoked_station_is_refused_in_words_it_can_trust(wire: Wire, beside: Callable[..., Any]) -> None:
    code = beside(lambda centre: centre.do(make_enrolment_code, SITE, "ST-1"))
    station = SpokenStation(wire, code, "ST-1")
    station.changes()
    beside(lambda centre: centre.do(revoke_station, BOSS, SITE, "ST-1", "stolen"))
    refused = station.ask("GET", station.target(0))
    assert (refused.status, refused.problem().code) == (403, "revoked")
    code = beside(lambda centre: centre.do(make_enrolment_code, SITE, "ST-1"))
    assert SpokenStation(wire, code, "ST-1").changes().cursor >= 0


def test_only_a_manager_grants_a_refund_and_once(wire: Wire, person: Callable[[str], Speaker]) -> None:
    one, clerk, manager = wire.take("#1"), person("clerk"), person("manager")
    said = {"amount": "5.00", "why": "a button is missing", "reference": "case-1"}
    target = f"/v1/orders/{one}/refunds"
    assert clerk.ask("POST", target, said).status == 403
    granted, again = manager.ask("POST", target, said), manager.ask("POST", target, said)
    assert (granted.status, granted.json()["amount"]) == (200, "5.00")
    assert again.json() == {**granted.json(), "replayed": True}
    for changes, field in (
        ({"amount": "6.00"}, "reference"),
        ({"amount": "99.00", "reference": "case-2"}, "amount"),
        ({"amount": "1,00"}, "amount"),
        ({"why": " "}, "why"),
    ):
        refused = manager.ask("POST", target, said | changes)
        assert (refused.status, refused.problem().field) == (422, field)
