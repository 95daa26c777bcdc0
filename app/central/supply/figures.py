"""The figures of replenishment of some SKUs, as they are now: demand, position, when to order and how much."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import msgspec

from app.central.intake.setting import site_row, zone
from app.central.storage.unit import Work
from app.central.supply.buying.incoming import incoming
from app.central.supply.demand import demands
from app.central.supply.values import RuleRow, SupplierRow
from app.domain.stock.supply.replenishment import Demand, Points, Terms, cover_days, points, position, quantity
from app.domain.stock.supply.supply_settings import SupplySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """All that a proposal is made of, in units and days. `on_hand` is what is there and not kept apart; `available`
    what of it could be promised now; `cover_days` how long that lasts (None while nothing is sold); `quantity` what to
    order now. `day` is the site's day the figure was made on; `demand` is that of the `demand.days` days before it.
    """

    sku: str
    supplier: str
    day: date
    demand: Demand
    terms: Terms
    points: Points
    on_hand: int
    allocated: int
    on_order: int
    backordered: int
    available: int
    position: int
    cover_days: int | None
    quantity: int

    @property
    def watched(self) -> bool:
        """Whether it can be low at all."""
        return self.points.reorder_point > 0 or self.backordered > 0


def settings_of(work: Work) -> SupplySettings:
    """What the site says about its supply; as usual where it says nothing."""
    return msgspec.json.decode(work.supply.demand.state().settings, type=SupplySettings)


def figures(work: Work, skus: Collection[str]) -> dict[str, Figure]:
    """A figure for each of these SKUs, which are in the catalogue and no kits."""
    settings, here = settings_of(work), zone(site_row(work))
    waiting = [(sku, at.astimezone(here).date(), units) for sku, at, units in work.supply.demand.waiting(skus)]
    day = work.now.astimezone(here).date()
    backordered = _sums((sku, units) for sku, _, units in waiting)
    free = _sums((level.sku, level.free) for level in work.stock.free(skus))
    there, ordered = work.supply.demand.there(skus), incoming(work, skus)
    rules, suppliers = work.supply.buying.rules(skus), work.supply.buying.suppliers()
    made = {}
    for sku, demand in demands(work, skus, settings, waiting).items():
        rule = rules.get(sku, RuleRow(sku=sku))
        terms = terms_of(rule, suppliers.get(rule.supplier), settings)
        found, (on_hand, allocated) = points(demand, terms), there.get(sku, (0, 0))
        order, waits = ordered.get(sku, 0), backordered.get(sku, 0)
        where = position(on_hand=on_hand, on_order=order, allocated=allocated, backordered=waits)
        made[sku] = Figure(
            sku=sku,
            supplier=rule.supplier,
            day=day,
            demand=demand,
            terms=terms,
            points=found,
            on_hand=on_hand,
            allocated=allocated,
            on_order=order,
            backordered=waits,
            available=free.get(sku, 0),
            position=where,
            cover_days=cover_days(free.get(sku, 0), demand),
            quantity=quantity(found, terms, where),
        )
    return made


def terms_of(rule: RuleRow, supplier: SupplierRow | None, settings: SupplySettings) -> Terms:
    """What a product says of how it is bought, then its supplier, then its site."""
    lead = supplier.lead_days if supplier else settings.lead_days
    review = supplier.review_days if supplier else settings.review_days
    return Terms(
        lead_days=lead if rule.lead_days is None else rule.lead_days,
        lead_sigma_days=supplier.lead_sigma_days if supplier else 0,
        review_days=review if rule.review_days is None else rule.review_days,
        service_permille=settings.service_permille if rule.service_permille is None else rule.service_permille,
        pack=rule.pack,
        moq=rule.moq,
        min_units=rule.min_units,
        max_units=rule.max_units,
    )


def in_words(figure: Figure) -> str:
    """Why so many, to a person."""
    demand, found, terms = figure.demand, figure.points, figure.terms
    parts = [f"{figure.on_hand} there", f"{figure.on_order} on order", f"{figure.allocated} promised"]
    parts += [f"{figure.backordered} waited for"] if figure.backordered else []
    sold = f"{demand.units} in {demand.days} days, {terms.lead_days} days to wait for it, {found.safety} for safety"
    level = f"below {found.reorder_point} it is bought, up to {found.order_up_to}"
    packs = f"packs of {terms.pack}, at least {terms.moq}"
    return f"{figure.position} ({', '.join(parts)}); {level} ({sold}); {packs}: {figure.quantity}."


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for sku, units in pairs:
        sums[sku] = sums.get(sku, 0) + units
    return sums
