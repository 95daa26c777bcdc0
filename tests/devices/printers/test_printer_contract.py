"""What every printer driver promises, run against each driver with its own simulator."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.station.ports import DeviceKind, DeviceState, JobState, Printer, PrintJob, Reason
from devices.escpos.printer import EscposOverTcp
from devices.links.os_queue import OsQueue
from devices.printing.queue_printer import QueuePrinter
from devices.printing.worker import Pace
from devices.simulators.receipt.printer import SimulatedEscposPrinter
from devices.simulators.zpl_printer import SimulatedZplPrinter
from devices.zpl.printer import ZplOverTcp
from tests.devices.printers.bench_of_bytes import Ear, ticking

PACE = Pace(idle_s=0.05, busy_s=0.02, print_s=0.6, write_s=2.0, back_off_s=(0.02, 0.05))
LABEL = b"^XA^FO50,50^A0N,40,40^FDOne label^FS^PQ1^XZ"
SLIP = b"\x1b@Packing slip\n\x1dV\x01"


@dataclass
class Subject:
    """One driver in front of its simulated printer (or spooler)."""

    driver: Printer
    ear: Ear
    kind: DeviceKind
    payload: bytes
    best: JobState
    papers: Callable[[], list[bytes]]


def zpl(closing: ExitStack, _: Path) -> Subject:
    ear, printer = Ear(), SimulatedZplPrinter(print_s=0.02)
    printer.start()
    closing.callback(printer.stop)
    driver = ZplOverTcp("p", "127.0.0.1", printer.port, ear.post, ear.record, ticking(), PACE, 0.3)
    return Subject(driver, ear, DeviceKind.LABEL_PRINTER, LABEL, JobState.PRINTED, lambda: printer.labels)


def escpos(closing: ExitStack, _: Path) -> Subject:
    ear, printer = Ear(), SimulatedEscposPrinter(print_s=0.02)
    printer.start()
    closing.callback(printer.stop)
    driver = EscposOverTcp("p", "127.0.0.1", printer.port, ear.post, ear.record, ticking(), True, PACE, 0.3)
    papers = lambda: [raw for _, raw in printer.receipts]  # noqa: E731
    return Subject(driver, ear, DeviceKind.RECEIPT_PRINTER, SLIP, JobState.PRINTED, papers)


def os_queue(_: ExitStack, folder: Path) -> Subject:
    """`lpstat` and `lpr` stand in for the spooler: each job becomes one file."""
    for name, script in (("lpstat", "exit 0"), ("lpr", 'cat > "$(mktemp "$0.job.XXXXXX")"')):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    ear = Ear()
    driver = QueuePrinter("p", DeviceKind.LABEL_PRINTER, OsQueue("zebra"), ear.post, ear.record, ticking(), 0.05)
    papers = lambda: [path.read_bytes() for path in folder.glob("lpr.job.*")]  # noqa: E731
    return Subject(driver, ear, DeviceKind.LABEL_PRINTER, LABEL, JobState.HANDED_OVER, papers)


@pytest.fixture(params=[zpl, escpos, os_queue], ids=["zpl", "escpos", "queue"])
def subject(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Subject]:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with ExitStack() as closing:
        made: Subject = request.param(closing, tmp_path)
        closing.callback(made.driver.stop)
        made.driver.start()
        made.ear.until_state(DeviceState.READY)
        yield made


def test_a_job_is_recorded_sent_once_and_ends_in_the_best_known_state(subject: Subject) -> None:
    subject.driver.submit(PrintJob("job-1", subject.payload))
    subject.ear.until_job(subject.best)
    assert [change.state for change in subject.ear.recorded] == [JobState.SENDING]
    assert subject.papers() == [subject.payload]


def test_an_id_is_printed_once(subject: Subject) -> None:
    for job_id in ("job-1", "job-1", "job-2"):
        subject.driver.submit(PrintJob(job_id, subject.payload))
    subject.ear.until_job(subject.best, "job-2")
    assert len(subject.papers()) == 2


def test_nothing_unrecorded_is_sent(subject: Subject) -> None:
    subject.ear.refuse_records = 1
    subject.driver.submit(PrintJob("job-1", subject.payload))
    subject.ear.until_job(subject.best)
    assert subject.ear.jobs()[0] is JobState.FAILED
    assert len(subject.papers()) == 1


def test_looking_again_sends_nothing_and_settles(subject: Subject) -> None:
    subject.driver.look_again("job-9", None)
    subject.ear.until_job(JobState.UNKNOWN, "job-9")
    assert subject.papers() == []


def test_it_says_what_it_is_and_stops_for_good(subject: Subject) -> None:
    assert subject.driver.kind is subject.kind
    assert f"device-{subject.driver.name}" in {thread.name for thread in threading.enumerate()}
    subject.driver.stop(2.0)
    subject.ear.until_state(DeviceState.STOPPED)
    assert f"device-{subject.driver.name}" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("swapped", ["zpl driver", "escpos driver"])
def test_a_printer_of_the_other_kind_is_never_sent_a_job(swapped: str) -> None:
    with ExitStack() as closing:
        ear = Ear()
        driver: Printer
        if swapped == "zpl driver":
            receipts = SimulatedEscposPrinter()
            receipts.start()
            closing.callback(receipts.stop)
            driver = ZplOverTcp("p", "127.0.0.1", receipts.port, ear.post, ear.record, ticking(), PACE, 0.2)
        else:
            labels = SimulatedZplPrinter()
            labels.start()
            closing.callback(labels.stop)
            driver = EscposOverTcp("p", "127.0.0.1", labels.port, ear.post, ear.record, ticking(), True, PACE, 0.2)
        closing.callback(driver.stop)
        driver.start()
        driver.submit(PrintJob("job-1", LABEL))
        ear.until_job(JobState.FAILED)
        assert ear.recorded == []
        wrong = {Reason.NO_REPLY, Reason.WRONG_DEVICE}
        assert wrong & {reason for change in ear.changes() for reason in change.reasons}


def test_a_queue_that_is_not_there_keeps_the_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}")
    ear = Ear()
    driver = QueuePrinter("p", DeviceKind.LABEL_PRINTER, OsQueue("zebra"), ear.post, ear.record, ticking(), 0.05)
    driver.start()
    driver.submit(PrintJob("job-1", LABEL))
    ear.until_job(JobState.FAILED)
    driver.stop()
    assert ear.changes()[-1].state is DeviceState.STOPPED


@pytest.mark.parametrize(
    ("lpr", "words"),
    [("exec tail -f /dev/null", "did not take the job"), ("echo no such host >&2; exit 1", "no such host")],
)
def test_a_spooler_that_hangs_or_refuses_makes_a_job_unknown_and_the_next_one_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lpr: str, words: str
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    ear = Ear()
    queue = OsQueue("zebra", lpr_s=0.5)
    subject = os_queue(ExitStack(), tmp_path)
    good = (tmp_path / "lpr").read_text()
    (tmp_path / "lpr").write_text(f"#!/bin/sh\n{lpr}\n")
    driver = QueuePrinter("p", DeviceKind.LABEL_PRINTER, queue, ear.post, ear.record, ticking(), 0.05)
    driver.start()
    driver.submit(PrintJob("job-1", LABEL))
    assert words in ear.until_job(JobState.UNKNOWN).detail
    (tmp_path / "lpr").write_text(good)
    driver.submit(PrintJob("job-2", LABEL))
    ear.until_job(JobState.HANDED_OVER, "job-2")
    driver.stop()
    assert subject.papers() == [LABEL]
