"""Step 11: two lots of one product and numbered units, picked and packed with the network down; a recall afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.floor.cards import Command
from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import CODES, Bench
from tests.journeys.rig.centre_process import CentreProcess

MUG, SOCK = "MG-WHT", "SK-GRY-40_43"
LYING = ((MUG, "E-10-1", 80), (MUG, "F-03-1", 40), (SOCK, "D-04-1", 96), (SOCK, "F-04-2", 48))
DATAMATRIX = "]d2"
NOTICED_S = 60.0


@pytest.fixture
def centre(empty_shop: Path, centre_of: Starts) -> CentreProcess:
    """Mugs in two lots at one place, socks with a number each."""
    made = centre_of(empty_shop)
    for sku, place, units in LYING:
        made.central("stock", "adjust", sku, place, "--why", "told apart from now on", str(-units))
    made.central("stock", "track", MUG, "--lot", "--expiry")
    made.central("stock", "track", SOCK, "--serial")
    made.central("stock", "receive", MUG, "E-10-1", "4", "--lot", "LATE", "--expiry", "2060-06-30")
    made.central("stock", "receive", MUG, "E-10-1", "2", "--lot", "EARLY", "--expiry", "2060-01-31")
    made.central("stock", "receive", SOCK, "D-04-1", "2", "--serial", "SN-1", "--serial", "SN-2")
    return made


def test_two_lots_and_a_number_go_through_the_whole_house(centre: CentreProcess, bench_at: Benches) -> None:
    centre.place("web-1", (MUG, 2), (SOCK, 1))
    bench = bench_at(centre)
    bench.sign_in()
    bench.work(lambda view: view.pick and view.pick.phase == "item" and view.pick.lot)
    bench.settled()
    centre.kill()
    bench.see(lambda view: not view.link.online, "the outage on the screen", NOTICED_S)
    _pick_mugs(bench)
    bench.work(lambda view: view.pack and view.pack.phase == "items")
    _pack(bench)
    bench.work(lambda _view: len(bench.packer.dispatched) == 1)
    centre.start()
    bench.settled()
    shipped = [line for line in centre.central("stock", "history", MUG).splitlines() if " shipped " in line]
    assert sorted(line.split()[3:6] for line in shipped) == [["EARLY", "shipped", "1"], ["LATE", "shipped", "1"]]
    assert "lot LATE taken instead of EARLY: lot_not_there" in centre.central("stock", "history", MUG)
    assert centre.audit() == []
    _recalled(bench, centre)


def _pick_mugs(bench: Bench) -> None:
    """A bare code asks for the lot; the other lot is refused, and then taken with a reason."""
    pick = bench.view.pick
    assert pick is not None
    assert pick.lot is not None
    assert (pick.lot.lot, pick.lot.use_by) == ("EARLY", "use by 2060-01-31")
    assert "2 lots" in pick.lot.note
    view = bench.item(MUG)
    assert view.choice is not None
    assert view.choice.answers[:2] == ("EARLY (use by 2060-01-31)", "LATE (use by 2060-06-30)")
    bench.press("REASON_1")
    view = bench.scan(_lot(MUG, "LATE"), DATAMATRIX)
    assert view.refusal is not None
    assert (view.refusal.title, view.refusal.needed) == ("Wrong lot", "EARLY\nuse by 2060-01-31")
    view = bench.press(Command.CHANGE_LOT)
    assert view.choice is not None
    view = bench.press("REASON_1")
    assert view.pick is None or view.pick.lot is None, "both mugs are picked"


def _pack(bench: Bench) -> None:
    """Each mug is of a picked lot; a sock waits for its number."""
    while (pack := bench.view.pack) is not None and pack.item is not None:
        if pack.item.sku == MUG:
            assert pack.lot is not None
            bench.scan(_lot(MUG, pack.lot.lot), DATAMATRIX)
            continue
        view = bench.item(SOCK)
        assert view.bar is not None
        assert view.bar.title == "Now scan its serial number"
        bench.scan("SN-1")
    assert bench.view.screen is Screen.LABEL


def _recalled(bench: Bench, centre: CentreProcess) -> None:
    """A list that this bench holds stops when the lot on it is recalled, and goes on when it is good again."""
    bench.work(lambda view: view.screen is Screen.QUEUE)
    centre.place("web-2", (MUG, 1))
    bench.see(_has_work, "the second list")
    centre.central("stock", "recall", MUG, "EARLY")
    bench.see(lambda view: not _has_work(view), "the list to be stopped")
    centre.central("stock", "recall", MUG, "EARLY", "--good")
    bench.see(_has_work, "the list to go on")
    bench.work(lambda _view: len(bench.packer.dispatched) == 2)
    bench.settled()
    assert centre.audit() == []


def _has_work(view: BenchView) -> bool:
    return view.queue is not None and view.queue.next_number != ""


def _lot(sku: str, lot: str) -> str:
    return f"01{CODES[sku].zfill(14)}10{lot}"
