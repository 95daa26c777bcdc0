"""What a manager says about supply over real HTTP: settings, suppliers, rules; read by programs, refused in words."""

from typing import Any

import pytest

from app.central.supply.setting import see_settings
from tests.central.house import SITE
from tests.sync_central.api.test_supply_api import boss, office
from tests.sync_central.api.test_task_api import Asker, at
from tests.sync_central.wire import Wire

__all__ = ["boss", "office"]
RULES = "/v1/supply/rules"


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
