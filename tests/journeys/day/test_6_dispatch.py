"""Step 6: the dispatch scan releases the parcel; the shop reads its tracking number, the ledger has moved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.floor.cards import Command
from app.domain.sscc import make
from app.main.demo.packer import parcel_code
from app.station.view.signs import Screen, Sound, Tone
from tests.journeys.conftest import Benches, Starts


def test_a_dispatched_parcel_is_shipped_and_leaves_once(empty_shop: Path, centre_of: Starts, bench_at: Benches) -> None:
    centre = centre_of(empty_shop)
    taken = centre.place("web-1", ("MG-WHT", 2), ("FT-MOS-M", 1))
    before, stock = centre.report(), centre.stock("MG-WHT")
    bench = bench_at(centre)
    bench.sign_in()
    bench.work(lambda view: view.screen is Screen.DONE)
    assert centre.order(taken["id"])["fulfilment"] != "shipped"
    (sscc,) = bench.printed

    shown = bench.press(Command.DISPATCH)
    assert shown.dispatch is not None
    assert [number for number, _ in shown.dispatch.waiting]
    gone = bench.scan(parcel_code(sscc).code, "]C1")
    assert gone.refusal is None
    assert gone.sound is Sound.COMPLETE
    bench.settled()

    order = centre.order(taken["id"])
    assert (order["status"], order["fulfilment"]) == ("shipped", "shipped")
    assert [(found["courier"], found["number"]) for found in order["tracking"]] == [("house", sscc)]
    assert [line["shipped"] for line in order["lines"]] == [2, 1]
    assert centre.order("web-1") == order
    _moved(before, centre.report(), units=3)
    left = centre.stock("MG-WHT")
    assert (left["on_hand"], left["allocated"]) == (stock["on_hand"] - 2, stock["allocated"] - 2)
    assert centre.audit() == []

    settled = centre.report()
    again = bench.scan(parcel_code(sscc).code, "]C1")
    assert again.refusal is not None
    assert (again.refusal.tone, again.refusal.title) == (Tone.DONE, "Already dispatched")
    bench.settled()
    assert centre.report() == settled
    assert centre.order("web-1") == order


def test_only_what_was_labelled_here_leaves(empty_shop: Path, centre_of: Starts, bench_at: Benches) -> None:
    centre = centre_of(empty_shop)
    centre.place("web-1", ("MG-WHT", 1))
    bench = bench_at(centre)
    bench.sign_in()
    bench.work(lambda view: view.screen is Screen.LABEL and bench.printed)
    (sscc,) = bench.printed
    bench.card(Command.DISPATCH)

    early = bench.scan(parcel_code(sscc).code, "]C1")
    assert early.refusal is not None
    assert early.refusal.title == "Not closed yet"
    bench.card(Command.OK)
    foreign = bench.scan(parcel_code(make("9501101", 3, 123_456_789)).code, "]C1")
    assert foreign.refusal is not None
    assert (foreign.refusal.tone, foreign.refusal.title) == (Tone.UNKNOWN, "Unknown parcel")
    bench.settled()
    assert centre.report()["dispatched"] == 0
    assert centre.order("web-1")["tracking"] == []


def _moved(before: dict[str, Any], after: dict[str, Any], units: int) -> None:
    """So many units have left the shelf and the promise, and the ledger says the same."""
    assert after["on_hand"] == before["on_hand"] - units
    assert after["allocated"] == before["allocated"] - units
    assert after["dispatched"] == after["shipped"] == 1
    assert ["shipped", 2, units, -units] in after["ledger"]
