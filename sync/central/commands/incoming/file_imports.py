"""Importing files: a reader of `sync.channels`, then a verb of the centre; bad rows are handed back, never raised."""

from __future__ import annotations

import csv
import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from app.central.centre import Centre
from app.central.details.rules import put_rules
from app.central.entry.looking import currency_of
from app.central.intake.changes import shipped_elsewhere
from app.central.intake.orders import Taken, take_order
from app.central.intake.setting import services, site_row
from app.central.stock.kits import import_kits
from app.central.stock.limiting import import_limits
from app.central.storage.engines.faults import StorageFault
from app.central.supply.setting import import_faces, import_rules, import_suppliers
from app.central.values import ChannelRow
from app.central.warehouse.counts import import_stock
from app.central.warehouse.imports import (
    import_cartons,
    import_catalogue,
    import_locations,
    import_measures,
    import_packaging,
    import_packers,
    import_prices,
    import_site,
    import_totes,
    weigh,
)
from app.central.warehouse.records import BadRow, Imported
from app.central.work.release import sweep_in_turns
from app.domain.intake.orders import NewOrder
from sync.channels import plain_orders
from sync.channels.details_toml import read_details
from sync.channels.kit_files import read_kits
from sync.channels.limit_files import read_limits
from sync.channels.shopify_orders import Context, OrdersRead, read_orders
from sync.channels.shopify_products import read_prices, read_products
from sync.channels.site_files import (
    read_cartons,
    read_counts,
    read_locations,
    read_measures,
    read_packaging,
    read_packers,
    read_totes,
)
from sync.channels.site_toml import read_site
from sync.channels.supply_files import read_faces, read_rules, read_suppliers

KIND_WORDS: Final[dict[str, str]] = {
    "orders": "Orders (Shopify export or our CSV)",
    "catalogue": "Products (Shopify export)",
    "stock": "Stock counts",
    "limits": "Safety stock and backorder limits",
    "packaging": "Cases and inners",
    "measures": "Sizes of products",
    "kits": "Kits and bundles",
    "locations": "Locations",
    "suppliers": "Suppliers",
    "supply": "How products are bought",
    "faces": "Pick faces and their fill",
    "totes": "Totes",
    "cartons": "Cartons",
    "packers": "Packers and their badges",
    "site": "The site's settings (site.toml)",
    "details": "Rules for addresses (details.toml)",
}
TOLD_BY: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("orders", frozenset({"order", "placed_at"})),
    ("orders", frozenset({"Name", "Lineitem sku"})),
    ("catalogue", frozenset({"Handle", "Title"})),
    ("catalogue", frozenset({"URL handle", "Title"})),
    ("kits", frozenset({"kit_sku", "component_sku"})),
    ("limits", frozenset({"sku", "location", "safety", "backorder_limit"})),
    ("packaging", frozenset({"sku", "level", "gtin", "units"})),
    ("faces", frozenset({"location", "sku", "min_units", "max_units"})),
    ("suppliers", frozenset({"supplier", "name", "lead_days"})),
    ("supply", frozenset({"sku", "supplier"})),
    ("stock", frozenset({"location", "sku", "quantity"})),
    ("cartons", frozenset({"code", "name", "max_grams"})),
    ("measures", frozenset({"sku", "length_mm"})),
    ("packers", frozenset({"packer_id", "badge"})),
    ("locations", frozenset({"code", "walk"})),
    ("totes", frozenset({"code"})),
)
"""Columns by which the kind of a table is told, the most telling first."""
HEADER_MOST: Final = 64 * 1024
QUEUED_MOST: Final = 32
"""Orders of a file that wait for the writer at once: one or two groups of its commits."""


Importer = Callable[[Centre, str, bytes, str, ChannelRow | None], Imported]
Reader = Callable[[str, bytes], tuple[Sequence[Any], tuple[BadRow, ...]]]
"""(file name, content) -> records, and the rows that could not be read."""
WEIGHED: Final = ("catalogue", "locations", "stock")
"""Kinds after which the planner of the database is told how large the tables have become."""


def import_file(
    centre: Centre, kind: str, file: Path, site: str, channel: ChannelRow | None = None, layout: str = ""
) -> Imported:
    """Import one file of a kind in KINDS at a site; orders need their channel. Raises OSError, UnknownSite.

    `layout` is one of ORDER_LAYOUTS, "" to tell it by the header.
    """
    data = file.read_bytes()
    if kind == "orders" and layout:
        return _orders_of(ORDER_LAYOUTS[layout], centre, str(file), data, site, channel)
    done = KINDS[kind](centre, str(file), data, site, channel)
    if done.changed and kind in WEIGHED:
        centre.do(weigh, site)
    return done


