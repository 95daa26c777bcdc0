"""What a test left running: threads and child processes that were not there before it."""

import os
import threading
import time
from collections.abc import Collection

import psutil

# A child the standard library itself keeps for the whole process.
_OF_PYTHON = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def new_threads(before: Collection[threading.Thread], grace_s: float) -> list[threading.Thread]:
    """Threads that were not in `before` and have not ended within `grace_s` seconds, daemons too."""
    deadline = time.monotonic() + grace_s
    fresh = [thread for thread in threading.enumerate() if thread not in before]
    for thread in fresh:
        if not isinstance(thread, threading._DummyThread):
            thread.join(max(0.0, deadline - time.monotonic()))
    return [thread for thread in fresh if thread.is_alive() and not isinstance(thread, threading._DummyThread)]


def new_children(before: Collection[int], grace_s: float) -> list[str]:
    """Command lines of child processes, theirs too, whose ids were not in `before` and that outlive `grace_s` seconds.

    A child that has ended but was never waited for counts as well: whoever started it forgot it.
    """
    fresh = [child for child in children() if child.pid not in before]
    _, alive = psutil.wait_procs(fresh, timeout=grace_s) if grace_s else ([], fresh)
    return [words for child in alive if (words := _words(child)) and not any(name in words for name in _OF_PYTHON)]


def children() -> list[psutil.Process]:
    """Every descendant of this process."""
    return psutil.Process(os.getpid()).children(recursive=True)


def _words(child: psutil.Process) -> str:
    try:
        return f"{child.pid} {' '.join(child.cmdline()) or child.name()} ({child.status()})"
    except psutil.NoSuchProcess:
        return ""
