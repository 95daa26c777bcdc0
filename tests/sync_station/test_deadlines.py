"""A deadline over an exchange holds for every connection of it, also for one that is only made when time is up."""

from __future__ import annotations

import contextlib
import socket

from sync.calling import Deadline, cut, dial
from tests.waiting import wait_until


def test_what_is_connected_before_or_after_the_time_is_shut() -> None:
    handles: list[socket.socket] = []
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        with Deadline(0.2, handles) as deadline:
            early = stack.enter_context(dial("127.0.0.1", listener.getsockname()[1], 5.0, deadline.hold))
            wait_until(lambda: deadline.passed)
            late = stack.enter_context(dial("127.0.0.1", listener.getsockname()[1], 5.0, deadline.hold))
            assert (early.recv(1), late.recv(1)) == (b"", b"")
        assert len(handles) == 2
        for handle in handles:
            cut(handle)


def test_an_exchange_that_ends_in_time_is_left_alone() -> None:
    handles: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener, Deadline(60, handles) as deadline:
        with dial("127.0.0.1", listener.getsockname()[1], 5.0, deadline.hold) as made:
            peer = listener.accept()[0]
            with peer:
                peer.sendall(b"x")
                assert made.recv(1) == b"x"
        assert not deadline.passed
    cut(handles[0])
