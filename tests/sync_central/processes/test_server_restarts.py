"""The database server under the centre: made ready by several at once, restarted and crashed while orders come in."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from app.central.audit import audit
from app.central.storage.database import Database
from app.central.storage.migrate import current, differences, newest
from app.main import hidden_inputs
from tests.central.house import SITE, open_again, open_house
from tests.postgres_cluster import Cluster, cluster
from tests.sync_central.processes.serving_process import ROOT, ServingProcess
from tests.sync_central.wire import Answer, Wire, order
from tests.waiting import wait_until

AT_ONCE, CLIENTS, ORDERS = 3, 4, 120
PATIENCE_S = 60


def test_several_processes_migrate_at_once_and_leave_one_history(postgres: Cluster, tmp_path: Path) -> None:
    url = postgres.empty()
    command = [sys.executable, "-m", "app.main", "central", "migrate", "--data", str(tmp_path), "--database", url]
    try:
        made = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for _ in range(AT_ONCE)
        ]
        said = [process.communicate(timeout=PATIENCE_S)[0].decode() for process in made]
        assert [process.returncode for process in made] == [0] * AT_ONCE, said
        assert all(words.strip().endswith(newest()) for words in said), said
        database = Database(file=Path(), url=url)
        assert (current(database), differences(database)) == (newest(), [])
        with postgres.connect(url.rsplit("/", 1)[1]) as admin:
            assert admin.execute("SELECT count(*) FROM lineage").fetchall() == [(1,)]
        admin.close()
    finally:
        postgres.drop(url)


@pytest.fixture
def own_server() -> Iterator[Cluster]:
    """A server of this test's own: others' sessions are not to be cut."""
    with cluster() as started:
        yield started


def test_nothing_answered_is_lost_when_the_server_restarts_and_the_centre_goes_on_by_itself(
    own_server: Cluster, tmp_path: Path
) -> None:
    url = own_server.make()
    house = open_house(tmp_path, url)
    house.stock({"TEE-M": {"A-1": ORDERS}})
    house.centre.close()
    answered: dict[str, str] = {}
    with ServingProcess(tmp_path) as serving:
        serving.wait_ready()
        buyers = [
            threading.Thread(target=_buy, args=(Wire(serving.where, house.key, tmp_path), client, answered))
            for client in range(CLIENTS)
        ]
        for buyer in buyers:
            buyer.start()
        for how, enough in ((signal.SIGINT, ORDERS // 4), (signal.SIGQUIT, ORDERS // 2)):
            wait_until(partial(_so_many, answered, enough), PATIENCE_S, "more answers")
            own_server.stop(how)
            own_server.start()
        for buyer in buyers:
            buyer.join(PATIENCE_S)
        assert len(answered) == ORDERS
    centre = open_again(tmp_path, "test", hidden_inputs.now)
    try:
        with centre.read(SITE) as work:
            rows = work.connection.execute(text("SELECT external_ref, order_id FROM sales_order")).all()
            (level,) = work.stock.levels("TEE-M")
        assert {row.external_ref: row.order_id for row in rows} == answered
        assert (len(rows), level.allocated) == (ORDERS, ORDERS)
        assert audit(centre, SITE) == ()
    finally:
        centre.close()


def _so_many(answered: dict[str, str], enough: int) -> bool:
    return len(answered) >= enough


def _buy(wire: Wire, client: int, answered: dict[str, str]) -> None:
    """Place this client's share, each order until it is answered, under one key."""
    for n in range(client, ORDERS, CLIENTS):
        wait_until(partial(_placed, wire, f"#{n}", answered), PATIENCE_S, f"an answer to #{n}")
    wire.close()


def _placed(wire: Wire, reference: str, answered: dict[str, str]) -> bool:
    try:
        answer: Answer = wire.post_order(order(reference), f"key-{reference}")
    except (OSError, http.client.HTTPException):
        wire.close()
        return False
    if answer.status in (409, 503):
        return False
    assert answer.status in (200, 201), answer.body
    answered[reference] = answer.json()["id"]
    return True
