"""What every two-way link can do; each call has its own deadline."""

from __future__ import annotations

from typing import Protocol


class Link(Protocol):
    """Bytes to and from one device. Raises only the family in `devices.failures`."""

    @property
    def address(self) -> str:
        """How a person finds this device: "10.0.0.7:9100", "/dev/ttyACM0"."""
        ...

    def open(self) -> None:
        """Connect. Raises NotPresent, InUse, BadSetup or Interrupted."""
        ...

    def read(self, timeout_s: float) -> bytes:
        """What arrived, as soon as anything did; b"" when the time is over. Raises LinkLost or Interrupted."""
        ...

    def write(self, data: bytes, timeout_s: float) -> None:
        """Hand over all of `data` or raise WriteFailed with the number of bytes that were accepted."""
        ...

    def drain(self) -> bytes:
        """Throw away, and return, what arrived unasked. Raises LinkLost."""
        ...

    def close(self) -> None:
        """Never raises."""
        ...
