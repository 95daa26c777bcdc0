"""packbench simulate: devices made of bytes, run until they are told to stop."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Callable

from devices.simulators import scanner, zpl_printer
from devices.simulators.receipt import printer as escpos_printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="DEVICE")
    for name, module, words in (
        ("scanner", scanner, "a serial scanner on a pty; each line of standard input is one scan"),
        ("zpl-printer", zpl_printer, "a ZPL label printer on a TCP port"),
        ("escpos-printer", escpos_printer, "an ESC/POS receipt printer on a TCP port"),
    ):
        sub = kinds.add_parser(name, help=words, description=words)
        module.add_arguments(sub)
        sub.set_defaults(run=_until_stopped(module.run))


def _until_stopped(serve: Callable[[argparse.Namespace, threading.Event], int]) -> Callable[[argparse.Namespace], int]:
    def run(given: argparse.Namespace) -> int:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: stop.set())
        return serve(given, stop)

    return run
