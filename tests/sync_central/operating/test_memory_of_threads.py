"""One heap for many threads: what one thread gave back, the next takes."""

import subprocess
import sys

from sync.central.operating.memory import HEAPS

THREADS = """
import ctypes, os, threading
from sync.central.operating.memory import few_heaps
assert few_heaps()
gate = threading.Barrier(9)
def work():
    kept = ctypes.CDLL(None).malloc(1000)
    gate.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
gate.wait()
ctypes.CDLL(None).malloc_stats()
for thread in threads:
    thread.join()
"""


def test_many_threads_share_few_heaps() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, check=True)
    heaps = [line for line in done.stderr.splitlines() if line.startswith("Arena ")]
    assert 1 <= len(heaps) <= HEAPS
