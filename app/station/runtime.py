"""The station thread: the only writer of the bench's databases; it takes events one by one and shows the outcome."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from app.domain.floor.labelling import Paper
from app.station.bench import Bench
from app.station.desk import Desk, Effect, LookAgain, Turn
from app.station.ports import (
    BenchStanding,
    CentreLink,
    DeviceChanged,
    JobChanged,
    LinkChanged,
    NotRecorded,
    Printer,
    Scanned,
)
from app.station.press import press
from app.station.scan import scan
from app.station.storage import ChangesPage, OutboxSummary, Rewind, Settlement, StartOver, StorageFault
from app.station.verbs import lots, tasking
from app.station.verbs.packing import labelling_up, papers
from app.station.verbs.picking import claiming, fencing
from app.station.view.bench_view import BenchView, Pressed
from app.station.view.panels import LinkView
from app.station.view.screens.fault import fault_view
from app.station.view.signs import Sound
from app.station.view.world import World

log = logging.getLogger(__name__)
TICK_S: Final = 15.0
RECORD_DEADLINE_S: Final = 10.0


class Render(Protocol):
    """Makes the picture inside the transaction, and the link's badge after it."""

    def picture(self, turn: Turn, world: World, sound: Sound, answers: int) -> BenchView: ...
    def badge(self, zone: ZoneInfo, now: datetime, world: World, outbox: OutboxSummary) -> LinkView: ...


@dataclass(frozen=True, slots=True)
class _Record:
    change: JobChanged
    done: queue.SimpleQueue[bool]


class _Stop:
    pass


class _Tick:
    pass


Event: TypeAlias = (
    Scanned
    | Pressed
    | JobChanged
    | DeviceChanged
    | LinkChanged
    | Settlement
    | ChangesPage
    | Rewind
    | StartOver
    | _Record
    | _Stop
    | _Tick
)


