"""Everything supply keeps, through one door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from app.central.storage.stores.supply.alerts import Alerts
from app.central.storage.stores.supply.demand import Demands
from app.central.storage.stores.supply.faces import Faces
from app.central.storage.stores.supply.proposals import Proposals
from app.central.storage.stores.supply.purchases import Purchases
from app.central.storage.stores.supply.terms import Buying


class Supply:
    """Bound to one transaction and one site, like every store."""

    def __init__(self, connection: Connection, site: str, now: datetime) -> None:
        self.demand = Demands(connection, site, now)
        self.buying = Buying(connection, site, now)
        self.proposals = Proposals(connection, site, now)
        self.alerts = Alerts(connection, site, now)
        self.faces = Faces(connection, site, now)
        self.purchases = Purchases(connection, site, now)
