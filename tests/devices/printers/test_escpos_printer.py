"""The ESC/POS driver against the simulated printer over real TCP: confirmed slips, faults, and never two of one job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.station.ports import DeviceState, Evidence, JobChanged, JobState, PrintJob, Reason
from devices.escpos.printer import EscposOverTcp
from devices.printing.worker import Pace
from devices.simulators.receipt.paper import Line
from devices.simulators.receipt.printer import SimulatedEscposPrinter
from tests.devices.printers.bench_of_bytes import Ear, ticking

PACE = Pace(idle_s=0.05, busy_s=0.02, print_s=0.6, write_s=2.0, back_off_s=(0.02, 0.05))
SLIP = b"\x1b@Packing slip\nOrder 1043\n\x1dV\x01"
JOB = PrintJob("job-1", SLIP)


class Bench:
    def __init__(self, closing: ExitStack, print_s: float = 0.03, confirms: bool = True) -> None:
        self.ear = Ear()
        self.printer = SimulatedEscposPrinter(print_s=print_s)
        self.printer.start()
        closing.callback(self.printer.stop)
        self.driver = EscposOverTcp(
            "slips", "127.0.0.1", self.printer.port, self.ear.post, self.ear.record, ticking(), confirms, PACE, 0.3
        )
        closing.callback(self.driver.stop)

    def start(self) -> Bench:
        self.driver.start()
        self.ear.until_state(DeviceState.READY)
        return self

    def slips(self) -> list[bytes]:
        return [raw for _, raw in self.printer.receipts]


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_slip_is_confirmed_by_its_process_id(closing: ExitStack) -> None:
    bench = Bench(closing).start()
    bench.driver.submit(JOB)
    assert bench.ear.until_job(JobState.PRINTED).evidence is Evidence.PROCESS_ID
    assert bench.slips() == [SLIP]
    assert [item.text for item in bench.printer.receipts[0][0] if isinstance(item, Line)] == [
        "Packing slip",
        "Order 1043",
    ]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("paper-out", Reason.PAPER_OUT),
        ("cover-open", Reason.COVER_OPEN),
        ("cutter", Reason.CUTTER),
        ("overheat", Reason.OVERHEAT),
    ],
)
def test_a_fault_before_the_job_keeps_it_here(closing: ExitStack, fault: str, reason: Reason) -> None:
    bench = Bench(closing).start()
    bench.printer.order(f"fault {fault} on")
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.FAILED)
    bench.ear.wait_for(lambda: bench.ear.changes()[-1].reasons == (reason,))
    bench.printer.order(f"fault {fault} off")
    bench.ear.until_job(JobState.PRINTED)
    assert bench.slips() == [SLIP]


def test_paper_out_in_the_middle_waits_and_finishes_by_itself(closing: ExitStack) -> None:
    bench = Bench(closing, print_s=0.4).start()
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.HANDED_OVER)
    bench.printer.order("fault paper-out on")
    bench.ear.wait_for(lambda: "paper out" in bench.ear.last().detail)
    bench.printer.order("fault paper-out off")
    bench.ear.until_job(JobState.PRINTED)
    assert bench.slips() == [SLIP]


def test_low_paper_is_a_warning_and_prints(closing: ExitStack) -> None:
    bench = Bench(closing).start()
    bench.printer.order("fault paper-low on")
    bench.ear.wait_for(lambda: bench.ear.changes()[-1].reasons == (Reason.PAPER_LOW,))
    assert bench.ear.states()[-1] is DeviceState.READY
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.PRINTED)


@pytest.mark.parametrize("fault", ["no-confirm", "wrong-confirm"])
def test_without_the_right_confirmation_it_is_unknown(closing: ExitStack, fault: str) -> None:
    bench = Bench(closing).start()
    bench.printer.order(f"fault {fault} on")
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.UNKNOWN)
    assert bench.slips() == [SLIP]


def test_a_clone_is_handed_the_slip_and_no_more(closing: ExitStack) -> None:
    bench = Bench(closing, confirms=False)
    bench.printer.order("fault no-causes on")
    bench.start()
    bench.driver.submit(JOB)
    bench.ear.wait_for(lambda: "confirms nothing" in bench.ear.last().detail if bench.ear.jobs() else False)
    assert bench.ear.last().state is JobState.HANDED_OVER
    assert bench.ear.jobs()[-1] is JobState.HANDED_OVER


@pytest.mark.parametrize("fault", ["automatic-status on", "split on", "duplicate on"])
def test_other_bytes_between_the_answers_change_nothing(closing: ExitStack, fault: str) -> None:
    bench = Bench(closing).start()
    bench.printer.order(f"fault {fault}")
    for number in range(3):
        bench.driver.submit(PrintJob(f"job-{number}", SLIP))
        bench.ear.until_job(JobState.PRINTED, f"job-{number}")
    assert len(bench.slips()) == 3


@pytest.mark.parametrize("after", [1, len(SLIP) // 2, len(SLIP), len(SLIP) + 10])
def test_a_connection_that_breaks_while_sending_is_unknown_and_never_sent_again(closing: ExitStack, after: int) -> None:
    bench = Bench(closing).start()

    def arm(_: JobChanged) -> None:
        bench.printer.order(f"fault die-after {after}")

    bench.ear.on_record = arm
    bench.driver.submit(JOB)
    bench.ear.wait_for(lambda: "look at the paper" in bench.ear.last().detail if bench.ear.jobs() else False)
    assert bench.ear.last().state is JobState.UNKNOWN
    assert len(bench.slips()) <= 1


def test_an_answer_past_its_deadline_is_no_answer(closing: ExitStack) -> None:
    bench = Bench(closing).start()
    bench.printer.order("fault delay 0.45")
    bench.ear.until_state(DeviceState.FAULT)
    assert bench.ear.changes()[-1].reasons == (Reason.NO_REPLY,)
    bench.printer.order("fault delay off")
    bench.ear.until_state(DeviceState.READY)


def test_after_a_crash_nothing_is_sent(closing: ExitStack) -> None:
    bench = Bench(closing).start()
    bench.driver.look_again("job-1", None)
    bench.ear.until_job(JobState.UNKNOWN)
    assert bench.slips() == []
