"""A ZPL label printer made of bytes, on a TCP port: in a test, in the demo, or as a program of its own."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from devices.simulators.orders import BadOrder, ControlPort
from devices.simulators.output import LabelFolder
from devices.simulators.picture import LabelPictures, PictureFailed, Renderer
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
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=9100, help="TCP port, 0 for any free one")
    parser.add_argument("--out", type=Path, required=True, help="folder for the labels, as .zpl")
    parser.add_argument("--node", type=Path, help="the node program: also draw each label as .png")
    parser.add_argument("--modules", type=Path, help="node_modules folder that holds zpl-renderer-js")
    parser.add_argument("--print-s", type=float, default=0.4, help="seconds one label takes")
    parser.add_argument("--odometer", type=int, default=1000, help="labels printed so far")
    parser.add_argument("--control-port", type=int, help="TCP port that takes orders, one a line")
    parser.add_argument(
        "--fault", action="append", default=[], metavar="NAME", help="a fault that is on from the start"
    )


def run(args: argparse.Namespace, stop: threading.Event) -> int:
    """Serve until `stop` is set; 0 when all went well."""
    renderer = Renderer(args.node, args.modules) if args.node and args.modules else None
    printer = SimulatedZplPrinter(args.port, args.out, renderer, args.print_s, args.odometer, args.host)
    try:
        printer.start()
    except PictureFailed as error:
        print(f"packbench: {error}", file=sys.stderr)
        return 1
    control = ControlPort(printer.order, args.control_port) if args.control_port is not None else None
    try:
        for fault in args.fault:
            printer.order(f"fault {fault} on")
        print(f"zpl-printer listening on {args.host}:{printer.port}", flush=True)
        if control is not None:
            control.start()
            print(f"zpl-printer takes orders on 127.0.0.1:{control.port}", flush=True)
        stop.wait()
    except BadOrder as error:
        print(f"packbench: {error}", file=sys.stderr)
        return 2
    finally:
        failed = printer.stop()
        if control is not None:
            control.stop()
    for words in failed:
        print(f"packbench: {words}", file=sys.stderr)
    return 1 if failed else 0
