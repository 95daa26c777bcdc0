"""Following what a channel sent again about an order: judged by the shop's own moment, done by the table of changes.

A message older than what is known is recorded and passed over, whatever it says. Messages of the same moment are taken
in the order they came. A file or an API that tells no moment does not change what a shop tells with one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC

import msgspec

from app.central.centre import Centre
from app.central.details.judging import judge_changed
from app.central.details.questions import asking as questions
from app.central.intake.changes import go_on
from app.central.intake.changing import boxed
from app.central.intake.changing.cancelling import SHOP, cancel
from app.central.intake.changing.cases import Case, case_of, compared
from app.central.intake.changing.lines import apply_lines
from app.central.intake.changing.taking_out import take_out
from app.central.intake.promises.promising import place
from app.central.intake.setting import services, site_row, zone
from app.central.intake.showing import STOP, refresh
from app.central.money.recording import take_report
from app.central.money.reporting import news
from app.central.money.risking import assess
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.central.work.documents import show_work
from app.domain.intake.changing import Change, Effect, LinesDiffer, Stage, effect_of
from app.domain.intake.orders import HoldNeeded, HoldReason, NewOrder, service_named, ship_by

Judge = Callable[[Work, NewOrder], Sequence[HoldNeeded]]
"""Which holds an order needs, stock apart, as when it was taken."""
Outcome = tuple[str, str]
"""(same | changed | older | waiting | differs, detail in words)."""


def change(work: Work, known: OrderRow, asked: NewOrder, digest: str, judge: Judge) -> Outcome:
    """Follow what a channel sent again as far as the order's stage allows; nothing is lost where it does not."""
    older = _older(known, asked)
    if older:
        return "older", older
    case = case_of(work, known)
    if asked.cancelled_at is not None or not asked.lines:
        _remember(work, known, asked, digest)
        return _cancelled(work, case, asked)
    if asked.currency != known.currency:
        return _other_money(work, known, asked)
    service = service_named(services(site_row(work)), asked.service).code
    kinds, lines = compared(work, case, asked, service)
    _remember(work, known, asked, digest)
    risked = assess(work, known.order_id, asked.risks)
    if not kinds:
        return ("changed", "risk assessed again") if risked else ("same", _unpack(work, case))
    if risked:
        case = case_of(work, _fresh(work, known.order_id))
    if case.stage is Stage.CANCELLED and known.cancelled_by != SHOP:
        return _not_reopened(work, known)
    return _follow(work, case, asked, kinds, lines, judge)


def same(work: Work, known: OrderRow, asked: NewOrder) -> Outcome:
    """Nothing is different; the shop's moment is kept, so that what is between the two stays behind."""
    moment = asked.updated_at
    if moment is not None and (known.shop_updated_at is None or moment > known.shop_updated_at):
        work.orders.change(known.order_id, shop_updated_at=moment)
    return "same", ""


def follow_waiting(centre: Centre, site: str, order_id: str, who: str, judge: Judge) -> Outcome | boxed.NoChangeWaits:
    """A person opened the boxes: they are void, and the change that waited is done now."""
    with centre.begin(site) as work:
        found = boxed.waiting_case(work, order_id)
        if isinstance(found, boxed.NoChangeWaits):
            return found
        case, row = found
        if case.stage is Stage.SHIPPED:
            return boxed.NoChangeWaits("it has left: the change can not be followed any more")
        boxed.open_boxes(work, case, "changed")
        boxed.settle(work, order_id, "followed", who)
        asked = boxed.asked_in(row)
        opened = case_of(work, _fresh(work, order_id))
        kinds, lines = compared(work, opened, asked, service_named(services(site_row(work)), asked.service).code)
        return _follow(work, opened, asked, kinds, lines, judge)


def _older(known: OrderRow, asked: NewOrder) -> str:
    """Why a message is passed over: what is known already is newer; "" when it is not."""
    if known.shop_updated_at is None:
        return ""
    if asked.updated_at is None:
        return "the shop's own messages say more: what tells no moment changes nothing"
    if asked.updated_at < known.shop_updated_at:
        return f"it tells of {asked.updated_at:%Y-%m-%d %H:%M:%S}Z; known is {known.shop_updated_at:%Y-%m-%d %H:%M:%S}Z"
    return ""


def _remember(work: Work, known: OrderRow, asked: NewOrder, digest: str) -> None:
    moment = {} if asked.updated_at is None else {"shop_updated_at": asked.updated_at}
    ids = {"shop_id": asked.shop_id} if asked.shop_id and not known.shop_id else {}
    work.orders.change(known.order_id, content_sha256=digest, version=known.version + 1, **moment, **ids)


def _cancelled(work: Work, case: Case, asked: NewOrder) -> Outcome:
    """What the shop paid back of what it cancelled itself may be told with it, or in a later message."""
    paid = bool(news(work, case.order, asked)) and asked.currency == case.order.currency
    if paid:
        take_report(work, case.order, asked)
    if case.stage is Stage.CANCELLED:
        return ("changed", Change.MONEY.value) if paid else ("same", "")
    reason = "cancelled in the shop" if asked.cancelled_at else "every line was removed"
    return "changed", cancel(work, _fresh(work, case.order.order_id), reason, SHOP)


def _not_reopened(work: Work, order: OrderRow) -> Outcome:
    text = f"Order {order.number} was cancelled here, and the shop changed it: send it as a new order if it is wanted."
    work.tasks.open(work.new_id(), "reopened", text, order.order_id)
    return "differs", "the order is cancelled: nothing was changed"


