"""What a process was about to do when it died, and what nobody was told of, is done by the one whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app.central.centre import Centre
from app.central.intake.changing.cancelling import cancel_order
from app.main import hidden_inputs
from tests.central.house import SITE, House, open_again, open_house
from tests.postgres_cluster import Cluster
from tests.sync_central.processes.serving_process import ServingProcess
from tests.sync_central.wire import Wire, order
from tests.waiting import wait_until

PATIENCE_S = 60
Look = Callable[[str], tuple[str, bool]]


@pytest.fixture
def shared(postgres: Cluster) -> Iterator[str]:
    """Several processes serve only on PostgreSQL."""
    url = postgres.make()
    yield url
    postgres.drop(url)


def made(folder: Path, database: str, units: int) -> House:
    house = open_house(folder, database)
    house.stock({"TEE-M": {"A-1": units}})
    house.centre.close()
    return house


def looking(centre: Centre) -> Look:
    """(lifecycle of an order, whether it is in a list) by its reference."""

    def look(reference: str) -> tuple[str, bool]:
        with centre.read(SITE) as work:
            sql = text("SELECT lifecycle, list_id IS NOT NULL FROM sales_order WHERE external_ref = :ref")
            row = work.connection.execute(sql, {"ref": reference}).one()
        return str(row[0]), bool(row[1])

    return look


def test_an_order_whose_process_died_at_once_is_released_by_another(tmp_path: Path, shared: str) -> None:
    house = made(tmp_path, shared, 5)
    with ServingProcess(tmp_path, "first") as first, closing(open_again(tmp_path, "look")) as centre:
        look = looking(centre)
        first.wait_ready()
        with closing(Wire(first.where, house.key, tmp_path)) as wire:
            wire.take("#0")
        wait_until(lambda: look("#0") == ("accepted", True), PATIENCE_S, "the first one works")
        with ServingProcess(tmp_path, "second") as second:
            second.wait_ready()
            with closing(Wire(second.where, house.key, tmp_path)) as wire:
                wire.take("#1")
            second.kill()
        wait_until(lambda: look("#1") == ("accepted", True), PATIENCE_S, "the other one does what it was about to do")


def test_units_that_somebody_else_freed_go_to_who_waits_for_them(tmp_path: Path, database: str) -> None:
    """As a page does it, or a command: the process that serves hears nothing of it."""
    house = made(tmp_path, database, 1)
    with ServingProcess(tmp_path) as serving, closing(open_again(tmp_path, "look", hidden_inputs.now)) as centre:
        look = looking(centre)
        serving.wait_ready()
        with closing(Wire(serving.where, house.key, tmp_path)) as wire:
            has, waits = wire.take("#has"), order("#waits")
            assert wire.post_order(waits).json()["status"] == "on_hold"
        wait_until(lambda: look("#has") == ("accepted", True), PATIENCE_S, "it has the only unit")
        centre.do(cancel_order, SITE, has, "changed their mind")
        wait_until(lambda: look("#waits") == ("accepted", True), PATIENCE_S, "the other one has it now")
