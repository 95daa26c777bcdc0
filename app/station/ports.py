"""What the station needs from the bench and from the world, as roles; the outside implements them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.parcels import LabelContent, SlipContent


class DeviceKind(StrEnum):
    SCANNER = "scanner"
    LABEL_PRINTER = "label printer"
    RECEIPT_PRINTER = "receipt printer"
    SCALE = "scale"


class DeviceState(StrEnum):
    """One machine for every device; READY and BUSY accept work."""

    DISABLED = "disabled"
    ABSENT = "absent"
    CONNECTING = "connecting"
    READY = "ready"
    BUSY = "busy"
    NEEDS_ATTENTION = "needs attention"
    FAULT = "fault"
    STOPPED = "stopped"


class Reason(StrEnum):
    """Why a device is not simply ready; the words for a packer live in resources/words."""

    PAPER_OUT = "paper out"
    PAPER_LOW = "paper low"
    RIBBON_OUT = "ribbon out"
    COVER_OPEN = "cover open"
    PAUSED = "paused"
    OVERHEAT = "overheat"
    CUTTER = "cutter"
    HEAD = "head"
    BUFFER_FULL = "buffer full"
    PARTIAL_FORMAT = "partial format"
    WRONG_DEVICE = "wrong device"
    NO_REPLY = "no reply"
    NOT_CONNECTED = "not connected"
    WINDOW_INACTIVE = "window inactive"
    UNKNOWN_ERROR_BIT = "unknown error bit"


class JobState(StrEnum):
    """States of one piece of paper (devices.md 4.5); only a scan of the label proves it."""

    QUEUED = "queued"
    SENDING = "sending"
    HANDED_OVER = "handed over"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    NOT_PRINTED = "not printed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Evidence(StrEnum):
    """What a job state rests on."""

    NONE = "none"
    ODOMETER = "odometer"
    PROCESS_ID = "process id"
    SCANNED_BACK = "scanned back"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Scanned:
    """One complete read: `raw` without prefix and suffix, `aim` like "]C1" when the scanner sent it, `at` aware UTC.

    `mono_ns` is the monotonic clock when the last byte (or key) arrived.
    """

    device: str
    raw: bytes
    aim: str | None
    at: datetime
    mono_ns: int


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One piece of paper: its id is made before the first attempt and printing it twice under one id is refused."""

    job_id: str
    payload: bytes
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A print job moved; `counter` is the printer's own label count where it has one (labels, lifetime)."""

    device: str
    job_id: str
    state: JobState
    evidence: Evidence
    detail: str
    at: datetime
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device went from one state to another; posted once per change, never repeated."""

    device: str
    kind: DeviceKind
    state: DeviceState
    reasons: tuple[Reason, ...]
    detail: str
    at: datetime


DeviceEvent = Scanned | JobChanged | DeviceChanged

Post = Callable[[DeviceEvent], None]
"""Hands an event to the station's queue; never blocks."""

Record = Callable[[JobChanged], None]
"""Returns only after the station has committed this job state; raises `NotRecorded` when it could not."""


class NotRecorded(Exception):
    """The station could not commit a job state: the driver must not go on to the next step."""


class LinkState(StrEnum):
    """How the wire to the centre stands; everything but ONLINE keeps the work queued here."""

    ONLINE = "online"
    OFFLINE = "offline"
    NOT_TRUSTED = "not trusted"
    REFUSED = "refused"
    FORKED = "forked"
    UPDATE_NEEDED = "update needed"


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The wire went from one state to another; posted once per change."""

    state: LinkState
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BenchStanding:
    """How the bench stands, for whoever looks at the floor: its devices, and how many commands wait how long."""

    devices: tuple[DeviceChanged, ...]
    waiting: int
    oldest_s: int


class CentreLink(Protocol):
    """The wire to the centre, with threads of its own. It never writes here: it posts what arrived, and is told when
    the station has taken it."""

    def start(self) -> None: ...
    def stop(self, timeout_s: float = 2.0) -> None: ...
    def queued(self) -> None:
        """Something was queued: send soon."""
        ...

    def standing(self, now: BenchStanding) -> None:
        """The next question for changes tells it; nothing is sent for it alone."""
        ...

    def settled(self) -> None:
        """The last settlement (or rewind) is committed."""
        ...

    def applied(self) -> None:
        """The last page of changes (or the start over) is committed."""
        ...


class Device(Protocol):
    """A thing on the bench with a thread of its own. `stop` returns within `timeout_s`."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> DeviceKind: ...
    def start(self) -> None: ...
    def stop(self, timeout_s: float = 2.0) -> None: ...


class Scanner(Device, Protocol):
    """Posts `Scanned`; `feedback` answers on the scanner itself where it can, and does nothing where it cannot."""

    def feedback(self, good: bool) -> None: ...


class Printer(Device, Protocol):
    """Label or receipt printer: `submit` queues a job and returns at once; its fate arrives as `JobChanged`."""

    def submit(self, job: PrintJob) -> None: ...
    def look_again(self, job_id: str, counter_before: int | None) -> None:
        """Ask a printer about a job left SENDING or UNKNOWN by a crash or a lost link; never sends the job."""
        ...


class LabelRenderer(Protocol):
    """Turns the facts of a parcel into the bytes of one label."""

    def label(self, content: LabelContent) -> bytes: ...


class SlipRenderer(Protocol):
    """Turns the facts of a parcel into the bytes of one packing slip."""

    def slip(self, content: SlipContent) -> bytes: ...
