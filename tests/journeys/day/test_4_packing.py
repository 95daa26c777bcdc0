"""Step 4: the tote, then every unit into a carton; a case counts its units, one can be undone, some can be short."""

from __future__ import annotations

from pathlib import Path

from app.domain.barcodes import encode_tote
from app.domain.floor.cards import Command
from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import CASES, TOTES, Bench
from tests.waiting import wait_until

CASE = CASES["FT-MOS-M", "case"]


def test_units_cases_undo_and_a_short_line_lead_to_a_closed_carton(
    empty_shop: Path, centre_of: Starts, bench_at: Benches
) -> None:
    centre = centre_of(empty_shop)
    centre.place("web-1", ("FT-MOS-M", 13), ("MG-WHT", 3))
    bench = bench_at(centre)
    bench.sign_in()
    _pick_with_a_case(bench)

    bench.scan(encode_tote(TOTES[0]))
    assert _done(bench.view) == {"FT-MOS-M": (0, 13), "MG-WHT": (0, 3)}
    assert bench.view.pack is not None
    names = [name for _, name in bench.view.pack.cartons]
    assert names == ["Mailing bag", "Box S", "Box M", "Box L", "Box XL"]
    assert bench.key("4").pack.carton == "L"  # type: ignore[union-attr]
    assert _done(bench.scan(CASE, "]I1")) == {"FT-MOS-M": (12, 13), "MG-WHT": (0, 3)}
    too_many = bench.scan(CASE, "]I1")
    assert too_many.refusal is not None
    assert too_many.refusal.title == "The case is too big"
    bench.key("Esc")
    assert _done(bench.press(Command.UNDO)) == {"FT-MOS-M": (11, 13), "MG-WHT": (0, 3)}
    bench.item("FT-MOS-M")
    assert _done(bench.item("FT-MOS-M")) == {"FT-MOS-M": (13, 13), "MG-WHT": (0, 3)}
    closed = _come_up_short(bench)
    assert (closed.screen, closed.facts) == (Screen.LABEL, ("Box L",)), "nothing is left: the carton closes by itself"

    bench.work(lambda view: view.screen is Screen.DONE)
    bench.settled()
    lines = {line["sku"]: line for line in centre.order("web-1")["lines"]}
    assert (lines["FT-MOS-M"]["packed"], lines["MG-WHT"]["packed"]) == (13, 1)
    assert centre.audit() == []
    wait_until(lambda: bench.slips.receipts, words="the packing slip")
    assert centre.report()["tasks"], "somebody must look for what was missing"


def _pick_with_a_case(bench: Bench) -> None:
    bench.press(Command.START)
    bench.work(lambda view: view.pick and view.pick.phase == "item" and view.pick.left == 13)
    assert bench.view.pick is not None
    assert bench.view.pick.item is not None
    assert bench.view.pick.item.sku == "FT-MOS-M"
    case = bench.scan(CASE, "]I1")
    assert case.pick is not None
    assert case.pick.left == 1
    back = bench.press(Command.UNDO)
    assert back.pick is not None
    assert back.pick.left == 2
    bench.work(lambda view: view.screen is Screen.PACK)


def _come_up_short(bench: Bench) -> BenchView:
    """Two of three mugs are broken; thinking again changes nothing, a reason does."""
    bench.item("MG-WHT")
    asked = bench.press(Command.SHORT)
    assert asked.choice is not None
    assert asked.choice.answers == ("Not in the tote", "Damaged", "Wrong item in the tote")
    assert _done(bench.key("Esc"))["MG-WHT"] == (1, 3)
    bench.press(Command.SHORT)
    return bench.key("2")


def test_a_short_pick_asks_why_and_the_rest_goes_on(empty_shop: Path, centre_of: Starts, bench_at: Benches) -> None:
    centre = centre_of(empty_shop)
    centre.place("web-1", ("FT-MOS-M", 2), ("MG-WHT", 1))
    bench = bench_at(centre)
    bench.sign_in()
    bench.press(Command.START)
    bench.work(lambda view: view.pick and view.pick.phase == "item")
    bench.item("FT-MOS-M")
    asked = bench.press(Command.SHORT)
    assert asked.choice is not None
    assert asked.choice.answers[0] == "Not there"
    noted = bench.key("1")
    assert noted.bar is not None
    assert noted.bar.title == "Noted: 1 short"
    bench.work(lambda view: view.pack and view.pack.phase == "items")
    assert _done(bench.view) == {"FT-MOS-M": (0, 1), "MG-WHT": (0, 1)}
    bench.item("MG-WHT")
    assert bench.item("FT-MOS-M").screen is Screen.LABEL, "the last verified unit closes the session"
    bench.work(lambda view: view.screen is Screen.DONE)
    bench.settled()
    lines = {line["sku"]: line for line in centre.order("web-1")["lines"]}
    assert (lines["FT-MOS-M"]["packed"], lines["MG-WHT"]["packed"]) == (1, 1)
    assert centre.audit() == []
    (hold,) = centre.order("web-1")["holds"]
    assert (hold["reason"], hold["detail"].split(".")[0]) == ("stock", "1 x FT-MOS-M not found (not_found)")
    assert centre.report()["unavailable"] == 1, "nobody is promised what was not there"


def _done(view: BenchView) -> dict[str, tuple[int, int]]:
    assert view.pack is not None, view
    return {line.item.sku: (line.done, line.wanted) for line in view.pack.lines}
