"""Puts the bench together behind a window that is already there: nothing it needs is loaded before the first frame."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias, Union

from app.main.settings import StationSettings
from app.station.view.bench_view import BenchView, Pressed
from app.station.view.panels import LinkView
from app.station.view.signs import Screen

if TYPE_CHECKING:
    from app.main.assembly import Assembly
    from app.station.ports import Scanned

Input: TypeAlias = Union[Pressed, "Scanned"]
FIRST_FRAME_S: Final = 1.0


class Inbox:
    """Keeps what is scanned and pressed until there is a station, then hands all of it on in order. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: list[Input] = []
        self._station: Callable[[Input], None] | None = None

    def post(self, event: Input) -> None:
        with self._lock:
            if self._station is None:
                self._kept.append(event)
            else:
                self._station(event)

    def connect(self, station: Callable[[Input], None]) -> None:
        """`station` must not block."""
        with self._lock:
            for event in self._kept:
                station(event)
            self._kept.clear()
            self._station = station


class Starting:
    """A thread that assembles the bench once the first frame is out; a window nobody can see holds it up for 1 s."""

    def __init__(
        self, settings: StationSettings, show: Callable[[BenchView], None], inbox: Inbox, give_up: Callable[[], None]
    ) -> None:
        """`show` gets the pictures on the station thread; `give_up` is called when there will be no bench."""
        self._settings, self._show, self._inbox, self._give_up = settings, show, inbox, give_up
        self._first_frame = threading.Event()
        self._assembly: Assembly | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="starting")

    def start(self) -> None:
        self._thread.start()

    def first_frame(self) -> None:
        """The window shows something: go on."""
        self._first_frame.set()

    def stop(self) -> None:
        """Wait for the thread, then stop what it started. Raises what kept it from starting, as `assemble`."""
        self._first_frame.set()
        self._thread.join()
        if self._assembly is not None:
            self._assembly.stop()
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        self._first_frame.wait(FIRST_FRAME_S)
        try:
            from app.main.assembly import assemble  # the store, the devices and the wire: four fifths of the start

            self._assembly = assemble(self._settings, self._show)
            self._inbox.connect(self._assembly.station.post)
            self._assembly.start()
            # What is loaded by now stays: a collection in the middle of a scan need not look at it (30 ms and more).
            gc.collect()
            gc.freeze()
        except BaseException as failure:  # noqa: BLE001  (`stop` raises it on the main thread)
            self._failure = failure
            self._give_up()


def starting_view(station: str, title: str) -> BenchView:
    """The first frame: which bench this is, and that it is starting."""
    return BenchView(
        screen=Screen.STARTING, event=-1, station=station, packer="", title=title, facts=(), progress=None,
        link=LinkView(online=False, waiting=0, oldest=None, text=""), troubles=(), actions=(),
    )  # fmt: skip
