"""The centre's documents at the bench: applied by page with their cursor, rebuilt beside the old ones.

Every row belongs to a generation; readers see the live one. Starting over fills the next generation (the shadow) while
the old one stays readable, and the last page swaps both and the cursor in one transaction.
"""

from __future__ import annotations

from typing import Final, TypeVar

from sqlalchemy import Connection

from app.domain.documents import Packer, Product, ProductBarcode
from app.station.storage.documents import ENTITIES, ENTITY_OF, PACKER, PRODUCT, codes_of, from_json, key_of
from app.station.storage.files.faults import DocumentUnreadable
from app.station.storage.values import AppliedChanges, ChangedRow, ChangesPage

T = TypeVar("T")

_BY_KEY: Final = (
    "SELECT json FROM doc WHERE generation = (SELECT generation FROM feed) AND entity=? AND key=?"
    " ORDER BY seq DESC LIMIT 1"
)
_ALL: Final = (
    "SELECT key, json FROM doc WHERE generation = (SELECT generation FROM feed) AND entity=? ORDER BY key, seq"
)
_BY_CODE: Final = (
    "SELECT doc.key, doc.json, code.place FROM code"
    " JOIN doc ON doc.generation=code.generation AND doc.entity=code.entity AND doc.id=code.id"
    " WHERE code.generation = (SELECT generation FROM feed) AND code.entity=? AND code.code=?"
    " ORDER BY doc.key, code.place"
)


def cursor(connection: Connection) -> tuple[int, str]:
    """Where the feed goes on: the shadow's cursor while starting over."""
    row = connection.exec_driver_sql(
        "SELECT cursor, server_epoch, rebuilding, shadow_cursor, shadow_epoch FROM feed"
    ).one()
    return (row[3], row[4]) if row[2] else (row[0], row[1])


def start_over(connection: Connection) -> None:
    """From the next page on, fill a new generation from cursor 0; the old one stays readable until it is whole."""
    shadow = connection.exec_driver_sql("SELECT generation + 1 FROM feed").scalar_one()
    _forget(connection, "=", shadow)
    connection.exec_driver_sql("UPDATE feed SET rebuilding=1, shadow_cursor=0, shadow_epoch=''")


def apply(connection: Connection, page: ChangesPage) -> AppliedChanges:
    """Rows and cursor together; a page asked for with another cursor changes nothing."""
    rebuilding, live = connection.exec_driver_sql("SELECT rebuilding, generation FROM feed").one()
    since, server_epoch = cursor(connection)
    if page.since != since:
        return AppliedChanges(applied=False, cursor=since, server_epoch=server_epoch, more=True)
    generation = live + 1 if rebuilding else live
    changed: list[tuple[str, str]] = []
    unreadable: list[tuple[str, str]] = []
    for row in page.changes:
        if row.entity in ENTITIES:
            kept = _apply_row(connection, generation, row)
            (changed if kept else unreadable).append((row.entity, row.id))
    swapped = bool(rebuilding) and not page.more
    _move_cursor(connection, page, rebuilding=bool(rebuilding), swapped=swapped, generation=generation)
    return AppliedChanges(
        applied=True,
        cursor=page.cursor,
        server_epoch=page.server_epoch,
        more=page.more,
        changed=tuple(changed) if not rebuilding or swapped else (),
        rebuilt=swapped,
        unreadable=tuple(unreadable),
    )


def _move_cursor(
    connection: Connection, page: ChangesPage, *, rebuilding: bool, swapped: bool, generation: int
) -> None:
    at = (page.cursor, page.server_epoch)
    if rebuilding and not swapped:
        connection.exec_driver_sql("UPDATE feed SET shadow_cursor=?, shadow_epoch=?", at)
        return
    connection.exec_driver_sql("UPDATE feed SET cursor=?, server_epoch=?", at)
    if swapped:
        connection.exec_driver_sql("UPDATE feed SET generation=?, rebuilding=0", (generation,))
        _forget(connection, "<", generation)


def _forget(connection: Connection, comparison: str, generation: int) -> None:
    for table in ("doc", "code"):
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE generation {comparison} ?",  # noqa: S608 - no outside text
            (generation,),
        )


def _apply_row(connection: Connection, generation: int, row: ChangedRow) -> bool:
    """Replace or remove one document and the codes that find it; False if it cannot be read."""
    where = (generation, row.entity, row.id)
    connection.exec_driver_sql("DELETE FROM doc WHERE generation=? AND entity=? AND id=?", where)
    connection.exec_driver_sql("DELETE FROM code WHERE generation=? AND entity=? AND id=?", where)
    if row.deleted:
        return True
    try:
        value = from_json(row.doc, ENTITIES[row.entity], row.id)
    except DocumentUnreadable:
        return False
    connection.exec_driver_sql(
        "INSERT INTO doc (generation, entity, id, key, seq, rev, json) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*where, key_of(row.entity, value), row.seq, row.rev, row.doc),
    )
    codes = [(generation, row.entity, code, row.id, place) for place, code in enumerate(codes_of(value))]
    if codes:
        connection.exec_driver_sql("INSERT INTO code VALUES (?, ?, ?, ?, ?)", codes)
    return True


def find(connection: Connection, kind: type[T], key: str) -> T | None:
    row = connection.exec_driver_sql(_BY_KEY, (ENTITY_OF[kind], key)).fetchone()
    return None if row is None else from_json(bytes(row[0]), kind, key)


def find_all(connection: Connection, kind: type[T]) -> list[T]:
    """Every document of a kind in key order; where several ids share a key, only the newest."""
    newest = {row[0]: row[1] for row in connection.exec_driver_sql(_ALL, (ENTITY_OF[kind],))}
    return [from_json(bytes(data), kind, key) for key, data in newest.items()]


def products_by_code(connection: Connection, code: str) -> list[tuple[Product, ProductBarcode]]:
    """Every product that carries this GTIN-14 or alias, with the barcode that matched."""
    found = []
    for key, data, place in connection.exec_driver_sql(_BY_CODE, (PRODUCT, code)):
        product = from_json(bytes(data), Product, key)
        found.append((product, product.barcodes[place]))
    return found


def packer_by_badge(connection: Connection, badge_sha256: str) -> Packer | None:
    row = connection.exec_driver_sql(_BY_CODE, (PACKER, badge_sha256)).fetchone()
    return None if row is None else from_json(bytes(row[1]), Packer, row[0])
