"""A session that is cut while orders are taken together: each is stored whole or not at all, whatever was answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.central.audit import audit
from app.central.centre import Centre
from app.central.intake.once import Answer, once
from app.central.intake.orders import Taken, take, take_order_once
from app.central.storage.engines.faults import StorageFault
from tests.central.house import SITE, House, new_order, open_house
from tests.postgres_cluster import Cluster

KEPT = "SELECT external_ref, order_id FROM sales_order"


@pytest.fixture
def house(postgres: Cluster, tmp_path: Path) -> Iterator[House]:
    url = postgres.make()
    opened = open_house(tmp_path, url)
    opened.stock({"TEE-M": {"A-1": 50}})
    yield opened
    opened.centre.close()
    postgres.drop(url)


def said(taken: Taken) -> tuple[int, bytes]:
    return 201, taken.order_id.encode()


def stored(house: House) -> dict[str, str]:
    with house.centre.read(SITE) as work:
        return {row.external_ref: row.order_id for row in work.connection.execute(text(KEPT))}


def test_what_waited_when_a_session_was_cut_is_written_by_nobody_else(house: House, postgres: Cluster) -> None:
    """An answer that waited was written by the next session, without its order, and given for good from then on."""
    cut: list[int] = []
    gate = threading.Event()

    def half(centre: Centre) -> Answer:
        with centre.begin(SITE, together=True) as work:

            def make() -> tuple[int, bytes]:
                taken = take(work, house.channel, new_order("#half", [("TEE-M", 1)]))
                work.connection.execute(text("SELECT 1"))  # writes what waits: only the answer is left to wait
                if not cut:
                    cut.append(postgres.end_sessions(house.database))
                return said(taken)

            return once(work, house.channel.channel_id, "half", "b", make)

    waited = house.centre.submit(lambda centre: gate.wait(30))
    first = house.centre.submit(half)
    then = house.centre.submit(take_order_once, house.channel, "then", "b", new_order("#then", [("TEE-M", 1)]), said)
    gate.set()
    assert waited.result()
    answers = {"#half": first.result(), "#then": then.result()}
    assert cut[0] > 0
    assert {ref: one.body.decode() for ref, one in answers.items()} == stored(house)
    assert [one.replayed for one in answers.values()] == [False, False]
    assert audit(house.centre, SITE) == ()


def test_orders_answered_while_sessions_are_cut_are_all_stored(house: House, postgres: Cluster) -> None:
    answered: dict[str, str] = {}
    over = threading.Event()

    def buy(client: int) -> None:
        for n in range(20):
            ref = f"#{client}-{n}"
            order = new_order(ref, [("TEE-M", 1)])
            while ref not in answered:
                try:
                    done = house.centre.do(take_order_once, house.channel, ref, "b", order, said)
                except StorageFault:
                    continue
                answered[ref] = done.body.decode()

    def cut() -> None:
        while not over.wait(0.05):
            postgres.end_sessions(house.database)

    clients = [threading.Thread(target=buy, args=(client,)) for client in range(8)]
    cutter = threading.Thread(target=cut)
    for thread in (*clients, cutter):
        thread.start()
    for thread in clients:
        thread.join(120)
    over.set()
    cutter.join(30)
    assert len(answered) == 160
    assert answered == stored(house)
    assert audit(house.centre, SITE) == ()