class Station:
    """Runs the bench. `post` and `record` may be called from any thread; `show` is called on the station thread.

    `open_desk` opens the store on the station thread, which owns it from then on.
    """

    def __init__(
        self,
        open_desk: Callable[[Callable[[], bool]], Desk],
        render: Render,
        show: Callable[[BenchView], None],
        sound_of: Callable[[Turn], Sound],
    ) -> None:
        self._open_desk, self._render, self._show, self._sound_of = open_desk, render, show, sound_of
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._world = World()
        self._printers: dict[Paper, Printer] = {}
        self._link: CentreLink | None = None
        self._told: BenchStanding | None = None
        self._thread = threading.Thread(target=self._run, name="station", daemon=False)
        self._ended = threading.Event()
        self.failed: BaseException | None = None

    def connect(self, printers: Mapping[Paper, Printer], link: CentreLink | None) -> None:
        """Hand in what the station speaks to; before `start`."""
        self._printers, self._link = dict(printers), link

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Take what was posted before, then end. `failed` tells afterwards whether the thread died of something."""
        self._events.put(_Stop())
        if self._thread.ident is not None:
            self._thread.join(timeout_s)

    def post(self, event: Event) -> None:
        self._events.put(event)

    def record(self, change: JobChanged) -> None:
        """Commit a job state before the driver takes its next step. Raises NotRecorded when that did not happen."""
        done: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._events.put(_Record(change, done))
        # Whoever ends sets the mark first and answers what is queued then: looking after the put misses nothing.
        patience = 0.0 if self._ended.is_set() else RECORD_DEADLINE_S
        try:
            kept = done.get(timeout=patience)
        except queue.Empty:
            kept = False
        if not kept:
            raise NotRecorded(change.job_id)

    def _run(self) -> None:
        """An unexpected fault ends the thread: its transaction is undone, the screen says so, `failed` keeps it, and
        whoever watches the process starts it again from what is committed."""
        try:
            desk = self._open_desk(lambda: self._world.online)
            try:
                self._take(desk, _Tick(), first=True)
                self._loop(desk)
            finally:
                desk.store.close()
        except BaseException as fault:
            self.failed = fault
            log.exception("the station stopped")
            self._show(fault_view(fault))
        finally:
            self._ended.set()
            self._refuse_waiting()

    def _refuse_waiting(self) -> None:
        """No driver waits for a station that is gone."""
        while True:
            try:
                event = self._events.get_nowait()
            except queue.Empty:
                return
            if isinstance(event, _Record):
                event.done.put(False)

    def _loop(self, desk: Desk) -> None:
        next_tick = time.monotonic() + TICK_S
        while True:
            try:
                event = self._events.get(timeout=max(0.0, next_tick - time.monotonic()))
            except queue.Empty:
                event = _Tick()
            if isinstance(event, _Stop):
                return
            if isinstance(event, _Tick):
                desk.store.checkpoint()
                next_tick = time.monotonic() + TICK_S
            self._take(desk, event)

    def _take(self, desk: Desk, event: Event, first: bool = False) -> None:
        """One event, one transaction, one picture."""
        try:
            if self._heard(desk, event):
                self._turn(desk, event, first)
        except BaseException:
            if isinstance(event, _Record):
                event.done.put(False)
            raise

    def _turn(self, desk: Desk, event: Event, first: bool) -> None:
        answers = event.mono_ns if isinstance(event, Scanned | Pressed) else 0
        with desk.turn() as turn:
            self._act(turn, event, first)
            sound = self._sound_of(turn) if isinstance(event, Scanned | Pressed) else _sound_for(event)
            view, zone = self._render.picture(turn, self._world, sound, answers), turn.zone
        summary = desk.store.link_summary()
        self._show(replace(view, link=self._render.badge(zone, desk.now(), self._world, summary)))
        self._stands(desk.now(), summary)
        self._after(event, turn.effects, turn.recorded)

    def _heard(self, desk: Desk, event: Event) -> bool:
        """Take in device and wire news, verdicts and changes; False if there is nothing new to show."""
        if isinstance(event, DeviceChanged):
            self._world = replace(self._world, devices={**self._world.devices, event.device: event})
        elif isinstance(event, LinkChanged):
            log.info("the centre is %s: %s", event.state, event.detail)
            self._world = replace(self._world, link=event)
        elif isinstance(event, Settlement | Rewind | StartOver | ChangesPage):
            try:
                return self._from_centre(desk, event)
            except StorageFault:
                # packing goes on; the link asks again by itself after half a minute, and nothing was half taken
                log.exception("what the centre sent could not be kept")
        return True

    def _from_centre(self, desk: Desk, event: Settlement | Rewind | StartOver | ChangesPage) -> bool:
        """Keep what the centre sent, then let the link go on; False if no screen shows it."""
        if isinstance(event, ChangesPage):
            applied = desk.store.apply_changes(event)
            self._tell(lambda link: link.applied())
            return bool(applied.changed) or applied.rebuilt
        if isinstance(event, StartOver):
            desk.store.start_over()
            self._tell(lambda link: link.applied())
            return True
        if isinstance(event, Settlement):
            desk.store.settle(event)
        else:
            desk.store.rewind(event.have, event.server_epoch)
        self._tell(lambda link: link.settled())
        return True

    def _act(self, turn: Turn, event: Event, first: bool) -> None:
        before = turn.bench
        if first:
            papers.take_up(turn)
        if isinstance(event, Scanned):
            scan(turn, event)
        elif isinstance(event, Pressed):
            turn.move(event=turn.bench.event + 1)
            press(turn, event.command)
        elif isinstance(event, JobChanged):
            papers.job_changed(turn, event)
        elif isinstance(event, _Record):
            papers.job_changed(turn, event.change)
        elif isinstance(event, ChangesPage):
            lots.told(turn, event)
            claiming.forget_done(turn)
            tasking.forget_done(turn)
            fencing.look(turn)
            labelling_up.purchase(turn)
        elif isinstance(event, _Tick):
            fencing.look(turn)
        elif _sound_for(event) is not Sound.NONE:
            turn.move(event=turn.bench.event + 1)  # else the screen takes the sound for one it has played
        if self._world.online and _may_run_low(event, before, turn.bench):
            claiming.supply(turn)

    def _after(self, event: Event, effects: list[Effect], recorded: int) -> None:
        if isinstance(event, _Record):
            event.done.put(True)
        for effect in effects:
            printer = self._printers.get(effect.paper)
            if printer is None:
                log.warning("no %s printer is configured: job stays queued", effect.paper)
            elif isinstance(effect, LookAgain):
                printer.look_again(effect.job_id, effect.counter_before)
            else:
                printer.submit(effect.job)
        if recorded:
            self._tell(lambda link: link.queued())

    def _stands(self, now: datetime, summary: OutboxSummary) -> None:
        """Say how the bench stands when it is not as it was said last, and each tick while commands wait."""
        oldest_s = int((now - summary.oldest).total_seconds()) if summary.oldest else 0
        devices = tuple(sorted(self._world.devices.values(), key=lambda one: one.device))
        standing = BenchStanding(devices, summary.waiting, max(0, oldest_s))
        if standing != self._told:
            self._told = standing
            self._tell(lambda link: link.standing(standing))

    def _tell(self, say: Callable[[CentreLink], None]) -> None:
        if self._link is not None:
            say(self._link)


def _may_run_low(event: Event, before: Bench, after: Bench) -> bool:
    """Work and numbers run low when a job begins or ends. A verdict is no reason to ask: a refused request would be
    repeated as fast as the centre can refuse it."""
    if isinstance(event, _Tick | ChangesPage | LinkChanged):
        return True
    return (before.packer_id, before.step, before.list_id) != (after.packer_id, after.step, after.list_id)


def _sound_for(event: Event) -> Sound:
    if isinstance(event, DeviceChanged) and event.reasons:
        return Sound.TROUBLE
    return Sound.NONE
