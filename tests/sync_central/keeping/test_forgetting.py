"""What is old is forgotten a part at a time, and what makes an order or a delivery unique never is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import bindparam, text

from app.central.operating.forgetting import AT_ONCE, Forgetting, forget
from app.central.people.actors import CENTRE
from app.central.people.deeds import Subject, record
from app.central.storage.schema.ground import Utc
from tests.central.house import SITE, House, new_order, open_house

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


def _record(house: House) -> None:
    with house.centre.begin(SITE) as work:
        record(work, CENTRE, "order.cancel", Subject("order", "x"))
