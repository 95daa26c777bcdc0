"""What a manager says about supply over real HTTP: settings, suppliers, rules, pick faces; refused in words."""

from typing import Any

import pytest

from app.central.centre import Centre
from app.central.supply.faces.refilling import refill
from app.central.supply.setting import see_settings
from app.central.warehouse.counts import import_stock
from app.central.warehouse.imports import import_catalogue, import_locations
from app.central.warehouse.records import Count, Place
from tests.central.house import SITE, product
from tests.sync_central.api.test_supply_api import boss, office
from tests.sync_central.api.test_task_api import Asker, at
from tests.sync_central.wire import Wire

__all__ = ["boss", "office"]
RULES = "/v1/supply/rules"
FACES = "/v1/supply/faces"


def test_settings_of_the_site_change_by_name(wire: Wire, boss: Asker, office: Asker) -> None:
    before = office.get("/v1/supply/settings").json()
    assert (before["lead_days"], before["window_days"]) == (7, 60)
    assert boss.say("PATCH", "/v1/supply/settings", lead_days=10).json() == {**before, "lead_days": 10}
    assert at(wire, lambda centre: see_settings(centre, SITE)).lead_days == 10
    wrong = boss.say("PATCH", "/v1/supply/settings", lead_days=10, window_days=3)
    assert (wrong.status, wrong.problem().field) == (422, "window_days")
    assert boss.say("PATCH", "/v1/supply/settings", leads=1).problem().field == "leads"
    assert office.say("PATCH", "/v1/supply/settings", lead_days=1).status == 403
    assert office.get("/v1/supply/settings").json()["lead_days"] == 10


def test_a_supplier_and_how_a_sku_is_bought(boss: Asker, office: Asker) -> None:
    assert boss.say("PUT", f"{RULES}?sku=TEE-M", supplier="MILL").problem().field == "supplier"
    made = boss.say("PUT", "/v1/supply/suppliers/MILL", name="The Mill", lead_days=12)
    assert (made.status, made.json()["review_days"]) == (200, 7)
    boss.say("PUT", "/v1/supply/suppliers/ACME", name="Acme")
    first = office.get("/v1/supply/suppliers?limit=1").json()
    assert [row["code"] for row in first["suppliers"]] == ["ACME"]
    rest = office.get(f"/v1/supply/suppliers?cursor={first['next']}").json()
    assert ([row["code"] for row in rest["suppliers"]], rest["next"]) == (["MILL"], None)
    rule = boss.say("PUT", f"{RULES}?sku=TEE-M", supplier="MILL", pack=6, moq=12, min_units=60, max_units=120)
    assert (rule.status, rule.json()["pack"], rule.json()["lead_days"]) == (200, 6, None)
    assert office.get(f"{RULES}?sku=TEE-M").json()["rules"] == [rule.json()]
    assert office.get(f"{RULES}?supplier=MILL").json() == {"rules": [rule.json()], "next": None}
    assert office.get(f"{RULES}?supplier=ACME").json()["rules"] == []
    (proposal,) = office.get("/v1/supply/proposals").json()["proposals"]
    assert (proposal["sku"], proposal["supplier"], proposal["quantity"]) == ("TEE-M", "MILL", 72), "it follows at once"
    assert boss.say("DELETE", f"{RULES}?sku=TEE-M").json() == {"rules": [], "next": None}
    assert boss.say("DELETE", f"{RULES}?sku=TEE-M").status == 404
    deeds = boss.get("/v1/audit?limit=50").json()
    assert {"supply.rule", "supply.supplier"} <= {row["action"] for row in deeds["deeds"]}


@pytest.mark.parametrize("database", [""])
def test_what_can_not_be_is_named(boss: Asker, office: Asker) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"pack": 0}, "pack"), ({"moq": -1}, "moq"), ({"pack": "6"}, "pack"), ({"pack": True}, "pack"),
        ({"min_units": 9, "max_units": 3}, "max_units"), ({"lead_days": 401}, "lead_days"),
        ({"service_permille": 1000}, "service_permille"), ({"supplier": "NOBODY"}, "supplier"), ({"sku": "x"}, "sku"),
    ]  # fmt: skip
    for form, field in cases:
        refused = boss.say("PUT", f"{RULES}?sku=TEE-M", **form)
        assert (refused.status, refused.problem().field) == (422, field), form
    assert boss.say("PUT", f"{RULES}?sku=NOPE").status == 404
    assert boss.say("PUT", RULES, pack=6).problem().field == "sku"
    assert boss.say("PUT", "/v1/supply/suppliers/MILL", name="").problem().field == "name"
    assert office.say("PUT", "/v1/supply/suppliers/MILL", name="x").status == 403
    assert office.say("PUT", f"{RULES}?sku=TEE-M", pack=6).status == 403
    assert office.get(RULES).json()["rules"] == []


