"""A centre that closes answers whoever asks: what was queued is stored, who comes later is told that it is not."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest

from app.central.storage.engines.faults import StorageFault
from app.central.storage.writing.jobs import Jobs
from app.central.storage.writing.pulse import Group
from app.central.warehouse.imports import import_totes
from tests.central.house import SITE, House, open_again
from tests.waiting import wait_until

ANSWER_S = 20


def test_what_was_queued_is_stored_and_who_comes_later_is_told(house: House) -> None:
    before = [house.centre.submit(import_totes, SITE, [f"LATE-{n}"]) for n in range(100)]
    house.centre.close()
    assert all(one.exception(ANSWER_S) is None for one in before)
    with pytest.raises(StorageFault, match="nothing of this was stored"):
        house.centre.submit(import_totes, SITE, ["LATER"]).result(ANSWER_S)
    again = open_again(house.data)
    try:
        with again.read(SITE) as work:
            kept = {code for code in work.goods.totes() if code.startswith("LATE")}
    finally:
        again.close()
    assert kept == {f"LATE-{n}" for n in range(100)}


def test_nobody_who_asks_while_it_closes_waits_for_ever(house: House) -> None:
    asked: list[Future[object]] = []
    go = threading.Barrier(5)

    def ask() -> None:
        go.wait(ANSWER_S)
        asked.extend(house.centre.submit(import_totes, SITE, [f"T-{n}"]) for n in range(50))

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    go.wait(ANSWER_S)
    house.centre.close()
    for asker in askers:
        asker.join(ANSWER_S)
    faults = [one.exception(ANSWER_S) for one in asked]
    assert len(faults) == 200
    assert {type(fault) for fault in faults} <= {type(None), StorageFault}


def test_who_waits_for_a_writer_that_is_gone_is_told() -> None:
    jobs = Jobs()
    waiting = [jobs.add(lambda: 1) for _ in range(3)]
    first = jobs.next(0)
    assert first is not None
    jobs.first_again(first)
    jobs.refuse_all()
    assert [str(one.exception(0)) for one in waiting] == ["the centre is closed: nothing of this was stored"] * 3
    assert isinstance(jobs.add(lambda: 1).exception(0), StorageFault)
    assert (jobs.next(0), jobs.at_once()) == (None, None)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_writer_that_breaks_down_leaves_nobody_waiting_and_nothing_open(house: House) -> None:
    def broken(group: Group) -> None:
        raise RuntimeError("a bug")

    house.centre.watch(broken)
    with pytest.raises(StorageFault, match="may be stored or not"):
        house.centre.do(import_totes, SITE, ["T-9"])
    with pytest.raises(StorageFault, match="nothing of this was stored"):
        house.centre.do(import_totes, SITE, ["T-10"])
    wait_until(lambda: not house.centre.pulse.alive, ANSWER_S, "the thread is gone")
    house.centre.close()
    again = open_again(house.data)
    try:
        again.do(import_totes, SITE, ["T-11"])
        with again.read(SITE) as work:
            assert {"T-9", "T-11"} <= set(work.goods.totes())
    finally:
        again.close()
