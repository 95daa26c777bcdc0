"""A serial scanner made of bytes, behind a pseudo terminal: in a test, in the demo, or as a program of its own."""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import sys
import threading
from pathlib import Path

from devices.simulators.orders import BadOrder, answer
from devices.simulators.program import add_control_port, taking_orders


class SimulatedScanner:
    """Open `path` (or the stable link `symlink`) with the serial driver; `type_code` is a pull of the trigger.

    POSIX only: Windows has no pseudo terminals. `unplug` closes the port as pulling the cable does, `plug` opens a new
    one, whose real path differs, as after replugging.
    """

    def __init__(self, symlink: Path | None = None, suffix: bytes = b"\r") -> None:
        self._symlink = symlink
        self._suffix = suffix
        self._ends: tuple[int, int] | None = None
        self._path = ""
        self.plug()

    @property
    def path(self) -> str:
        """Where the driver finds it: the symlink if there is one."""
        return str(self._symlink) if self._symlink is not None else self._path

    def plug(self) -> None:
        """Appear on a fresh pty. Does nothing while plugged in."""
        if self._ends is not None:
            return
        import pty
        import tty

        master, slave = pty.openpty()
        tty.setraw(slave)
        os.set_blocking(master, False)
        self._ends = (master, slave)
        self._path = os.ttyname(slave)
        if self._symlink is not None:
            fresh = self._symlink.with_name(self._symlink.name + ".new")
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(self._path)
            fresh.replace(self._symlink)

    def unplug(self) -> None:
        """Vanish; the driver's next read fails."""
        if self._ends is None:
            return
        ends, self._ends = self._ends, None
        for end in ends:
            with contextlib.suppress(OSError):
                os.close(end)
        if self._symlink is not None:
            self._symlink.unlink(missing_ok=True)

    def type_code(self, raw: bytes) -> None:
        """One good read: `raw` (with its AIM identifier, if the scanner sends one) and the suffix."""
        self.type_bytes(raw + self._suffix)

    def type_bytes(self, raw: bytes) -> None:
        """Exactly these bytes. Raises BadOrder while unplugged."""
        if self._ends is None:
            raise BadOrder("the scanner is unplugged")
        while raw:
            select.select([], [self._ends[0]], [], 1.0)
            with contextlib.suppress(BlockingIOError):
                raw = raw[os.write(self._ends[0], raw) :]

    def heard(self, timeout_s: float = 0.0) -> bytes:
        """Bytes the host sent to the scanner, such as its beeps, waiting up to `timeout_s` for the first."""
        if self._ends is None or not select.select([self._ends[0]], [], [], timeout_s)[0]:
            return b""
        return os.read(self._ends[0], 4096)

    def order(self, line: str) -> str:
        r"""scan TEXT (with \x1d and the like), bytes HEX, unplug, plug. Raises BadOrder."""
        verb, _, rest = line.partition(" ")
        if verb == "scan" and rest:
            self.type_code(rest.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1"))
        elif verb == "bytes" and rest:
            try:
                self.type_bytes(bytes.fromhex(rest))
            except ValueError as error:
                raise BadOrder(str(error)) from error
        elif verb in ("unplug", "plug") and not rest:
            (self.plug if verb == "plug" else self.unplug)()
        else:
            raise BadOrder("scan TEXT, bytes HEX, unplug, plug")
        return line

    def close(self) -> None:
        """Vanish for good."""
        self.unplug()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `packbench simulate scanner`."""
    parser.add_argument("--link", type=Path, help="a stable path that points to the pty")
    parser.add_argument("--suffix", choices=("cr", "lf", "crlf", "none"), default="cr", help="what ends a scan")
    add_control_port(parser)


def run(args: argparse.Namespace, stop: threading.Event) -> int:
    """Scan every line of standard input (a line that begins with "!" is an order) until it is set to stop."""
    suffix = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "none": b""}[args.suffix]
    scanner = SimulatedScanner(args.link, suffix)
    try:
        print(f"scanner on {scanner.path}", flush=True)
        with taking_orders("scanner", scanner.order, args.control_port):
            _serve(scanner, stop)
    finally:
        scanner.close()
    return 0


def _serve(scanner: SimulatedScanner, stop: threading.Event) -> None:
    """Standard input is read without blocking; at its end the scanner stays, for its control port."""
    source: int | None = sys.stdin.fileno()
    rest = b""
    while not stop.is_set():
        if source is None:
            stop.wait()
            break
        if not select.select([source], [], [], 0.2)[0]:
            continue
        data = os.read(source, 4096)
        source = source if data else None
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            words = line.decode("utf-8", "replace").rstrip("\r")
            print(answer(scanner.order, words[1:] if words.startswith("!") else f"scan {words}"), flush=True)
