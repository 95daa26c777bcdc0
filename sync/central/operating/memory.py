"""Fewer heaps: glibc gives each thread one of its own, and what a page took there once is never given back."""

from __future__ import annotations

import ctypes
import platform
from typing import Final

M_ARENA_MAX: Final = -8
"""malloc.h of glibc; mallopt(3)."""
HEAPS: Final = 2


def few_heaps() -> bool:
    """Before the first thread begins; False where the C library has no such thing."""
    if platform.libc_ver()[0] != "glibc":
        return False
    return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, HEAPS))
