"""A printer queue of the operating system, through the `zebra` package: one way only, and no word comes back."""

from __future__ import annotations

import subprocess
import sys

from zebra import Zebra

from devices.failures import BadSetup, NotPresent, WriteFailed

_RESERVED = "zebra_python_unittest"  # a name the package keeps for its own tests: it would swallow the label


class OsQueue:
    """Hands whole jobs to a CUPS or Windows queue. It can never report more than "handed over"."""

    def __init__(self, queue: str) -> None:
        if not queue or queue == _RESERVED:
            raise BadSetup(f"queue {queue!r}: not a printer queue")
        self._queue = queue

    @property
    def address(self) -> str:
        return f"queue {self._queue}"

    def hand_over(self, payload: bytes) -> None:
        """Give one job to the spooler; bytes only, because text would be sent as code page 437.

        `lpr` swallows its own failure, so on Unix the queue is asked for first. Raises NotPresent or WriteFailed.
        """
        if sys.platform != "win32":
            self._look()
        try:
            Zebra(self._queue).output(payload)
        except (OSError, AssertionError) as error:
            raise WriteFailed(f"{self.address}: {error}", 0) from error

    def _look(self) -> None:
        try:
            known = subprocess.run(["lpstat", "-p", self._queue], capture_output=True, timeout=5, check=False)
        except FileNotFoundError as error:
            raise NotPresent(f"{self.address}: no printing system on this machine") from error
        except subprocess.TimeoutExpired as error:
            raise NotPresent(f"{self.address}: the printing system does not answer") from error
        if known.returncode != 0:
            raise NotPresent(f"{self.address}: {known.stderr.decode(errors='replace').strip() or 'no such queue'}")
