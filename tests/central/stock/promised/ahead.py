"""A channel that may oversell TEE, what arrives of it, and how its orders stand."""

from app.central.audit import audit
from app.central.money.policies import set_channel_policy
from app.central.people.actors import CENTRE
from app.central.stock.limiting import Limits, limit
from app.central.stock.moving import NotMoved
from app.central.stock.receiving import receive
from app.central.values import LineRow
from app.central.work.release import sweep
from app.domain.intake.clearance import ChannelPolicy
from app.domain.intake.orders import NewOrder
from tests.central.house import SITE, House, new_order
from tests.central.stock.stock_rows import check, rows_of
from tests.central.stock.tees import by, tees


def allow(house: House, beyond: int, place: str = "A-1", sku: str = "TEE") -> NotMoved | None:
    return house.centre.do(limit, SITE, Limits(sku=sku, location=place, backorder_limit=beyond), CENTRE)


def oversell(house: House, allowed: bool = True) -> None:
    made = house.centre.do(set_channel_policy, SITE, "shop", {"oversell": allowed})
    assert isinstance(made, ChannelPolicy)


def arrive(house: House, units: int, place: str = "A-1", key: str = "came") -> None:
    assert not isinstance(house.centre.do(receive, SITE, tees(units, place), by(f"{key}-{place}-{units}")), NotMoved)


def order(reference: str, units: int, **changes: object) -> NewOrder:
    return new_order(reference, [("TEE", units)], **changes)


def state(house: House, order_id: str) -> tuple[str, bool]:
    """(lifecycle, whether a pick list has it)"""
    with house.centre.read(SITE) as work:
        row = work.orders.order(order_id)
    assert row is not None
    return row.lifecycle, row.list_id is not None


def line(house: House, order_id: str) -> LineRow:
    with house.centre.read(SITE) as work:
        (found,) = work.orders.lines(order_id)
    return found


def release(house: House) -> int:
    """How many pick lists the sweep makes."""
    return house.centre.do(sweep, SITE)


def books(house: House) -> None:
    assert audit(house.centre, SITE) == ()
    check(rows_of(house.centre, SITE))
