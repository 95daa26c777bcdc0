"""A lookout looks when it starts, when it is woken and every so often, and ends after the look under way."""

from __future__ import annotations

import queue
import threading

import pytest

from sync.looking import Lookout

LONG_S = 3600.0


def test_it_looks_at_once_and_when_it_is_woken() -> None:
    looks: queue.SimpleQueue[str] = queue.SimpleQueue()
    lookout = Lookout("lookout", lambda: looks.put(threading.current_thread().name), LONG_S)
    lookout.start()
    try:
        assert looks.get(timeout=30) == "lookout"
        lookout.wake()
        assert looks.get(timeout=30) == "lookout"
    finally:
        lookout.close()
    assert looks.empty(), "closing is no look"


def test_it_looks_again_by_itself() -> None:
    looks: queue.SimpleQueue[None] = queue.SimpleQueue()
    lookout = Lookout("lookout", lambda: looks.put(None), 0.001)
    lookout.start()
    try:
        for _ in range(3):
            looks.get(timeout=30)
    finally:
        lookout.close()


def test_a_look_that_takes_long_hears_that_it_is_to_end() -> None:
    begun, told = threading.Event(), threading.Event()

    def look() -> None:
        begun.set()
        while not lookout.closing():
            told.wait(0.001)
        told.set()

    lookout = Lookout("lookout", look, LONG_S)
    lookout.start()
    assert begun.wait(30)
    lookout.close()
    assert told.is_set()


def test_one_that_never_started_closes() -> None:
    Lookout("lookout", lambda: None, LONG_S).close()


def test_a_bug_in_one_look_is_told_and_ends_no_other(caplog: pytest.LogCaptureFixture) -> None:
    looks: queue.SimpleQueue[int] = queue.SimpleQueue()

    def look() -> None:
        looks.put(looks.qsize())
        raise KeyError("bug")

    lookout = Lookout("lookout", look, 0.001)
    lookout.start()
    try:
        for _ in range(3):
            looks.get(timeout=30)
    finally:
        lookout.close()
    assert {one.getMessage() for one in caplog.records} == {"a look met a bug"}
