"""A simulated device as a program of its own: where it listens, what fails from the start, who may order it about."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Protocol

from devices.simulators.orders import BadOrder, ControlPort, Order


class Listening(Protocol):
    """A device that listens on a TCP port and takes orders."""

    @property
    def port(self) -> int: ...

    def order(self, line: str) -> str:
        """Raises BadOrder."""


def add_control_port(parser: argparse.ArgumentParser) -> None:
    """The option of `taking_orders`."""
    parser.add_argument("--control-port", type=int, help="TCP port that takes orders, one a line")


def add_serving(parser: argparse.ArgumentParser, port: int) -> None:
    """The options of `serve`; `port` is the usual one."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=port, help="TCP port, 0 for any free one")
    add_control_port(parser)
    parser.add_argument(
        "--fault", action="append", default=[], metavar="NAME", help="a fault that is on from the start"
    )


@contextlib.contextmanager
def taking_orders(name: str, order: Order, port: int | None) -> Iterator[None]:
    """While it lasts, a port of this machine takes orders for the device; none does when `port` is None."""
    if port is None:
        yield
        return
    control = ControlPort(order, port)
    control.start()
    try:
        print(f"{name} takes orders on 127.0.0.1:{control.port}", flush=True)
        yield
    finally:
        control.stop()


def serve(name: str, device: Listening, args: argparse.Namespace, stop: threading.Event) -> int:
    """Wait until `stop` is set, while the device listens; 2 when it has no fault of the name that was given."""
    try:
        for fault in args.fault:
            device.order(f"fault {fault} on")
    except BadOrder as error:
        print(f"packbench: {error}", file=sys.stderr)
        return 2
    print(f"{name} listening on {args.host}:{device.port}", flush=True)
    with taking_orders(name, device.order, args.control_port):
        stop.wait()
    return 0
