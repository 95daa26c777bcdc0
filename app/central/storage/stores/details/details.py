"""What a site asks of details, what was found in an order's, and who ordered the same a moment ago."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, tuple_, update

from app.central.details.values import DetailsRow
from app.central.storage.schema.selling.details import former_link_secret, order_details, repeat_key, site_details
from app.central.storage.schema.selling.orders import sales_order
from app.central.storage.stores.desk.orders.terms import add_contact
from app.central.storage.stores.store import Store, columns
from app.central.storage.writing.later import beside, insert_later, settled

_SECRET = select(site_details.c.link_secret).where(site_details.c.site_id == bindparam("of"))
_DETAILS = columns(order_details, DetailsRow).where(order_details.c.order_id == bindparam("id"))


class Details(Store):
    def put_rules(self, rules: str) -> bool:
        return self.upsert(site_details, {"site_id": self.site}, {"rules": rules})

    def secret(self) -> bytes | None:
        """What signs this site's links; None before one was made."""
        found = self.connection.execute(_SECRET, {"of": self.site}).scalar()
        return None if found is None else bytes(found)

    def put_secret(self, secret: bytes) -> None:
        """Give the site its secret; one it has already stays."""
        known = self.connection.execute(select(site_details.c.site_id).where(site_details.c.site_id == self.site))
        if known.first() is None:
            self.connection.execute(
                insert(site_details).values(site_id=self.site, link_secret=secret, rules="{}"),
            )
            return
        mine = update(site_details).where(site_details.c.site_id == self.site, site_details.c.link_secret.is_(None))
        self.connection.execute(mine.values(link_secret=secret))

    def secrets(self) -> tuple[bytes, ...]:
        """The secret of this site first, then those it replaced whose links still answer."""
        own = self.secret()
        f = former_link_secret.c
        former = select(f.secret).where(f.site_id == self.site, f.ends_at > self.now).order_by(f.secret_id.desc())
        found = [bytes(one) for one in self.connection.execute(former).scalars()]
        return (*(() if own is None else (own,)), *found)

    def replace_secret(self, old: bytes, new: bytes, secret_id: str, ends_at: datetime) -> bool:
        """Sign with another secret from now on; the old one is kept until its links end. False when it changed."""
        c = site_details.c
        mine = update(site_details).where(c.site_id == self.site, c.link_secret == old).values(link_secret=new)
        if not self.connection.execute(mine).rowcount:
            return False
        kept = {"secret_id": secret_id, "site_id": self.site, "secret": old, "ends_at": ends_at}
        self.connection.execute(insert(former_link_secret).values(**kept))
        return True

    def end_former_secrets(self) -> None:
        """Links made with any secret but today's answer no more."""
        self.connection.execute(delete(former_link_secret).where(former_link_secret.c.site_id == self.site))

    def of_order(self, order_id: str) -> DetailsRow | None:
        return self.one(_DETAILS, DetailsRow, id=order_id)

    def insert(self, row: DetailsRow) -> None:
        """`Orders.insert` and `change` see to it that the order is found by them."""
        values: dict[str, Any] = {name: getattr(row, name) for name in DetailsRow.__dataclass_fields__}
        insert_later(self.connection, order_details, [{**values, "site_id": self.site}])

    def change(self, order_id: str, **values: Any) -> int:
        add_contact(self.connection, self.site, order_id, values.get("email", ""), values.get("phone", ""))
        mine = update(order_details).where(order_details.c.order_id == order_id)
        return int(self.connection.execute(mine.values(**values)).rowcount)

    # repeats

    def repeat_of(self, keys: Collection[str], since: datetime) -> tuple[str, str] | None:
        """(order id, number) of the newest live order since then that left one of these keys."""
        k, o = repeat_key.c, sales_order.c
        found = (
            select(o.order_id, o.number)
            .join(repeat_key, k.order_id == o.order_id)
            .where(k.site_id == self.site, k.key_sha256.in_(list(keys)), k.taken_at >= since)
            .where(o.lifecycle.in_(("submitted", "accepted", "closed")))
            .order_by(k.taken_at.desc(), o.order_id.desc())
            .limit(1)
        )
        settled(self.connection, repeat_key, key_sha256=keys)
        row = self.connection.execute(beside(found)).first()
        return None if row is None else (str(row[0]), str(row[1]))

    def leave_keys(self, keys: Collection[str], order_id: str) -> None:
        rows = [
            {"site_id": self.site, "key_sha256": key, "order_id": order_id, "taken_at": self.now}
            for key in sorted(set(keys))
        ]
        insert_later(self.connection, repeat_key, rows)

    def forget_keys(self, before: datetime, most: int) -> int:
        """Forget `most` times who ordered what before then; returns how many keys that were."""
        c = repeat_key.c
        own = (c.site_id, c.key_sha256, c.order_id)
        old = select(*own).where(c.site_id == self.site, c.taken_at < before).limit(most)
        return int(self.connection.execute(delete(repeat_key).where(tuple_(*own).in_(old))).rowcount)
