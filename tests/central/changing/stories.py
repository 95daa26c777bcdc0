"""One order brought to a stage of its life, every kind of change to it, and how it stands."""

from dataclasses import dataclass, replace
from typing import Any

from app.central.intake.answers import OrderStanding, standing
from app.central.report import report
from app.central.work.release import sweep
from app.domain import facts
from app.domain.documents import WorkList
from app.domain.intake.changing import Change
from app.domain.intake.orders import NewLine, NewOrder
from tests.central.house import ADDRESS, SITE, Bench, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking

FIRST = new_order("#1", [("TEE-M", 2), ("CAP", 1)])


def lines(*pairs: tuple[str, int]) -> tuple[NewLine, ...]:
    return tuple(NewLine(sku=sku, quantity=units, price_minor=995) for sku, units in pairs)


CHANGES: dict[Change, NewOrder] = {
    Change.MORE: replace(FIRST, lines=lines(("TEE-M", 3), ("CAP", 1))),
    Change.FEWER: replace(FIRST, lines=lines(("TEE-M", 1), ("CAP", 1))),
    Change.ADDED: replace(FIRST, lines=lines(("TEE-M", 2), ("CAP", 1), ("MUG", 1))),
    Change.REMOVED: replace(FIRST, lines=lines(("TEE-M", 2))),
    Change.ADDRESS: replace(FIRST, recipient=replace(ADDRESS, street="Am Markt 1")),
    Change.SERVICE: replace(FIRST, service="express"),
    Change.NOTE: replace(FIRST, note="Leave it with the neighbour"),
    Change.CANCELLED: replace(FIRST, cancelled_at=FIRST.placed_at),
}


@dataclass
class Story:
    """One order brought to a stage, with the bench that has it and the facts it would tell next."""

    house: House
    bench: Bench
    work: WorkList | None = None
    told: int = 0

    def every(self) -> list[facts.Body]:
        assert self.work is not None
        return [*picking(self.work), *packing(self.work, blocks_of(self.bench)[0])]

    def until(self, kind: type[facts.Body]) -> None:
        """Tell everything up to and with the last fact of a kind."""
        every = self.every()
        last = max(n for n, body in enumerate(every) if isinstance(body, kind)) + 1
        rows = self.bench.tell(*every[self.told : last])
        assert {row.verdict for row in rows} <= {"applied"}, rows
        self.told = last

    def rest(self) -> set[str]:
        """Everything the bench would still tell; the verdicts, labels printed apart."""
        rows = self.bench.tell(*self.every()[self.told :])
        return {row.verdict for row in rows if row.kind != "LabelPrinted"}


def begin(house: House) -> Story:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 20}, "MUG": {"A-3": 20}})
    assert house.take(FIRST).lifecycle == "accepted"
    return Story(house, house.bench())


def waiting(house: House) -> Story:
    return begin(house)


def released(house: House) -> Story:
    story = begin(house)
    house.centre.do(sweep, SITE)
    return story


def claimed(house: House) -> Story:
    story = begin(house)
    story.work = claim(story.bench)
    return story


def picked(house: House) -> Story:
    story = claimed(house)
    story.until(facts.PickFinished)
    return story


def packed(house: House) -> Story:
    story = claimed(house)
    story.until(facts.CartonClosed)
    return story


def labelled(house: House) -> Story:
    story = claimed(house)
    story.until(facts.LabelApplied)
    return story


def shipped(house: House) -> Story:
    story = claimed(house)
    story.until(facts.ParcelDispatched)
    return story


def stands(house: House, number: str = "#1") -> OrderStanding:
    found = standing(house.centre, house.channel, number)
    assert found is not None
    return found


def tasks(house: House) -> dict[str, int]:
    return dict(report(house.centre, SITE).tasks)


def wanted(house: House) -> dict[str, int]:
    """Units per SKU the order still asks for, shipped or not."""
    units: dict[str, int] = {}
    for line in stands(house).lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity - line.cancelled
    return {sku: count for sku, count in units.items() if count}


def asked(order: NewOrder) -> dict[str, int]:
    return {line.sku: line.quantity for line in order.lines}


def renamed(body: facts.Body) -> facts.Body:
    named = {name for name in ("session_id", "parcel_id") if name in body.__dataclass_fields__}
    changes: dict[str, Any] = {name: f"other-{getattr(body, name)}" for name in named}
    return replace(body, **changes)
