"""The warehouse at random with its shop: payments, risk, policies and baskets, in any order beside all else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from app.central.money.giving_back import NOT_SENT
from app.central.money.granting import Granted, grant_refund
from app.central.money.policies import set_channel_policy
from app.central.money.recording import NotRecorded, Recorded, record_payment
from app.central.money.risking import accept_risk, assess_risk, reject_risk
from app.central.money.values import GrantRow
from app.central.people.actors import CENTRE
from app.central.stock.limiting import Limits, limit
from app.central.stock.reservations.keeping import Kept, reserve_for
from app.central.stock.reservations.reserving import Asked
from app.domain.intake.clearance import ChannelPolicy, FulfilmentPolicy, RiskLevel, RiskReport
from app.domain.intake.orders import Payment
from app.domain.intake.payments import PaymentEvent, PaymentKind, Source
from app.domain.work.tasks import OPEN
from tests.central.house import House, new_order
from tests.central.invariants.floor_machine import Floor
from tests.central.invariants.stock_machine import LINES, PICK, PLACE, SKU
from tests.central.stock.stock_rows import Rows, rows_of

SETTINGS = st.sampled_from(
    (
        {"clearance": "captured"}, {"clearance": "authorised"}, {"clearance": "manual"}, {"risk_hold": "low"},
        {"risk_hold": "never"}, {"fulfilment": "all_or_cancel"}, {"fulfilment": "ship_available"}, {"oversell": True},
        {"oversell": False},
    )
)  # fmt: skip


class Shop(Floor):
    """`paid` are the events told so far: each may come again."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.paid: list[tuple[str, PaymentEvent]] = []
        self.baskets: list[str] = []
        self.granted: list[tuple[str, GrantRow]] = []

    @precondition(lambda self: self.orders)
    @rule(which=PICK, kind=st.sampled_from(PaymentKind), amount=st.sampled_from((500, 1990, 2500)), late=st.booleans())
    def pay(self, which: int, kind: PaymentKind, amount: int, late: bool) -> None:
        order_id = self.orders[which % len(self.orders)][0]
        happened = self.clock() - timedelta(hours=2 if late else 0)
        event = PaymentEvent(
            kind=kind, amount_minor=amount, currency="EUR", provider="stripe", reference=self.by().key,
            happened_at=happened,
        )  # fmt: skip
        self.paid.append((order_id, event))
        done = self.centre.do(record_payment, self.site, order_id, event, "stripe")
        assert isinstance(done, Recorded)
        assert not done.replayed

    @precondition(lambda self: self.paid)
    @rule(which=PICK)
    def tell_again(self, which: int) -> None:
        order_id, event = self.paid[which % len(self.paid)]
        before = rows_of(self.centre, self.site)
        done = self.centre.do(record_payment, self.site, order_id, event, "stripe")
        assert isinstance(done, Recorded)
        assert done.replayed
        assert rows_of(self.centre, self.site) == before
        other = replace(event, amount_minor=event.amount_minor + 1)
        assert isinstance(self.centre.do(record_payment, self.site, order_id, other, "stripe"), NotRecorded)

    @precondition(lambda self: self.orders)
    @rule(which=PICK, amount=st.sampled_from((1, 490, 995, 1990, 2500)))
    def grant(self, which: int, amount: int) -> None:
        """As far as the order's total goes; the same case again does nothing, and for another amount is refused."""
        order_id = self.orders[which % len(self.orders)][0]
        case = self.by().key
        with self.centre.read(self.site) as work:
            left = 1990 - sum(row.amount_minor for row in work.payments.grants(order_id))
        done = self._granted(order_id, amount, case)
        assert isinstance(done, Granted) == (amount <= left)
        if isinstance(done, Granted):
            self.granted.append((order_id, done.grant))
            before = rows_of(self.centre, self.site)
            assert self._granted(order_id, amount, case) == Granted(done.grant, replayed=True)
            assert isinstance(self._granted(order_id, amount + 1, case), NotRecorded)
            assert rows_of(self.centre, self.site) == before

    def _granted(self, order_id: str, amount: int, case: str) -> Granted | NotRecorded:
        return self.centre.do(grant_refund, self.site, order_id, amount, "a lid is missing", case, "dora")

    @rule(settings=SETTINGS)
    def set_policy(self, settings: dict[str, Any]) -> None:
        code = self.house.channel.code
        assert isinstance(self.centre.do(set_channel_policy, self.site, code, settings), ChannelPolicy)
        with self.centre.read(self.site) as work:
            row = work.orders.channel(code=code)
        assert row is not None
        self.house = replace(self.house, channel=row)

    @precondition(lambda self: self.orders)
    @rule(which=PICK, level=st.sampled_from(RiskLevel))
    def assess(self, which: int, level: RiskLevel) -> None:
        report = RiskReport(level=level, provider="signify")
        self.centre.do(assess_risk, self.site, self.orders[which % len(self.orders)][0], report)

    @precondition(lambda self: self.orders)
    @rule(which=PICK, take=st.booleans())
    def decide(self, which: int, take: bool) -> None:
        verb: Any = accept_risk if take else reject_risk
        self.centre.do(verb, self.site, self.orders[which % len(self.orders)][0], "dora")

    @rule(lines=LINES, more=st.booleans(), policy=st.sampled_from(FulfilmentPolicy), paid=st.booleans())
    def keep_and_buy(self, lines: list[tuple[str, int]], more: bool, policy: FulfilmentPolicy, paid: bool) -> None:
        """What was kept is bought, with a unit more at times, and paid now or later."""
        self.fill_basket(lines, 30)
        if self.baskets:
            bought = [(sku, units + more) for sku, units in lines]
            self.buy_basket(len(self.baskets) - 1, bought, policy, paid)

    @rule(sku=SKU, place=PLACE, safety=st.integers(0, 3), beyond=st.integers(0, 2))
    def limit(self, sku: str, place: str, safety: int, beyond: int) -> None:
        asked = Limits(sku=sku, location=place, safety=safety, backorder_limit=beyond)
        refused = self.centre.do(limit, self.site, asked, CENTRE)
        assert refused is None or refused.field == "backorder_limit"

    @rule(lines=LINES, minutes=st.integers(5, 60))
    def fill_basket(self, lines: list[tuple[str, int]], minutes: int) -> None:
        asked = [Asked(sku=sku, quantity=units) for sku, units in lines]
        made = self.centre.do(reserve_for, self.house.channel, "basket", asked, timedelta(minutes=minutes))
        if isinstance(made, Kept):
            self.baskets.append(made.row.reservation_id)
            self.kept.append(made.row.reservation_id)

    @precondition(lambda self: self.baskets)
    @rule(which=PICK, lines=LINES, policy=st.sampled_from(FulfilmentPolicy), paid=st.booleans())
    def buy_basket(self, which: int, lines: list[tuple[str, int]], policy: FulfilmentPolicy, paid: bool) -> None:
        money = {} if paid else {"payment": Payment.PENDING, "charged_minor": 0}
        basket = self.baskets[which % len(self.baskets)]
        order = new_order(f"#{len(self.orders)}", lines, policy=policy, reservation=basket, **money)
        self.orders.append((self.house.take(order).order_id, order))

    @invariant()
    def money_adds_up_and_nothing_comes_back(self) -> None:
        """Reads what `books_add_up` keeps: the rows as they were a step ago, in `earlier`."""
        now = rows_of(self.centre, self.site)
        check_money(now)
        check_grants(now)
        check_reservations(now)
        check_holds(now)
        later(getattr(self, "earlier", now), now)
        self.earlier = now


