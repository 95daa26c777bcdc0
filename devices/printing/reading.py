"""What a printer says about itself at one moment, and what that means for a job. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.station.ports import DeviceKind, Evidence, JobState, PrintJob, Reason
from devices.links.link import Link


@dataclass(frozen=True, slots=True)
class Reading:
    """`reasons` keep it from printing; `counter` is its lifetime label count.

    `waiting` is the number of formats and labels it holds, None when it does not say.
    `confirmed` are the jobs it reported as printed, by the tag the dialect gave them.
    """

    reasons: tuple[Reason, ...] = ()
    waiting: int | None = 0
    partial: bool = False
    counter: int | None = None
    warnings: tuple[Reason, ...] = ()
    confirmed: frozenset[str] = frozenset()

    @property
    def clean(self) -> bool:
        """Ready for the next job."""
        return not self.reasons and self.waiting == 0 and not self.partial


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known about a job that left: its tag, whether all of it went out, and on this connection.

    `since_s` counts from the end of sending or, after a reconnect, from the first reading; `stopped` is True when the
    printer had to stop while it held the job, after which it may print the label again by itself.
    """

    counter_before: int | None
    tag: str
    whole: bool
    same_link: bool
    since_s: float
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`final` ends the watch; None in place of a verdict means: look again."""

    state: JobState
    evidence: Evidence
    detail: str
    final: bool


class Dialect(Protocol):
    """The language of one printer over one link; makes no decision of its own."""

    kind: DeviceKind

    def greet(self, link: Link) -> str:
        """Find out who is there; returns its name. Raises WrongDevice or NoAnswer."""
        ...

    def read(self, link: Link) -> Reading:
        """Ask for everything that matters now. Raises NoAnswer: after that the link must be opened anew."""
        ...

    def dress(self, job: PrintJob) -> tuple[bytes, str]:
        """The bytes to send for this job, and the tag by which the printer will confirm it ("" for none)."""
        ...

    def judge(self, sent: Sent, reading: Reading) -> Verdict | None:
        """What became of the job."""
        ...

    def clear_partial(self, link: Link) -> None:
        """Throw away the half of a format that a broken connection left behind; never completes it."""
        ...
