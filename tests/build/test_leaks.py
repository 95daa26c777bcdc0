"""The suite's own rules see a thread that runs on, a child that runs on, and wait no longer than they must."""

import subprocess
import sys
import threading

import pytest

from tests import leaks
from tests.waiting import wait_until


def test_a_thread_that_runs_on_is_found_and_one_that_ends_is_not() -> None:
    before, leave = frozenset(threading.enumerate()), threading.Event()
    thread = threading.Thread(target=leave.wait, name="left over", daemon=True)
    thread.start()
    assert leaks.new_threads(before, grace_s=0.01) == [thread]
    leave.set()
    assert leaks.new_threads(before, grace_s=10.0) == []


def test_a_child_that_runs_on_is_found_and_one_that_ended_is_not() -> None:
    before = {child.pid for child in leaks.children()}
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert [words.split()[0] for words in leaks.new_children(before, grace_s=0.01)] == [str(child.pid)]
    assert leaks.new_children(before, grace_s=10.0) == []


def test_waiting_ends_with_the_condition_or_with_words() -> None:
    gone = threading.Event()
    threading.Timer(0.01, gone.set).start()
    wait_until(gone.is_set)
    with pytest.raises(AssertionError, match="in vain for a parcel"):
        wait_until(lambda: False, timeout_s=0.01, words="a parcel")