@pytest.mark.parametrize("database", [""])
def test_a_supplier_nobody_could_write_to_is_none(boss: Asker, office: Asker) -> None:
    target = "/v1/supply/suppliers/MILL"
    for email in ("mill", "mill@", "@mill.example", "a b@mill.example", "a@b", "a@x.de,b@x.de", "x" * 300 + "@x.de"):
        refused = boss.say("PUT", target, name="The Mill", email=email)
        assert (refused.status, refused.problem().field) == (422, "email"), email
        assert refused.problem().detail, email
    assert office.get("/v1/supply/suppliers").json()["suppliers"] == []
    assert (
        boss.say("PUT", target, name="The Mill", email=" Orders@MILL.example ").json()["email"] == "Orders@mill.example"
    )
    assert boss.say("PUT", target, name="The Mill", email="").json()["email"] == ""


def test_a_pick_face_is_said_filled_and_taken_away(wire: Wire, boss: Asker, office: Asker) -> None:
    face = f"{FACES}?location=A-1&sku=TEE-M"
    made = boss.say("PUT", face, min_units=60, max_units=90)
    assert made.json() == {"location": "A-1", "sku": "TEE-M", "min_units": 60, "max_units": 90, "task_id": None}
    assert boss.say("PUT", face, min_units=60, max_units=90).json() == made.json()
    assert office.get(FACES).json() == {"faces": [made.json()], "next": None}
    assert office.get(f"{FACES}?location=A-2").json()["faces"] == []
    at(wire, _reserve)
    assert boss.say("PUT", f"{FACES}?location=A-1&sku=CAP", min_units=1, max_units=2).status == 200
    first = office.get(f"{FACES}?limit=1").json()
    assert [row["sku"] for row in first["faces"]] == ["TEE-M"]
    assert [row["sku"] for row in office.get(f"{FACES}?cursor={first['next']}").json()["faces"]] == ["CAP"]
    at(wire, lambda centre: centre.do(refill, SITE))
    task = office.get(f"{FACES}?sku=TEE-M").json()["faces"][0]["task_id"]
    assert at(wire, lambda centre: _state(centre, task)) == "queued"
    assert boss.say("DELETE", face).json() == {"faces": [], "next": None}
    assert at(wire, lambda centre: _state(centre, task)) == "cancelled", "nobody fills what is no face"
    gone = boss.say("DELETE", face)
    assert (gone.status, gone.problem().field) == (404, "location")
    said = [row["action"] for row in boss.get("/v1/audit?limit=50").json()["deeds"]]
    assert said.count("supply.face") == 3, "what changed nothing leaves no row"


def _state(centre: Centre, task_id: str) -> str:
    with centre.read(SITE) as work:
        row = work.tasks.get(task_id)
    assert row is not None
    return row.state


def _reserve(centre: Centre) -> None:
    """Units behind the face, and a second product in front."""
    places = [Place(line=2, code="R-1", walk=90, kind="reserve")]
    centre.do(import_locations, SITE, places)
    catalogue = [product("CAP")]
    centre.do(import_catalogue, SITE, catalogue)
    centre.do(import_stock, SITE, "r.csv", "r" * 64, [Count(line=2, location="R-1", sku="TEE-M", quantity=90)])


@pytest.mark.parametrize("database", [""])
def test_a_face_that_can_not_be_is_named(boss: Asker, office: Asker) -> None:
    good = {"min_units": 1, "max_units": 2}
    for query, form, field in (
        ("location=NOWHERE&sku=TEE-M", good, "location"), ("sku=TEE-M", good, "location"),
        ("location=A-1&sku=NOPE", good, "sku"), ("location=A-1", good, "sku"),
        ("location=A-1&sku=TEE-M", {"min_units": 2, "max_units": 2}, "max_units"),
        ("location=A-1&sku=TEE-M", {"min_units": 0, "max_units": 0}, "max_units"),
        ("location=A-1&sku=TEE-M", {"min_units": -1, "max_units": 2}, "min_units"),
        ("location=A-1&sku=TEE-M", {"min_units": 1}, "max_units"),
        ("location=A-1&sku=TEE-M", {**good, "pack": 6}, "pack"),
    ):  # fmt: skip
        refused = boss.say("PUT", f"{FACES}?{query}", **form)
        assert (refused.status, refused.problem().field) == (422, field), (query, form)
    assert office.say("PUT", f"{FACES}?location=A-1&sku=TEE-M", **good).status == 403
    assert office.say("DELETE", f"{FACES}?location=A-1&sku=TEE-M").status == 403
    assert office.get(FACES).json()["faces"] == []
