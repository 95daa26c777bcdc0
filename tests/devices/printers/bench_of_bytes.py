"""Shared by the device tests: an ear for what drivers say, and waiting for it with a deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.station.ports import DeviceChanged, DeviceEvent, DeviceState, JobChanged, JobState, NotRecorded, Scanned

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def ticking() -> Callable[[], datetime]:
    """A clock that moves one millisecond per look."""
    looks = iter(range(10_000_000))
    return lambda: NOON + timedelta(milliseconds=next(looks))


@dataclass
class Ear:
    """Collects what a driver posts and records; `refuse_records` makes the station unable to write."""

    events: list[DeviceEvent] = field(default_factory=list)
    recorded: list[JobChanged] = field(default_factory=list)
    refuse_records: int = 0
    on_record: Callable[[JobChanged], None] = lambda _: None
    _heard: threading.Condition = field(default_factory=threading.Condition)

    def post(self, event: DeviceEvent) -> None:
        with self._heard:
            self.events.append(event)
            self._heard.notify_all()

    def record(self, change: JobChanged) -> None:
        with self._heard:
            if self.refuse_records > 0:
                self.refuse_records -= 1
                raise NotRecorded("the disk is full")
            self.recorded.append(change)
        self.on_record(change)

    def wait_for(self, what: Callable[[], bool], seconds: float = 8.0) -> None:
        """Until `what` holds; fails with everything heard."""
        until = time.monotonic() + seconds
        with self._heard:
            while not what():
                left = until - time.monotonic()
                assert left > 0, "\n".join(map(str, [*self.recorded, "-", *self.events]))
                self._heard.wait(min(left, 0.05))

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.events if isinstance(event, DeviceChanged)]

    def changes(self) -> list[DeviceChanged]:
        return [event for event in self.events if isinstance(event, DeviceChanged)]

    def jobs(self, job_id: str = "job-1") -> list[JobState]:
        return [event.state for event in self.events if isinstance(event, JobChanged) and event.job_id == job_id]

    def last(self, job_id: str = "job-1") -> JobChanged:
        return [event for event in self.events if isinstance(event, JobChanged) and event.job_id == job_id][-1]

    def scans(self) -> list[tuple[bytes, str | None]]:
        return [(event.raw, event.aim) for event in self.events if isinstance(event, Scanned)]

    def until_job(self, state: JobState, job_id: str = "job-1") -> JobChanged:
        self.wait_for(lambda: state in self.jobs(job_id)[-1:])
        return self.last(job_id)

    def until_state(self, state: DeviceState) -> None:
        self.wait_for(lambda: state in self.states()[-1:])
