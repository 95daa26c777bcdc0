"""Whatever is wrong when the centre is started: one line says what and where, exit code 2, and nothing was changed."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.central.house import Clock, open_house
from tests.postgres_cluster import Cluster
from tests.sync_central.commanded import WORLD, central

ROOT = Path(__file__).resolve().parents[3]
AS_OTHERS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Root is asked for permission like everybody: the mode of a folder holds for it too."""
SECRET = "geheim-4711"


def refused(
    data: Path, *words: str, verb: str = "serve", environ: dict[str, str] | None = None, under: tuple[str, ...] = ()
) -> str:
    """The one line it said; through the real process."""
    central = [sys.executable, "-m", "app.main", "central", "--config", str(data / "central.toml"), verb, *words]
    done = subprocess.run(
        [*under, *central], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**os.environ, **(environ or {})},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stderr
    said = [line for line in done.stderr.strip().splitlines() if f"packbench central {verb}:" in line]
    assert said, done.stderr
    return str(done.stderr)


def settings(data: Path, text: str) -> None:
    (data / "central.toml").write_text(f"data = '.'\nport = 0\n{text}\n", "utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    open_house(tmp_path).centre.close()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("portt = 8", "central.toml: portt: is not known; expected data, host"),
        ("[server]\nprocesses = 'two'", "central.toml: server.processes: expected 1 to 64"),
        ("[server", "central.toml: Expected ']' at the end of a table declaration (at line 3"),
        ("[backup]\nevery_minutes = 0", "central.toml: backup.every_minutes: expected 1 to"),
        ("[keep]\naudit_days = -1", "central.toml: keep.audit_days: expected 0 to 36500 days"),
        ("[mail]\nhost='m'\nsender='a@b.c'\npublic_url='https://x'\nuser='shop'", "mail.password (PACKBENCH_MAIL_PASS"),
        (f"database = 'mysql://desk:{SECRET}@db/shop'", "central.toml: database: names the driver 'mysql'"),
        (f"database = 'postgresql://desk:{SECRET}@db'", "central.toml: database: names no database"),
        (f"database = 'desk:{SECRET}@@'", "central.toml: database: is not a database URL"),
        (f"database = 'postgresql://desk:{SECRET}@127.0.0.1:9/shop'", "onnection refused"),
        ("host = 'not a host'", "can not be listened on"),
    ],
)
def test_settings_are_refused_with_file_and_key(data: Path, text: str, words: str) -> None:
    settings(data, text)
    assert words in refused(data)


def test_a_wrong_variable_is_named(data: Path) -> None:
    assert "PACKBENCH_SERVER_PROCESSES: expected" in refused(data, environ={"PACKBENCH_SERVER_PROCESSES": "many"})
    assert "PACKBENCH_PORT: expected 0 to 65535" in refused(data, environ={"PACKBENCH_PORT": "web"})


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_schema_that_is_older_or_newer_is_left_alone(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    postgres: Cluster | None = request.getfixturevalue("postgres") if engine == "postgresql" else None
    url = postgres.make() if postgres is not None else ""
    house = open_house(tmp_path, url)
    try:
        for revision, words in (("0001", "run `packbench central migrate`"), ("9999", "newer than this program's")):
            house.centre.do(lambda _, revision=revision: _mark(house, revision))  # type: ignore[misc]
            assert words in refused(tmp_path)
        assert "newer than this program's" in refused(tmp_path, verb="migrate")
        with house.centre.read() as work:
            assert work.operations.revision() == "9999"
    finally:
        house.centre.close()
        if postgres is not None:
            postgres.drop(url)


def _mark(house: Any, revision: str) -> None:
    with house.centre.begin("DO1") as work:
        work.connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")  # noqa: S608


def test_a_folder_it_may_not_write_to(data: Path) -> None:
    data.chmod(0o555)
    try:
        said = refused(data, under=AS_OTHERS if os.geteuid() == 0 else ())
        assert "write" in said or "open" in said, said
    finally:
        data.chmod(0o755)


def test_data_that_is_a_file_or_a_database_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "inside").write_text("x")
    (tmp_path / "central.toml").write_text("data = 'inside/here'\nport = 0\n")
    assert "does not exist" in refused(tmp_path)
    assert "inside" in refused(tmp_path, verb="migrate")
    settings(tmp_path, "")
    (tmp_path / "centre.db").write_bytes(b"no database at all " * 100)
    assert "not a database" in refused(tmp_path)


def test_an_old_server_is_refused_before_anything_is_asked_of_it(data: Path) -> None:
    with old_server() as port:
        settings(data, f"database = 'postgresql://desk:{SECRET}@127.0.0.1:{port}/shop'")
        assert "is PostgreSQL 13; expected 15 or newer" in refused(data)
        assert "is PostgreSQL 13; expected 15 or newer" in refused(data, verb="migrate")


@contextmanager
def old_server() -> Iterator[int]:
    """Says hello as PostgreSQL 13 does, and hears nothing but the good-bye (protocol 3.0, message flow: start-up)."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_greet, args=(door,), name="old-server")
        thread.start()
        try:
            yield int(door.getsockname()[1])
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join()


def _greet(door: socket.socket) -> None:
    while True:
        try:
            client, _ = door.accept()
        except OSError:
            return
        with client:
            while True:
                size, code = struct.unpack("!II", client.recv(8, socket.MSG_WAITALL))
                client.recv(size - 8, socket.MSG_WAITALL)
                if code == 196608:
                    break
                client.sendall(b"N")  # neither TLS nor GSS
            told = {b"server_version": b"13.4", b"client_encoding": b"UTF8", b"standard_conforming_strings": b"on"}
            words = b"".join(_message(b"S", name + b"\0" + value + b"\0") for name, value in told.items())
            client.sendall(_message(b"R", bytes(4)) + words + _message(b"K", bytes(8)) + _message(b"Z", b"I"))
            while client.recv(100):
                pass


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


def test_a_clock_from_before_this_program(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    clock.at = datetime(1970, 1, 1, 0, 3, tzinfo=UTC)
    assert central(data, "serve", "--port", "0", world=replace(WORLD, now=clock)) == 2
    assert "the clock of this machine says 1970-01-01" in capsys.readouterr().err
