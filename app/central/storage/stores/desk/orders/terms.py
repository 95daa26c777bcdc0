"""The words orders are found by: written with the order, and asked by the search bar."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Connection, Select, select, text, union

from app.central.storage.schema.floor.work import parcel
from app.central.storage.schema.selling.desk import order_term
from app.central.storage.schema.selling.orders import sales_order
from app.central.storage.schema.warehouse.goods import tote
from app.central.storage.stores.store import Store
from app.domain.intake.search_terms import Question, order_terms

FOUND_MOST: Final = 1000
"""Orders one question may find; whoever needs more asks more closely."""
_LAST: Final = "\U0010fffd"
_T = order_term.c
_PUT = text("INSERT INTO order_term (site_id, term, order_id) VALUES (:of, :term, :id) ON CONFLICT DO NOTHING")


def write_terms(connection: Connection, site: str, order_id: str, terms: Collection[str]) -> None:
    """An order is found by these from now on."""
    if terms:
        connection.execute(_PUT, [{"of": site, "term": term, "id": order_id} for term in sorted(terms)])


def add_terms(connection: Connection, order_id: str, recipient: str) -> None:
    """The address of an order changed: it is found by the new one too, and still by what it was."""
    o = sales_order.c
    row = connection.execute(select(o.site_id, o.number, o.external_ref).where(o.order_id == order_id)).first()
    if row is not None:
        write_terms(connection, row.site_id, order_id, terms_of(row.number, row.external_ref, recipient, ()))


def add_contact(connection: Connection, site: str, order_id: str, email: str, phone: str) -> None:
    """The order is found by how its customer is reached, too."""
    write_terms(connection, site, order_id, contact_terms(email, phone))


def contact_terms(email: str, phone: str) -> frozenset[str]:
    """What an order is found by of how its customer is reached."""
    return order_terms(number="", reference="", names=(), phones=(phone,), mails=(email,), skus=())


def terms_of(number: str, reference: str, recipient: str, skus: Iterable[str]) -> frozenset[str]:
    """What an order is found by of itself; `recipient` is its postal address as JSON."""
    to = json.loads(recipient or "{}")
    return order_terms(
        number=number,
        reference=reference,
        names=(to.get("name", ""), to.get("company", "")),
        phones=(to.get("phone", ""),),
        mails=(),
        skus=skus,
    )


class Terms(Store):
    def find(self, asked: Question) -> tuple[str, ...]:
        """Ids of orders that fit, the newest first where there are many; whole words before beginnings of words."""
        exact = self._ids(asked, whole=True)
        return exact or self._ids(asked, whole=False)

    def _ids(self, asked: Question, *, whole: bool) -> tuple[str, ...]:
        ways = [self._words(asked, whole)] if asked.words else []
        if asked.phone:
            ways.append(self._all(asked.phone, whole=False))
        if whole and asked.code:
            ways += self._codes(asked.code)
        if not ways:
            return ()
        found = union(*(select(way.subquery()) for way in ways)).subquery() if len(ways) > 1 else ways[0].subquery()
        ids = select(found.c.order_id).distinct().order_by(found.c.order_id.desc()).limit(FOUND_MOST)
        return tuple(self.connection.execute(ids).scalars())

    def _words(self, asked: Question, whole: bool) -> Select[Any]:
        first, *others = sorted(asked.words, key=len, reverse=True)
        found = self._all(first, whole=whole, bounded=not others)
        for word in others:
            found = found.where(_T.order_id.in_(self._all(word, whole=whole, bounded=False)))
        return found.limit(FOUND_MOST)

    def _all(self, word: str, *, whole: bool, bounded: bool = True) -> Select[Any]:
        here = select(_T.order_id).where(_T.site_id == self.site)
        if whole:
            found = here.where(_T.term == word)
            return found.order_by(_T.order_id.desc()).limit(FOUND_MOST) if bounded else found
        found = here.where(_T.term >= word, _T.term < word + _LAST)
        return found.limit(FOUND_MOST) if bounded else found

    def _codes(self, code: str) -> list[Select[Any]]:
        """By what was scanned off a parcel or a tote."""
        p, t = parcel.c, tote.c
        labels = select(p.order_id).where(p.site_id == self.site, p.sscc == code)
        totes = select(t.order_id).where(t.site_id == self.site, t.code == code, t.order_id.is_not(None))
        return [labels, totes]
