"""What is old is forgotten a part at a time, and what makes an order or a delivery unique never is."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import bindparam, text

from app.central.operating.forgetting import AT_ONCE, Forgetting, forget
from app.central.people.actors import CENTRE
from app.central.people.deeds import Subject, record
from app.central.storage.schema.ground import Utc
from app.central.work.tasks.tending import tend
from tests.central.house import SITE, House, new_order, open_house

ROOT = Path(__file__).resolve().parents[3]
AFTER = Forgetting(deliveries_days=30, letters_days=90, audit_days=1000, deletions_days=90)
DELIVERY = """
INSERT INTO delivery (delivery_id, site_id, channel_id, shop, shop_delivery, body_sha256, topic, domain, payload,
 received_at, outcome, detail, tries, settled_at) VALUES (:id, :site, :channel, 'shopify', :id, 'h', 't', 'd', :payload,
 :at, :outcome, '', 1, :at)
"""


def deliver(house: House, many: int, outcome: str) -> None:
    with house.centre.begin(SITE) as work:
        insert = text(DELIVERY).bindparams(bindparam("at", type_=Utc))
        rows = [
            {"id": f"{outcome}-{n}", "site": SITE, "channel": house.channel.channel_id, "payload": b"Ada Lovelace",
             "at": work.now, "outcome": outcome}
            for n in range(many)
        ]  # fmt: skip
        work.connection.execute(insert, rows)


def count(house: House, words: str) -> int:
    with house.centre.read(SITE) as work:
        return int(work.connection.exec_driver_sql(f"SELECT count(*) FROM {words}").scalar_one())  # noqa: S608


def forget_all(house: House) -> list[int]:
    done: list[int] = []
    while not done or done[-1]:
        done.append(house.centre.do(forget, SITE, AFTER))
    return done


def test_bodies_of_settled_deliveries_go_and_their_rows_stay(tmp_path: Path, database: str) -> None:
    house = open_house(tmp_path, database)
    try:
        house.centre.do(lambda _: deliver(house, AT_ONCE + 1, "applied"))
        house.centre.do(lambda _: deliver(house, 3, "failed"))
        assert forget_all(house) == [0]
        house.clock.move(timedelta(days=31))
        assert forget_all(house) == [AT_ONCE, 1, 0]
        assert count(house, "delivery WHERE length(payload) = 0") == AT_ONCE + 1
        assert count(house, "delivery WHERE length(payload) > 0 AND outcome = 'failed'") == 3
        assert forget_all(house) == [0]
    finally:
        house.centre.close()


def test_deeds_and_letters_go_in_time_and_orders_never(tmp_path: Path, database: str) -> None:
    house = open_house(tmp_path, database)
    try:
        house.stock({"TEE-M": {"A-1": 5}})
        taken = house.take(new_order("#1", [("TEE-M", 1)]))
        house.centre.do(lambda centre: _record(house))
        house.clock.move(timedelta(days=1001))
        assert sum(forget_all(house)) >= 1
        assert count(house, "audit_row") == 0
        again = house.take(new_order("#1", [("TEE-M", 1)]))
        assert again.order_id == taken.order_id
        assert house.centre.do(forget, SITE, Forgetting(deliveries_days=0, letters_days=0, audit_days=0)) == 0
    finally:
        house.centre.close()


DAYS = 40
DECISIONS, PARTS = 5 * AT_ONCE + 7, 3


def decide(house: House, many: int) -> None:
    with house.centre.begin(SITE) as work:
        rows = [(f"decision-{n}", "task", "t", "meant", {"who": "amina"}, "Meant for amina.") for n in range(many)]
        work.decisions.keep(rows)


def bury(house: House, many: int) -> None:
    with house.centre.begin(SITE) as work:
        names = [f"gone-{n}" for n in range(many)]
        for name in names:
            work.feed.put("product", name, b"{}")
        work.feed.drop_many("product", names)


def test_decisions_and_deletions_go_a_part_at_a_time(tmp_path: Path, database: str) -> None:
    house = open_house(tmp_path, database)
    try:
        house.centre.do(lambda _: decide(house, AT_ONCE + 3))
        house.centre.do(lambda _: bury(house, AT_ONCE + 2))
        with house.centre.read(SITE) as work:
            high, floor = work.feed.marks()
        house.clock.move(timedelta(days=91))
        assert forget_all(house) == [2 * AT_ONCE, 5, 0]
        assert (count(house, "decision"), count(house, "feed WHERE deleted = 1")) == (0, 0)
        with house.centre.read(SITE) as work:
            assert (work.feed.marks(), floor) == ((high, high), 0), "who was away that long starts over"
    finally:
        house.centre.close()


def test_what_a_task_was_given_for_is_known_as_long_as_the_site_says(tmp_path: Path, database: str) -> None:
    house = open_house(tmp_path, database)
    try:
        house.centre.do(lambda _: decide(house, 3))
        house.clock.move(timedelta(days=29))
        house.centre.do(tend, SITE)
        assert (forget_all(house), count(house, "decision")) == ([0], 3)
        house.clock.move(timedelta(days=2))
        assert (forget_all(house), count(house, "decision")) == ([3, 0], 0)
    finally:
        house.centre.close()


def test_killed_in_the_middle_the_rest_is_forgotten_next_time_and_orders_come_in_between(
    tmp_path: Path, database: str
) -> None:
    house = open_house(tmp_path, database)
    house.stock({"TEE-M": {"A-1": 50}})
    house.centre.do(lambda _: decide(house, DECISIONS))
    house.clock.move(timedelta(days=DAYS))
    command = [sys.executable, "-m", "tests.sync_central.forgetting.forgetting_process", str(tmp_path), str(DAYS)]
    forgetting = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert forgetting.stdout is not None
        for part in range(PARTS):
            assert int(forgetting.stdout.readline()) == AT_ONCE
            house.take(new_order(f"#{part}", [("TEE-M", 1)]))
        forgetting.kill()
        forgetting.wait(30)
        left = count(house, "decision WHERE rule = 'meant' AND about_id = 't'")
        assert left <= DECISIONS - PARTS * AT_ONCE
        assert (DECISIONS - left) % AT_ONCE == 0 or left == 0, "parts went whole"
        assert sum(forget_all(house)) == left
        assert count(house, "decision WHERE rule = 'meant' AND about_id = 't'") == 0
        assert count(house, "sales_order") == PARTS
        assert forget_all(house) == [0]
    finally:
        forgetting.kill()
        forgetting.wait(30)
        assert forgetting.stdout is not None
        forgetting.stdout.close()
        house.centre.close()


def _record(house: House) -> None:
    with house.centre.begin(SITE) as work:
        record(work, CENTRE, "order.cancel", Subject("order", "x"))
