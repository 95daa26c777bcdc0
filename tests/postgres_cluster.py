"""A private PostgreSQL 15 cluster for a session's tests: its own folder, port and process, and databases by the dozen.

fsync is off: these tests kill processes and sessions, never the machine. How PostgreSQL keeps what it flushed is its
own affair; that we ask for it (synchronous_commit) is its default, and stays.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from app.central.storage.database import Database
from app.central.storage.migrate import migrate
from tests.own_address import own_address
from tests.waiting import wait_until

BINARIES = Path("/usr/lib/postgresql/15/bin")
SERVER_EPOCH = "server-epoch-1"
TEMPLATE = "migrated"
USES_MOST = 40
"""Deleted rows stay on the disk and slow things down."""
SETTINGS = (
    "fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=200", "shared_buffers=64MB",
    "deadlock_timeout=100ms", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB", "checkpoint_timeout=1h",
    "log_min_messages=fatal", "logging_collector=off",
)  # fmt: skip
DURABLE = (
    "fsync=on", "autovacuum=on", "max_connections=200", "shared_buffers=256MB", "max_wal_size=4GB",
    "log_min_messages=fatal", "logging_collector=off",
)  # fmt: skip
"""For benches: every commit is on the disk before it is answered."""
_PORTS = itertools.count(5500)

_END_SESSIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND application_name <> 'wiper'
"""
_TABLES = """
SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') ORDER BY oid
"""
_KEEP_SEEDS = """
CREATE SCHEMA seed;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE seed.%1$I AS TABLE public.%1$I', name);
  END LOOP;
END $$
"""
_WIPE = """
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%1$I', name);
    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM seed.%1$I', name);
  END LOOP;
END $$
"""


class Cluster:
    """`make` lends a database that is migrated and holds nothing else, `empty` one without tables; both are dropped."""

    def __init__(self, folder: Path, settings: Sequence[str] = SETTINGS) -> None:
        self.folder = folder
        self.port = next(_PORTS)
        self._settings = settings
        self._names = itertools.count(1)
        self._admin: psycopg.Connection[Any] | None = None
        self._clean: list[_Lent] = []
        self._lent: dict[str, _Lent] = {}
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        listen = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-h", own_address(), "-p", str(self.port)]
        settings = [word for setting in self._settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            server = self._server = subprocess.Popen(
                [*_dies_with_us(), str(BINARIES / "postgres"), *listen, *settings],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **_identity(_owner()),
            )  # fmt: skip
        wait_until(lambda: server.poll() is not None or _answers(self), 30, "PostgreSQL answers")
        assert server.poll() is None, (self.folder / "log").read_text("utf-8", "replace")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends sessions and waits for nothing ("fast"), SIGQUIT ends as a crash would ("immediate")."""
        server, self._server = self._server, None
        if server is None:
            return
        server.send_signal(how)
        try:
            server.wait(30)
        finally:
            server.kill()
            server.wait()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@{own_address()}:{self.port}/{name}"

    def connect(self, name: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), port=self.port, user="postgres", dbname=name, autocommit=True)

    def make(self) -> str:
        """The URL of a migrated database; give it to `drop` afterwards."""
        lent = self._clean.pop() if self._clean else self._new()
        self._lent[lent.name] = lent
        return self.url(lent.name)

    def own(self, url: str) -> None:
        """No session of ours stays at this database; it is dropped rather than lent again."""
        self._lent.pop(url.rsplit("/", 1)[1]).connection.close()

    def empty(self) -> str:
        name = f"test_{next(self._names)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def drop(self, url: str) -> None:
        """End the sessions still there; wipe it for the next one, if its tables are the ones it began with."""
        name = url.rsplit("/", 1)[1]
        lent = self._lent.pop(name, None)
        self.end_sessions(url)
        if lent is not None and lent.wiped():
            self._clean.append(lent)
            return
        if lent is not None:
            lent.connection.close()
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def end_sessions(self, url: str) -> int:
        """Cut every session of a database, as an administrator or a restart does; returns how many."""
        return len(self.run(_END_SESSIONS, url.rsplit("/", 1)[1]))

    def run(self, statement: str, *values: object) -> list[Any]:
        if self._admin is None:
            self._admin = self.connect()
        found = self._admin.execute(statement, values or None)
        return found.fetchall() if found.description else []

    def close(self) -> None:
        for lent in (*self._clean, *self._lent.values()):
            lent.connection.close()
        if self._admin is not None:
            self._admin.close()

    def _new(self) -> _Lent:
        if (TEMPLATE,) not in self.run("SELECT datname FROM pg_database"):
            self.run(f"CREATE DATABASE {TEMPLATE}")
            migrate(Database(file=Path(), url=self.url(TEMPLATE)), SERVER_EPOCH)
            with self.connect(TEMPLATE) as seeds:
                seeds.execute(_KEEP_SEEDS)
            seeds.close()
        name = f"test_{next(self._names)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        connection = self.connect(name)
        connection.execute("SET session_replication_role = replica; SET application_name = 'wiper'")
        return _Lent(name, connection)


class _Lent:
    """A database and a session to wipe it with: a hundred times faster than making a new one."""

    def __init__(self, name: str, connection: psycopg.Connection[Any]) -> None:
        self.name = name
        self.connection = connection
        self._uses = 0
        self._tables = self._look()

    def wiped(self) -> bool:
        """Delete every row but those the migrations put in; False when it should rather be dropped."""
        self._uses += 1
        if self._uses > USES_MOST or self._look() != self._tables:
            return False
        self.connection.execute(_WIPE)
        return True

    def _look(self) -> list[Any]:
        return self.connection.execute(_TABLES).fetchall()


@contextlib.contextmanager
def cluster(settings: Sequence[str] = SETTINGS) -> Iterator[Cluster]:
    """Made, started, stopped and removed; FileNotFoundError when PostgreSQL 15 is not installed."""
    if not (BINARIES / "postgres").exists():
        raise FileNotFoundError(f"{BINARIES} has no PostgreSQL 15: install postgresql-15 (build/run.py does)")
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="packbench-pg-"))
    try:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        _run_as(owner, "initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        made = Cluster(folder, settings)
        try:
            made.start()
            yield made
        finally:
            made.close()
            made.stop()
    finally:
        shutil.rmtree(folder)


def _owner() -> pwd.struct_passwd:
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _dies_with_us() -> list[str]:
    """Where the system can, the server ends even when this process is killed."""
    return ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []


def _run_as(owner: pwd.struct_passwd, program: str, *words: str) -> None:
    done = subprocess.run([BINARIES / program, *words], capture_output=True, text=True, cwd="/", **_identity(owner))
    assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"


def _identity(owner: pwd.struct_passwd) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _answers(made: Cluster) -> bool:
    try:
        made.connect().close()
    except psycopg.OperationalError:
        return False
    return True
