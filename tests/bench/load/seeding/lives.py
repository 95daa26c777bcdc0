"""Lives of orders, lived through the centre's own verbs: dispatched ones to copy, and open ones on top of them."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final

from app.central.bench.enrolment import enrol, make_enrolment_code
from app.central.centre import Centre
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.orders import Taken, take_order_once
from app.central.money.recording import mark_paid
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.values import ChannelRow
from app.central.warehouse.imports import import_totes
from app.central.work.release import sweep
from app.central.work.tasks.tending import tend
from app.main.hidden_inputs import new_id, now
from sync.central.orders.forms import OrderForm
from sync.central.orders.seen import OrderTaken, order_taken
from sync.protocol import encode
from tests.bench.load.centres import BenchCentre
from tests.bench.load.orders import LINES, body
from tests.central.house import Bench, Clock, House
from tests.central.packing_day import blocks_of, claim, packing, picking

SITE: Final = "BX1"
MARK: Final = "zq0000000zq"
"""Stands in every reference, number and mail address of those lives: a copy has its own number there."""
ORDERS: Final = 25
CANCELLED: Final = 3
SKUS: Final = 60
HOT, WARM = 2, 10
"""Of the lives' SKUs the first few are the same in every copy, the next ones among a hundred."""
TOTES: Final = tuple(f"T-{n}" for n in range(1, 401))
STREETLESS: Final = {"name": "Anna Lindqvist", "street": "", "postcode": "28195", "city": "Bremen", "country": "DE"}


class Stamped:
    """Ids in the order they were made, all of one moment: a copy has another moment there."""

    def __init__(self, start_ms: int) -> None:
        self._stamp = stamp(start_ms)
        self._counter = itertools.count(1)

    def __call__(self) -> str:
        return f"{self._stamp}-7000-8000-{next(self._counter):012x}"


def stamp(start_ms: int) -> str:
    """How a UUIDv7 of this moment begins."""
    digits = f"{start_ms:012x}"
    return f"{digits[:8]}-{digits[8:]}"


@contextmanager
def opened(made: BenchCentre, clock: Callable[[], datetime], ids: Callable[[], str]) -> Iterator[Centre]:
    centre = Centre(made.data, now=clock, new_id=ids, random_bytes=os.urandom, database=made.database)
    try:
        yield centre
    finally:
        centre.close()


def live(made: BenchCentre, start_ms: int) -> None:
    """One day of orders in the past: most are picked, packed and dispatched, some are cancelled."""
    with opened(made, now, new_id) as centre:
        centre.do(import_totes, SITE, TOTES)
        station = centre.do(enrol, centre.do(make_enrolment_code, SITE, "ST-1"), "ST-1")
        assert station is not None
    clock = Clock()
    clock.at = datetime.fromtimestamp(start_ms / 1000, UTC)
    with opened(made, clock, Stamped(start_ms)) as centre:
        channel = channel_of(centre)
        chance = random.Random(3)  # noqa: S311  the same orders every time
        taken = [new_taken(centre, channel, _past(n, chance), f"{MARK}-{n}") for n in range(ORDERS)]
        clock.move(timedelta(days=4))
        centre.do(tend, SITE)
        centre.do(mark_paid, SITE, taken[CANCELLED].order_id, None, f"paid-{MARK}", "clerk")
        for one in taken[:CANCELLED]:
            centre.do(cancel_order, SITE, one.order_id, "the customer changed her mind")
            centre.do(_written_down, one.order_id)
        centre.do(sweep, SITE)
        centre.do(tend, SITE)
        bench = Bench(House(made.data, centre, clock, channel, made.key, made.database), station.station)
        shipped = 0
        while shipped < ORDERS - CANCELLED:
            work = claim(bench)
            told = [*picking(work), *packing(work, blocks_of(bench)[-1])]
            verdicts = bench.tell(*told)
            assert {row.verdict for row in verdicts} == {"applied"}, verdicts
            shipped += len(work.orders)


def open_orders(made: BenchCentre, waiting: int, held: int, skus: int) -> None:
    """What stands on the floor today: orders in pick lists, and orders that wait for money or for an address."""
    with opened(made, now, new_id) as centre:
        channel = channel_of(centre)
        chance = random.Random(4)  # noqa: S311
        for n in range(waiting + held):
            lines = [(f"SKU-{sku}", 1) for sku in chance.sample(range(skus), chance.choice(LINES))]
            asked = body(f"open-{n}", lines, chance)
            if n >= waiting:
                asked |= {"payment": "pending"} if n % 2 else {"recipient": STREETLESS}
            new_taken(centre, channel, asked, f"open-{n}")
        centre.do(sweep, SITE)


def channel_of(centre: Centre) -> ChannelRow:
    with centre.read(SITE) as work:
        channel = work.orders.channel(code="bench")
    assert channel is not None
    return channel


def _written_down(centre: Centre, order_id: str) -> None:
    with centre.begin(SITE) as work:
        clerk = Actor(kind="user", id="clerk", name="Clerk", site=SITE)
        record(work, clerk, "order.cancel", Subject("order", order_id), {"why": "the customer changed her mind"})


def _past(n: int, chance: random.Random) -> dict[str, object]:
    """The first are cancelled, one after it waited for its address; the next was paid late."""
    chosen = [_sku(chance) for _ in range(chance.choice(LINES))]
    asked = body(f"{MARK}-{n}", [(f"SKU-{sku}", 1) for sku in dict.fromkeys(chosen)], chance)
    asked |= {"customer": f"c-{MARK}-{n}", "email": f"anna.{MARK}.{n}@example.com"}
    if n == 0:
        asked |= {"recipient": STREETLESS}
    return asked | {"payment": "pending"} if n == CANCELLED else asked


def _sku(chance: random.Random) -> int:
    kind = chance.random()
    if kind < 0.05:
        return chance.randrange(HOT)
    return chance.randrange(HOT, WARM) if kind < 0.25 else chance.randrange(WARM, SKUS)


def new_taken(centre: Centre, channel: ChannelRow, asked: dict[str, object], key: str) -> Taken:
    """Take an order as the API does, under an Idempotency-Key."""
    raw = json.dumps(asked).encode()
    order = OrderForm.model_validate_json(raw).order(centre.now())
    kept: list[Taken] = []

    def said(taken: Taken) -> tuple[int, bytes]:
        kept.append(taken)
        seen: OrderTaken = order_taken(taken)
        return 201, encode(seen)

    centre.do(take_order_once, channel, key, hashlib.sha256(raw).hexdigest(), order, said)
    return kept[0]