class Files:
    """What the browser's import page is handed: the same importers, and what each kind is told by."""

    kinds: Mapping[str, str] = KIND_WORDS

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def stop(self) -> None:
        """An import of orders under way ends after the next few: from now on each raises StorageFault."""
        self._stopped.set()

    def guess(self, name: str, data: bytes) -> str:
        """The kind of a file by its header; a site's own settings by their name."""
        header = data[:HEADER_MOST].split(b"\n", 1)[0].decode("utf-8-sig", "replace")
        if name.casefold().endswith(".toml"):
            return "details" if "details" in name.casefold() else "site"
        try:
            columns = {cell.strip() for cell in next(csv.reader([header]), [])}
        except csv.Error:
            return ""
        return next((kind for kind, told in TOLD_BY if columns.issuperset(told)), "")

    def run(self, centre: Centre, kind: str, name: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
        if kind == "site":
            record, bad = read_site(name, data)
            if record is not None and record.code != site:
                return Imported(0, 0, (*bad, BadRow(name, 0, "site.code", f"this is site {record.code}, not {site}")))
        if kind == "orders":
            return _orders_of(_reader_for(data), centre, name, data, site, channel, self._stopped.is_set)
        return KINDS[kind](centre, name, data, site, channel)


def _site(centre: Centre, file: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
    record, bad = read_site(file, data)
    if record is None:
        return Imported(0, 0, bad)
    return centre.do(import_site, record)


def _catalogue(centre: Centre, file: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
    products, bad = read_products(file, data)
    done = _with(bad, centre.do(import_catalogue, site, products))
    prices, unread = read_prices(file, data, currency_of(centre, site))
    taken = {product.sku for product in products}
    priced = centre.do(import_prices, site, file, [price for price in prices if price.sku in taken])
    return Imported(done.read, done.changed + priced.changed, (*done.bad, *unread, *priced.bad))


def _named(read: Reader, verb: Callable[[Centre, str, str, Any], Imported]) -> Importer:
    """Records of a file whose verb finds bad ones too, and says where they stand."""

    def run(centre: Centre, file: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
        records, bad = read(file, data)
        return _with(bad, centre.do(verb, site, file, records))

    return run


def _plain(read: Reader, verb: Callable[[Centre, str, Any], Imported]) -> Importer:
    """Records that are good once they are read."""

    def run(centre: Centre, file: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
        records, bad = read(file, data)
        return _with(bad, centre.do(verb, site, records))

    return run


def _stock(centre: Centre, file: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
    counts, bad = read_counts(file, data)
    done = _with(bad, centre.do(import_stock, site, file, hashlib.sha256(data).hexdigest(), counts))
    sweep_in_turns(centre, site)
    return done


def _orders(centre: Centre, file: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
    return _orders_of(_reader_for(data), centre, file, data, site, channel)


def _reader_for(data: bytes) -> OrdersReader:
    """Our own files begin with a column `order` somewhere in their header; all else is taken for Shopify's."""
    header = data.split(b"\n", 1)[0].removeprefix(b"\xef\xbb\xbf").replace(b'"', b"")
    names = {name.strip() for name in header.split(b",")}
    return plain_orders.read_orders if b"order" in names else read_orders


def _orders_of(
    read: OrdersReader,
    centre: Centre,
    file: str,
    data: bytes,
    site: str,
    channel: ChannelRow | None,
    given_up: Callable[[], bool] = lambda: False,
) -> Imported:
    """Each order is a transaction of its own, oldest first; a changed one that can not be followed is a bad row.

    Raises StorageFault once it is given up; what was taken stays.
    """
    assert channel is not None, "orders come from a channel"
    with centre.read(site) as work:
        known, levels = work.goods.skus(), services(site_row(work))
    found = read(Context(file, levels, known), data)
    taken = list(_taken(centre, channel, found.orders, given_up))
    differs = tuple(_differs(file, one) for one in taken if one.outcome in ("differs", "waiting"))
    changed = sum(one.outcome in ("new", "changed") for one in taken)
    changed += sum(centre.do(shipped_elsewhere, channel, reference) for reference in found.fulfilled)
    sweep_in_turns(centre, site)
    return Imported(len(found.orders) + len(found.passed), changed, (*found.bad, *differs), found.passed)


def _taken(
    centre: Centre, channel: ChannelRow, orders: Sequence[NewOrder], given_up: Callable[[], bool]
) -> Iterator[Taken]:
    """Some orders are queued at a time, that those of others get in between."""
    for start in range(0, len(orders), QUEUED_MOST):
        if given_up():
            raise StorageFault("the centre is being stopped: the rest of the file was not taken")
        queued = [centre.submit(take_order, channel, order) for order in orders[start : start + QUEUED_MOST]]
        yield from [future.result() for future in queued]


def _differs(file: str, taken: Taken) -> BadRow:
    return BadRow(file, 0, "Name", f"order {taken.number}: {taken.detail}")


def _with(bad: tuple[BadRow, ...], done: Imported) -> Imported:
    return Imported(done.read, done.changed, (*bad, *done.bad))


OrdersReader = Callable[[Context, bytes], OrdersRead]
ORDER_LAYOUTS: Final[dict[str, OrdersReader]] = {"shopify": read_orders, "plain": plain_orders.read_orders}


def _details(centre: Centre, file: str, data: bytes, site: str, channel: ChannelRow | None) -> Imported:
    rules, bad = read_details(file, data)
    if rules is None:
        return Imported(1, 0, bad)
    return Imported(1, int(centre.do(put_rules, site, rules)))


KINDS: Final[dict[str, Importer]] = {
    "details": _details,
    "site": _site,
    "catalogue": _catalogue,
    "packaging": _named(read_packaging, import_packaging),
    "measures": _named(read_measures, import_measures),
    "kits": _named(read_kits, import_kits),
    "locations": _plain(read_locations, import_locations),
    "suppliers": _named(read_suppliers, import_suppliers),
    "supply": _named(read_rules, import_rules),
    "faces": _named(read_faces, import_faces),
    "stock": _stock,
    "limits": _named(read_limits, import_limits),
    "totes": _plain(read_totes, import_totes),
    "cartons": _plain(read_cartons, import_cartons),
    "packers": _plain(read_packers, import_packers),
    "orders": _orders,
}
"""In the order a new warehouse is set up."""
