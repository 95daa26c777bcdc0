"""The commit-ordered feed of a site: numbers come from the site row, in the transaction that writes the change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select, text, update

from app.central.storage.schema.ground import feed, site
from app.central.storage.schema.indexes import BURIED, NUMBERS
from app.central.storage.stores.store import Store, bounded
from app.central.storage.writing.later import NEXT_SEQ, later_of
from app.central.values import FeedRow

_PUT = text(
    "INSERT INTO feed (site_id, entity, id, audience, seq, rev, deleted, doc, changed_at) "
    "VALUES (:of, :entity, :id, :audience, :seq, 1, :deleted, :doc, :changed_at) "
    "ON CONFLICT (site_id, entity, id, audience) DO UPDATE SET seq = excluded.seq, rev = feed.rev + 1, "
    "deleted = excluded.deleted, doc = excluded.doc, changed_at = excluded.changed_at"
).bindparams(bindparam("changed_at", type_=feed.c.changed_at.type))
_FIELDS = (feed.c.seq, feed.c.entity, feed.c.id, feed.c.rev, feed.c.deleted, feed.c.doc)
_PAGE = (
    select(*_FIELDS)
    .where(feed.c.site_id == bindparam("of"), feed.c.seq > bindparam("after"))
    .where(feed.c.audience.in_(("", bindparam("station"))))
    .order_by(feed.c.seq)
    .limit(bindparam("most"))
)
_DOC = select(feed.c.doc).where(
    feed.c.site_id == bindparam("of"),
    feed.c.entity == bindparam("entity"),
    feed.c.id == bindparam("id"),
    feed.c.audience == bindparam("audience"),
    feed.c.deleted == 0,
)
_LEFT = '%"shipped":true%'
"""In a document of a serial number; inside a text of it the quotes would be escaped."""
_MARKS = select(site.c.feed_seq, site.c.feed_floor).where(site.c.site_id == bindparam("of"))


class Feed(Store):
    last = 0
    """The newest seq this transaction wrote; 0 when none."""

    def put(self, entity: str, name: str, doc: bytes, audience: str = "") -> int:
        """Write the newest version of a document; returns its seq. An unchanged document is not written again (0)."""
        old = self.connection.execute(_DOC, self._key(entity, name, audience)).scalar_one_or_none()
        return 0 if old == doc.decode() else self._write(entity, name, audience, 0, doc)

    def drop(self, entity: str, name: str, audience: str = "") -> int:
        """A tombstone, if there is something to bury; returns its seq or 0."""
        old = self.connection.execute(_DOC, self._key(entity, name, audience)).scalar_one_or_none()
        return 0 if old is None else self._write(entity, name, audience, 1, b"null")

    def put_new(self, entity: str, docs: Mapping[str, bytes]) -> None:
        """Write documents of things nobody has seen before, without looking for older versions."""
        later = later_of(self.connection)
        if later is not None and later.on:
            same = {"entity": entity, "audience": "", "rev": 1, "deleted": 0, "changed_at": self.now}
            rows = [{**same, "site_id": self.site, "id": name, "doc": doc.decode()} for name, doc in docs.items()]
            later.add(feed, rows)
            return
        self._write_many(entity, {name: doc.decode() for name, doc in docs.items()}, 0)

    def drop_many(self, entity: str, names: Collection[str]) -> None:
        """A tombstone for each of these that every station has."""
        c = feed.c
        mine = select(c.id).where(c.site_id == self.site, c.entity == entity, c.audience == "", c.deleted == 0)
        parts = (self.connection.execute(mine.where(c.id.in_(some))).scalars() for some in bounded(names))
        self._write_many(entity, {name: "null" for part in parts for name in part}, 1)

    def _write_many(self, entity: str, docs: Mapping[str, str], deleted: int) -> None:
        if not docs:
            return
        last = self._next(len(docs))
        same = {"of": self.site, "entity": entity, "audience": "", "deleted": deleted, "changed_at": self.now}
        first = last - len(docs) + 1
        rows = [{**same, "id": name, "doc": doc, "seq": first + n} for n, (name, doc) in enumerate(docs.items())]
        self.connection.execute(_PUT, rows)
        self.last = last

    def page(self, after: int, station: str, most: int) -> tuple[FeedRow, ...]:
        """Changes behind `after` that this station may see, oldest first."""
        values = {"of": self.site, "after": after, "station": station, "most": most}
        rows = self.connection.execute(_PAGE, values)
        return tuple(
            FeedRow(
                seq=row.seq, entity=row.entity, id=row.id, rev=row.rev, deleted=bool(row.deleted), doc=row.doc.encode()
            )
            for row in rows
        )

    def marks(self) -> tuple[int, int]:
        """(high-water mark, tombstone floor): a cursor between them can be continued."""
        row = self.connection.execute(_MARKS, {"of": self.site}).first()
        return (0, 0) if row is None else (row.feed_seq, row.feed_floor)

    def forget_numbers(self, before: datetime, most: int) -> int:
        """Drop serial numbers whose units left before `before`; those still in the house stay. How many it were."""
        c = feed.c
        left = select(c.id).where(c.site_id == self.site, NUMBERS, c.changed_at < before, c.doc.like(_LEFT))
        names = self.connection.execute(left.order_by(c.changed_at).limit(most)).scalars().all()
        self._write_many("serial", dict.fromkeys(names, "null"), 1)
        return len(names)

    def purge(self, before: datetime, most: int) -> int:
        """Forget `most` tombstones buried before `before`, oldest first, and lift the floor over them; how many."""
        old = select(feed.c.seq).where(feed.c.site_id == self.site, BURIED, feed.c.changed_at < before)
        seqs = self.connection.execute(old.order_by(feed.c.changed_at).limit(most)).scalars().all()
        if seqs:
            self.connection.execute(delete(feed).where(feed.c.site_id == self.site, feed.c.seq.in_(seqs)))
            lift = update(site).where(site.c.site_id == self.site, site.c.feed_floor < max(seqs))
            self.connection.execute(lift.values(feed_floor=max(seqs)))
        return len(seqs)

    def _write(self, entity: str, name: str, audience: str, deleted: int, doc: bytes) -> int:
        seq = self._next(1)
        values = {**self._key(entity, name, audience), "seq": seq, "deleted": deleted, "doc": doc.decode()}
        self.connection.execute(_PUT, {**values, "changed_at": self.now})
        self.last = seq
        return seq

    def _next(self, many: int) -> int:
        """Take so many numbers; the last of them."""
        return int(self.connection.execute(NEXT_SEQ, {"of": self.site, "many": many}).scalar_one())

    def _key(self, entity: str, name: str, audience: str) -> dict[str, object]:
        return {"of": self.site, "entity": entity, "id": name, "audience": audience}
