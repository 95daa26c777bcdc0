"""Four processes of the centre over one PostgreSQL: what is sold, said and numbered is exact, whatever is killed."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from app.central.audit import audit
from app.central.bench.enrolment import make_enrolment_code
from app.central.centre import Centre
from app.main import hidden_inputs
from tests.central.house import SITE, open_again, open_house
from tests.postgres_cluster import Cluster
from tests.sync_central.processes.serving_process import ServingProcess
from tests.sync_central.wire import Answer, SpokenStation, Wire, order
from tests.waiting import wait_until

PROCESSES, CLIENTS, ATTEMPTS, IN_STOCK = 4, 16, 300, 50
PATIENCE_S = 60


@dataclass
class Shop:
    """Four doors to one stock, and what was answered at them: {reference: (status word, order id)}."""

    data: Path
    key: str
    url: str
    doors: list[ServingProcess]
    answered: dict[str, tuple[str, str]] = field(default_factory=dict)

    def wire(self, door: int) -> Wire:
        return Wire(self.doors[door % PROCESSES].where, self.key, self.data)

    def centre(self) -> Centre:
        return open_again(self.data, "test", hidden_inputs.now)

    def enrolment_code(self, name: str) -> str:
        centre = self.centre()
        try:
            return centre.do(make_enrolment_code, SITE, name)
        finally:
            centre.close()


@pytest.fixture
def database(postgres: Cluster) -> Iterator[str]:
    url = postgres.make()
    yield url
    postgres.drop(url)


@pytest.fixture
def shop(tmp_path: Path, database: str) -> Iterator[Shop]:
    house = open_house(tmp_path, database)
    house.stock({"TEE-M": {"A-1": IN_STOCK}})
    house.centre.close()
    with ExitStack() as stack:
        doors = [stack.enter_context(ServingProcess(tmp_path, f"serve-{n}")) for n in range(PROCESSES)]
        for door in doors:
            door.wait_ready()
        yield Shop(tmp_path, house.key, database, doors)


def at_once(jobs: Sequence[Callable[[], None]]) -> None:
    """Run every job on a thread of its own; what one raised is raised."""
    faults: list[BaseException] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as fault:  # noqa: BLE001  handed to the test below
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert faults == []


def buy(shop: Shop, client: int) -> None:
    """Place this client's share of the orders, each until it is answered, asking the next door when one fails."""
    door, wire = client, shop.wire(client)
    for n in range(client, ATTEMPTS, CLIENTS):
        answer = None
        while answer is None:
            answer = _ask(wire, f"#{n}")
            if answer is None:
                wire.close()
                door += 1
                wire = shop.wire(door)
        found = answer.json()
        shop.answered[f"#{n}"] = (found["status"], found["id"])
    wire.close()


def _ask(wire: Wire, reference: str) -> Answer | None:
    """None when nobody answered, or the answer was to ask again."""
    try:
        answer = wire.post_order(order(reference), f"key-{reference}")
    except (OSError, http.client.HTTPException):
        return None
    if answer.status in (409, 503):
        return None
    assert answer.status in (200, 201), answer.body
    return answer


def follow(shop: Shop, station: SpokenStation, until: threading.Event, seen: dict[tuple[str, str], bytes]) -> None:
    """Keep a view of the feed as a station does, a page at a time, until told to stop and nothing more comes."""
    cursor, last = 0, False
    while not last:
        last = until.is_set()
        page = station.changes(cursor, wait_s=1)
        for change in page.changes:
            if change.deleted:
                seen.pop((change.entity, change.id), None)
            else:
                seen[change.entity, change.id] = bytes(change.doc)
        cursor = page.cursor


def stored(centre: Centre) -> dict[str, tuple[str, str]]:
    """Every order as the database has it."""
    with centre.read(SITE) as work:
        rows = work.connection.execute(text("SELECT external_ref, lifecycle, order_id FROM sales_order")).all()
    assert len(rows) == len({row.external_ref for row in rows}), "an order was taken twice"
    return {row.external_ref: (row.lifecycle, row.order_id) for row in rows}


def check(shop: Shop) -> None:
    """Fifty sold, none lost or doubled, no counter drifted, and every number of the feed given out once."""
    centre = shop.centre()
    try:
        found = stored(centre)
        assert {ref: order_id for ref, (_, order_id) in found.items()} == {
            ref: order_id for ref, (_, order_id) in shop.answered.items()
        }
        assert len(found) == ATTEMPTS
        assert Counter(word for word, _ in shop.answered.values())["accepted"] == IN_STOCK
        assert Counter(word for word, _ in found.values())["accepted"] == IN_STOCK
        assert audit(centre, SITE) == ()
        with centre.read(SITE) as work:
            high, written = work.connection.execute(
                text(
                    "SELECT (SELECT feed_seq FROM site), (SELECT sum(rev) FROM feed) "
                    "+ (SELECT coalesce(sum(version), 0) FROM sku_level) "
                    "+ (SELECT coalesce(sum(version), 0) FROM channel_level)"
                )
            ).one()
        assert high == written, "each number was written exactly once"
    finally:
        centre.close()


def test_fifty_in_stock_are_sold_fifty_times_through_four_doors(shop: Shop) -> None:
    home = shop.wire(3)
    station = SpokenStation(home, shop.enrolment_code("ST-1"), "ST-1")
    seen: dict[tuple[str, str], bytes] = {}
    bought = threading.Event()
    follower = threading.Thread(target=follow, args=(shop, station, bought, seen))
    follower.start()
    at_once([partial(buy, shop, client) for client in range(CLIENTS)])
    wait_until(lambda: _all_released(shop), PATIENCE_S, "the accepted orders stand in lists")
    bought.set()
    follower.join(PATIENCE_S)
    fresh = {(row.entity, row.id): bytes(row.doc) for row in station.changes(0, limit=1000).changes if not row.deleted}
    assert seen == fresh, "who follows the feed sees what a newcomer sees"
    home.close()
    check(shop)


def _all_released(shop: Shop) -> bool:
    centre = shop.centre()
    try:
        with centre.read(SITE) as work:
            sql = "SELECT count(*) FROM sales_order WHERE lifecycle = 'accepted' AND list_id IS NULL"
            return not work.connection.execute(text(sql)).scalar_one()
    finally:
        centre.close()


def test_one_key_sent_to_every_door_at_once_gives_one_order(shop: Shop) -> None:
    answers: list[tuple[int, bytes]] = []

    def send(door: int) -> None:
        wire = shop.wire(door)
        for n in range(10):
            answer = wire.post_order(order(f"#same-{n}"), f"same-{n}")
            answers.append((n, answer.body))
        wire.close()

    at_once([partial(send, door) for door in range(PROCESSES)])
    assert len(answers) == 10 * PROCESSES
    assert len(set(answers)) == 10
    assert len({json.loads(body)["id"] for _, body in answers}) == 10


def _answered(shop: Shop, enough: int) -> bool:
    return len(shop.answered) >= enough


def test_a_killed_process_and_cut_sessions_lose_and_double_no_order(shop: Shop, postgres: Cluster) -> None:
    def interfere() -> None:
        for part in itertools.count(1):
            enough = part * ATTEMPTS // 6
            wait_until(partial(_answered, shop, enough), PATIENCE_S, "more answers")
            if part == 2:
                shop.doors[0].kill()
            elif part < 5:
                assert postgres.end_sessions(shop.url) > 0
            else:
                return

    at_once([interfere, *(partial(buy, shop, client) for client in range(CLIENTS))])
    check(shop)
