"""A ZPL label printer made of bytes, on a TCP port: in a test, in the demo, or as a program of its own."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from devices.simulators.output import LabelFolder
from devices.simulators.picture import LabelPictures, PictureFailed, Renderer
from devices.simulators.program import add_serving, serve
from devices.simulators.tcp_host import TcpHost
from devices.simulators.zpl_machine import ZplMachine


class SimulatedZplPrinter:
    """Start it, point `ZplOverTcp` at `port`, and tell it to fail with `order("fault paper-out on")`."""

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        renderer: Renderer | None = None,
        print_s: float = 0.05,
        odometer: int = 1000,
        host: str = "127.0.0.1",
    ) -> None:
        self._pictures = LabelPictures(renderer) if renderer is not None else None
        self._output = LabelFolder(folder, self._pictures)
        self._host = TcpHost("zpl-printer", ZplMachine(self._output.take, print_s, odometer), port, host)

    @property
    def port(self) -> int:
        return self._host.port

    @property
    def labels(self) -> list[bytes]:
        """Every label that came out, oldest first."""
        return list(self._output.labels)

    def start(self) -> None:
        """Raises PictureFailed when pictures are wanted and cannot be made."""
        if self._pictures is not None:
            self._pictures.start()
        self._host.start()

    def stop(self) -> list[str]:
        """Waits for the last picture; returns what could not be drawn."""
        self._host.stop()
        return self._pictures.finish() if self._pictures is not None else []

    def order(self, line: str) -> str:
        """Carry out one order of the control channel. Raises BadOrder."""
        return self._host.order(line)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `packbench simulate zpl-printer`."""
    add_serving(parser, 9100)
    parser.add_argument("--out", type=Path, required=True, help="folder for the labels, as .zpl")
    parser.add_argument("--node", type=Path, help="the node program: also draw each label as .png")
    parser.add_argument("--modules", type=Path, help="node_modules folder that holds zpl-renderer-js")
    parser.add_argument("--print-s", type=float, default=0.4, help="seconds one label takes")
    parser.add_argument("--odometer", type=int, default=1000, help="labels printed so far")


def run(args: argparse.Namespace, stop: threading.Event) -> int:
    """Serve until `stop` is set; 0 when all went well."""
    renderer = Renderer(args.node, args.modules) if args.node and args.modules else None
    printer = SimulatedZplPrinter(args.port, args.out, renderer, args.print_s, args.odometer, args.host)
    try:
        printer.start()
    except PictureFailed as error:
        print(f"packbench: {error}", file=sys.stderr)
        return 1
    try:
        code = serve("zpl-printer", printer, args, stop)
    finally:
        failed = printer.stop()
    for words in failed:
        print(f"packbench: {words}", file=sys.stderr)
    return code or (1 if failed else 0)
