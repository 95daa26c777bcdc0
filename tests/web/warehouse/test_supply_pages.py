"""Buying in the browser: a proposal is changed, refused or approved, and the purchase received line by line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.central.people.deeds import deeds
from app.central.supply.looking import look_now
from app.central.supply.seeing import list_proposals
from app.central.supply.setting import RuleLine, SupplierLine, import_rules, import_suppliers
from app.central.supply.values import RuleRow, SupplierRow
from tests.central.house import SITE
from tests.web.opened import opened, opened_at
from tests.web.rig import Client, Page, Shop, copied, served

SKUS = ("AP-NVY", "AP-OAT")


@pytest.fixture
def buying(warehouse: tuple[Path, str], tmp_path: Path) -> Iterator[Shop]:
    """The warehouse with a supplier of aprons, of which there are too few."""
    template, key = warehouse
    folder = copied(template, tmp_path)
    with opened_at(folder) as centre:
        supplier = SupplierRow(code="weavers", name="Weavers & Sons")
        centre.do(import_suppliers, SITE, "suppliers.csv", [SupplierLine(2, supplier)])
        rules = [
            RuleLine(line, RuleRow(sku=sku, supplier="weavers", pack=6, min_units=60, max_units=90))
            for line, sku in enumerate(SKUS, 2)
        ]
        assert not centre.do(import_rules, SITE, "rules.csv", rules).bad
        look_now(centre, SITE)
        assert [row.sku for row in list_proposals(centre, SITE, 10)] == list(SKUS)
    with served(folder, key) as shop:
        yield shop


@pytest.fixture
def mona(buying: Shop) -> Client:
    return buying.client("mona")


def proposals(shop: Shop) -> dict[str, str]:
    """Ids of the open proposals by SKU."""
    with opened(shop) as centre:
        return {row.sku: row.proposal_id for row in list_proposals(centre, SITE, 10)}


def decide(client: Client, what: str, **form: str) -> Page:
    return client.post(f"/stock/proposals/{what}", form, csrf=client.csrf())


def test_what_is_low_says_so_and_what_is_proposed_says_why(mona: Client) -> None:
    low = mona.get("/stock?view=low").words
    assert "2 proposed" in low
    assert "AP-OAT Workshop apron" in low
    assert "54 proposed" in low
    assert "BB-SEA-62" not in low
    page = mona.get("/stock/proposals").words
    assert "weavers" in page
    assert "below 60 it is bought, up to 90" in page
    assert "54 proposed" in mona.get("/stock/sku?sku=AP-NVY").words


def test_a_proposal_is_changed_refused_and_never_silently(buying: Shop, mona: Client) -> None:
    one, two = (proposals(buying)[sku] for sku in SKUS)
    odd = decide(mona, "change", proposal=one, **{f"q-{one}": "55", f"why-{one}": "spring"})
    assert odd.status == 422
    assert "it comes in packs of 6" in odd.words
    assert odd.field(f"q-{one}") == "55"
    assert odd.field(f"why-{one}") == "spring"
    good = decide(mona, "change", proposal=one, **{f"q-{one}": "60", f"why-{one}": "spring"})
    assert "The quantity was changed" in good.words
    assert "Changed by hand: spring ; 54 were proposed." in good.words
    assert decide(mona, "reject", proposal=two).status == 422
    assert "It is refused" in decide(mona, "reject", proposal=two, **{f"why-{two}": "too dear"}).words
    assert list(proposals(buying)) == ["AP-NVY"]


def test_an_approved_proposal_is_a_purchase_that_is_received_in_parts(buying: Shop, mona: Client) -> None:
    ids = proposals(buying)
    form = {f"{kind}-{name}": value for name in ids.values() for kind, value in (("tick", "1"), ("q", "60"))}
    page = decide(mona, "approve", **form)
    assert "It is ordered." in page.words
    number = page.words.split("← Purchases ")[1].split()[0]
    assert "60 on order" in mona.get("/stock/sku?sku=AP-NVY").words
    address = f"/stock/purchases/{number}"
    assert mona.get(f"{address}/order.csv").text.splitlines()[1].startswith(f"{number},1,AP-NVY")
    assert "60 x AP-NVY" in mona.get(f"{address}/order.txt").text
    part = {"token": page.field("token"), "sku": "AP-NVY", "location": "E-12-2", "quantity": "40", "damaged": "3"}
    for _ in range(2):
        came = mona.post(f"{address}/receive", part, csrf=mona.csrf())
        assert "It was received." in came.words
    assert "AP-NVY Workshop apron 60 40 3 20" in came.words
    wrong = mona.post(f"{address}/receive", {**part, "token": "other-1", "location": "NOPE"}, csrf=mona.csrf())
    assert wrong.status == 422
    assert wrong.field("quantity") == "40"
    shut = mona.post(f"{address}/close", why="the rest is not made any more", csrf=mona.csrf())
    assert "came short" in shut.words
    assert number in mona.get("/stock/purchases?state=closed").words
    with opened(buying) as centre:
        actions = [row.action for row in deeds(centre, 20, site=SITE)]
    assert [action for action in actions if action.startswith(("supply.", "purchase."))].count("supply.approve") == 1


def test_a_supervisor_receives_but_does_not_buy(buying: Shop) -> None:
    rosa = buying.client("rosa")
    page = rosa.get("/stock/proposals").words
    assert "A manager approves what is bought." in page
    for what in ("approve", "change", "reject"):
        assert decide(rosa, what, proposal="x").status == 403
    assert rosa.get("/stock/purchases/PO-99999").status == 404
    assert rosa.get("/stock/purchases?state=x").status == 400
