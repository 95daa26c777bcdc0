"""Step 10: a shelf is counted blind and units of a cancelled order are put back, the latter with the wire cut."""

from __future__ import annotations

from pathlib import Path

from app.domain.barcodes import encode_place
from app.domain.floor.cards import TASK_CHOICES, Command
from app.station.view.bench_view import BenchView
from app.station.view.panels import QueueRowView
from app.station.view.signs import Screen
from tests.journeys.conftest import Benches, Starts
from tests.journeys.rig.bench import Bench, rows

TEE, MUG = "FT-MOS-M", "MG-WHT"
NOTICED_S = 60.0
COUNTED = {(row["location"], row["sku"]): int(row["quantity"]) for row in rows("counts.csv")}


def test_a_count_and_a_put_back_reach_the_books_once(empty_shop: Path, centre_of: Starts, bench_at: Benches) -> None:
    """A mug is not found, so its shelf is counted; the order is cancelled, so its shirts go back to their shelf."""
    centre = centre_of(empty_shop)
    before = {sku: centre.stock(sku) for sku in (TEE, MUG)}
    centre.place("web-1", (TEE, 2), (MUG, 1))
    bench = bench_at(centre)
    places = _walk_short_of_the_mug(bench)
    bench.press(Command.BACK)
    bench.settled()
    centre.central("order", "cancel", "web-1", "--why", "changed their mind")

    _count(bench, places[MUG], COUNTED[places[MUG], MUG])
    bench.settled()
    centre.kill()
    bench.see(lambda view: not view.link.online, "the outage on the screen", NOTICED_S)
    _put_back(bench, places[TEE])
    assert bench.view.link.waiting == 5, "taken, a shelf refused, put back twice, finished"
    centre.start()
    bench.settled()

    assert {sku: centre.stock(sku) for sku in (TEE, MUG)} == before, "all of it is there, and free again"
    assert centre.report()["tasks"] == [["refund_due", 1]], "its money is to be given back, and nothing else is left"
    assert centre.audit() == []
    bench.see(lambda view: view.queue is not None and not any(row.icon for row in view.queue.rows), "an empty floor")


def _walk_short_of_the_mug(bench: Bench) -> dict[str, str]:
    """Walk the list; the mug is not there. Where each product was to be found."""
    bench.sign_in()
    bench.press(Command.START)
    places: dict[str, str] = {}
    while (view := bench.view).pick is not None:
        if view.pick.item is not None:
            places[view.pick.item.sku] = view.pick.location
        if view.pick.phase == "item" and view.pick.item is not None and view.pick.item.sku == MUG:
            bench.press(Command.SHORT)
            bench.card(Command.REASON_1)
            continue
        move = bench.packer.move(view)
        assert move is not None
        bench.make(move)
    return places


def _count(bench: Bench, place: str, there: int) -> None:
    """Blind: neither the queue nor the screen says how many are expected."""
    row = _task(bench, "Count")
    assert str(there) not in f"{row.title} {row.detail}"
    bench.card(Command(row.command))
    assert bench.view.screen is Screen.TASK
    view = bench.scan(encode_place(place))
    assert view.task is not None
    assert (view.task.pad, view.task.counted, view.task.left) == (True, "0", 0)
    for digit in str(there):
        view = bench.press(f"NUMBER_{digit}")
    assert view.task is not None
    assert view.task.counted == str(there)
    assert bench.press(Command.NEXT).screen is Screen.QUEUE


def _put_back(bench: Bench, place: str) -> None:
    """One by its shelf's scan, the other confirmed by touch; a wrong shelf is refused."""
    bench.card(Command(_task(bench, "Put back").command))
    bench.item(TEE)
    assert bench.scan(encode_place("E-10-1")).refusal is not None
    bench.card(Command.OK)
    bench.scan(encode_place(place))
    bench.item(TEE)
    assert bench.touch_primary().screen is Screen.QUEUE


def _task(bench: Bench, kind: str) -> QueueRowView:
    def waits(view: BenchView) -> bool:
        return view.queue is not None and any(row.number == kind and row.command for row in view.queue.rows)

    view = bench.see(waits, f"the task: {kind}", NOTICED_S)
    assert view.queue is not None
    row = next(row for row in view.queue.rows if row.number == kind)
    assert row.command in TASK_CHOICES
    return row
