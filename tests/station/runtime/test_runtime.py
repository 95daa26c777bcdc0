"""The station thread: one event, one transaction, one picture; nothing is said to be kept that is not."""

from __future__ import annotations

import sqlite3
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.facts import ItemPacked, LabelPrinted, LabelPurchased, ScanRefused
from app.domain.floor.labelling import Paper
from app.station.desk import Turn
from app.station.ports import (
    Evidence,
    JobChanged,
    JobState,
    LinkChanged,
    LinkState,
    NotRecorded,
)
from app.station.view.signs import Screen
from devices.escpos.printer import EscposOverTcp
from devices.printing.worker import Pace
from devices.simulators.receipt.printer import SimulatedEscposPrinter
from devices.simulators.zpl_printer import SimulatedZplPrinter
from devices.zpl.printer import ZplOverTcp
from tests.station.floor import pack_discrete, walk_discrete
from tests.station.goods import ADA, CODES, EVERYTHING, MORNING, badge, command, tote
from tests.station.runtime.thread import Running, Torn, looking, running
from tests.waiting import wait_until

ONLINE = LinkChanged(LinkState.ONLINE, "", MORNING)
MUGS = [CODES["MUG"]] * 4
PACE = Pace(idle_s=0.05, busy_s=0.02, print_s=0.6, write_s=2.0, back_off_s=(0.02, 0.05))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bench that was set up and left."""
    with looking(tmp_path / "bench") as floor:
        floor.deliver(*EVERYTHING)
    return tmp_path / "bench"


@pytest.fixture
def ready_to_pack(folder: Path) -> Path:
    with looking(folder) as floor:
        walk_discrete(floor)
        floor.do(tote("T-01"), CODES["TEE-M"], *MUGS[1:])
    return folder


@pytest.fixture
def labelled(folder: Path) -> Path:
    with looking(folder) as floor:
        walk_discrete(floor)
        pack_discrete(floor)
    return folder


def change(job_id: str, state: JobState, evidence: Evidence = Evidence.NONE) -> JobChanged:
    return JobChanged("labels", job_id, state, evidence, "", MORNING, 5)


def job_on_disk(folder: Path, job_id: str) -> str:
    """What another process would read of a print job now."""
    reader = sqlite3.connect(f"{(folder / 'journal.db').as_uri()}?mode=ro", uri=True)
    try:
        found = reader.execute("SELECT json FROM document WHERE kind='PaperJob' AND key=?", (job_id,)).fetchone()
        return str(found[0])
    finally:
        reader.close()


def test_the_first_picture_comes_without_an_event(folder: Path) -> None:
    with running(folder) as life:
        view = life.until(lambda _: True)
        assert (view.screen, view.station, view.answers) == (Screen.SIGN_IN, "ST-1", 0)
        assert view.link.text.startswith("offline")
    assert life.threads == {"station"}
    assert life.station.failed is None


def test_scans_of_several_threads_are_taken_one_by_one_in_the_order_of_each(folder: Path) -> None:
    def hands(name: str) -> None:
        for number in range(25):
            life.scan(f"{name}-{number:03d}")

    with running(folder) as life:
        people = [threading.Thread(target=hands, args=(name,)) for name in "ABCD"]
        for person in people:
            person.start()
        for person in people:
            person.join()
    with looking(folder) as floor:
        scanned = [fact.body.scanned for fact in floor.told(ScanRefused)]
    assert len(scanned) == 100
    for name in "ABCD":
        mine = [text for text in scanned if text.startswith(name)]
        assert mine == sorted(mine)
    events = [view.event for view in life.views]
    assert events == sorted(events)
    assert events[-1] == 100


def test_a_view_answers_its_scan_and_its_press(folder: Path) -> None:
    with running(folder) as life:
        life.scan(badge(ADA))
        assert life.until(lambda view: view.screen is Screen.QUEUE).answers == 77
        life.press("DEVICES")
        assert life.until(lambda view: view.screen is Screen.DEVICES).answers == 88
        life.scan(command("BACK"))
    assert life.views[-1].screen is Screen.QUEUE
    assert all(later.event - earlier.event in (0, 1) for earlier, later in pairwise(life.views))


def test_record_returns_only_when_the_disk_has_it(labelled: Path) -> None:
    with running(labelled) as life:
        wait_until(lambda: len(life.printers[Paper.LABEL].jobs) == 1)
        job_id = life.printers[Paper.LABEL].jobs[0].job_id
        assert "queued" in job_on_disk(labelled, job_id)
        life.station.record(change(job_id, JobState.SENDING))
        assert "sending" in job_on_disk(labelled, job_id)


def test_record_refuses_when_the_commit_fails_and_when_nobody_is_there_any_more(labelled: Path) -> None:
    def breaks(turn: Turn) -> bool:
        return any(kind == "LabelPrinted" for kind in turn.work.pending_kinds())

    with running(labelled, breaks=breaks) as life:
        wait_until(lambda: len(life.printers[Paper.LABEL].jobs) == 1)
        job_id = life.printers[Paper.LABEL].jobs[0].job_id
        life.station.record(change(job_id, JobState.SENDING))
        with pytest.raises(NotRecorded, match=job_id):
            life.station.record(change(job_id, JobState.HANDED_OVER))
        life.until(lambda view: view.screen is Screen.FAULT)
        with pytest.raises(NotRecorded):
            life.station.record(change(job_id, JobState.PRINTED))
    assert "sending" in job_on_disk(labelled, job_id)


def test_a_fault_is_undone_shown_and_kept_and_the_next_start_goes_on(ready_to_pack: Path) -> None:
    with running(ready_to_pack, labels=Torn()) as life:
        life.scan(CODES["MUG"])
        view = life.until(lambda view: view.screen is Screen.FAULT)
        assert "ZeroDivisionError: #1001" in view.message
    assert isinstance(life.station.failed, ZeroDivisionError)
    with looking(ready_to_pack) as floor:
        assert sum(fact.body.quantity for fact in floor.told(ItemPacked)) == 4, "the last unit was never counted"
    with running(ready_to_pack) as life:
        life.scan(CODES["MUG"])
        life.until(lambda view: view.screen is Screen.LABEL)
    with looking(ready_to_pack) as floor:
        assert sum(fact.body.quantity for fact in floor.told(ItemPacked)) == 5
        assert len(floor.told(LabelPurchased)) == 1


def test_a_store_that_can_not_be_opened_is_a_fault_too(folder: Path) -> None:
    (folder / "journal.db").write_bytes(b"not a database, not even nearly" * 100)
    with running(folder) as life:
        view = life.until(lambda view: view.screen is Screen.FAULT)
        assert "JournalDamaged" in view.message
    assert life.station.failed is not None


def test_stop_takes_what_was_posted_before_and_leaves_the_folder_free(folder: Path) -> None:
    with running(folder) as life:
        life.scan(badge(ADA), tote("T-01"))
    assert life.views[-1].screen is Screen.PICK
    life.station.stop()
    with looking(folder) as floor:
        assert floor.bench.packer_id == "ada"


def test_stop_before_start_is_nothing(folder: Path) -> None:
    Running(folder).station.stop()


def test_after_a_restart_queued_jobs_are_submitted_and_those_under_way_are_asked_about(labelled: Path) -> None:
    with running(labelled) as life:
        wait_until(lambda: all(printer.jobs for printer in life.printers.values()))
        label = life.printers[Paper.LABEL].jobs[0]
        life.station.record(change(label.job_id, JobState.SENDING))
    assert b"^XA" in label.payload
    with running(labelled) as again:
        wait_until(lambda: bool(again.printers[Paper.LABEL].looked) and bool(again.printers[Paper.SLIP].jobs))
    assert again.printers[Paper.LABEL].looked == [(label.job_id, 5)]
    assert again.printers[Paper.LABEL].jobs == []


def test_a_job_is_handed_over_only_after_its_commit(ready_to_pack: Path) -> None:
    with running(ready_to_pack) as life:
        life.scan(CODES["MUG"])
        wait_until(lambda: bool(life.printers[Paper.LABEL].jobs))
        assert job_on_disk(ready_to_pack, life.printers[Paper.LABEL].jobs[0].job_id)


def test_from_the_last_unit_to_proven_paper_with_real_drivers(ready_to_pack: Path) -> None:
    labels, slips = SimulatedZplPrinter(print_s=0.03, odometer=500), SimulatedEscposPrinter()
    life = Running(ready_to_pack)
    post, record = life.station.post, life.station.record
    drivers = {
        Paper.LABEL: ZplOverTcp("labels", "127.0.0.1", labels.port, post, record, lambda: MORNING, PACE, answer_s=0.3),
        Paper.SLIP: EscposOverTcp("slips", "127.0.0.1", slips.port, post, record, lambda: MORNING, pace=PACE),
    }
    life.station.connect(drivers, life.wire)
    labels.start()
    slips.start()
    life.station.start()
    try:
        for driver in drivers.values():
            driver.start()
        life.scan(CODES["MUG"])
        life.until(lambda view: view.label is not None and view.label.checks[2].done)
        wait_until(lambda: len(slips.receipts) == 1)
    finally:
        for driver in drivers.values():
            driver.stop()
        life.end()
        slips.stop()
        labels.stop()
    assert len(labels.labels) == 1
    with looking(ready_to_pack) as floor:
        assert [(f.body.state, f.body.evidence) for f in floor.told(LabelPrinted)] == [
            ("handed over", "none"), ("printed", "odometer"),
        ]  # fmt: skip
        assert floor.told(LabelPurchased)[0].body.sscc.encode() in labels.labels[0]
