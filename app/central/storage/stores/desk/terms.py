"""The words orders are found by: written with the order, and asked by the search bar."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, Select, insert, select, union

from app.central.storage.schema.desk import order_term
from app.central.storage.schema.goods import tote
from app.central.storage.schema.orders import sales_order
from app.central.storage.schema.work import parcel
from app.central.storage.stores.store import Store
from app.domain.intake.search_terms import Question, order_terms

FOUND_MOST: Final = 1000
"""Orders one question may find; whoever needs more asks more closely."""
_LAST: Final = "\U0010fffd"
_T = order_term.c
_INSERT = insert(order_term)


def write_terms(
    connection: Connection, site: str, order_id: str, number: str, reference: str, recipient: str, skus: Iterable[str]
) -> None:
    """The terms of a new order; `recipient` is its postal address as JSON."""
    found = terms_of(number, reference, recipient, skus)
    if found:
        connection.execute(_INSERT, [{"site_id": site, "term": term, "order_id": order_id} for term in found])


def add_terms(connection: Connection, order_id: str, recipient: str) -> None:
    """The address of an order changed: it is found by the new one too, and still by what it was."""
    row = connection.execute(
        select(sales_order.c.site_id, sales_order.c.number, sales_order.c.external_ref).where(
            sales_order.c.order_id == order_id
        )
    ).first()
    if row is None:
        return
    wanted = terms_of(row.number, row.external_ref, recipient, ())
    same = select(_T.term).where(_T.site_id == row.site_id, _T.term.in_(wanted), _T.order_id == order_id)
    known = set(connection.execute(same).scalars())
    fresh = [{"site_id": row.site_id, "term": term, "order_id": order_id} for term in wanted if term not in known]
    if fresh:
        connection.execute(_INSERT, fresh)


def terms_of(number: str, reference: str, recipient: str, skus: Iterable[str]) -> list[str]:
    to = json.loads(recipient or "{}")
    return sorted(
        order_terms(
            number=number,
            reference=reference,
            names=(to.get("name", ""), to.get("company", "")),
            phones=(to.get("phone", ""),),
            mails=(to.get("email", ""),),
            skus=skus,
        )
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


__all__ = ["FOUND_MOST", "Terms", "add_terms", "write_terms"]
