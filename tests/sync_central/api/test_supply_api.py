"""Supply over real HTTP: what is low, a proposal decided, a purchase received in parts, alerts, and who may not."""

from typing import Any

import pytest

from app.central.centre import Centre
from app.central.people.actors import CENTRE
from app.central.people.keys import ClientKey, add_client
from app.central.people.signing_in import COOKIE, Session, csrf_of, sign_in
from app.central.people.users import NewUser, add_user
from app.central.people.values import UserRow
from app.central.supply.looking import look_now
from app.central.supply.setting import RuleLine, SupplierLine, import_rules, import_suppliers
from app.central.supply.values import RuleRow, SupplierRow
from tests.central.house import SITE
from tests.sync_central.api.test_task_api import PASSWORD, Asker, at
from tests.sync_central.wire import Wire


@pytest.fixture
def boss(wire: Wire) -> Asker:
    def signed_in(centre: Centre) -> Session:
        new = NewUser(login="mira", name="Mira", email="mira@example.com", role="manager", site=SITE)
        assert isinstance(centre.do(add_user, CENTRE, new, PASSWORD), UserRow)
        session = sign_in(centre, "mira", PASSWORD)
        assert isinstance(session, Session)
        return session

    session = at(wire, signed_in)
    return Asker(wire, {"Cookie": f"{COOKIE}={session.token}", "X-CSRF-Token": csrf_of(session)})


@pytest.fixture
def office(wire: Wire) -> Asker:
    made = at(wire, lambda centre: centre.do(add_client, CENTRE, SITE, "handheld", "office"))
    assert isinstance(made, ClientKey)
    return Asker(wire, {"Authorization": f"Bearer {made.key}"})


def bought_when_below(wire: Wire, units: int) -> None:
    """TEE-M is bought up to twice so many units, in packs of 6."""

    def told(centre: Centre) -> None:
        centre.do(import_suppliers, SITE, "s.csv", [SupplierLine(2, SupplierRow(code="MILL", name="Mill"))])
        rule = RuleRow(sku="TEE-M", supplier="MILL", pack=6, min_units=units, max_units=2 * units)
        assert centre.do(import_rules, SITE, "r.csv", [RuleLine(2, rule)]).bad == ()
        look_now(centre, SITE)

    at(wire, told)


def test_from_low_to_received(wire: Wire, boss: Asker, office: Asker) -> None:
    bought_when_below(wire, 60)
    (row,) = office.get("/v1/supply/low").json()["low"]
    assert (row["sku"], row["available"], row["reorder_point"], row["proposed"]) == ("TEE-M", 50, 60, 72)
    (alert,) = office.get("/v1/alerts").json()["alerts"]
    assert (alert["kind"], alert["subject"], alert["state"]) == ("low_stock", "TEE-M", "raised")
    (proposal,) = boss.get("/v1/supply/proposals").json()["proposals"]
    name = proposal["id"]
    assert proposal["inputs"]["points"] == {"safety": 0, "reorder_point": 60, "order_up_to": 120}
    assert office.post("/v1/supply/approve", proposals=[name]).status == 403
    wrong = boss.post(f"/v1/supply/proposals/{name}/change", quantity=7)
    assert (wrong.status, [bad.field for bad in wrong.problem().errors]) == (422, ["quantity"])
    assert boss.post(f"/v1/supply/proposals/{name}/change", quantity=36, why="enough").json()["by_hand"] is True
    (purchase,) = boss.post("/v1/supply/approve", proposals=[name], quantities={name: 42}).json()["purchases"]
    assert (purchase["number"], purchase["state"]) == ("PO-00001", "open")
    assert boss.post("/v1/supply/approve", proposals=[name]).problem().code == "not_now"
    body: dict[str, Any] = {"location": "A-1", "sku": "TEE-M", "quantity": 20, "damaged": 2, "key": "asn-1"}
    came = boss.post("/v1/purchases/PO-00001/receipts", **body)
    assert (came.status, came.json()["left"], came.json()["replayed"]) == (200, 22, False)
    assert boss.post("/v1/purchases/PO-00001/receipts", **body).json()["replayed"] is True
    other = boss.post("/v1/purchases/PO-00001/receipts", **{**body, "quantity": 21})
    assert (other.status, other.problem().code, other.problem().field) == (409, "not_now", "key")
    seen = office.get("/v1/purchases/PO-00001").json()
    assert (seen["lines"][0]["received"], seen["lines"][0]["damaged"], len(seen["receipts"])) == (20, 2, 1)
    sheet = office.get("/v1/purchases/PO-00001/export")
    assert sheet.headers["content-type"].startswith("text/csv")
    assert b"PO-00001,1,TEE-M" in sheet.body
    assert b"Purchase order PO-00001" in office.get("/v1/purchases/PO-00001/export?form=text").body
    assert boss.post("/v1/purchases/PO-00001/expect", expected_on="2026-10-01").json()["expected_on"] == "2026-10-01"
    assert boss.post("/v1/purchases/PO-00001/close", why="sold out").json()["state"] == "closed"
    assert office.get("/v1/alerts").json()["alerts"] == []
    assert [one["state"] for one in office.get("/v1/alerts?state=").json()["alerts"]] == ["recovered"]
    assert wire.get("/v1/stock?sku=TEE-M").json()["on_hand"] == 70


def test_what_is_not_there_and_who_may_not_are_refused_in_words(wire: Wire, boss: Asker) -> None:
    for target in ("/v1/purchases/PO-9", "/v1/supply/proposals/nope", "/v1/purchases/PO-9/export"):
        missing = boss.get(target)
        assert (missing.status, missing.problem().code) == (404, "supply")
    for target in ("/v1/supply/low", "/v1/purchases", "/v1/alerts", "/v1/supply/proposals"):
        assert wire.get(target).status == 403, "a channel's key sees no purchases"
        assert boss.get(f"{target}?limit=x").problem().code == "parameter"
    bad = boss.post("/v1/purchases/PO-9/receipts", location="A-1", quantity=0, key="k")
    assert (bad.status, [wrong.field for wrong in bad.problem().errors]) == (422, ["quantity"])
    assert boss.post("/v1/purchases/PO-9/receipts", location="A-1", quantity=1, key="k", sku="TEE-M").status == 404
