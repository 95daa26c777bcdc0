"""What can go wrong between us and a device, each with the one fact the caller needs: may it be tried again?"""

from __future__ import annotations

from enum import StrEnum


class Retry(StrEnum):
    """SAFE: nothing reached the device. ASK: something may have. NEVER: trying again cannot help."""

    SAFE = "safe"
    ASK = "ask"
    NEVER = "never"


class DeviceError(Exception):
    """Every library and operating-system exception of a device is translated into one of these at its link."""

    retry: Retry = Retry.SAFE

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotPresent(DeviceError):
    """The port, host or queue is not there, or nobody answers behind it."""


class InUse(DeviceError):
    """Somebody else holds the port."""


class LinkLost(DeviceError):
    """The connection ended while it was open."""


class NoAnswer(DeviceError):
    """The device stayed silent past the deadline of a question."""


class WriteFailed(DeviceError):
    """Not every byte was handed over; `accepted` says how many the operating system took."""

    def __init__(self, detail: str, accepted: int) -> None:
        super().__init__(f"{detail} ({accepted} bytes handed over)")
        self.accepted = accepted
        self.retry = Retry.SAFE if accepted == 0 else Retry.ASK


class Garbled(DeviceError):
    """The device said something that is not in its language; `raw` is what arrived."""

    retry = Retry.ASK

    def __init__(self, detail: str, raw: bytes = b"") -> None:
        super().__init__(detail)
        self.raw = raw


class WrongDevice(DeviceError):
    """Something else than the expected device lives behind this address."""

    retry = Retry.NEVER


class BadSetup(DeviceError):
    """The settings of this device cannot work: a bad baud rate, a queue without a name."""

    retry = Retry.NEVER


class Interrupted(DeviceError):
    """The driver was told to stop while it waited."""
