"""The clocks, ids, the boot and who is at the keyboard: named here and passed in everywhere else."""

from __future__ import annotations

import getpass
import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")


def now() -> datetime:
    """Aware UTC."""
    return datetime.now(UTC)


def mono_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def boot_id() -> str:
    """Tells one run of the machine from the next, so that monotonic times are comparable only within one."""
    if BOOT_ID_FILE.exists():
        return BOOT_ID_FILE.read_text().strip()
    return f"boot-{int(time.time() - time.monotonic())}"


def os_user() -> str:
    """The name of who runs this process; "" when the system knows none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


class UuidV7:
    """UUIDv7 text (RFC 9562, 5.7), strictly rising within one process even inside one millisecond."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            stamp = time.time_ns() // 1_000_000 << 12 | int.from_bytes(os.urandom(1), "big")
            self._last = max(stamp, self._last + 1)
            stamp = self._last
        tail = int.from_bytes(os.urandom(8), "big") >> 2 | 1 << 63
        digits = f"{stamp >> 12:012x}7{stamp & 0xFFF:03x}{tail:016x}"
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


new_id = UuidV7()
