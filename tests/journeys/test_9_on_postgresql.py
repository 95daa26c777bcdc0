"""The whole story on PostgreSQL, and a hold that reaches a walk: from the shop's order to the parcel that left."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from app.domain.barcodes import encode_place
from app.domain.floor.cards import Command
from app.main.demo.packer import parcel_code
from app.station.view.signs import Screen
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import Bench
from tests.journeys.rig.centre_process import CentreProcess, build_warehouse
from tests.postgres_cluster import Cluster
from tests.waiting import wait_until

WHY = "The customer wants to call back."


def test_an_order_is_picked_packed_labelled_and_leaves(
    postgres: Cluster, stack: ExitStack, tmp_path: Path, bench_at: Benches
) -> None:
    database = postgres.empty()
    stack.callback(postgres.drop, database)
    build_warehouse(tmp_path / "centre", database)
    centre = CentreProcess(tmp_path / "centre", database)
    stack.callback(centre.stop)
    centre.start()
    taken = centre.place("web-1", ("MG-WHT", 2), ("FT-MOS-M", 1))
    on_hand = centre.report()["on_hand"]
    bench = bench_at(centre)
    bench.sign_in()
    bench.work(lambda view: view.screen is Screen.DONE)
    _dispatch(bench)
    order = centre.order(taken["id"])
    assert (order["status"], [found["number"] for found in order["tracking"]]) == ("shipped", bench.printed)
    after = centre.report()
    assert (after["on_hand"], after["allocated"], after["dispatched"]) == (on_hand - 3, 0, 1)
    assert centre.audit() == []
    assert not list((tmp_path / "centre").glob("*.sqlite*")), "the folder holds no database of its own"


def test_a_hold_stops_a_walk_where_it_is_and_its_release_lets_it_go_on(
    empty_shop: Path, centre_of: Starts, bench_at: Benches
) -> None:
    centre = centre_of(empty_shop)
    centre.place("web-1", ("MG-WHT", 2))
    bench = bench_at(centre)
    bench.sign_in()
    bench.work(lambda view: view.pick is not None and view.pick.phase == "item")
    walking = bench.view.pick
    assert walking is not None
    centre.central("order", "hold", "web-1", "--why", WHY)
    wait_until(lambda: _title_at(bench, walking.location) == f"Stop: {WHY}", 30, "the hold to reach the walk")
    assert bench.item("MG-WHT").refusal is not None, "nothing more is picked for it"
    bench.card(Command.OK)
    bench.settled()
    assert [line["picked"] for line in centre.order("web-1")["lines"]] == [0]
    centre.central("order", "release", "web-1", "--hold", "operator", "--why", "called")
    bench.work(lambda view: view.screen is Screen.DONE)
    _dispatch(bench)
    assert centre.order("web-1")["status"] == "shipped"
    assert centre.audit() == []


def _title_at(bench: Bench, location: str) -> str:
    """What the bench says to a scan of the place it is at, which counts nothing; "" when it has nothing against it."""
    refusal = bench.scan(encode_place(location)).refusal
    if refusal is None:
        return ""
    bench.card(Command.OK)
    return refusal.title


def _dispatch(bench: Bench) -> None:
    (sscc,) = bench.printed
    bench.press(Command.DISPATCH)
    gone = bench.scan(parcel_code(sscc).code, "]C1")
    assert gone.refusal is None
    bench.settled()
