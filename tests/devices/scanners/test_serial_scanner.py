"""The serial scanner driver on a real pty: scans, unplugging, replugging, beeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.station.ports import DeviceState, Reason
from devices.links.interrupt import Interrupt
from devices.links.serial_port import SerialLink
from devices.scanner.framer import Framing
from devices.scanner.serial_scanner import HONEYWELL_BAD, HONEYWELL_GOOD, ScannerSetup, SerialScanner
from devices.simulators.orders import BadOrder
from devices.simulators.scanner import SimulatedScanner
from tests.devices.printers.bench_of_bytes import Ear, ticking


class Bench:
    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.ear = Ear()
        self.scanner = SimulatedScanner(folder / "scanner")
        closing.callback(self.scanner.close)
        self._closing = closing

    def drive(
        self, framing: Framing | None = None, good: bytes = b"", bad: bytes = b"", path: str = ""
    ) -> SerialScanner:
        setup = ScannerSetup(path or self.scanner.path, 9600, framing or Framing(), good, bad, back_off_s=(0.02, 0.05))
        driver = SerialScanner("scan.1", setup, self.ear.post, ticking())
        self._closing.callback(driver.stop)
        driver.start()
        return driver


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as closing:
        yield Bench(tmp_path, closing)


def test_a_scan_is_posted_with_its_aim_identifier(bench: Bench) -> None:
    bench.drive()
    bench.ear.until_state(DeviceState.READY)
    bench.scanner.type_code(b"]C100395011015300000011")
    bench.ear.wait_for(lambda: bench.ear.scans() == [(b"00395011015300000011", "]C1")])
    assert bench.ear.states() == [DeviceState.CONNECTING, DeviceState.READY]


def test_two_glued_scans_are_two(bench: Bench) -> None:
    bench.drive()
    bench.ear.until_state(DeviceState.READY)
    bench.scanner.type_bytes(b"9501101530003\r9501101530010\r\n")
    bench.ear.wait_for(lambda: bench.ear.scans() == [(b"9501101530003", None), (b"9501101530010", None)])


def test_unplugged_in_the_middle_of_a_scan_and_plugged_in_elsewhere(bench: Bench) -> None:
    bench.drive()
    bench.ear.until_state(DeviceState.READY)
    bench.scanner.type_bytes(b"95011015")
    bench.scanner.unplug()
    bench.ear.until_state(DeviceState.ABSENT)
    assert bench.ear.changes()[-1].reasons == (Reason.NOT_CONNECTED,)
    bench.scanner.plug()
    bench.ear.until_state(DeviceState.READY)
    bench.scanner.type_code(b"30003")
    bench.ear.wait_for(lambda: bench.ear.scans() == [(b"30003", None)])
    assert bench.ear.states() == [
        DeviceState.CONNECTING,
        DeviceState.READY,
        DeviceState.ABSENT,
        DeviceState.READY,
    ]


def test_a_scanner_that_is_not_there_is_said_once_and_found_when_it_comes(bench: Bench) -> None:
    bench.scanner.unplug()
    bench.drive()
    bench.ear.until_state(DeviceState.ABSENT)
    bench.scanner.plug()
    bench.ear.until_state(DeviceState.READY)
    assert bench.ear.states().count(DeviceState.ABSENT) == 1


def test_without_suffix_silence_ends_a_scan(bench: Bench) -> None:
    bench.drive(Framing(suffix=False))
    bench.ear.until_state(DeviceState.READY)
    bench.scanner.type_bytes(b"9501101530003")
    bench.ear.wait_for(lambda: bench.ear.scans() == [(b"9501101530003", None)])


def test_an_endless_scan_is_thrown_away_and_reported(bench: Bench) -> None:
    bench.drive()
    bench.ear.until_state(DeviceState.READY)
    bench.scanner.type_bytes(b"x" * 5000 + b"\rok\r")
    bench.ear.wait_for(lambda: bench.ear.scans() == [(b"ok", None)])
    assert DeviceState.NEEDS_ATTENTION in bench.ear.states()
    assert bench.ear.states()[-1] is DeviceState.READY


def test_beeps_go_to_a_scanner_that_understands_them(bench: Bench) -> None:
    driver = bench.drive(good=HONEYWELL_GOOD, bad=HONEYWELL_BAD)
    bench.ear.until_state(DeviceState.READY)
    driver.feedback(True)
    assert bench.scanner.heard(5) == HONEYWELL_GOOD
    driver.feedback(False)
    assert bench.scanner.heard(5) == HONEYWELL_BAD


def test_no_byte_goes_to_a_scanner_that_does_not(bench: Bench) -> None:
    driver = bench.drive()
    bench.ear.until_state(DeviceState.READY)
    driver.feedback(True)
    bench.scanner.type_code(b"after")
    bench.ear.wait_for(lambda: bench.ear.scans() == [(b"after", None)])
    assert bench.scanner.heard() == b""


def test_a_port_held_by_another_program_is_absent_until_it_lets_go(bench: Bench) -> None:
    interrupt = Interrupt()
    other = SerialLink(bench.scanner.path, 9600, interrupt)
    other.open()
    bench.drive()
    bench.ear.until_state(DeviceState.ABSENT)
    assert "another program" in bench.ear.changes()[-1].detail
    other.close()
    bench.ear.until_state(DeviceState.READY)
    interrupt.close()


def test_the_orders_of_the_simulator(bench: Bench) -> None:
    bench.drive()
    bench.ear.until_state(DeviceState.READY)
    bench.scanner.order(r"scan ]d2\x1d21A")
    bench.scanner.order("bytes 39 35 0d")
    bench.ear.wait_for(lambda: bench.ear.scans() == [(b"\x1d21A", "]d2"), (b"95", None)])
    with pytest.raises(BadOrder, match="unplug"):
        bench.scanner.order("dance")
