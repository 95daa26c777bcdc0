"""An ESC/POS receipt printer on raw TCP, port 9100."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from app.station.ports import Post, Record
from devices.escpos.dialect import EscposDialect
from devices.links.tcp import TcpLink
from devices.printing.worker import Pace, PrinterWorker


class EscposOverTcp(PrinterWorker):
    """Implements `Printer`; `confirms` False for printers without GS ( H, which never get beyond HANDED_OVER."""

    def __init__(
        self,
        name: str,
        host: str,
        port: int,
        post: Post,
        record: Record,
        now: Callable[[], datetime],
        confirms: bool = True,
        pace: Pace = Pace(),  # noqa: B008  (frozen)
        answer_s: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        dialect = EscposDialect(confirms, answer_s, pace.print_s, clock)
        super().__init__(
            name, dialect, lambda interrupt: TcpLink(host, port, interrupt), post, record, now, pace, clock
        )
