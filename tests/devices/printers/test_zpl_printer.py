"""The ZPL driver against the simulated printer over real TCP: what each fault makes of a job, and never two labels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.station.ports import DeviceState, Evidence, JobChanged, JobState, PrintJob, Reason
from devices.printing.worker import Pace
from devices.simulators.zpl_printer import SimulatedZplPrinter
from devices.zpl.printer import ZplOverTcp
from tests.devices.printers.bench_of_bytes import Ear, ticking

PACE = Pace(idle_s=0.05, busy_s=0.02, print_s=0.6, write_s=2.0, back_off_s=(0.02, 0.05))
LABEL = b"^XA^FO50,50^A0N,40,40^FDOne label^FS^PQ1^XZ"
JOB = PrintJob("job-1", LABEL)


class Bench:
    """One simulated printer, one driver, one ear."""

    def __init__(self, print_s: float = 0.03) -> None:
        self.printer = SimulatedZplPrinter(print_s=print_s, odometer=500)
        self.ear = Ear()
        self.driver = self.new_driver()
        self.printer.start()

    def new_driver(self) -> ZplOverTcp:
        ear = self.ear
        return ZplOverTcp("labels", "127.0.0.1", self.printer.port, ear.post, ear.record, ticking(), PACE, answer_s=0.3)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with ExitStack() as closing:
        yield start(closing, Bench())


@pytest.fixture
def slow() -> Iterator[Bench]:
    """A printer that needs a while for a label, so that faults can be set in the middle of it."""
    with ExitStack() as closing:
        yield start(closing, Bench(print_s=0.35))


def start(closing: ExitStack, bench: Bench) -> Bench:
    closing.callback(bench.printer.stop)
    closing.callback(bench.driver.stop)
    bench.driver.start()
    bench.ear.until_state(DeviceState.READY)
    return bench


def test_a_label_is_recorded_before_it_is_sent_and_proved_by_the_odometer(bench: Bench) -> None:
    seen: list[int] = []
    bench.ear.on_record = lambda _: seen.append(len(bench.printer.labels))
    bench.driver.submit(JOB)
    done = bench.ear.until_job(JobState.PRINTED)
    assert (done.evidence, done.counter) == (Evidence.ODOMETER, 501)
    assert [(r.state, r.counter) for r in bench.ear.recorded] == [(JobState.SENDING, 500)]
    assert seen == [0]
    assert bench.ear.jobs() == [JobState.HANDED_OVER, JobState.PRINTED]
    assert bench.printer.labels == [LABEL]


def test_the_same_id_is_never_printed_twice(bench: Bench) -> None:
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.PRINTED)
    bench.driver.submit(JOB)
    bench.driver.submit(PrintJob("job-2", LABEL))
    bench.ear.until_job(JobState.PRINTED, "job-2")
    assert bench.ear.jobs() == [JobState.HANDED_OVER, JobState.PRINTED, JobState.PRINTED]
    assert len(bench.printer.labels) == 2


def test_what_could_not_be_recorded_is_not_sent(bench: Bench) -> None:
    bench.ear.refuse_records = 1
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.PRINTED)
    assert bench.ear.jobs() == [JobState.FAILED, JobState.HANDED_OVER, JobState.PRINTED]
    assert len(bench.printer.labels) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("paper-out", Reason.PAPER_OUT),
        ("ribbon-out", Reason.RIBBON_OUT),
        ("head-open", Reason.COVER_OPEN),
        ("paused", Reason.PAUSED),
        ("over-temp", Reason.OVERHEAT),
        ("unknown-bit", Reason.UNKNOWN_ERROR_BIT),
    ],
)
def test_a_fault_before_the_job_keeps_it_here_and_clearing_it_prints_it_once(
    bench: Bench, fault: str, reason: Reason
) -> None:
    bench.printer.order(f"fault {fault} on")
    bench.ear.until_state(DeviceState.NEEDS_ATTENTION)
    assert bench.ear.changes()[-1].reasons == (reason,)
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.FAILED)
    assert bench.ear.recorded == []
    bench.printer.order(f"fault {fault} off")
    bench.ear.until_job(JobState.PRINTED)
    assert bench.printer.labels == [LABEL]
    assert bench.ear.states().count(DeviceState.NEEDS_ATTENTION) == 1


@pytest.mark.parametrize("old", ["no-hqes", "silent-status"])
def test_paper_out_during_a_label_waits_and_finishes_without_sending_again(slow: Bench, old: str) -> None:
    slow.printer.order(f"fault {old} on")
    slow.printer.order("hang-up")
    slow.driver.submit(JOB)
    slow.ear.until_job(JobState.HANDED_OVER)
    slow.printer.order("fault paper-out on")
    slow.ear.wait_for(lambda: "paper out" in slow.ear.last().detail)
    assert slow.ear.last().state is JobState.HANDED_OVER
    assert slow.ear.changes()[-1].reasons == (Reason.PAPER_OUT,)
    slow.printer.order("fault paper-out off")
    slow.ear.until_job(JobState.PRINTED)
    assert slow.printer.labels == [LABEL]


def test_a_torn_label_that_the_printer_repeats_is_printed_and_said_so(slow: Bench) -> None:
    slow.printer.order("fault torn-counts on")
    slow.driver.submit(JOB)
    slow.ear.until_job(JobState.HANDED_OVER)
    slow.printer.order("fault paper-out on")
    slow.ear.wait_for(lambda: len(slow.ear.jobs()) > 1 or DeviceState.NEEDS_ATTENTION in slow.ear.states())
    slow.printer.order("fault paper-out off")
    assert slow.ear.until_job(JobState.PRINTED).evidence is Evidence.ODOMETER
    assert slow.printer.labels == [LABEL]


def test_a_power_cycle_that_loses_the_label_ends_as_not_printed(slow: Bench) -> None:
    slow.driver.submit(JOB)
    slow.ear.until_job(JobState.HANDED_OVER)
    slow.printer.order("power-cycle")
    slow.ear.until_job(JobState.NOT_PRINTED)
    assert JobState.UNKNOWN in slow.ear.jobs()
    assert slow.printer.labels == []


@pytest.mark.parametrize("after", [1, 3, len(LABEL) // 2, len(LABEL) - 1, len(LABEL), len(LABEL) + 2])
def test_a_connection_reset_at_any_byte_never_makes_two_labels(bench: Bench, after: int) -> None:
    def arm(_: JobChanged) -> None:
        bench.printer.order(f"fault die-after {after}")

    bench.ear.on_record = arm
    bench.driver.submit(JOB)
    wanted = JobState.PRINTED if after >= len(LABEL) else JobState.NOT_PRINTED
    bench.ear.until_job(wanted)
    assert len(bench.printer.labels) == (1 if wanted is JobState.PRINTED else 0)
    assert "partial 0" in bench.printer.order("status")
    bench.ear.on_record = lambda _: None
    bench.driver.submit(PrintJob("job-2", LABEL))
    bench.ear.until_job(JobState.PRINTED, "job-2")
    assert bench.printer.labels[-1] == LABEL


@pytest.mark.parametrize("fault", ["refuse", "eof", "mute"])
def test_an_unreachable_printer_keeps_the_job_and_prints_it_when_it_is_back(bench: Bench, fault: str) -> None:
    bench.printer.order(f"fault {fault} on")
    bench.printer.order("hang-up")
    bench.ear.wait_for(lambda: bench.ear.states()[-1] in (DeviceState.ABSENT, DeviceState.FAULT))
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.FAILED)
    bench.printer.order(f"fault {fault} off")
    bench.ear.until_job(JobState.PRINTED)
    assert bench.printer.labels == [LABEL]


def test_a_job_withdrawn_before_it_left_is_never_printed(bench: Bench) -> None:
    bench.printer.order("fault paused on")
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.FAILED)
    bench.driver.cancel("job-1")
    bench.ear.until_job(JobState.CANCELLED)
    bench.printer.order("fault paused off")
    bench.driver.submit(PrintJob("job-2", LABEL))
    bench.ear.until_job(JobState.PRINTED, "job-2")
    assert len(bench.printer.labels) == 1


@pytest.mark.parametrize("fault", ["split on", "duplicate on"])
def test_answers_in_pieces_or_twice_change_nothing(bench: Bench, fault: str) -> None:
    bench.printer.order(f"fault {fault}")
    for number in range(4):
        bench.driver.submit(PrintJob(f"job-{number}", LABEL))
        bench.ear.until_job(JobState.PRINTED, f"job-{number}")
    assert [change.counter for change in bench.ear.recorded] == [500, 501, 502, 503]
    assert len(bench.printer.labels) == 4


def test_an_answer_past_its_deadline_never_answers_the_next_question(bench: Bench) -> None:
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.PRINTED)
    bench.printer.order("fault delay 0.45")
    bench.ear.until_state(DeviceState.FAULT)
    assert bench.ear.changes()[-1].reasons == (Reason.NO_REPLY,)
    bench.printer.order("foreign-label")
    bench.printer.order("fault delay off")
    bench.driver.submit(PrintJob("job-2", LABEL))
    assert bench.ear.until_job(JobState.PRINTED, "job-2").counter == 503
    assert bench.ear.recorded[-1].counter == 502


def test_a_label_of_somebody_else_makes_the_job_unknown(slow: Bench) -> None:
    slow.driver.submit(JOB)
    slow.ear.until_job(JobState.HANDED_OVER)
    slow.printer.order("odometer 507")
    assert "somebody else" in slow.ear.until_job(JobState.UNKNOWN).detail


def test_a_printer_without_odometer_is_never_said_to_have_printed(bench: Bench) -> None:
    bench.printer.order("fault no-counter on")
    bench.driver.submit(JOB)
    bench.ear.wait_for(lambda: "does not count" in bench.ear.last().detail if bench.ear.jobs() else False)
    assert bench.ear.last().state is JobState.HANDED_OVER
    assert bench.ear.recorded[0].counter is None


def test_something_that_is_no_label_printer_is_refused(bench: Bench) -> None:
    bench.printer.order("fault not-zpl on")
    bench.printer.order("hang-up")
    bench.ear.until_state(DeviceState.FAULT)
    bench.driver.submit(JOB)
    bench.ear.until_job(JobState.FAILED)
    assert bench.printer.labels == []


def test_a_printer_that_stops_reading_makes_no_second_label(bench: Bench) -> None:
    big = PrintJob("job-1", LABEL)
    bench.ear.on_record = lambda _: [bench.printer.order("fault stall on")].clear()
    bench.driver.submit(big)
    bench.ear.until_job(JobState.UNKNOWN)
    bench.printer.order("fault stall off")
    bench.ear.wait_for(lambda: bench.ear.last().state in (JobState.PRINTED, JobState.NOT_PRINTED))
    assert len(bench.printer.labels) == (1 if bench.ear.last().state is JobState.PRINTED else 0)


@pytest.mark.parametrize(
    ("before", "printed", "state"),
    [(499, True, JobState.PRINTED), (500, False, JobState.NOT_PRINTED), (None, False, JobState.UNKNOWN)],
)
def test_after_a_crash_the_printer_is_asked_and_nothing_is_sent(
    bench: Bench, before: int | None, printed: bool, state: JobState
) -> None:
    bench.driver.look_again("job-1", before)
    bench.ear.until_job(state)
    bench.driver.submit(JOB)
    bench.ear.wait_for(lambda: len(bench.ear.jobs()) >= 2)
    assert bench.printer.labels == []


def test_it_stops_within_two_seconds_whatever_the_printer_does(bench: Bench) -> None:
    bench.printer.order("fault mute on")
    bench.driver.submit(JOB)
    bench.driver.stop(2.0)
    bench.ear.until_state(DeviceState.STOPPED)
