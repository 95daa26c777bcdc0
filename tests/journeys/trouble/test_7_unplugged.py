"""Step 7: the network goes away in the middle; picking, packing and labelling go on, and everything arrives once."""

from __future__ import annotations

import re
from pathlib import Path

from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import Bench
from tests.journeys.rig.centre_process import CentreProcess
from tests.journeys.trouble.begun import at_the_first_stop, verdicts_without_gap

OFFLINE = re.compile(r"offline · (\d+) waiting · oldest \d\d:\d\d")
NOTICED_S = 60.0


def test_a_killed_centre_is_missed_by_nobody(empty_shop: Path, centre_of: Starts, bench_at: Benches) -> None:
    """The wire is cut at the first scan of the walk and mended, at the same address, when the first label is on."""
    centre = centre_of(empty_shop)
    bench = at_the_first_stop(centre, bench_at)
    centre.kill()
    bench.see(lambda view: not view.link.online, "the outage on the screen", NOTICED_S)
    view = bench.work(_one_labelled)
    waiting = _banner(view)
    bench.work(lambda view: view.screen is Screen.LABEL and len(bench.printed) == 2)
    assert _banner(bench.view) > waiting
    assert centre.report()["packed"] == 0
    centre.start()
    _all_arrives_once(bench, centre)


def test_a_network_that_swallows_everything_is_noticed_too(
    empty_shop: Path, centre_of: Starts, bench_at: Benches
) -> None:
    """The centre is stopped where it stands: connections open, and nothing is ever answered."""
    centre = centre_of(empty_shop)
    bench = at_the_first_stop(centre, bench_at)
    centre.freeze()
    bench.work(_one_labelled)
    view = bench.see(lambda view: OFFLINE.fullmatch(view.link.text), "the outage on the screen", NOTICED_S)
    assert _banner(view) > 5
    centre.thaw()
    _all_arrives_once(bench, centre)


def _one_labelled(view: BenchView) -> bool:
    return view.screen is Screen.DONE


def _banner(view: BenchView) -> int:
    """How many commands wait, as the banner says."""
    assert not view.link.online
    said = OFFLINE.fullmatch(view.link.text)
    assert said is not None, view.link.text
    assert int(said.group(1)) == view.link.waiting
    return view.link.waiting


def _all_arrives_once(bench: Bench, centre: CentreProcess) -> None:
    """Work goes on until both parcels have left; each order is shipped once, with its own number."""
    bench.work(lambda _view: len(bench.packer.dispatched) == 2)
    bench.settled()
    numbers = [[found["number"] for found in centre.order(f"web-{n}")["tracking"]] for n in (1, 2)]
    assert (
        sorted(number for one in numbers for number in one) == sorted(bench.printed) == sorted(bench.packer.dispatched)
    )
    assert len(bench.printed) == len(set(bench.printed)) == 2
    report = centre.report()
    assert (report["orders_in"], report["shipped"], report["dispatched"], report["quarantined"]) == (2, 2, 2, 0)
    assert ["shipped", 4, 5, -5] in report["ledger"]
    assert report["tasks"] == []
    assert centre.audit() == []
    assert verdicts_without_gap(centre) == {"applied"}
