"""Progress lines of the build tool: what is being done, and how many seconds have gone by since it started."""

import time

_STARTED = time.monotonic()


class Refused(Exception):
    """The build tool cannot go on; the text says what a person can do about it."""


def elapsed_s() -> float:
    """Seconds since this process started."""
    return time.monotonic() - _STARTED


def say(words: str) -> None:
    """One line, with the elapsed seconds in front."""
    print(f"[{elapsed_s():6.1f} s] {words}", flush=True)
