"""Step 8: kill -9 anywhere; then the same order, the same step, nothing confirmed missing, no second label."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.floor.cards import Command
from app.main.demo.packer import Move, Scan, Touch
from app.station.view.bench_view import BenchView
from app.station.view.panels import LinkView
from app.station.view.signs import Screen, Sound
from devices.simulators.zpl_printer import SimulatedZplPrinter
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import Bench
from tests.journeys.rig.centre_process import CentreProcess
from tests.waiting import wait_until

LINES = (("FT-MOS-M", 1), ("MG-WHT", 1))
NO_LINK = LinkView(online=False, waiting=0, oldest=None, text="")
LIVES = 12
SLOW_S = 3.0
COMES_OUT_S = 6.0


@pytest.fixture
def centre(empty_shop: Path, centre_of: Starts) -> CentreProcess:
    made = centre_of(empty_shop)
    made.place("web-1", *LINES)
    return made


@pytest.fixture
def bench(centre: CentreProcess, bench_at: Benches) -> Bench:
    """Signed in, with the one order leased to it."""
    found = bench_at(centre)
    found.sign_in()
    return found


def test_killed_after_every_answer_the_bench_comes_back_where_it_was(centre: CentreProcess, bench: Bench) -> None:
    """One order, from the badge to the gate; the process is killed after each answer the packer saw."""
    lives = 0
    while not bench.packer.dispatched:
        move = _next(bench)
        answered = bench.make(move)
        bench.kill()
        confirmed = _lasting(bench.trace.views[-1])
        assert _lasting(bench.start()) == confirmed, f"after {move}"
        assert answered.event <= bench.view.event
        lives += 1
    assert lives >= LIVES
    _applied_once(bench, centre)


def test_killed_before_the_answer_a_scan_counts_once_or_not_at_all(centre: CentreProcess, bench: Bench) -> None:
    """The trigger is pulled and the process killed at once: the scan is wholly there, or was never taken."""
    while not bench.packer.dispatched:
        before = bench.see(lambda view: view.screen is not Screen.STARTING, "a picture")
        move = _next(bench)
        if not isinstance(move, Scan):
            bench.make(move)
            continue
        bench.scanner.type_code((move.aim + move.code).encode())
        bench.kill()
        after = bench.start()
        assert after.event in (before.event, before.event + 1)
        if after.event == before.event:
            assert _counts(after) == _counts(before)
            assert bench.make(move).refusal is None
    _applied_once(bench, centre)


def test_killed_while_the_label_prints_it_comes_out_once(centre: CentreProcess, bench_at: Benches) -> None:
    """The printer has the bytes and takes its time; a bench that does not know what became of them asks, and waits."""
    bench = bench_at(centre, labels=SimulatedZplPrinter(print_s=SLOW_S))
    bench.sign_in()
    bench.work(lambda view: view.label and view.label.checks[1].done)
    wait_until(lambda: "buffered 1 " in bench.labels.order("status"), words="the printer to have the whole label")
    bench.kill()
    assert bench.printed == []
    view = bench.start()
    assert view.screen is Screen.LABEL
    wait_until(lambda: bench.printed, words="the label that was on its way")
    bench.work(lambda _view: len(bench.packer.dispatched) == 1)
    _applied_once(bench, centre)


def _applied_once(bench: Bench, centre: CentreProcess) -> None:
    bench.settled()
    assert len(bench.printed) == 1
    found = centre.order("web-1")
    assert [line["shipped"] for line in found["lines"]] == [units for _, units in LINES]
    assert [parcel["number"] for parcel in found["tracking"]] == bench.printed == bench.packer.dispatched
    report = centre.report()
    assert (report["dispatched"], report["quarantined"], report["tasks"]) == (1, 0, [])
    assert ["shipped", 2, 2, -2] in report["ledger"]
    assert centre.audit() == []


def _next(bench: Bench) -> Move:
    """What a packer does next; one who holds a carton and sees no label come out says so, and that asks for a copy."""
    if bench.view.screen is Screen.LABEL and bench.view.refusal is None:
        try:
            wait_until(lambda: bench.printed, COMES_OUT_S)
        except AssertionError:
            return Touch(Command.NOTHING_CAME_OUT)
    found = bench.next_move(lambda _view: False)
    assert found is not None
    return found


def _lasting(view: BenchView) -> BenchView:
    """The picture without what belongs to one life: the wire, the devices, the sound just played."""
    still = replace(view, link=NO_LINK, troubles=(), devices=(), sound=Sound.NONE, answers=0, label=None)
    return replace(still, queue=replace(view.queue, why="", next_title="") if view.queue else None)


def _counts(view: BenchView) -> object:
    return view.screen, view.pick, view.pack, view.progress
