"""Publishing what channels may sell: whatever moved is reckoned anew and told once, as the next numbers of the feed.

Orders pay nothing for it: a level that moved says so by itself (`version <> published`), and this finds it later.
Everything happens inside the site's one writing transaction, so several processes at once only find less to do.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.inventory.available import Reckoned, reckon, settings_of
from app.central.storage.stores.inventory.figures import COUNTERS
from app.central.storage.unit import Work
from app.central.supply.buying.incoming import incoming

TOLD_AT_ONCE: Final = 50
"""SKUs of one transaction: few milliseconds, for others wait for the thread that writes."""
CHECK_EVERY: Final = timedelta(minutes=10)
"""What no movement shows (an expiry, a place that was closed) is found by looking at everything this often."""
CHECKED_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Check:
    """A look at everything is due, up to this mark of what was wanted."""

    wanted: int


def untold(centre: Centre, site: str, most: int = 20 * TOLD_AT_ONCE) -> tuple[str, ...]:
    """SKUs with a level that moved since it was published."""
    with centre.read(site) as work:
        return work.figures.untold(most)


def limited(centre: Centre, site: str) -> tuple[str, ...]:
    """SKUs with a quota or an allowance: an order may change what is left of them without moving stock."""
    with centre.read(site) as work:
        rows = work.channel_rules.about()
        return tuple({row.sku for row in rows if row.sku and {"quota", "backorder"} & settings_of(row).keys()})


def publish(centre: Centre, site: str, skus: Collection[str]) -> int:
    """Publish what changed of these SKUs and of kits made of them; returns the newest number, 0 when nothing did."""
    with centre.begin(site) as work:
        seen = work.figures.seen(skus)
        last = _tell(work, work.kits.made_of(skus).union(skus))
        work.figures.told(seen)
        return last


def check_due(centre: Centre, site: str) -> Check | None:
    """Whether everything is to be looked at: a rule for all changed, another day began, or it is long ago."""
    with centre.read(site) as work:
        row = work.channel_rules.publication()
        old = row.checked_at is None or row.checked_at < work.now - CHECK_EVERY
        return Check(row.wanted) if row.wanted > row.done or row.day != work.now.date() or old else None


def differing(centre: Centre, site: str, after: str, most: int = CHECKED_AT_ONCE) -> tuple[tuple[str, ...], str]:
    """SKUs behind this one whose published figures are not what is there; and the SKU looked at last, "" at the end."""
    with centre.read(site) as work:
        skus = work.figures.catalogue(after, most)
        changes = _changes(work, skus, reckon(work, skus))
        return tuple(changes[0]), skus[-1] if len(skus) == most else ""


def checked(centre: Centre, site: str, check: Check) -> None:
    """Everything was looked at."""
    with centre.begin(site) as work:
        work.channel_rules.checked(check.wanted, work.now.date())


def publish_all(centre: Centre, site: str) -> int:
    """Look at everything and publish what differs, as the centre does bit by bit; returns how many SKUs did.

    Not a verb: it submits many, so that others come in between.
    """
    after, told = "", 0
    check = check_due(centre, site) or Check(0)
    while True:
        skus, after = differing(centre, site, after)
        for start in range(0, len(skus), TOLD_AT_ONCE):
            centre.do(publish, site, skus[start : start + TOLD_AT_ONCE])
        told += len(skus)
        if not after:
            centre.do(checked, site, check)
            return told


def _tell(work: Work, skus: Collection[str]) -> int:
    return work.published.write(*_changes(work, skus, reckon(work, skus)))


def _changes(
    work: Work, skus: Collection[str], found: Reckoned
) -> tuple[dict[str, dict[str, int]], list[tuple[str, str, int]]]:
    """({sku: its counters} of SKUs of which anything changed, [(channel id, sku, units)] that changed)."""
    units = found.by_sku()
    known, told = work.published.available(skus), work.published.skus(skus)
    counters, coming = work.figures.counters(skus), incoming(work, skus)
    changed, pairs = {}, []
    for sku in sorted(skus):
        mine = [
            (channel.channel_id, sku, free)
            for channel, free in zip(found.channels, units.get(sku, ()), strict=False)
            if known.get((sku, channel.channel_id)) != free
        ]
        now = dict(zip(COUNTERS, counters.get(sku, (0,) * len(COUNTERS)), strict=True))
        now["incoming"] = coming.get(sku, 0)
        old = told.get(sku)
        if mine or old is None or any(getattr(old, name) != value for name, value in now.items()):
            changed[sku] = now
            pairs += mine
    return changed, pairs