def check_money(rows: Rows) -> None:
    """6: an order's figures are those of its events; never more goes back than came."""
    events: dict[str, list[Any]] = defaultdict(list)
    for row in rows["payment_event"]:
        events[row.order_id].append(row)
    for order in rows["sales_order"]:
        sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for row in events[order.order_id]:
            sums[row.kind][row.source] += row.amount_minor
        told = {kind: max(by[Source.PROVIDER], by[Source.REPORT]) + by[Source.DESK] for kind, by in sums.items()}
        assert order.charged_minor == told.get("captured", 0)
        gone = told.get("refunded", 0) + told.get("charged_back", 0)
        assert order.refunded_minor == min(gone, order.charged_minor)
        assert 0 <= order.authorised_minor <= told.get("authorised", 0)


def check_grants(rows: Rows) -> None:
    """6: never more is promised than the order costs; what is kept beyond the rest is one task until it went back.

    Of a cancelled order all that was taken is due, which is a task of its own; what of one was not sent is promised,
    and what is authorised for it is to be voided.
    """
    granted: dict[str, int] = defaultdict(int)
    for row in rows["refund_grant"]:
        granted[row.order_id] += row.amount_minor
    unsent = {row.order_id for row in rows["refund_grant"] if row.reference == NOT_SENT}
    back: dict[str, int] = defaultdict(int)
    for row in rows["payment_event"]:
        back[row.order_id] += row.amount_minor if row.kind == "refunded" else 0
    causes = ("refund_granted", "refund_due")
    tasks = [row.order_id for row in rows["task"] if row.cause in causes and row.state in OPEN]
    due = []
    for order in rows["sales_order"]:
        mine, kept = granted[order.order_id], order.charged_minor - order.refunded_minor
        assert mine <= order.total_minor
        paid = min(back[order.order_id], order.charged_minor)
        open_ = mine and min(mine - paid, kept - order.total_minor + mine) > 0
        if order.order_id in unsent:
            asked = max(0, order.total_minor - mine - kept)
            open_ = open_ or kept > order.total_minor or order.authorised_minor > asked
        due += [order.order_id] if open_ and order.lifecycle != "cancelled" else []
    over = {order.order_id for order in rows["sales_order"] if order.lifecycle == "cancelled"}
    assert sorted(order_id for order_id in tasks if order_id not in over) == sorted(due)


def check_reservations(rows: Rows) -> None:
    """What an order keeps is active while it waits, and converted or over when it does not."""
    orders = {row.order_id: row for row in rows["sales_order"]}
    bound = [row.order_id for row in rows["reservation"] if row.state == "active" and row.order_id is not None]
    assert len(bound) == len(set(bound))
    assert all(orders[order_id].lifecycle == "submitted" for order_id in bound)
    assert all(row.order_id in orders for row in rows["reservation"] if row.state == "converted")


def check_holds(rows: Rows) -> None:
    """7, 12: who waits has a reason to, by name; and who is over is not waiting for anything."""
    held = {row.order_id for row in rows["hold"] if row.released_at is None}
    for order in rows["sales_order"]:
        assert order.lifecycle != "submitted" or order.order_id in held, order


def later(before: Rows, after: Rows) -> None:
    """13 and the feed: a released hold stays released, money is only added, what changed is told after what was."""
    holds = {row.hold_id: row for row in after["hold"]}
    assert all(holds[row.hold_id] == row for row in before["hold"] if row.released_at is not None)
    assert {*before["payment_event"]} <= {*after["payment_event"]}
    told = {(row.entity, row.id, row.audience): row for row in before["feed"]}
    newest = max((row.seq for row in before["feed"]), default=0)
    fresh = [row for row in after["feed"] if told.get((row.entity, row.id, row.audience)) != row]
    assert all(row.seq > newest for row in fresh)
    assert {*told} <= {(row.entity, row.id, row.audience) for row in after["feed"]}
