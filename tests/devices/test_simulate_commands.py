"""The simulators as programs: their options, their control ports, and the files they leave."""

from __future__ import annotations

import argparse
import io
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType

import pytest

from app.station.ports import DeviceState, JobState, PrintJob
from devices.escpos.printer import EscposOverTcp
from devices.scanner.serial_scanner import ScannerSetup, SerialScanner
from devices.simulators import scanner, zpl_printer
from devices.simulators.orders import BadOrder, ControlPort
from devices.simulators.receipt import printer as escpos_printer
from devices.simulators.zpl_printer import SimulatedZplPrinter
from devices.zpl.printer import ZplOverTcp
from tests.devices.printers.bench_of_bytes import Ear, ticking


class Said(io.StringIO):
    """Standard output of a simulator, which another thread waits for."""

    def __init__(self) -> None:
        super().__init__()
        self.ear = Ear()

    def find(self, pattern: str) -> str:
        self.ear.wait_for(lambda: re.search(pattern, self.getvalue()) is not None)
        found = re.search(pattern, self.getvalue())
        assert found is not None
        return found.group(1)


@contextmanager
def running(
    run: Callable[[argparse.Namespace, threading.Event], int],
    add: Callable[[argparse.ArgumentParser], None],
    words: list[str],
) -> Iterator[Said]:
    parser = argparse.ArgumentParser()
    add(parser)
    stop, said, codes = threading.Event(), Said(), list[int]()
    thread = threading.Thread(target=lambda: codes.append(run(parser.parse_args(words), stop)), name="simulate")
    with redirect_stdout(said):
        thread.start()
        try:
            yield said
        finally:
            stop.set()
            thread.join(5)
    assert codes == [0]


def ask(port: int, line: str) -> str:
    with socket.create_connection(("127.0.0.1", port), 5) as link:
        link.sendall(line.encode() + b"\n")
        return link.makefile().readline().strip()


def test_the_label_printer_program_leaves_its_labels(tmp_path: Path) -> None:
    words = ["--port", "0", "--out", str(tmp_path), "--control-port", "0", "--print-s", "0.02", "--fault", "paused"]
    with running(zpl_printer.run, zpl_printer.add_arguments, words) as said:
        port = int(said.find(r"listening on 127.0.0.1:(\d+)"))
        control = int(said.find(r"orders on 127.0.0.1:(\d+)"))
        assert "faults paused" in ask(control, "status")
        assert ask(control, "fault paused off") == "ok paused off"
        assert ask(control, "fault gremlins on").startswith("error fault NAME")
        ear = Ear()
        driver = ZplOverTcp("labels", "127.0.0.1", port, ear.post, ear.record, ticking())
        driver.start()
        driver.submit(PrintJob("job-1", b"^XA^FDx^FS^XZ"))
        ear.until_job(JobState.PRINTED)
        driver.stop()
    assert (tmp_path / "0001.zpl").read_bytes() == b"^XA^FDx^FS^XZ\n"


def test_the_receipt_printer_program_leaves_bytes_text_and_picture(tmp_path: Path) -> None:
    words = ["--port", "0", "--out", str(tmp_path), "--print-s", "0.02"]
    with running(escpos_printer.run, escpos_printer.add_arguments, words) as said:
        port = int(said.find(r"listening on 127.0.0.1:(\d+)"))
        ear = Ear()
        driver = EscposOverTcp("slips", "127.0.0.1", port, ear.post, ear.record, ticking())
        driver.start()
        driver.submit(PrintJob("job-1", b"\x1b@Hello\n\x1dV\x01"))
        ear.until_job(JobState.PRINTED)
        driver.stop()
    assert (tmp_path / "0001.bin").read_bytes() == b"\x1b@Hello\n\x1dV\x01"
    assert (tmp_path / "0001.txt").read_text() == "Hello\n"
    assert (tmp_path / "0001.png").stat().st_size > 0


def test_the_control_port_serves_several_clients(tmp_path: Path) -> None:
    printer = SimulatedZplPrinter(folder=tmp_path)
    printer.start()
    control = ControlPort(printer.order)
    control.start()
    try:
        assert [ask(control.port, "foreign-label")[:17] for _ in range(3)] == [
            "ok odometer 1001 ",
            "ok odometer 1002 ",
            "ok odometer 1003 ",
        ]
        assert ask(control.port, "") == "ok"
    finally:
        control.stop()
        printer.stop()


def test_the_scanner_program_takes_orders_and_removes_its_link(tmp_path: Path) -> None:
    link = tmp_path / "scanner"
    made = scanner.SimulatedScanner(link)
    assert link.is_symlink()
    made.unplug()
    assert not link.exists()
    with pytest.raises(BadOrder, match="unplugged"):
        made.order("scan 123")
    made.close()


def test_the_scanner_program_scans_its_standard_input(tmp_path: Path) -> None:
    code = (
        "import argparse, threading; from devices.simulators import scanner; p = argparse.ArgumentParser();"
        "scanner.add_arguments(p); scanner.run(p.parse_args(), threading.Event())"
    )
    link = tmp_path / "scanner"
    ear = Ear()
    with subprocess.Popen(
        [sys.executable, "-c", code, "--link", str(link)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == f"scanner on {link}\n"
        driver = SerialScanner("scan.1", ScannerSetup(str(link)), ear.post, ticking())
        driver.start()
        ear.until_state(DeviceState.READY)
        program.stdin.write("]C1001234\n!dance\n")
        program.stdin.flush()
        assert program.stdout.readline() == "ok scan ]C1001234\n"
        assert program.stdout.readline().startswith("error scan TEXT")
        ear.wait_for(lambda: ear.scans() == [(b"001234", "]C1")])
        driver.stop()
        program.kill()


@pytest.mark.parametrize("kind", [escpos_printer, zpl_printer], ids=["receipts", "labels"])
def test_a_fault_there_is_not_is_refused_and_the_program_ends(
    kind: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    kind.add_arguments(parser)
    words = ["--port", "0", "--out", str(tmp_path), "--control-port", "0", "--fault", "gremlins"]
    assert kind.run(parser.parse_args(words), threading.Event()) == 2
    assert capsys.readouterr().err.startswith("packbench: fault NAME on|off|VALUE")
