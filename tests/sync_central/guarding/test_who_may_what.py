"""Every end point against every role, and everybody's ids against those of another channel and another site."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from app.central.centre import Centre
from app.central.intake.channels import add_channel
from app.central.people.actors import CENTRE
from app.central.people.keys import ClientKey, add_client
from app.central.people.permissions import CHANNEL, CLIENT_ROLES, ROLES
from app.central.people.signing_in import COOKIE, Session, csrf_of, sign_in
from app.central.people.users import NewUser, add_user
from app.central.people.values import UserRow
from app.central.warehouse.imports import import_site
from tests.central.house import SITE, Clock, Ids, site_record
from tests.sync_central.api.test_supply_api import bought_when_below
from tests.sync_central.wire import Answer, Wire, order

PASSWORD = "violet kettle 42"
OTHER = "HH1"
NEEDS = {
    ("GET", "/v1/orders"): "order.read", ("GET", "/v1/orders/{order_id}"): "order.read",
    ("GET", "/v1/orders/{order_id}/holds"): "hold.read", ("POST", "/v1/orders/{order_id}/holds"): "hold.place",
    ("POST", "/v1/orders/{order_id}/cancel"): "order.cancel",
    ("POST", "/v1/orders/{order_id}/payments"): "payment.record",
    ("POST", "/v1/orders/{order_id}/risks"): "risk.assess",
    ("POST", "/v1/orders/{order_id}/refunds"): "payment.refund",
    ("POST", "/v1/holds/{hold_id}/release"): "hold.read",
    ("GET", "/v1/stock"): "stock.read", ("GET", "/v1/tasks"): "task.read", ("GET", "/v1/tasks/{task_id}"): "task.read",
    ("GET", "/v1/tasks/{task_id}/why"): "task.read", ("POST", "/v1/tasks/{task_id}/claim"): "task.work",
    ("POST", "/v1/tasks/{task_id}/done"): "task.work", ("POST", "/v1/tasks/{task_id}/fail"): "task.work",
    ("POST", "/v1/tasks/{task_id}/pause"): "task.assign", ("POST", "/v1/tasks/{task_id}/resume"): "task.assign",
    ("POST", "/v1/tasks/{task_id}/pin"): "task.assign", ("POST", "/v1/tasks/{task_id}/assign"): "task.assign",
    ("POST", "/v1/tasks/{task_id}/priority"): "task.assign", ("GET", "/v1/audit"): "audit.read",
    ("GET", "/v1/channels"): "channel.read",
    ("GET", "/v1/inventory"): "stock.read", ("GET", "/v1/inventory/changes"): "stock.read",
    ("GET", "/v1/channels/{code}/stock"): "channel.read", ("PUT", "/v1/channels/{code}/stock"): "channel.manage",
    ("DELETE", "/v1/channels/{code}/stock"): "channel.manage", ("PUT", "/v1/channels/{code}/push"): "channel.manage",
    ("DELETE", "/v1/channels/{code}/push"): "channel.manage",
    ("GET", "/v1/alerts"): "report.read", ("GET", "/v1/supply/low"): "report.read",
    ("GET", "/v1/supply/proposals"): "report.read", ("GET", "/v1/supply/proposals/{proposal_id}"): "report.read",
    ("POST", "/v1/supply/approve"): "supply.approve",
    ("GET", "/v1/supply/settings"): "report.read", ("PATCH", "/v1/supply/settings"): "settings.change",
    ("GET", "/v1/supply/suppliers"): "report.read", ("PUT", "/v1/supply/suppliers/{supplier}"): "settings.change",
    ("GET", "/v1/supply/rules"): "report.read", ("PUT", "/v1/supply/rules"): "settings.change",
    ("DELETE", "/v1/supply/rules"): "settings.change",
    ("GET", "/v1/supply/faces"): "report.read", ("PUT", "/v1/supply/faces"): "settings.change",
    ("DELETE", "/v1/supply/faces"): "settings.change",
    ("POST", "/v1/supply/proposals/{proposal_id}/change"): "supply.approve",
    ("POST", "/v1/supply/proposals/{proposal_id}/reject"): "supply.approve",
    ("GET", "/v1/purchases"): "report.read", ("GET", "/v1/purchases/{purchase_id}"): "report.read",
    ("GET", "/v1/purchases/{purchase_id}/export"): "report.read",
    ("POST", "/v1/purchases/{purchase_id}/receipts"): "receipt.enter",
    ("POST", "/v1/purchases/{purchase_id}/expect"): "supply.approve",
    ("POST", "/v1/purchases/{purchase_id}/close"): "supply.approve",
}  # fmt: skip
"""What opens each end point of orders, holds, payments, tasks, stock, supply and the office."""
TAGS = {"orders", "holds", "payments", "tasks", "stock", "supply"}
KEPT = "/v1/reservations/{reservation_id}"
OF_CHANNELS_ALONE = {("POST", "/v1/orders"), ("POST", "/v1/reservations"), ("GET", KEPT), ("DELETE", KEPT)}
OWN = {("PUT", "/v1/supply/suppliers/{supplier}")}
"""A code names something of whoever asks: the same code at another site is another thing."""
NO_NUMBER = {"Last-Event-ID": "none"}
"""The stream of changes would never end: with this it is refused as soon as whoever asks may have it."""


@dataclass
class Asker:
    wire: Wire
    headers: dict[str, str]

    def ask(self, method: str, target: str, body: Any = None) -> Answer:
        data = b"" if body is None else json.dumps(body).encode()
        return self.wire.ask(method, target, data, {**self.headers, **NO_NUMBER, "Content-Type": "application/json"})


def beside(wire: Wire, verb: Callable[[Centre], Any]) -> Any:
    url = tomllib.loads((wire.data / "central.toml").read_text("utf-8"))["database"]
    ids = Ids(f"beside-{os.urandom(4).hex()}")
    centre = Centre(wire.data, now=Clock(), new_id=ids, random_bytes=os.urandom, database=url)
    try:
        return verb(centre)
    finally:
        centre.close()


def person(wire: Wire, role: str, site: str = SITE) -> Asker:
    def enter(centre: Centre) -> Session:
        new = NewUser(login=f"{role}-{site}".lower(), name=role, email="", role=role, site=site)
        assert isinstance(centre.do(add_user, CENTRE, new, PASSWORD), UserRow)
        session = sign_in(centre, new.login, PASSWORD)
        assert isinstance(session, Session)
        return session

    session: Session = beside(wire, enter)
    return Asker(wire, {"Cookie": f"{COOKIE}={session.token}", "X-CSRF-Token": csrf_of(session)})


def program(wire: Wire, role: str, site: str = SITE) -> Asker:
    made = beside(wire, lambda centre: centre.do(add_client, CENTRE, site, f"{role}-{site}".lower(), role))
    assert isinstance(made, ClientKey)
    return Asker(wire, {"Authorization": f"Bearer {made.key}"})


def filled(path: str, name: str = "nothing") -> str:
    return re.sub(r"\{\w+\}", name, path) + ("?sku=TEE-M" if path == "/v1/stock" else "")


def example(document: dict[str, Any], method: str, path: str) -> Any:
    body = document["paths"][path][method.lower()].get("requestBody")
    return body["content"]["application/json"]["example"] if body else None


def no_site(document: dict[str, Any], method: str, path: str) -> tuple[int, ...]:
    """How somebody is refused who names a site that is not theirs: an address that takes none says so first."""
    told = document["paths"][path][method.lower()].get("parameters", [])
    return (401, 403, 404) if any(one["name"] == "site" for one in told) else (400,)


@pytest.mark.parametrize("database", [""])
def test_each_end_point_opens_to_exactly_the_roles_with_its_permission(wire: Wire) -> None:
    document = wire.ask("GET", "/openapi.json").json()
    described = {
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if TAGS & set(operation["tags"]) or path.startswith("/v1/channels/")
    }
    assert described - set(NEEDS) == OF_CHANNELS_ALONE  # whoever adds an end point says here what opens it
    askers = {role: (person(wire, role), may) for role, may in ROLES.items()}
    askers |= {role: (program(wire, role), may) for role, may in CLIENT_ROLES.items()}
    askers["channel"] = (Asker(wire, {"Authorization": f"Bearer {wire.key}"}), CHANNEL)
    wrong = []
    for (method, path), needed in NEEDS.items():
        for role, (asker, may) in askers.items():
            got = asker.ask(method, filled(path), example(document, method, path))
            refused = got.status == 403 and got.problem().code == "permission"
            if refused is (needed in may) or got.status >= 500:
                wrong.append((role, method, path, needed, got.status, got.body[:120]))
    for method, path in OF_CHANNELS_ALONE:
        for role, (asker, _) in askers.items():
            got = asker.ask(method, filled(path), example(document, method, path))
            if (got.status in (401, 403)) is (role == "channel") or got.status >= 500:  # 401: a session is no key
                wrong.append((role, method, path, "a channel", got.status, got.body[:120]))
    assert wrong == []
    for role, (asker, _) in askers.items():
        entered = asker.ask("POST", "/v1/orders", order(f"#{role}"))
        assert (entered.status == 201) is (role == "channel"), role


def test_nobody_reaches_what_belongs_to_another_channel_or_site(wire: Wire) -> None:
    beside(wire, lambda centre: centre.do(import_site, site_record(OTHER)))
    document = wire.ask("GET", "/openapi.json").json()
    boss, mine = person(wire, "manager"), Asker(wire, {"Authorization": f"Bearer {wire.key}"})
    names = _of_the_shop(wire, boss, mine)
    stranger = beside(wire, lambda centre: centre.do(add_channel, OTHER, "stranger"))
    beside_it = beside(wire, lambda centre: centre.do(add_channel, SITE, "neighbour"))
    others = {
        "a channel of another site": Asker(wire, {"Authorization": f"Bearer {stranger.key}"}),
        "a channel of this site": Asker(wire, {"Authorization": f"Bearer {beside_it.key}"}),
        "a manager of another site": person(wire, "manager", OTHER),
        "an office program of another site": program(wire, "office", OTHER),
    }
    before = _whole(boss, mine, names)
    wrong = []
    for who, asker in others.items():
        for method, path in (*NEEDS, ("GET", KEPT), ("DELETE", KEPT)):
            named = re.findall(r"\{(\w+)\}", path)
            if not named or (path.startswith("/v1/tasks") and "channel" in who):
                continue
            target, body = filled(path, names[named[0]]), example(document, method, path)
            got = asker.ask(method, target, body)
            hidden = got.status == 404 or (got.status == 403 and got.problem().code == "permission")
            if not hidden and (method, path) not in OWN and not (path == KEPT and got.status == 401):
                wrong.append((who, method, path, got.status, got.body[:120]))
            if asker.ask(method, f"{target}?site={SITE}", body).status not in no_site(document, method, path):
                wrong.append((who, method, path, 0, b"named the site"))
    assert wrong == []
    one = names["order_id"]
    for who, asker in others.items():
        _lists_hide(asker, who, names)
        assert one not in asker.ask("GET", "/v1/orders").body.decode(), who
        assert asker.ask("GET", f"/v1/orders?site={SITE}").status == 403 or "this site" in who
    assert _whole(boss, mine, names) == before


def _of_the_shop(wire: Wire, boss: Asker, mine: Asker) -> dict[str, str]:
    """Something of everything that has an id, by the parameter that names it."""
    one = wire.post_order(order("#1", payment="pending")).json()["id"]
    bought_when_below(wire, 60)
    proposal = boss.ask("GET", "/v1/supply/proposals").json()["proposals"][0]["id"]
    kept = mine.ask("POST", "/v1/reservations", {"owner": "b", "lines": [{"sku": "TEE-M", "quantity": 1}]})
    return {
        "order_id": one,
        "hold_id": boss.ask("GET", f"/v1/orders/{one}/holds").json()["holds"][0]["id"],
        "task_id": _task(wire),
        "reservation_id": kept.json()["id"],
        "code": "shop",
        "supplier": "MILL",
        "proposal_id": proposal,
        "purchase_id": boss.ask("POST", "/v1/supply/approve", {"proposals": [proposal]}).json()["purchases"][0]["id"],
    }


def _whole(boss: Asker, mine: Asker, names: dict[str, str]) -> list[bytes]:
    seen = (
        (boss, "orders/{order_id}"), (boss, "supply/proposals/{proposal_id}"), (boss, "purchases/{purchase_id}"),
        (boss, "channels/{code}/stock"), (mine, "reservations/{reservation_id}"),
    )  # fmt: skip
    answers = [asker.ask("GET", "/v1/" + path.format(**names)) for asker, path in seen]
    assert [answer.status for answer in answers] == [200] * len(seen)
    return [answer.body for answer in answers]


def _lists_hide(asker: Asker, who: str, names: dict[str, str]) -> None:
    for listed in ("supply/proposals?state=approved", "purchases?", "alerts?state=", "supply/low?", "inventory?"):
        body = asker.ask("GET", f"/v1/{listed}").body.decode()
        assert not any(name in body for name in (names["proposal_id"], names["purchase_id"], '"shop"')), (who, listed)
        assert "TEE-M" not in body or "this site" in who, (who, listed)
        told = asker.ask("GET", f"/v1/{listed}&site={SITE}")
        assert told.status == 403 or (who, listed) == ("a channel of this site", "inventory?"), (who, listed)
    for path in ("/v1/inventory", "/v1/inventory/changes"):
        assert asker.ask("GET", f"{path}?channel=shop").status == 404, (who, path)
    approved = asker.ask("POST", "/v1/supply/approve", {"proposals": [names["proposal_id"]]})
    assert approved.status in (403, 404), (who, approved.body)


def _task(wire: Wire) -> str:
    def opened(centre: Centre) -> str:
        with centre.begin(SITE) as work:
            return work.tasks.open(work.new_id(), "restock", "to do")

    return str(beside(wire, lambda centre: centre.do(opened)))


def test_over_https_only_the_cookie_no_other_host_can_set_counts(wire: Wire) -> None:
    clerk = person(wire, "clerk")
    token = clerk.headers["Cookie"].partition("=")[2]
    secure = {"X-Forwarded-Proto": "https"}  # as the reverse proxy on this machine says it
    assert wire.ask("GET", "/v1/orders", headers={"Cookie": f"{COOKIE}={token}"}).status == 200
    assert wire.ask("GET", "/v1/orders", headers={"Cookie": f"{COOKIE}={token}", **secure}).status == 401
    assert wire.ask("GET", "/v1/orders", headers={"Cookie": f"__Host-{COOKIE}={token}", **secure}).status == 200


@pytest.mark.parametrize("database", [""])
def test_every_answer_of_the_api_is_kept_nowhere_and_guarded(wire: Wire) -> None:
    wire.post_order(order("#1"))
    for target in (
        "/v1/orders",
        "/v1/orders/%231",
        "/v1/orders/nothing",
        "/v1/stock?sku=TEE-M",
        "/v1/none",
        "/v1/audit",
    ):
        answer = wire.get(target)
        assert answer.headers["cache-control"] == "no-store", target
        assert answer.headers["x-content-type-options"] == "nosniff", target
        assert "server" not in answer.headers
    for odd in ("%0d%0aSet-Cookie:%20a=b", "%0aX:%20y"):
        answer = wire.get(f"/v1/orders?channel=x&text={odd}")
        assert "set-cookie" not in answer.headers
        assert "x" not in answer.headers
    evil = wire.ask("GET", "/v1/orders", headers={"Authorization": f"Bearer {wire.key}", "Host": "evil.example"})
    assert "evil.example" not in str(evil.headers)