def _other_money(work: Work, order: OrderRow, asked: NewOrder) -> Outcome:
    """What was paid, promised back and owed stands in the order's own currency."""
    what = f"it is in {order.currency}, and was sent again in {asked.currency}: nothing was changed"
    text = f"Order {order.number}: {what}. Ask the customer; cancel it and send it as a new order if that is right."
    work.tasks.open(work.new_id(), "changed_late", text, order.order_id)
    return "differs", what


def _unpack(work: Work, case: Case) -> str:
    """What is asked for is what is packed: a change that waited is over."""
    if work.order_changes.waiting(case.order.order_id) is None:
        return ""
    boxed.settle(work, case.order.order_id, "dropped", "channel")
    refresh(work, case.order.order_id)
    if case.row is not None:
        show_work(work, case.row)
    return "it is as packed again: the change that waited is over"


def _follow(
    work: Work, case: Case, asked: NewOrder, kinds: frozenset[Change], lines: LinesDiffer, judge: Judge
) -> Outcome:
    order = _fresh(work, case.order.order_id)
    effect = effect_of(kinds, case.stage)
    if Change.MONEY in kinds:
        _take_money(work, order, asked)
    if effect in (Effect.STOP, Effect.REFUSE):
        _judge_again(work, order, asked, judge, only=(HoldReason.PAYMENT,))
        late = kinds - {Change.MONEY, Change.NOTE}
        if effect is Effect.STOP:
            return "waiting", boxed.stop_boxes(work, case, asked, late)
        return "differs", boxed.refuse(work, order, asked, late)
    if Change.NOTE in kinds:
        work.orders.change(order.order_id, note=asked.note)
    if effect in (Effect.TAKE_OUT, Effect.INTERRUPT):
        take_out(work, order, case.row, f"changed: {', '.join(sorted(kinds))}")
    if case.stage is Stage.CANCELLED:
        _reopen(work, case)
    if case.stage not in (Stage.PACKED, Stage.LABELLED, Stage.SHIPPED):
        _take_over(work, order.order_id, asked, lines)
    _judge_again(work, _fresh(work, order.order_id), asked, judge)
    return "changed", ", ".join(sorted(kinds))


def _take_money(work: Work, order: OrderRow, asked: NewOrder) -> None:
    work.orders.change(
        order.order_id,
        total_minor=asked.total_minor,
        tax_minor=asked.tax_minor,
        discount_minor=asked.discount_minor,
        shipping_minor=asked.shipping_minor,
        other_minor=asked.other_minor,
    )
    take_report(work, order, asked)


def _take_over(work: Work, order_id: str, asked: NewOrder, lines: LinesDiffer) -> None:
    """Address, service and lines as asked for. An order that lacks stock then waits whole, as a new one would."""
    order = _fresh(work, order_id)
    site = site_row(work)
    service = service_named(services(site), asked.service)
    due = order.ship_by
    if service.code != order.service:
        due = (asked.ship_by or ship_by(order.placed_at, service, zone(site))).astimezone(UTC)
    work.orders.change(
        order_id,
        recipient=msgspec.json.encode(asked.recipient).decode(),
        service=service.code,
        priority=asked.priority or (service.priority if service.code != order.service else order.priority),
        ship_by=due,
    )
    if lines.kinds or lines.kept:
        apply_lines(work, order, work.orders.lines(order_id), lines)
    if lines.kinds and order.list_id is None and order.lifecycle == "accepted":
        work.orders.change(order_id, lifecycle="submitted")


def _reopen(work: Work, case: Case) -> None:
    """The shop opened what it had cancelled: it comes in again, and what was picked for it stays to be put back."""
    order_id = case.order.order_id
    if case.row is not None:
        take_out(work, case.order, case.row, "cancelled and opened again")
    work.feed.drop(STOP, order_id)
    work.orders.change(order_id, lifecycle="submitted", cancelled_by="", list_id=None)
    work.orders.change_fulfilment(order_id, "scheduled")


def _judge_again(work: Work, order: OrderRow, asked: NewOrder, judge: Judge, only: Sequence[HoldReason] = ()) -> None:
    """What holds an order is judged afresh, reason by reason; an operator's hold stays as it is."""
    needed = list(judge(work, asked))
    needed += () if only else judge_changed(work, order.order_id, asked, needed)
    open_holds = [hold for hold in work.orders.holds(order.order_id) if hold.released_at is None]
    kept = (HoldReason.OPERATOR, HoldReason.STOCK, HoldReason.PAYMENT, HoldReason.RISK)
    for reason in [reason for reason in HoldReason if reason not in kept and (not only or reason in only)]:
        mine = {hold.detail for hold in open_holds if hold.reason == reason}
        wanted = [hold for hold in needed if hold.reason is reason]
        if mine != {hold.detail for hold in wanted}:
            work.orders.release_holds(order.order_id, reason.value, "channel")
            for hold in wanted:
                place(work, order.order_id, hold, "channel")
    questions.follow(work, order.order_id)
    if order.lifecycle == "submitted":
        work.orders.release_holds(order.order_id, HoldReason.STOCK.value, "stock")
        go_on(work, order.order_id)
        return
    refresh(work, order.order_id)
    row = work.lists.get(order.list_id) if order.list_id else None
    if row is not None:
        show_work(work, row)


def _fresh(work: Work, order_id: str) -> OrderRow:
    order = work.orders.order(order_id)
    assert order is not None, order_id
    return order
