"""The red screen: the station is out of service, and nothing is said to be done that is not."""

from __future__ import annotations

from app.station.view.bench_view import BenchView
from app.station.view.panels import LinkView
from app.station.view.signs import Screen, Sound


def fault_view(fault: BaseException, station: str = "") -> BenchView:
    """Made without the store and without words from a file: either may be what failed."""
    return BenchView(
        screen=Screen.FAULT, event=0, station=station, packer="", title="Station out of service", facts=(),
        progress=None, link=LinkView(online=False, waiting=0, oldest=None, text=""), troubles=(), actions=(),
        sound=Sound.TROUBLE, message=f"{type(fault).__name__}: {fault}",
    )  # fmt: skip
