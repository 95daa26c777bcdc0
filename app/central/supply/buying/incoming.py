"""What is still to come of purchases."""

from __future__ import annotations

from collections.abc import Collection

from app.central.storage.unit import Work


def incoming(work: Work, skus: Collection[str]) -> dict[str, int]:
    """Units ordered and not here yet, of those of these SKUs that have any; kits have none of their own."""
    return work.supply.purchases.incoming(skus)
