"""Everything supply keeps, through one door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from app.central.storage.stores.supply.purchases import Purchases


class Supply:
    """Bound to one transaction and one site, like every store."""

    def __init__(self, connection: Connection, site: str, now: datetime) -> None:
        self.purchases = Purchases(connection, site, now)
