"""An X server of our own for the length of a run, so that tests have a real window and a fresh keyboard everywhere."""

import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from progress import Refused, say

START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 10.0


def server_command(number_fd: int) -> tuple[str, ...]:
    """Xvfb that picks a free display and writes its number to `number_fd`; it does not reset between clients."""
    return ("Xvfb", "-displayfd", str(number_fd), "-screen", "0", "1920x1080x24", "-noreset", "-nolisten", "tcp")


@contextmanager
def x_server() -> Iterator[dict[str, str]]:
    """Yields the environment variables a client needs and stops the server afterwards; on Windows there is none."""
    if sys.platform == "win32":
        yield {}
        return
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as numbers, tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            server_command(writing),
            pass_fds=[writing],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(writing)
        try:
            number = _read_number(numbers.fileno())
            if not number:
                log.seek(0)
                raise Refused(f"Xvfb did not start:\n{log.read().decode(errors='replace')[-2000:]}")
            say(f"Xvfb runs on display :{number}")
            yield {"DISPLAY": f":{number}"}
        finally:
            _stop(child)


def _read_number(fd: int) -> str:
    """The display number Xvfb writes, ended by a newline; empty if it ends or says nothing in time."""
    said = b""
    while not said.endswith(b"\n"):
        ready, _, _ = select.select([fd], [], [], START_TIMEOUT_S)
        more = os.read(fd, 64) if ready else b""
        if not more:
            return ""
        said += more
    return said.decode("ascii").strip()


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """Ends the server, first politely: it removes its socket and lock file then."""
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
