"""The warehouse at random with a bench: lists are released, walked for and packed in any order beside all else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.central.bench.enrolment import enrol, make_enrolment_code
from app.central.work.release import sweep
from app.domain import facts
from app.domain.documents import WorkList
from tests.central.house import Bench, House
from tests.central.invariants.stock_machine import Warehouse
from tests.central.packing_day import blocks_of, packing, picking, work_of
from tests.central.stock.stock_rows import rows_of


class Walk(Warehouse):
    """`work` is the list the bench has, `todo` the facts it has still to tell of it."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        station = self.centre.do(enrol, self.centre.do(make_enrolment_code, self.site, "ST-1"), "ST-1")
        assert station is not None
        self.bench = Bench(self.house, station.station)
        self.work: WorkList | None = None
        self.todo: list[Any] = []
        self.boxes = 0

    @rule()
    def sweep(self) -> None:
        before = {row.order_id for row in rows_of(self.centre, self.site)["pick_list_order"]}
        self.centre.do(sweep, self.site)
        after = {row.order_id for row in rows_of(self.centre, self.site)["pick_list_order"]}
        with self.centre.read(self.site) as work:
            assert not work.orders.blocked(after - before), "an order with a hold was released"

    @precondition(lambda self: self.work is None)
    @rule()
    def claim(self) -> None:
        (row, _) = self.bench.tell(facts.ClaimWork(lists=1), facts.LeaseNumbers(count=50))
        held = work_of(self.bench)
        if row.verdict != "applied" or not held:
            return
        self.work = max(held.values(), key=lambda work: work.fence)
        self.bench.fence = self.work.fence
        self.todo = picking(self.work)

    @precondition(lambda self: self.orders)
    @rule(steps=st.integers(1, 60))
    def work_on(self, steps: int) -> None:
        """A stretch of work: the list there is, or the next one."""
        if self.work is None:
            self.sweep()
            self.claim()
        for _ in range(steps):
            if self.todo:
                self.go_on(1)

    @precondition(lambda self: self.todo)
    @rule(steps=st.integers(1, 12))
    def go_on(self, steps: int) -> None:
        told, self.todo = self.todo[:steps], self.todo[steps:]
        self.bench.tell(*told)
        self._next()

    @precondition(lambda self: any(isinstance(body, facts.ItemPicked) and body.sku == "VIAL" for body in self.todo))
    @rule(lot=st.sampled_from(("L1", "L2", "L3")), why=st.sampled_from(("", "told_to")))
    def take_lot(self, lot: str, why: str) -> None:
        """The bench takes a lot, promised or not, known or not."""
        at = next(n for n, body in enumerate(self.todo) if isinstance(body, facts.ItemPicked) and body.sku == "VIAL")
        self.todo[at] = replace(self.todo[at], lot=lot, reason=why)

    @precondition(lambda self: any(isinstance(body, facts.ItemPicked) for body in self.todo))
    @rule()
    def find_nothing(self) -> None:
        at = next(n for n, body in enumerate(self.todo) if isinstance(body, facts.ItemPicked))
        body = self.todo[at]
        short = facts.ItemShortPicked(
            list_id=body.list_id, order_id=body.order_id, line_id=body.line_id, sku=body.sku, quantity=body.quantity,
            reason="not there", location=body.location, lot=body.lot,
        )  # fmt: skip
        told, self.todo = [*self.todo[:at], short], self.todo[at + 1 :]
        self.bench.tell(*told)
        self._next()

    def _next(self) -> None:
        """After the walk comes the packing of what is in the totes, then the next list."""
        if self.todo or self.work is None:
            return
        if self.boxes % 2:
            self.work, self.boxes = None, self.boxes + 1
            return
        self.boxes += 1
        orders = [order for order in map(self._in_tote, self.work.orders) if order.lines]
        told = packing(replace(self.work, orders=tuple(orders)), blocks_of(self.bench)[-1])
        self.todo = [self._named(body) for body in told]
        self._next()

    def _in_tote(self, order: Any) -> Any:
        with self.centre.read(self.site) as work:
            row = work.orders.order(order.order_id)
            lines = {line.line_id: line for line in work.orders.lines(order.order_id)}
        if row is None or row.list_id != self.work.list_id:  # type: ignore[union-attr]
            return replace(order, lines=())
        loose = {key: line.picked - line.packed for key, line in lines.items()}
        found = [replace(line, quantity=loose.get(line.line_id, 0)) for line in order.lines]
        return replace(order, lines=tuple(line for line in found if line.quantity))

    def _named(self, body: Any) -> Any:
        """Every list's sessions and boxes have names of their own."""
        named = [name for name in ("session_id", "parcel_id", "job_id") if hasattr(body, name)]
        return replace(body, **{name: f"{getattr(body, name)}-{self.boxes}" for name in named})
