"""Quantities of an order that changed: counters and promises follow, before anything of it is in a box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.central.intake.kits import explode, recipes_of
from app.central.intake.promises.promising import move
from app.central.stock.values import KitRow
from app.central.storage.unit import Work
from app.central.values import LineRow, OrderRow
from app.domain.intake.changing import LinesDiffer
from app.domain.intake.orders import NewLine
from app.domain.stock.movements import Movement


def apply_lines(work: Work, order: OrderRow, lines: tuple[LineRow, ...], differ: LinesDiffer) -> None:
    """Bring the lines to what is asked for; what they lack then is promised by whoever lets the order go on.

    Nothing of the order may be picked. `order.version` makes the ledger's keys unique: raise it first.
    """
    known = {line.line_id: line for line in lines}
    kits = {kit.kit_id: kit for kit in work.kits.of_order(order.order_id)} if any(row.kit_id for row in lines) else {}
    for line_id, units in differ.deltas:
        if line_id in kits:
            _kit(work, order, kits[line_id], lines, units)
        else:
            _by(work, order, known[line_id], units)
    for line_id, asked in differ.kept:
        if line_id in known:
            _amounts(work, known[line_id], asked)
    if differ.added:
        _add(work, order, [*(row.position for row in lines), *(kit.position for kit in kits.values())], differ.added)


def _by(work: Work, order: OrderRow, line: LineRow, units: int) -> None:
    if units > 0:
        _more(work, line, units)
    elif units < 0:
        _fewer(work, order, line, -units)


def _kit(work: Work, order: OrderRow, kit: KitRow, lines: tuple[LineRow, ...], units: int) -> None:
    """Every component follows; a kit grows by what was not cancelled of it before."""
    parts = [line for line in lines if line.kit_id == kit.kit_id]
    back = min((line.cancelled // line.per_kit for line in parts), default=0)
    if units > back:
        work.kits.grow(kit.kit_id, units - back)
    for line in parts:
        _by(work, order, line, units * line.per_kit)


def _add(work: Work, order: OrderRow, taken: Sequence[int], added: Sequence[NewLine]) -> None:
    """New lines stand behind all others, kits as lines of their components."""
    behind = max(taken, default=-1) + 1
    bought = [new_line(work, order.order_id, behind + place, asked) for place, asked in enumerate(added)]
    recipes = recipes_of(work, work.goods.catalogue({line.sku for line in bought}))
    made, kits = explode(work, bought, recipes)
    parts = [line for line in made if line.kit_id is not None]
    for line in made:
        place = behind + len(bought) + parts.index(line) if line in parts else line.position
        work.orders.add_line(replace(line, position=place))
    work.kits.insert(kits)


def new_line(work: Work, order_id: str, position: int, line: NewLine) -> LineRow:
    """A line as it is asked for, nothing of it done yet."""
    return LineRow(
        line_id=work.new_id(),
        order_id=order_id,
        position=position,
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        price_minor=line.price_minor,
        cancelled=0,
        allocated=0,
        picked=0,
        packed=0,
        shipped=0,
        short=0,
        tax_minor=line.tax_minor,
        discount_minor=line.discount_minor,
        shop_line=line.ref,
    )


def _more(work: Work, line: LineRow, units: int) -> None:
    """Units cancelled before come back first; only what is beyond them makes the line bigger."""
    back = min(line.cancelled, units)
    if units > back:
        work.orders.change_line(line.line_id, quantity=line.quantity + units - back)
    if back:
        work.orders.add(line.line_id, cancelled=-back)


def _fewer(work: Work, order: OrderRow, line: LineRow, units: int) -> None:
    """Units that were promised to nobody go first, then promises, the newest first."""
    lacking = line.quantity - line.cancelled - line.allocated - line.shipped
    release = max(0, units - lacking)
    left = release
    for row in reversed(work.orders.allocations(order.order_id)):
        freed = min(left, row.open) if row.line_id == line.line_id else 0
        if freed:
            move(work, Movement.RELEASED, row, freed, f"changed {order.version}")
            work.orders.change_allocation(row, released=freed)
            left -= freed
    short = min(line.short, units - release)
    work.orders.add(line.line_id, allocated=-release, cancelled=units, short=-short)


def _amounts(work: Work, line: LineRow, asked: NewLine) -> None:
    had = (line.name, line.price_minor, line.tax_minor, line.discount_minor, line.shop_line)
    now = (asked.name or line.name, asked.price_minor, asked.tax_minor, asked.discount_minor, asked.ref)
    if had != now:
        names = ("name", "price_minor", "tax_minor", "discount_minor", "shop_line")
        work.orders.change_line(line.line_id, **dict(zip(names, now, strict=True)))
