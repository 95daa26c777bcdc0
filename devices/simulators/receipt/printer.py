"""An ESC/POS receipt printer made of bytes, on a TCP port: in a test, in the demo, or as a program of its own."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from devices.simulators.program import add_serving, serve
from devices.simulators.receipt.machine import EscposMachine
from devices.simulators.receipt.paper import Item
from devices.simulators.receipt.picture import picture_of, text_of
from devices.simulators.tcp_host import TcpHost


class SimulatedEscposPrinter:
    """Start it, point `EscposOverTcp` at `port`, and tell it to fail with `order("fault cover-open on")`.

    With a `folder` each receipt is left there as 0001.bin (its bytes), 0001.txt and 0001.png, drawn with `font`.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        print_s: float = 0.05,
        host: str = "127.0.0.1",
        font: Path | None = None,
    ) -> None:
        self._folder = folder
        self._font = font
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._receipts: list[tuple[list[Item], bytes]] = []
        self._host = TcpHost("escpos-printer", EscposMachine(self._take, print_s), port, host)

    @property
    def port(self) -> int:
        return self._host.port

    @property
    def receipts(self) -> list[tuple[list[Item], bytes]]:
        """Every receipt that was cut, as what is on it and as its bytes, oldest first."""
        return list(self._receipts)

    def start(self) -> None:
        self._host.start()

    def stop(self) -> None:
        self._host.stop()

    def order(self, line: str) -> str:
        """Carry out one order of the control channel. Raises BadOrder."""
        return self._host.order(line)

    def _take(self, items: list[Item], raw: bytes) -> None:
        self._receipts.append((items, raw))
        if self._folder is None:
            return
        path = self._folder / f"{len(self._receipts):04d}.bin"
        path.write_bytes(raw)
        path.with_suffix(".txt").write_text(text_of(items), "utf-8")
        picture_of(items, self._font).save(path.with_suffix(".png"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `packbench simulate escpos-printer`."""
    add_serving(parser, 9101)
    parser.add_argument("--out", type=Path, required=True, help="folder for the receipts, as .bin, .txt and .png")
    parser.add_argument("--font", type=Path, help="font file for the .png")
    parser.add_argument("--print-s", type=float, default=0.3, help="seconds one receipt takes")


def run(args: argparse.Namespace, stop: threading.Event) -> int:
    """Serve until `stop` is set; 0 when all went well."""
    printer = SimulatedEscposPrinter(args.port, args.out, args.print_s, args.host, args.font)
    printer.start()
    try:
        return serve("escpos-printer", printer, args, stop)
    finally:
        printer.stop()
