"""The centre as a service: it tells the manager, ends in good order, runs as several, and says why it can not begin."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.operating.connections import SLOW
from tests.central.house import House, open_again, open_house
from tests.postgres_cluster import Cluster
from tests.sync_central.serving import serving
from tests.sync_central.wire import Served, Wire, order
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[3]
LISTENING = re.compile(r"http://([\d.]+):(\d+)")


def command(data: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "app.main", "central", "serve", "--config", str(data / "central.toml"), *more]


class Running:
    """`serve` in a process, its log in a file."""

    def __init__(self, house: House, *more: str, environ: dict[str, str] | None = None) -> None:
        self.house = house
        self.log = house.data / "serve.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command(house.data, *more), cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
                env={**os.environ, **(environ or {})},
            )  # fmt: skip
        assert self.process.stdout is not None
        found = next((hit for line in self.process.stdout if (hit := LISTENING.search(line))), None)
        assert found is not None, self.log.read_text("utf-8", "replace")
        self.where = (found.group(1), int(found.group(2)))

    def wire(self) -> Wire:
        return Wire(self.where, self.house.key, self.house.data)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(40)
        finally:
            self.process.kill()
            self.process.wait(10)
            assert self.process.stdout is not None
            self.process.stdout.close()


@pytest.fixture
def house(tmp_path: Path, database: str) -> House:
    made = open_house(tmp_path, database)
    made.stock({"TEE-M": {"A-1": 1000}})
    made.centre.close()
    return made


def buy(wire: Wire, first: int, answered: dict[str, str], many: int = 10_000) -> None:
    """Orders one after another until the centre answers no more."""
    for n in range(first, first + many):
        try:
            answer = wire.post_order(order(f"#{n}"), f"key-{n}")
        except OSError:
            return
        except Exception as error:
            if type(error).__module__ == "http.client":
                return
            raise
        if answer.status == 201:
            answered[f"#{n}"] = answer.json()["id"]


def test_what_was_answered_before_a_signal_is_stored_and_the_rest_can_be_asked_again(house: House) -> None:
    answered: dict[str, str] = {}
    with Running(house) as running:
        wires = [running.wire() for _ in range(4)]
        buyers = [threading.Thread(target=buy, args=(wire, n * 100_000, answered)) for n, wire in enumerate(wires)]
        for buyer in buyers:
            buyer.start()
        wait_until(lambda: len(answered) > 40, words="orders under way")
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(40) == 0
        for buyer, wire in zip(buyers, wires, strict=True):
            buyer.join(30)
            wire.close()
    assert '"event":"closed"' in running.log.read_text("utf-8")
    assert not (house.data / "centre.db-wal").exists(), "the log of SQLite was checkpointed"
    centre = open_again(house.data)
    with centre.read("DO1") as work:
        rows = work.connection.exec_driver_sql("SELECT external_ref, order_id FROM sales_order").all()
    centre.close()
    stored = {str(row[0]): str(row[1]) for row in rows}
    assert answered.items() <= stored.items()
    with Running(house) as again:
        wire = again.wire()
        for reference in stored.keys() - answered.keys():
            answer = wire.post_order(order(reference), f"key-{reference.removeprefix('#')}")
            assert answer.json()["id"] == stored[reference]
        wire.close()


def test_the_service_manager_hears_ready_alive_and_stopping(tmp_path: Path) -> None:
    made = open_house(tmp_path)
    made.centre.close()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        path = tmp_path / "notify"
        manager.bind(str(path))
        manager.settimeout(30)
        with Running(made, environ={"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "400000"}) as running:
            heard = [manager.recv(200) for _ in range(3)]
            running.process.terminate()
            assert running.process.wait(40) == 0
        manager.setblocking(False)
        while heard[-1] != b"STOPPING=1":
            heard.append(manager.recv(200))
    assert heard[:3] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]


def test_several_processes_are_kept_running_and_end_together(tmp_path: Path, postgres: Cluster) -> None:
    url = postgres.make()
    try:
        made = open_house(tmp_path, url)
        made.stock({"TEE-M": {"A-1": 5}})
        made.centre.close()
        with Running(made, "--processes", "2") as running:
            children = _children(running.process.pid)
            assert len(children) == 2
            os.kill(children[0], signal.SIGKILL)
            wait_until(lambda: len(_fresh(running, children)) == 2)
            wire = running.wire()
            assert wire.post_order(order("#1"), "key-1").status == 201
            wire.close()
            running.process.terminate()
            assert running.process.wait(40) == 0
        assert '"event":"a process of the centre died"' in running.log.read_text("utf-8")
        assert all(not Path(f"/proc/{pid}").exists() for pid in children)
    finally:
        postgres.drop(url)


def _children(parent: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _fresh(running: Running, before: list[int]) -> list[int]:
    return [one for one in _children(running.process.pid) if one != before[0]]


def refused(data: Path, *more: str) -> str:
    done = subprocess.run(command(data, *more), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_it_says_why_it_can_not_begin(tmp_path: Path) -> None:
    open_house(tmp_path).centre.close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port} can not be listened on: Address already in use" in refused(
            tmp_path, "--port", str(port)
        )
    assert "several processes need PostgreSQL" in refused(tmp_path, "--processes", "2")
    nowhere = "postgresql+psycopg://desk:geheim@127.0.0.1:9/shop"
    assert "geheim" not in refused(tmp_path, "--database", nowhere)
    (tmp_path / "centre.db").unlink()
    assert "run `packbench central migrate` first" in refused(tmp_path)


def test_ready_and_figures_over_http(served: Served) -> None:
    wire = served.wire
    assert wire.ask("GET", "/healthz").json() == {"status": "ok"}
    ready = wire.ask("GET", "/readyz")
    assert ready.json() == {
        "status": "ready",
        "checks": dict.fromkeys(("database", "schema", "writer", "disk", "server"), "ok"),
    }
    wire.post_order(order("#1"), "key-1")
    figures = wire.ask("GET", "/metrics").body.decode()
    for line in (
        'packbench_orders_in_total{channel_kind="web",outcome="new"} 1.0',
        'packbench_requests_total{method="POST",route="/v1/orders",status="201"} 1.0',
        "packbench_writer_alive 1.0",
        "packbench_letters_waiting 0.0",
    ):
        assert line in figures
    assert "packbench_database_bytes" in figures
    assert 'packbench_feed_seq{site="DO1"}' in figures
    assert wire.ask("GET", "/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status == 401


def test_idle_slow_and_senseless_connections_stop_nobody(served: Served) -> None:
    idle = [socket.create_connection(served.wire.where, 10) for _ in range(400)]
    try:
        for one in idle[:100]:
            one.sendall(b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nX-")
        for one in idle[100:150]:
            one.sendall(b"\x16\x03\x01\x00\xffGET GET GET\r\n\r\n" * 3)
        assert served.wire.post_order(order("#1"), "key-1").status == 201
        first = idle[0]
        first.settimeout(40)
        assert first.recv(1000) == SLOW
        assert idle[120].recv(1000).startswith(b"HTTP/1.1 400")
        flood = socket.create_connection(served.wire.where, 10)
        flood.sendall(b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 70_000)
        assert flood.recv(1000).startswith(b"HTTP/1.1 4")
        flood.close()
    finally:
        for one in idle:
            one.close()


@pytest.fixture
def served(tmp_path: Path, database: str) -> Iterator[Served]:
    made = open_house(tmp_path, database)
    made.stock({"TEE-M": {"A-1": 50}})
    made.centre.close()
    with serving(tmp_path, database, made.key) as running:
        yield running
