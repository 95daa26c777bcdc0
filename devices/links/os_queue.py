"""A printer queue of the operating system, by `lpr` or on Windows by the `zebra` package: no word comes back."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from zebra import Zebra

from devices.failures import BadSetup, NotPresent, WriteFailed

LPR_S: Final = 30.0
"""For one job of some kilobytes: a spooler at the other end of a dead network takes it never."""
_RESERVED = "zebra_python_unittest"  # a name the package keeps for its own tests: it would swallow the label


class OsQueue:
    """Hands whole jobs to a CUPS or Windows queue. It can never report more than "handed over"."""

    def __init__(self, queue: str, lpr_s: float = LPR_S) -> None:
        if not queue or queue == _RESERVED:
            raise BadSetup(f"queue {queue!r}: not a printer queue")
        self._queue = queue
        self._lpr_s = lpr_s

    @property
    def address(self) -> str:
        return f"queue {self._queue}"

    def hand_over(self, payload: bytes) -> None:
        """Give one job to the spooler; bytes only, because text would be sent as code page 437.

        `lpr` says little when it fails, so on Unix the queue is asked for first. Raises NotPresent or WriteFailed.
        """
        try:
            if sys.platform == "win32":
                Zebra(self._queue).output(payload)
            else:
                self._look()
                self._lpr(payload)
        except (OSError, AssertionError) as error:
            raise WriteFailed(f"{self.address}: {error}", 0) from error

    def _lpr(self, payload: bytes) -> None:
        """As the package does it, but never without end."""
        command = ["lpr", f"-P{self._queue}", "-oraw"]
        try:
            done = subprocess.run(command, input=payload, stderr=subprocess.PIPE, timeout=self._lpr_s, check=False)
        except subprocess.TimeoutExpired as error:
            why = f"{self.address}: the printing system did not take the job within {self._lpr_s:g} s"
            raise WriteFailed(why, len(payload)) from error
        if done.returncode != 0:
            why = done.stderr.decode(errors="replace").strip() or f"lpr ended with {done.returncode}"
            raise WriteFailed(f"{self.address}: {why}", 0)

    def _look(self) -> None:
        try:
            known = subprocess.run(["lpstat", "-p", self._queue], capture_output=True, timeout=5, check=False)
        except FileNotFoundError as error:
            raise NotPresent(f"{self.address}: no printing system on this machine") from error
        except subprocess.TimeoutExpired as error:
            raise NotPresent(f"{self.address}: the printing system does not answer") from error
        if known.returncode != 0:
            raise NotPresent(f"{self.address}: {known.stderr.decode(errors='replace').strip() or 'no such queue'}")
