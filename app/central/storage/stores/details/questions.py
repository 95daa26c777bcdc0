"""Questions to customers and the links they are answered by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from app.central.details.values import LinkRow, QuestionRow
from app.central.storage.schema.selling.details import customer_link, customer_question
from app.central.storage.stores.store import Store, columns

_L, _Q = customer_link.c, customer_question.c
_OF_ORDER = columns(customer_question, QuestionRow).where(_Q.order_id == bindparam("id"))
_LINKS = columns(customer_link, LinkRow)


class Questions(Store):
    def of_order(self, order_id: str) -> tuple[QuestionRow, ...]:
        """Every question ever asked about the order, oldest first."""
        return self.all(_OF_ORDER.order_by(_Q.asked_at, _Q.question_id), QuestionRow, id=order_id)

    def open_ones(self, order_id: str) -> tuple[QuestionRow, ...]:
        return tuple(row for row in self.of_order(order_id) if row.state == "open")

    def ask(self, row: QuestionRow) -> None:
        values = {name: getattr(row, name) for name in QuestionRow.__dataclass_fields__}
        self.connection.execute(insert(customer_question), {**values, "site_id": self.site})

    def never_told(self) -> tuple[str, ...]:
        """Orders with an open question, of which no link was ever made, oldest question first."""
        linked = select(_L.order_id).where(_L.site_id == self.site)
        mine = select(_Q.order_id).where(_Q.site_id == self.site, _Q.state == "open", _Q.order_id.not_in(linked))
        rows = self.connection.execute(mine.group_by(_Q.order_id).order_by(func.min(_Q.asked_at), _Q.order_id))
        return tuple(rows.scalars())

    def close(self, question_id: str, state: str, who: str, answer: str = "") -> bool:
        """Close an open question; False when it was closed already."""
        mine = update(customer_question).where(_Q.question_id == question_id, _Q.state == "open")
        closed = mine.values(state=state, answered_at=self.now, answered_by=who, answer=answer)
        return bool(self.connection.execute(closed).rowcount)

    # links

    def link_of_token(self, token_sha256: str) -> LinkRow | None:
        """Of any site: a token says itself which."""
        return self.one(_LINKS.where(_L.token_sha256 == token_sha256), LinkRow)

    def last_end(self) -> datetime | None:
        """When the last link of the site that still answers ends; None when none does."""
        live = select(func.max(_L.expires_at)).where(_L.site_id == self.site, _L.expires_at > self.now)
        return self.connection.execute(live).scalar()

    def link(self, link_id: str) -> LinkRow | None:
        return self.one(_LINKS.where(_L.link_id == link_id), LinkRow)

    def links(self, order_id: str) -> tuple[LinkRow, ...]:
        """Every link of the order, newest last."""
        return self.all(_LINKS.where(_L.order_id == order_id).order_by(_L.made_at, _L.link_id), LinkRow)

    def open_link(self, order_id: str) -> LinkRow | None:
        """The link of the order that still answers."""
        found = _LINKS.where(_L.order_id == order_id, _L.state == "open", _L.expires_at > self.now)
        return self.one(found, LinkRow)

    def linked(self) -> tuple[str, ...]:
        """Orders of the site with a link that still answers, the oldest link first."""
        open_ones = select(_L.order_id).where(_L.site_id == self.site, _L.state == "open", _L.expires_at > self.now)
        return tuple(self.connection.execute(open_ones.order_by(_L.made_at, _L.link_id)).scalars())

    def make_link(self, row: LinkRow) -> None:
        values = {name: getattr(row, name) for name in LinkRow.__dataclass_fields__}
        self.connection.execute(insert(customer_link), values)

    def close_links(self, order_id: str, state: str) -> int:
        """Close what is open of the order's links; returns how many."""
        mine = update(customer_link).where(_L.order_id == order_id, _L.state == "open")
        return int(self.connection.execute(mine.values(state=state, closed_at=self.now)).rowcount)

    def opened(self, link_id: str, at: datetime) -> bool:
        """The customer looked; True the first time."""
        mine = update(customer_link).where(_L.link_id == link_id, _L.opened_at.is_(None))
        return bool(self.connection.execute(mine.values(opened_at=at)).rowcount)
