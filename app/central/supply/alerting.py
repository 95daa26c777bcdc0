"""Alerts: told once when something crosses its line and once when it has recovered, however often it is looked at.

What is raised stands in the database, so it survives a restart, and it is in the feed as long as it is raised. Stock
is low when what can be promised is at its reorder point or below; it has recovered once it is a slack above it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import msgspec

from app.central.storage.unit import Work
from app.central.supply.demand import today
from app.central.supply.figures import Figure
from app.central.supply.values import AlertRow
from app.domain.stock.supply.replenishment import crossed, slack
from app.domain.stock.supply.supply_settings import SupplySettings

LOW, OUT, OVERDUE, EXPIRY = "low_stock", "out_of_stock", "purchase_overdue", "expiry_near"
ENTITY: Final = "alert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What is wrong with a subject now, in words for a person and numbers for a program."""

    words: str
    inputs: Mapping[str, Any]
    sku: str = ""


def keep_up(work: Work, kind: str, wrong: Mapping[str, Cause], among: Collection[str] | None = None) -> None:
    """Raise alerts of a kind for what is wrong and not raised yet; end those of `among` (None: all) that are not."""
    raised = work.supply.alerts.raised(kind, among)
    for subject, cause in wrong.items():
        if subject not in raised:
            _raise(work, kind, subject, cause)
    for subject, row in raised.items():
        if subject not in wrong and work.supply.alerts.recover(row.alert_id):
            work.feed.drop(ENTITY, row.alert_id)


def watch_stock(work: Work, figures: Collection[Figure], settings: SupplySettings) -> None:
    """Low stock and none at all, of these SKUs."""
    skus = [figure.sku for figure in figures]
    was_low, was_out = work.supply.alerts.raised(LOW, skus), work.supply.alerts.raised(OUT, skus)
    low, out = {}, {}
    for one in figures:
        line = one.points.reorder_point
        if one.watched and crossed(one.sku in was_low, one.available, line, slack(line, settings.slack_percent)):
            low[one.sku] = _cause(one, f"{one.sku} is low: {one.available} can be sold, {line} is the line.")
        if one.watched and crossed(one.sku in was_out, one.available, 0, slack(line, settings.slack_percent) // 2):
            out[one.sku] = _cause(one, f"{one.sku} is out of stock; waited for: {one.backordered}.")
    keep_up(work, LOW, low, skus)
    keep_up(work, OUT, out, skus)


def watch_dates(work: Work, settings: SupplySettings) -> None:
    """Purchases that should be here, and lots that soon may not leave any more."""
    day = today(work)
    late = {
        row.number: Cause(
            words=f"{row.number} of {row.supplier} was expected on {row.expected_on}.",
            inputs={"purchase": row.purchase_id, "supplier": row.supplier, "expected_on": row.expected_on.isoformat()},
        )
        for row in work.supply.purchases.overdue(day)
    }
    keep_up(work, OVERDUE, late)
    near = work.supply.alerts.near_expiry(day + timedelta(days=settings.expiry_days))
    lots = {
        f"{sku} {lot}": Cause(
            words=f"Lot {lot} of {sku} may leave until {until} only.",
            inputs={"lot": lot, "ship_until": until.isoformat()},
            sku=sku,
        )
        for (sku, lot), until in near.items()
    }
    keep_up(work, EXPIRY, lots)


def _cause(figure: Figure, words: str) -> Cause:
    inputs = {
        "available": figure.available,
        "reorder_point": figure.points.reorder_point,
        "position": figure.position,
        "backordered": figure.backordered,
        "on_order": figure.on_order,
        "cover_days": figure.cover_days,
    }
    return Cause(words=words, inputs=inputs, sku=figure.sku)


def _raise(work: Work, kind: str, subject: str, cause: Cause) -> None:
    row = AlertRow(
        alert_id=work.new_id(),
        kind=kind,
        subject=subject,
        sku=cause.sku,
        state="raised",
        words=cause.words,
        inputs=msgspec.json.encode(cause.inputs).decode(),
        raised_at=work.now,
        recovered_at=None,
    )
    work.supply.alerts.insert(row)
    work.feed.put(ENTITY, row.alert_id, msgspec.json.encode(row))
