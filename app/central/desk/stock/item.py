"""One SKU: where it lies, what each channel may sell, what it is made of, what is bought of it, and its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.central.centre import Centre
from app.central.desk.stock.listing import state_of
from app.central.desk.stock.values import Sums
from app.central.inventory.available import reckon
from app.central.stock.values import LedgerRow, LotRow, PlaceRow, TrackRow
from app.central.storage.unit import Work
from app.central.supply.figures import Figure, figures
from app.central.supply.values import ProposalRow
from app.central.values import LevelRow
from app.domain.documents import Product
from app.domain.stock.kits import Component

STORY_MOST: Final = 80
PLACES_MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Units of the SKU on an open purchase."""

    number: str
    supplier: str
    expected_on: date
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A movement with what caused it: `order` (id, number), `task` an id, or neither."""

    row: LedgerRow
    order: tuple[str, str] | None
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`figure` is None for a kit; `parts` what a kit is made of, `used_in` the kits that hold this SKU.

    It lies in `further` places beside those of `levels`; `older` when more moved than `story` tells.
    """

    product: Product
    track: TrackRow
    sums: Sums
    state: str
    levels: tuple[tuple[LevelRow, PlaceRow | None], ...]
    further: int
    lots: tuple[LotRow, ...]
    parts: tuple[Component, ...]
    used_in: tuple[str, ...]
    to_sell: tuple[tuple[str, int], ...]
    figure: Figure | None
    proposals: tuple[ProposalRow, ...]
    coming: tuple[Coming, ...]
    story: tuple[Moved, ...]
    older: bool


def stock_item(centre: Centre, site: str, sku: str) -> Item | None:
    """None when the catalogue does not have the SKU."""
    with centre.read(site) as work:
        product, track = work.goods.product(sku), work.lots.track(sku)
        if product is None or track is None:
            return None
        lying = work.stock.levels(sku)
        levels = lying[:PLACES_MOST]
        places = {code: work.lots.place(code) for code in {level.location for level in levels}}
        reckoned = reckon(work, [sku])
        units = reckoned.by_sku().get(sku, ())
        bought = {} if track.kit else figures(work, [sku])
        return Item(
            product=product,
            track=track,
            sums=work.desk.stock.sums([sku]).get(sku, Sums()),
            state=state_of(work.desk.stock.raised([sku]).get(sku, frozenset())),
            levels=tuple((level, places[level.location]) for level in levels),
            further=len(lying) - len(levels),
            lots=work.lots.of_sku(sku),
            parts=work.kits.recipes([sku]).get(sku, ()),
            used_in=tuple(sorted(work.kits.made_of([sku]))),
            to_sell=tuple(zip((channel.code for channel in reckoned.channels), units, strict=bool(units))),
            figure=bought.get(sku),
            proposals=tuple(work.supply.proposals.open_of([sku]).get(sku, ())),
            coming=_coming(work, sku),
            story=(story := _story(work, sku)),
            older=len(story) == STORY_MOST,
        )


def _coming(work: Work, sku: str) -> tuple[Coming, ...]:
    return tuple(
        Coming(
            number=row.number, supplier=row.supplier, expected_on=row.expected_on, left=row.ordered - row.received
        )
        for row in work.desk.stock.purchases(sku)
        if row.received < row.ordered
    )  # fmt: skip


def _story(work: Work, sku: str) -> tuple[Moved, ...]:
    rows = work.stock.history(sku, most=STORY_MOST)
    orders = work.desk.stock.numbers({row.cause for row in rows})
    return tuple(
        Moved(
            row=row,
            order=(row.cause, orders[row.cause]) if row.cause in orders else None,
            task=row.cause.removeprefix("task ") if row.cause.startswith("task ") else "",
        )
        for row in rows
    )
