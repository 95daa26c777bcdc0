"""A manager says over HTTP what a channel may sell and where it hears it; nobody else may, and secrets stay inside."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.central.people.actors import on_the_command_line
from app.central.people.signing_in import COOKIE, Session, csrf_of, sign_in
from app.central.people.users import NewUser, add_user
from app.central.people.values import UserRow
from tests.central.house import SITE, open_again
from tests.sync_central.wire import Answer, Wire
from tests.waiting import wait_until

PASSWORD = "violet kettle 42"
PUSH = {"kind": "webhook", "url": "https://market.example/stock", "secret": "whsec_c2VjcmV0", "active": False}


class Person:
    """Somebody signed in."""

    def __init__(self, wire: Wire, role: str) -> None:
        self._wire = wire
        centre = open_again(wire.data, ids=f"hire-{role}")
        try:
            new = NewUser(login=role, name=role, email="", role=role, site=SITE)
            made = centre.do(add_user, on_the_command_line("tests"), new, PASSWORD)
            assert isinstance(made, UserRow)
            found = sign_in(centre, role, PASSWORD)
            assert isinstance(found, Session)
            self._session = found
        finally:
            centre.close()

    def ask(self, method: str, target: str, body: Any = None) -> Answer:
        headers = {"Cookie": f"{COOKIE}={self._session.token}", "X-CSRF-Token": csrf_of(self._session)}
        sent = b"" if body is None else json.dumps(body).encode()
        return self._wire.ask(method, target, sent, {**headers, "Content-Type": "application/json"})


def test_a_manager_rules_a_channel_and_it_shows_with_an_audit_row(wire: Wire) -> None:
    manager = Person(wire, "manager")
    said = manager.ask("PUT", "/v1/channels/shop/stock", {"buffer": "10%", "safety": 2})
    assert said.status == 200, said.body
    assert said.json()["rule"]["rule"] == {"buffer": "10%", "safety": 2}
    one = manager.ask("PUT", "/v1/channels/shop/stock?sku=TEE-M", {"quota": 20, "exclusive": True}).json()
    assert [(rule["sku"], rule["rule"]) for rule in one["rules"]] == [("TEE-M", {"quota": 20, "exclusive": True})]

    def available() -> Any:
        page = manager.ask("GET", "/v1/inventory?sku=TEE-M").json()
        return [item["available"] for item in page["items"]]

    wait_until(lambda: available() == [{"shop": 20}], 15, "the rule is followed")
    manager.ask("DELETE", "/v1/channels/shop/stock?sku=TEE-M")
    wait_until(lambda: available() == [{"shop": 43}], 15, "the rule is gone")
    deeds = manager.ask("GET", "/v1/audit?action=channel.stock_rule").json()["deeds"]
    assert [(deed["actor_name"], deed["details"]["sku"]) for deed in deeds] == [
        ("manager", "TEE-M"), ("manager", "TEE-M"), ("manager", ""),
    ]  # fmt: skip


def test_where_a_channel_hears_its_stock_is_kept_and_its_secret_never_shown(wire: Wire) -> None:
    manager = Person(wire, "manager")
    said = manager.ask("PUT", "/v1/channels/shop/push", PUSH)
    assert said.status == 200, said.body
    push = said.json()["push"]
    assert (push["kind"], push["url"], push["active"], push["errors"]) == ("webhook", PUSH["url"], False, 0)
    for target in ("/v1/channels/shop/stock", "/v1/audit"):
        assert b"whsec" not in manager.ask("GET", target).body
    assert manager.ask("DELETE", "/v1/channels/shop/push").json()["push"] is None


@pytest.mark.parametrize("database", [""])
@pytest.mark.parametrize(
    ("target", "body", "field"),
    [
        ("/v1/channels/shop/stock", {"buffer": "200%"}, "buffer"),
        ("/v1/channels/shop/stock", {"locations": ["Z-9"]}, "locations"),
        ("/v1/channels/shop/stock?sku=NOPE", {"safety": 1}, "sku"),
        ("/v1/channels/shop/stock?sku=TEE-M", {"exclusive": True}, "quota"),
        ("/v1/channels/shop/push", {**PUSH, "url": "https://a:b@shop.example"}, "url"),
        ("/v1/channels/shop/push", {**PUSH, "kind": "shopify"}, "location"),
    ],
)
def test_what_is_wrong_is_named(wire: Wire, target: str, body: dict[str, Any], field: str) -> None:
    refused = Person(wire, "manager").ask("PUT", target, body)
    assert (refused.status, refused.problem().field) == (422, field)


@pytest.mark.parametrize("database", [""])
def test_only_a_manager_changes_it(wire: Wire) -> None:
    clerk = Person(wire, "clerk")
    assert clerk.ask("GET", "/v1/channels/shop/stock").status == 200
    assert clerk.ask("PUT", "/v1/channels/shop/stock", {"buffer": 1}).status == 403
    assert clerk.ask("PUT", "/v1/channels/shop/push", PUSH).status == 403
    assert clerk.ask("DELETE", "/v1/channels/shop/stock").status == 403
