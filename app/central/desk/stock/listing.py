"""The list of stock: a page of SKUs with what is there, promised, to sell per channel, low, proposed and to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.central.centre import Centre
from app.central.desk.stock.values import ListedProduct, LyingRow, Sums
from app.central.inventory.available import reckon
from app.central.storage.unit import Work
from app.central.supply.alerting import LOW, OUT
from app.central.supply.figures import Figure, figures

PAGE: Final = 50
FILE_PAGE: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """One SKU; `to_sell` by channel in the order of the list's channels, `cover_days` None when nothing is sold.

    `state` is out | low | "" of what is watched; `proposed` units wait to be approved, `coming` are ordered.
    """

    product: ListedProduct
    sums: Sums
    to_sell: tuple[int, ...]
    state: str
    proposed: int
    coming: int
    cover_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockList:
    """`after` "" when there is no further page; `counts` by view, up to a bound; `channels` are codes."""

    rows: tuple[StockRow, ...]
    channels: tuple[str, ...]
    after: str
    counts: dict[str, int]


def stock_list(centre: Centre, site: str, view: str, typed: str, after: str) -> StockList:
    """A page of a view ("" all) and of what was typed, behind a SKU."""
    with centre.read(site) as work:
        found = work.desk.stock.page(view, typed, after, PAGE + 1)
        more, found = len(found) > PAGE, found[:PAGE]
        channels, rows = _rows(work, found)
        last = found[-1].sku if more else ""
        return StockList(rows=rows, channels=channels, after=last, counts=work.desk.stock.counts())


def lying(centre: Centre, site: str, after: LyingRow | None) -> tuple[LyingRow, ...]:
    """The next levels of a file of the whole stock, behind the last one written; () when that was all."""
    with centre.read(site) as work:
        behind = (after.sku, after.location, after.lot) if after is not None else ("", "", "")
        return work.desk.stock.lying(behind, FILE_PAGE)


def _rows(work: Work, found: tuple[ListedProduct, ...]) -> tuple[tuple[str, ...], tuple[StockRow, ...]]:
    skus = [one.sku for one in found]
    sums, raised = work.desk.stock.sums(skus), work.desk.stock.raised(skus)
    proposed = {sku: sum(row.quantity for row in rows) for sku, rows in work.supply.proposals.open_of(skus).items()}
    reckoned = reckon(work, skus)
    to_sell = reckoned.by_sku()
    bought = figures(work, [one.sku for one in found if not one.kit])
    rows = tuple(
        StockRow(
            product=one,
            sums=sums.get(one.sku, Sums()),
            to_sell=to_sell.get(one.sku, ()),
            state=state_of(raised.get(one.sku, frozenset())),
            proposed=proposed.get(one.sku, 0),
            coming=_figure(bought, one.sku, "on_order") or 0,
            cover_days=_figure(bought, one.sku, "cover_days"),
        )
        for one in found
    )
    return tuple(channel.code for channel in reckoned.channels), rows


def state_of(raised: frozenset[str]) -> str:
    """What the alerts that are raised make of a SKU."""
    return "out" if OUT in raised else "low" if LOW in raised else ""


def _figure(bought: dict[str, Figure], sku: str, name: str) -> int | None:
    found: int | None = getattr(bought[sku], name) if sku in bought else None
    return found
