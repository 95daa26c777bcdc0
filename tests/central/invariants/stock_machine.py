"""A warehouse at random: orders, holds, stock and reservations in any order, the books checked after every step."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.central.audit import audit
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.channels import add_channel
from app.central.intake.holds import place_hold, release_hold
from app.central.stock.correcting import adjust, put_back, quarantine, scrap, unquarantine
from app.central.stock.kits import Part, import_kits
from app.central.stock.moving import By, NotMoved, Units
from app.central.stock.receiving import receive
from app.central.stock.reservations.reserving import Asked, expire_reservations, release_reservation, reserve
from app.central.stock.returns.returning import Inspection, inspect, take_returned
from app.central.stock.tracking import recall, track
from app.central.stock.transferring import Sent, arrive, send, transfer
from app.central.stock.values import ReservationRow, TrackRow
from app.central.warehouse.counts import import_stock
from app.central.warehouse.imports import import_catalogue, import_locations, import_site, import_totes
from app.central.warehouse.records import Count, Place
from app.central.work.tasks.doing import done
from app.central.work.values import TaskRow
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.intake.orders import HoldReason, Payment
from sync.protocol import sha256
from tests.central.house import START, House, new_order, product, site_record
from tests.central.stock.stock_rows import Rows, appended_only, check, rows_of

SITES = itertools.count(1)
ITEMS = ("TEA", "CUP", "JAR")
PLACES = ("A-1", "A-2", "R-3")
SKU, PLACE, FEW = st.sampled_from(ITEMS), st.sampled_from(PLACES), st.integers(1, 4)
LINES = st.lists(st.tuples(st.sampled_from((*ITEMS, "BOX", "VIAL")), st.integers(1, 3)), min_size=1, max_size=4)
PICK = st.integers(0, 1_000)
HOLDABLE = (HoldReason.PAYMENT, HoldReason.OPERATOR)


class Warehouse(RuleBasedStateMachine):
    """One site of its own in a shared house; BOX is a kit of 2 TEA and 1 CUP, VIAL comes in lots."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.centre, self.clock = house.centre, house.clock
        self.clock.at = START  # a day begins alike, or what was found could not be found again
        number = next(SITES)
        self.site = f"S{number}"
        self.centre.do(import_site, replace(site_record(self.site), company_prefix=f"95{number:05d}"))
        self.centre.do(import_totes, self.site, ["T-1", "T-2", "T-3"])
        made = self.centre.do(add_channel, self.site, f"shop-{self.site}")
        self.house = replace(house, channel=made.channel, key=made.key)
        self.steps = itertools.count(1)
        self._stock()
        self.orders: list[tuple[str, Any]] = []
        self.kept: list[str] = []
        self.flying: list[str] = []
        self.before: Rows = rows_of(self.centre, self.site)

    def _stock(self) -> None:
        self.centre.do(import_catalogue, self.site, [product(sku) for sku in (*ITEMS, "BOX")])
        places = [
            Place(line=n, code=code, walk=n, kind="reserve" if code == "R-3" else "pick")
            for n, code in enumerate(PLACES)
        ]
        self.centre.do(import_locations, self.site, [*places, Place(line=9, code="RT-1", walk=99, kind="returns")])
        parts = [Part(line=2, kit="BOX", sku="TEA", quantity=2), Part(line=3, kit="BOX", sku="CUP", quantity=1)]
        assert self.centre.do(import_kits, self.site, "kits.csv", parts).bad == ()
        self._vials()
        self._count([("TEA", "A-1", 16), ("CUP", "A-2", 9), ("JAR", "A-1", 6)])

    def _vials(self) -> None:
        """Two lots in one place, the second one in another place too."""
        self.centre.do(import_catalogue, self.site, [product("VIAL")])
        row = TrackRow(sku="VIAL", kit=0, tracks_lot=1, tracks_serial=0, tracks_expiry=0, min_days=0, whole_cases=0)
        assert self.centre.do(track, self.site, row) is None
        for lot, at, units in (("L1", "A-1", 5), ("L2", "A-1", 4), ("L2", "A-2", 6)):
            came = Units(sku="VIAL", location=at, quantity=units, lot=lot)
            assert not isinstance(self.centre.do(receive, self.site, came, self.by()), NotMoved)

    def _count(self, counts: list[tuple[str, str, int]]) -> None:
        rows = [Count(line=n, location=at, sku=sku, quantity=units) for n, (sku, at, units) in enumerate(counts, 2)]
        self.centre.do(import_stock, self.site, "c.csv", sha256(self.centre.new_id().encode()), rows)

    def by(self) -> By:
        return By(who="dora", why="at random", key=f"{self.site}-{next(self.steps)}")

    def units(self, sku: str, place: str, quantity: int) -> Units:
        return Units(sku=sku, location=place, quantity=quantity)

    def open_holds(self, order_id: str) -> set[str]:
        with self.centre.read(self.site) as work:
            return {hold.hold_id for hold in work.orders.holds(order_id) if hold.released_at is None}

    # orders

    @rule(lines=LINES)
    def sell(self, lines: list[tuple[str, int]]) -> None:
        self.take(lines, FulfilmentPolicy.SHIP_TOGETHER, True, False)

    @rule(lines=LINES, policy=st.sampled_from(FulfilmentPolicy), paid=st.booleans(), express=st.booleans())
    def take(self, lines: list[tuple[str, int]], policy: FulfilmentPolicy, paid: bool, express: bool) -> None:
        money = {} if paid else {"payment": Payment.PENDING, "charged_minor": 0}
        service = "express" if express else "standard"
        reference = f"#{len(self.orders)}"
        order = new_order(reference, lines, policy=policy, service=service, **money)
        self.orders.append((self.house.take(order).order_id, order))

    @precondition(lambda self: self.orders)
    @rule(which=PICK)
    def take_again(self, which: int) -> None:
        order_id, order = self.orders[which % len(self.orders)]
        assert self.house.take(order).order_id == order_id

    @precondition(lambda self: self.orders)
    @rule(which=PICK)
    def cancel(self, which: int) -> None:
        self.centre.do(cancel_order, self.site, self.orders[which % len(self.orders)][0], "changed their mind")

    @precondition(lambda self: self.orders)
    @rule(which=PICK)
    def hold(self, which: int) -> None:
        self.centre.do(place_hold, self.site, self.orders[which % len(self.orders)][0], "look first", "dora")

    @precondition(lambda self: self.orders)
    @rule(which=PICK, reason=st.sampled_from(HOLDABLE))
    def let_go(self, which: int, reason: HoldReason) -> None:
        order_id = self.orders[which % len(self.orders)][0]
        with self.centre.read(self.site) as work:
            ended = {hold.hold_id for hold in work.orders.holds(order_id) if hold.released_at is not None}
        self.centre.do(release_hold, self.site, order_id, reason, "dora")
        assert not ended & self.open_holds(order_id), "a released hold came back"

    # stock

    @rule(sku=SKU, place=PLACE, quantity=FEW)
    def arrive_goods(self, sku: str, place: str, quantity: int) -> None:
        assert not isinstance(self.centre.do(receive, self.site, self.units(sku, place, quantity), self.by()), NotMoved)

    @rule(sku=SKU, place=PLACE, quantity=st.integers(0, 8))
    def count(self, sku: str, place: str, quantity: int) -> None:
        self._count([(sku, place, quantity)])

    @rule(sku=SKU, place=PLACE, change=st.integers(-3, 3))
    def adjust(self, sku: str, place: str, change: int) -> None:
        self.centre.do(adjust, self.site, self.units(sku, place, max(1, abs(change))), change, self.by())

    @rule(sku=SKU, place=PLACE, quantity=FEW, verb=st.sampled_from((quarantine, unquarantine, put_back, scrap)))
    def correct(self, sku: str, place: str, quantity: int, verb: Any) -> None:
        self.centre.do(verb, self.site, self.units(sku, place, quantity), self.by())

    @rule(sku=SKU, place=PLACE, goal=PLACE, quantity=FEW)
    def transfer(self, sku: str, place: str, goal: str, quantity: int) -> None:
        self.centre.do(transfer, self.site, self.units(sku, place, quantity), goal, self.by())

    @rule(sku=SKU, place=PLACE, goal=PLACE, quantity=FEW)
    def send(self, sku: str, place: str, goal: str, quantity: int) -> None:
        sent = self.centre.do(send, self.site, self.units(sku, place, quantity), goal, self.by())
        self.flying += [sent.transfer_id] if isinstance(sent, Sent) else []

    @precondition(lambda self: self.flying)
    @rule(which=PICK, quantity=FEW)
    def land(self, which: int, quantity: int) -> None:
        self.centre.do(arrive, self.site, self.flying[which % len(self.flying)], quantity, self.by())

    @rule(sku=SKU, quantity=FEW, restock=st.integers(0, 4), scrap=st.integers(0, 4))
    def come_back(self, sku: str, quantity: int, restock: int, scrap: int) -> None:
        line = self.by().key
        assert self.centre.do(take_returned, self.site, line, self.units(sku, "RT-1", quantity), "dora") is None
        found = Inspection(line=line, restock=restock, scrap=scrap)
        first = self.centre.do(inspect, self.site, found, "dora")
        assert (first is None) == (restock + scrap <= quantity)
        assert first is not None or isinstance(self.centre.do(inspect, self.site, found, "dora"), NotMoved)

    @rule(which=PICK)
    def to_the_shelf(self, which: int) -> None:
        """11: what was looked at and is fit is put on its shelf once, whoever says so how often."""
        with self.centre.read(self.site) as work:
            tasks = work.tasks.open_of(kind="restock")
        for task in tasks[: which % 2 + 1]:
            first, again = (self.centre.do(done, self.site, task.task_id, "dora") for _ in range(2))
            free = task.state == "queued"
            assert isinstance(first, TaskRow) or not free, "a bench has it, or a supervisor paused it"
            assert isinstance(again, TaskRow) == isinstance(first, TaskRow)

    @rule(lot=st.sampled_from(("L1", "L2")), good=st.booleans())
    def recall_lot(self, lot: str, good: bool) -> None:
        assert self.centre.do(recall, self.site, "VIAL", lot, good=good) is None

    # reservations

    @rule(lines=LINES, minutes=st.integers(5, 60))
    def reserve(self, lines: list[tuple[str, int]], minutes: int) -> None:
        asked = [Asked(sku=sku, quantity=units) for sku, units in lines]
        made = self.centre.do(reserve, self.site, "basket", asked, timedelta(minutes=minutes))
        self.kept += [made.reservation_id] if isinstance(made, ReservationRow) else []

    @precondition(lambda self: self.kept)
    @rule(which=PICK)
    def give_up(self, which: int) -> None:
        self.centre.do(release_reservation, self.site, self.kept[which % len(self.kept)])

    @rule(minutes=st.integers(10, 40))
    def time_passes(self, minutes: int) -> None:
        self.clock.move(timedelta(minutes=minutes))
        self.centre.do(expire_reservations, self.site)

    # what is always true

    @invariant()
    def books_add_up(self) -> None:
        rows = rows_of(self.centre, self.site)
        check(rows)
        appended_only(self.before, rows)
        self.before = rows
        assert audit(self.centre, self.site) == ()
