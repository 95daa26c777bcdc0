"""The supervisor's command line beside a running centre: what it prints, what it changes, and what it refuses."""

import json
from typing import Any

import pytest

from app.central.storage.engines.sqlite import SQLITE_MENDED, sqlite_words
from app.central.storage.schema import METADATA
from app.domain import facts
from sync.protocol import sha256
from tests.central.house import open_again
from tests.sync_central.api.test_station_api import code_for
from tests.sync_central.commanded import central
from tests.sync_central.wire import SpokenStation, Wire, order


@pytest.fixture
def station(wire: Wire) -> SpokenStation:
    return SpokenStation(wire, code_for(wire.data, "ST-1"), "ST-1")


def work(station: SpokenStation) -> tuple[str, str, str, int]:
    """(list id, order id, list number, fence) of a list leased to the station."""
    station.wire.post_order(order("#1"))
    station.verdicts(station.seal(facts.ClaimWork(lists=1)))
    (change,) = [change for change in station.changes().changes if change.entity == "work"]
    doc = json.loads(bytes(change.doc))
    return change.id, doc["orders"][0]["order_id"], doc["number"], doc["fence"]


def test_quarantine_is_listed_released_and_discarded(
    station: SpokenStation, capsys: pytest.CaptureFixture[str]
) -> None:
    list_id, order_id, _, fence = work(station)
    about: dict[str, Any] = {"order_id": order_id, "fence": fence}
    tote = facts.ToteAssigned(list_id=list_id, order_id=order_id, tote="T-1")
    sent = [station.seal({"x": 1}, kind="GiftWrapped", **about), station.seal(tote, **about)]
    assert [row.verdict for row in station.verdicts(*sent).results] == ["quarantined"] * 2
    data = station.wire.data
    assert central(data, "quarantine", "list") == 0
    listed = capsys.readouterr().out
    first, second = (line.split()[0] for line in listed.splitlines()[:2])
    assert "order #1: kind 'GiftWrapped' version 1 is not known here" in listed
    assert "held behind command 2" in listed
    assert listed.endswith("2 in quarantine\n")
    assert central(data, "quarantine", "release", second) == 2
    assert first in capsys.readouterr().err
    assert central(data, "quarantine", "release", first) == 2
    assert "still can not be applied" in capsys.readouterr().err
    assert central(data, "quarantine", "discard", first, "--why", "no gift wrap here") == 0
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "command 2 GiftWrapped: discarded: no gift wrap here",
        "command 3 ToteAssigned: applied",
    ]
    assert central(data, "quarantine", "list") == 0
    assert capsys.readouterr().out == "0 in quarantine\n"
    assert central(data, "quarantine", "discard", first, "--why", "again") == 2


def test_discarding_and_taking_back_ask_for_a_reason(wire: Wire, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("quarantine", "discard", "x"), ("list", "take-back", "P-1"), ("order", "cancel", "#1")):
        with pytest.raises(SystemExit):
            central(wire.data, *words)
        assert "--why" in capsys.readouterr().err


def test_a_list_is_taken_back_and_the_bench_loses_the_names(
    station: SpokenStation, capsys: pytest.CaptureFixture[str]
) -> None:
    list_id, _, number, _ = work(station)
    cursor = station.changes().cursor
    assert number == "P-1"
    assert central(station.wire.data, "list", "take-back", number, "--why", "bench burnt") == 0
    assert capsys.readouterr().out == "P-1 taken back from ST-1; in the queue again: #1\n"
    gone = [change for change in station.changes(cursor).changes if change.entity == "work"]
    assert [(change.id, change.deleted) for change in gone] == [(list_id, True)]
    assert central(station.wire.data, "list", "take-back", number, "--why", "again") == 2
    assert "no station has it" in capsys.readouterr().err


def test_orders_are_released_and_cancelled_by_number(wire: Wire, capsys: pytest.CaptureFixture[str]) -> None:
    wire.post_order(order("#7", payment="pending"))
    assert central(wire.data, "order", "release", "#7", "--hold", "payment", "--why", "paid in cash") == 0
    assert wire.get_order("#7").json()["status"] == "accepted"
    assert central(wire.data, "order", "release", "#7", "--hold", "payment", "--why", "again") == 2
    assert central(wire.data, "order", "cancel", "#7", "--why", "changed their mind") == 0
    assert wire.get_order("#7").json()["status"] == "cancelled"
    assert central(wire.data, "order", "cancel", "#8", "--why", "x") == 2
    assert "no order '#8'" in capsys.readouterr().err


def test_a_shipped_order_is_read_back_with_counters_and_tracking_number(station: SpokenStation) -> None:
    list_id, order_id, _, fence = work(station)
    station.verdicts(station.seal(facts.LeaseNumbers(count=10)))
    page = station.changes().changes
    block = next(json.loads(bytes(change.doc)) for change in page if change.entity == "block")
    line = next(json.loads(bytes(change.doc)) for change in page if change.entity == "work")["orders"][0]["lines"][0]
    sscc = "395011010000000005"
    packed = facts.PackedLine(line_id=line["line_id"], sku="TEE-M", quantity=1)
    told: list[facts.Body] = [
        facts.ItemPicked(
            list_id=list_id, stop_no=1, order_id=order_id, line_id=line["line_id"], sku="TEE-M", quantity=1,
            tote="T-1", location="A-1", barcode="",
        ),
        facts.ItemPacked(
            session_id="s", order_id=order_id, line_id=line["line_id"], sku="TEE-M", quantity=1, barcode=""
        ),
        facts.CartonClosed(
            session_id="s", parcel_id="p", order_id=order_id, carton="S", contents=(packed,), last=True
        ),
        facts.LabelPurchased(
            parcel_id="p", order_id=order_id, courier="house", service="standard", sscc=sscc,
            block_id=block["block_id"], label_sha256="",
        ),
        facts.ParcelDispatched(parcel_id="p", order_id=order_id, sscc=sscc),
    ]  # fmt: skip
    sealed = [station.seal(body, order_id=order_id, fence=fence) for body in told]
    assert {row.verdict for row in station.verdicts(*sealed).results} == {"applied"}
    seen = station.wire.get_order("#1").json()
    assert (seen["status"], seen["fulfilment"], seen["payment"], seen["holds"]) == ("shipped", "shipped", "charged", [])
    assert [(way["courier"], way["number"]) for way in seen["tracking"]] == [("house", sscc)]
    (counted,) = seen["lines"]
    assert (counted["quantity"], counted["picked"], counted["packed"], counted["shipped"]) == (1, 1, 1, 1)
    assert station.wire.get_order(seen["id"]).json() == seen


def test_what_no_signature_covers_is_never_kept_or_logged(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    wire.post_order(order("#1"))
    wire.post_order(order("#2"), key="pb_wrong")
    assert wire.key not in caplog.text
    centre = open_again(wire.data)
    with centre.read() as work:
        rows = [row for table in METADATA.sorted_tables for row in work.connection.execute(table.select())]
    centre.close()
    assert rows
    assert wire.key not in str(rows)
    assert len(sha256(wire.key.encode())) == 64


def test_the_start_says_which_sqlite_and_warns_of_an_old_one() -> None:
    import sqlite3

    words = sqlite_words()
    assert words.startswith(f"SQLite {sqlite3.sqlite_version}")
    assert ("older than" in words) == (sqlite3.sqlite_version_info < SQLITE_MENDED)
