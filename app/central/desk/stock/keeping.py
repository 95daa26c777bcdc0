"""How one SKU is kept, sold and bought: its recipe, limits, what channels may sell, its supplier, what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.central.centre import Centre
from app.central.desk.stock.item import PLACES_MOST
from app.central.inventory.available import settings_of
from app.central.stock.values import TrackRow
from app.central.storage.unit import Work
from app.central.supply.values import RuleRow, SupplierRow
from app.central.values import LevelRow
from app.domain.documents import Product
from app.domain.stock.channels.channel_rules import OF_KIT, OF_SKU
from app.domain.stock.kits import Component


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSays:
    """What one channel may sell of a SKU: `settings` are those of the SKU alone, `whole` those of every SKU."""

    code: str
    settings: dict[str, Any]
    whole: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """`known` names the settings a channel may have for this SKU; `buying` is None while nobody said how.

    It lies in `further` places beside those of `levels`.
    """

    product: Product
    track: TrackRow
    parts: tuple[Component, ...]
    names: dict[str, str]
    used_in: tuple[str, ...]
    levels: tuple[LevelRow, ...]
    further: int
    channels: tuple[ChannelSays, ...]
    known: tuple[str, ...]
    buying: RuleRow | None
    suppliers: tuple[SupplierRow, ...]


def keeping_of(centre: Centre, site: str, sku: str) -> Keeping | None:
    """None when the catalogue does not have the SKU."""
    with centre.read(site) as work:
        product, track = work.goods.product(sku), work.lots.track(sku)
        if product is None or track is None:
            return None
        parts, lying = work.kits.recipes([sku]).get(sku, ()), work.stock.levels(sku)
        return Keeping(
            product=product,
            track=track,
            parts=parts,
            names=work.supply.buying.names([part.sku for part in parts]),
            used_in=tuple(sorted(work.kits.made_of([sku]))),
            levels=lying[:PLACES_MOST],
            further=max(0, len(lying) - PLACES_MOST),
            channels=_channels(work, sku),
            known=OF_KIT if parts else OF_SKU,
            buying=work.supply.buying.rules([sku]).get(sku),
            suppliers=tuple(work.supply.buying.suppliers().values()),
        )


def _channels(work: Work, sku: str) -> tuple[ChannelSays, ...]:
    said = {(row.sku, row.channel_id): settings_of(row) for row in work.channel_rules.about([sku])}
    return tuple(
        ChannelSays(
            code=one.code, settings=said.get((sku, one.channel_id), {}), whole=said.get(("", one.channel_id), {})
        )
        for one in sorted(work.orders.channels(), key=lambda row: row.code)
        if one.site_id == work.site
    )
