"""Step 1: orders come in from a Shopify export and over HTTP; each is accepted, or held by name for a reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from app.main.demo.stage import CHANNEL, SITE, packbench
from tests.journeys.conftest import Starts
from tests.journeys.rig.centre_process import DEMO, HOME, CentreProcess, order, run_packbench

EXPORT, BAD = DEMO / "orders_export.csv", DEMO / "orders_bad.csv"
REPORTED = re.compile(r"orders_bad\.csv:(\d+): (.+?): (.+)")


def test_every_order_of_the_export_is_accepted_or_held_by_name(full_shop: Path, centre_of: Starts) -> None:
    centre = centre_of(full_shop)
    found = centre.report()
    assert found["orders_in"] == 120
    assert found["accepted"] + found["on_hold"] + found["cancelled"] == 120
    assert {reason for reason, _ in found["holds"]} == {"payment", "stock", "address"}
    words = {(number, reason): detail for number, reason, detail in found["hold_details"]}
    assert "0.00 of 483.90 EUR" in words["#1006", "payment"]
    assert words["#1010", "address"].startswith("Express can not be delivered to a PO box: ask for a street")
    assert "RJ-MUS-S: 1 wanted, 0 free" in words["#1015", "stock"]
    assert words["#1033", "address"] == "The postcode is missing, and DE needs one: ask the customer."
    assert {reason for number, reason in words if number == "#1016"} == {"payment", "address"}
    seen = centre.order("#1006")
    assert (seen["status"], seen["holds"][0]["reason"], seen["holds"][0]["field"]) == ("on_hold", "payment", "payment")
    _rows_that_share_a_name_are_one_order(centre)


def _rows_that_share_a_name_are_one_order(centre: CentreProcess) -> None:
    """#1120 has a line of shorts and, on a row whose order columns are blank, three pocket tees."""
    lines = {line["sku"]: line["quantity"] for line in centre.order("#1120")["lines"]}
    assert (lines["SH-RST-XL"], lines["PT-RST-M"]) == (1, 3)


def test_the_same_files_twice_change_nothing(full_shop: Path, centre_of: Starts) -> None:
    centre = centre_of(full_shop)
    before = _books(centre)
    done = run_packbench("central", "import", "orders", EXPORT, "--channel", CHANNEL, "--data", centre.folder)
    assert (done.returncode, done.stderr) == (0, "")
    said = [done.stdout]
    for kind, file in (("catalogue", "products_export.csv"), ("stock", "counts.csv")):
        said.append(packbench("central", "import", kind, DEMO / file, "--site", SITE, "--data", centre.folder))
    assert all(", 0 new or changed, 0 bad" in words for words in said)
    assert _books(centre) == before
    assert centre.audit() == []


def test_bad_rows_are_reported_where_they_are_and_the_good_ones_taken(empty_shop: Path, centre_of: Starts) -> None:
    centre = centre_of(empty_shop)
    done = run_packbench(
        "central", "import", "orders", BAD, "--channel", CHANNEL, "--site", SITE, "--data", centre.folder
    )
    assert done.returncode == 1
    assert "4 read, 4 new or changed, 16 bad" in done.stdout
    reported = [REPORTED.search(line) for line in done.stderr.splitlines()]
    found = {int(hit.group(1)): (hit.group(2), hit.group(3)) for hit in reported if hit}
    assert len(found) == len(reported) == 16
    assert found[4] == ("Lineitem sku", "SKU 'XX-NOPE-1' is not in the catalogue")
    assert found[10] == ("Lineitem quantity", "'two' is not a whole number")
    assert found[20] == ("Currency", "'EURO' is not an active ISO 4217 currency")
    assert found[22] == ("Shipping Country", "'Germania' is not a country code (two letters, like DE)")
    assert "\x02" not in done.stderr
    assert centre.report()["orders_in"] == 4
    assert [line["sku"] for line in centre.order("#2001")["lines"]] == ["FT-MOS-M", "MG-WHT"]


def test_an_order_is_taken_once_by_its_key(empty_shop: Path, centre_of: Starts) -> None:
    centre = centre_of(empty_shop)
    body = order("web-7", ("MG-WHT", 2))
    first, again = centre.post(body, key="k-1"), centre.post(body, key="k-1")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    other = centre.post(order("web-7", ("MG-WHT", 3)), key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency")
    assert centre.report()["orders_in"] == 1
    assert centre.stock("MG-WHT")["allocated"] == 2


HELD: tuple[tuple[str, dict[str, Any], str, str, str], ...] = (
    ("MG-WHT", {"payment": "pending"}, "payment", "payment", "0.00 of 10.00 EUR is covered"),
    ("RJ-MUS-S", {}, "stock", "lines", "RJ-MUS-S: 1 wanted, 0 free"),
    ("MG-WHT", {"recipient": HOME | {"postcode": ""}}, "address", "recipient.postcode", "ask the customer"),
    ("NOPE", {}, "details", "lines.0.sku", "'NOPE' on line 1 is not in the catalogue"),
)


def test_a_posted_order_is_held_for_a_reason_a_person_can_act_on(empty_shop: Path, centre_of: Starts) -> None:
    centre = centre_of(empty_shop)
    for sku, more, reason, field, words in HELD:
        taken = centre.place(f"web-{sku}-{reason}", (sku, 1), **more)
        assert taken["status"] == "on_hold"
        (hold,) = taken["holds"]
        assert (hold["reason"], hold["field"]) == (reason, field)
        assert words in hold["detail"]
    assert centre.report()["allocated"] == 0
    both = centre.place("web-both", ("RJ-MUS-S", 1), payment="pending")
    assert {hold["reason"] for hold in both["holds"]} >= {"payment"}


def test_a_wrong_field_is_named_and_nothing_is_taken(empty_shop: Path, centre_of: Starts) -> None:
    centre: CentreProcess = centre_of(empty_shop)
    refused = centre.post(order("web-1", ("MG-WHT", 0)))
    assert (refused.status_code, refused.json()["field"]) == (422, "lines.0.quantity")
    assert centre.report()["orders_in"] == 0


def _books(centre: CentreProcess) -> dict[str, object]:
    """The report without the task about a shop that sells what is not there: it is made meanwhile, by itself."""
    found = centre.report()
    return {**found, "tasks": [task for task in found["tasks"] if task[0] != "channel_pace"]}
