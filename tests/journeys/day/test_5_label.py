"""Step 5: the label carries a number of this station's block, comes out once, and its scan closes the parcel."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from app.domain.floor.cards import Command
from app.domain.sscc import make
from app.main.demo.packer import parcel_code
from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen, Sound, Tone
from devices.simulators.picture import Renderer
from devices.simulators.zpl_printer import SimulatedZplPrinter
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import Bench
from tests.journeys.rig.centre_process import CentreProcess
from tests.waiting import wait_until

PROGRAMS = Path(sys.executable).parent
COPY_MARK = b"R1"


@pytest.fixture
def centre(empty_shop: Path, centre_of: Starts) -> CentreProcess:
    found = centre_of(empty_shop)
    found.place("web-1", ("MG-WHT", 1), ("FT-MOS-M", 1))
    return found


def test_the_paper_carries_the_number_on_the_screen(centre: CentreProcess, bench_at: Benches, tmp_path: Path) -> None:
    renderer = Renderer(PROGRAMS / "node", Path(sys.prefix) / "npm" / "node_modules")
    bench = bench_at(centre, labels=SimulatedZplPrinter(folder=tmp_path / "labels", renderer=renderer))
    shown = _to_label(bench)
    sscc = _sscc(shown)
    picture = tmp_path / "labels" / "0001.png"
    wait_until(picture.exists, words="the picture of the label", timeout_s=20.0)
    with Image.open(picture) as image:
        image.load()
        assert image.size == (812, 1218)
        (symbol,) = zxingcpp.read_barcodes(image)
    assert symbol.bytes.decode() == f"00{sscc}"
    _of_our_block(centre, sscc)
    wait_until(lambda: bench.slips.receipts, words="the packing slip")
    wait_until((bench.folder / "slips" / "0001.txt").exists, words="the slip's words")
    assert "web-1" in (bench.folder / "slips" / "0001.txt").read_text("utf-8")

    foreign = bench.scan(parcel_code(make("9501101", 3, 123_456_789)).code, "]C1")
    assert foreign.refusal is not None
    assert (foreign.refusal.tone, foreign.refusal.title) == (Tone.WRONG, "Not this label")
    bench.key("Esc")
    closed = bench.scan(parcel_code(sscc).code, "]C1")
    assert (closed.screen, closed.sound) == (Screen.DONE, Sound.COMPLETE)
    bench.settled()
    with closing(_data(centre)) as data:
        assert data.execute("SELECT sscc, label FROM parcel").fetchall() == [(sscc, "applied")]


def test_a_reprint_asks_why_and_keeps_the_number(centre: CentreProcess, bench_at: Benches) -> None:
    bench = bench_at(centre)
    sscc = _sscc(_to_label(bench))
    bench.see(_has_printed, "the printer to have printed")
    asked = bench.press(Command.PRINT_AGAIN)
    assert asked.choice is not None
    assert "marked R1" in asked.choice.explain
    assert len(bench.key("Esc").label.checks) == 4  # type: ignore[union-attr]
    assert bench.printed == [sscc], "thinking again prints nothing"
    bench.press(Command.PRINT_AGAIN)
    bench.key("2")
    wait_until(lambda: len(bench.printed) == 2, words="the copy")
    assert bench.printed == [sscc, sscc]
    first, copy = bench.labels.labels
    assert COPY_MARK not in first
    assert COPY_MARK in copy
    assert bench.scan(parcel_code(sscc).code, "]C1").screen is Screen.DONE
    bench.settled()
    with closing(_data(centre)) as data:
        kinds = [kind for (kind,) in data.execute("SELECT kind FROM inbox ORDER BY seq")]
    assert kinds.count("LabelPurchased") == kinds.count("LabelReprinted") == kinds.count("LabelApplied") == 1
    assert kinds.index("LabelPurchased") < kinds.index("LabelPrinted") < kinds.index("LabelApplied")


def test_without_paper_the_label_waits_and_then_comes_out_once(centre: CentreProcess, bench_at: Benches) -> None:
    bench = bench_at(centre)
    bench.ready()
    bench.labels.order("fault paper-out on")
    bench.see(lambda view: view.troubles, "the printer's trouble on the screen")
    view = bench.work(lambda view: view.screen is Screen.LABEL)
    assert any("paper" in words.lower() for words in view.troubles)
    assert bench.printed == []
    waits = bench.press(Command.NOTHING_CAME_OUT)
    assert waits.refusal is not None
    assert waits.refusal.title == "It prints by itself"
    bench.key("Esc")
    bench.labels.order("fault paper-out off")
    wait_until(lambda: bench.printed, words="the label after loading", timeout_s=20.0)
    bench.see(lambda view: not view.troubles, "the trouble to go")
    bench.work(lambda view: view.screen is Screen.DONE)
    bench.settled()
    assert bench.printed == [_sscc_of(centre)]


def _to_label(bench: Bench) -> BenchView:
    bench.sign_in()
    return bench.work(lambda view: view.screen is Screen.LABEL and bench.printed)


def _sscc(view: BenchView) -> str:
    assert view.label is not None
    return view.label.sscc


def _has_printed(view: BenchView) -> bool:
    return view.label is not None and view.label.checks[1].done


def _data(centre: CentreProcess) -> sqlite3.Connection:
    (file,) = centre.folder.glob("*.db")
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)


def _sscc_of(centre: CentreProcess) -> str:
    with closing(_data(centre)) as data:
        ((sscc,),) = data.execute("SELECT sscc FROM parcel").fetchall()
    return str(sscc)


def _of_our_block(centre: CentreProcess, sscc: str) -> None:
    """Extension 3, the site's company prefix, and a serial that the centre leased to this station."""
    assert sscc.startswith("39501101")
    serial = int(sscc[8:17])
    with closing(_data(centre)) as data:
        blocks = data.execute("SELECT first, last FROM number_block").fetchall()
    assert any(first <= serial <= last for first, last in blocks)
