"""Rules for the whole suite: no test leaves a thread, no session leaves a process, properties are bounded."""

import faulthandler
import os
import sys
import threading
from collections.abc import Iterator

import hypothesis
import pytest

from tests import compiled_once, leaks, x_display
from tests.postgres_cluster import Cluster, cluster

GRACE_S = 5.0

hypothesis.settings.register_profile("bench", deadline=None, max_examples=60)
hypothesis.settings.register_profile("ci", parent=hypothesis.settings.get_profile("bench"), derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "bench")
compiled_once.share()


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """pytest stops its watch of a test that failed, and what is left to take down can hang like any other."""
    if isinstance(node, pytest.Item):
        assert sys.__stderr__ is not None
        limit_s = float(node.config.getini("faulthandler_timeout"))
        faulthandler.dump_traceback_later(limit_s, file=sys.__stderr__, exit=True)


@pytest.fixture(scope="session", autouse=True)
def no_child_left() -> Iterator[None]:
    """Fails the session when a process it started is still there after everything else has been taken down."""
    before = {child.pid for child in leaks.children()}
    yield
    left = leaks.new_children(before, GRACE_S)
    if left:
        pytest.fail(f"child processes left running: {'; '.join(left)}")


@pytest.fixture(scope="session")
def display(no_child_left: None) -> Iterator[str]:
    """The display of this session's windows; one for all rooms that ask."""
    with x_display.display() as name:
        yield name


@pytest.fixture(scope="session")
def postgres(no_child_left: None) -> Iterator[Cluster]:
    """The private PostgreSQL of this session, started for the first test that asks."""
    with cluster() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A test that asks runs on each engine: "" for SQLite, or the URL of a migrated database that is dropped after."""
    if request.param == "sqlite":
        yield ""
        return
    server: Cluster = request.getfixturevalue("postgres")
    url = server.make()
    yield url
    server.drop(url)


@pytest.fixture(autouse=True)
def no_thread_left(no_child_left: None) -> Iterator[None]:
    """Fails a test that leaves a thread running; threads of wider fixtures were there before it."""
    before = frozenset(threading.enumerate())
    yield
    left = leaks.new_threads(before, GRACE_S)
    if left:
        pytest.fail(f"threads left running: {'; '.join(f'{thread.name}, daemon={thread.daemon}' for thread in left)}")
