"""Products, locations, cartons, totes, packers and the site itself, as the imports leave them."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from app.central.storage.schema.ground import site
from app.central.storage.schema.selling.details import site_details
from app.central.storage.schema.warehouse.goods import (
    carton,
    location,
    packer,
    product,
    product_barcode,
    product_price,
    tote,
)
from app.central.storage.stores.store import Store, bounded, columns
from app.central.storage.writing.later import beside, later_of
from app.central.values import SiteRow
from app.domain.documents import Carton, Packer, Product, ProductBarcode

_KNOWN = beside(
    select(product.c.sku, product.c.kit).where(
        product.c.site_id == bindparam("of"), product.c.sku.in_(bindparam("skus", expanding=True))
    )
)
_SITE = beside(
    columns(site, SiteRow)
    .add_columns(site_details.c.rules)
    .select_from(site.outerjoin(site_details, site_details.c.site_id == site.c.site_id))
    .where(site.c.site_id == bindparam("id"))
)
_SITE_FIELDS = tuple(SiteRow.__dataclass_fields__)


class Goods(Store):
    _site_row: SiteRow | None = None
    _site_rules = "{}"

    def known(self, skus: Collection[str]) -> frozenset[str]:
        """Those of `skus` that are in the catalogue."""
        return frozenset(self.connection.execute(_KNOWN, {"of": self.site, "skus": list(skus)}).scalars())

    def catalogue(self, skus: Collection[str]) -> dict[str, bool]:
        """Those of `skus` that are in the catalogue, and whether each is a kit."""
        rows = self.connection.execute(_KNOWN, {"of": self.site, "skus": list(skus)})
        return {row.sku: bool(row.kit) for row in rows}

    def skus(self) -> frozenset[str]:
        """Every SKU of the catalogue."""
        return frozenset(self.connection.execute(select(product.c.sku).where(product.c.site_id == self.site)).scalars())

    def product(self, sku: str) -> Product | None:
        row = self.connection.execute(
            select(product).where(product.c.site_id == self.site, product.c.sku == sku)
        ).first()
        if row is None:
            return None
        options = msgspec.json.decode(row.options, type=tuple[tuple[str, str], ...])
        return Product(
            sku=sku,
            name=row.name,
            options=options,
            barcodes=self.barcodes(sku),
            picture=row.picture,
            grams=row.grams,
            home=row.home,
            by_lot=bool(row.tracks_lot),
            by_serial=bool(row.tracks_serial),
            expires=bool(row.tracks_expiry),
        )

    def barcodes(self, sku: str) -> tuple[ProductBarcode, ...]:
        table = product_barcode
        found = select(table.c.code, table.c.units, table.c.level).where(table.c.site_id == self.site)
        rows = self.connection.execute(found.where(table.c.sku == sku).order_by(table.c.units, table.c.code))
        return tuple(ProductBarcode(code=row.code, units=row.units, level=row.level) for row in rows)

    def put_product(self, made: Product) -> bool:
        """Everything but the barcodes and, when the record has none, the home location."""
        values = {
            "name": made.name,
            "options": msgspec.json.encode(made.options).decode(),
            "picture": made.picture,
            "grams": made.grams,
        }
        if made.home:
            values["home"] = made.home
        return self.upsert(product, {"site_id": self.site, "sku": made.sku}, values)

    def put_barcodes(self, sku: str, barcodes: Collection[ProductBarcode], level: str) -> bool:
        """Replace the SKU's barcodes of one packaging level ("each" or everything else)."""
        table = product_barcode
        mine = (table.c.site_id == self.site, table.c.sku == sku)
        each = table.c.level == "each" if level == "each" else table.c.level != "each"
        kept = {code for code in self.barcodes(sku) if (code.level == "each") == (level == "each")}
        if kept == set(barcodes):
            return False
        self.connection.execute(delete(table).where(*mine, each))
        for code in barcodes:
            key = {"site_id": self.site, "sku": sku, "code": code.code}
            self.upsert(table, key, {"units": code.units, "level": code.level})
        return True

    def set_home(self, sku: str, code: str) -> bool:
        """Give a product its home location if it has none yet."""
        mine = (product.c.site_id == self.site, product.c.sku == sku, product.c.home == "")
        return bool(self.connection.execute(update(product).where(*mine).values(home=code)).rowcount)

    def put_location(self, code: str, walk: int, kind: str, zone: str = "") -> bool:
        values = {"walk": walk, "kind": kind, "zone": zone or code.partition("-")[0]}
        return self.upsert(location, {"site_id": self.site, "code": code}, values)

    def walk(self, codes: Collection[str]) -> dict[str, int]:
        """Place on the walk path of each of these locations."""
        found = select(location.c.code, location.c.walk).where(location.c.site_id == self.site)
        rows = self.connection.execute(found.where(location.c.code.in_(list(codes))))
        return {row.code: row.walk for row in rows}

    def places(self, codes: Collection[str]) -> dict[str, tuple[int, str]]:
        """(place on the walk path, zone) of each of these locations."""
        c = location.c
        found = select(c.code, c.walk, c.zone).where(c.site_id == self.site)
        rows = (row for some in bounded(codes) for row in self.connection.execute(found.where(c.code.in_(some))))
        return {row.code: (row.walk, row.zone or row.code.partition("-")[0]) for row in rows}

    def measures(self, skus: Collection[str]) -> dict[str, tuple[int, int]]:
        """(grams, millilitres) of one unit of each of these SKUs, 0 for what is not known."""
        c = product.c
        found = select(c.sku, c.grams, c.millilitres).where(c.site_id == self.site)
        rows = (row for some in bounded(skus) for row in self.connection.execute(found.where(c.sku.in_(some))))
        return {row.sku: (row.grams or 0, row.millilitres or 0) for row in rows}

    def put_price(self, sku: str, currency: str, price_minor: int) -> bool:
        """Write down what a unit costs at the shop; True when that changed."""
        key = {"site_id": self.site, "sku": sku, "currency": currency}
        return self.upsert(product_price, key, {"price_minor": price_minor})

    def prices(self, skus: Collection[str], currency: str) -> dict[str, int]:
        """What a unit of those of `skus` with a price in this currency costs at the shop."""
        c = product_price.c
        found = select(c.sku, c.price_minor).where(c.site_id == self.site, c.currency == currency)
        rows = (row for some in bounded(skus) for row in self.connection.execute(found.where(c.sku.in_(some))))
        return {row.sku: row.price_minor for row in rows}

    def put_measure(self, sku: str, millilitres: int) -> bool:
        """Write down how much room a unit takes; True when that changed."""
        return self.upsert(product, {"site_id": self.site, "sku": sku}, {"millilitres": millilitres})

    def site_row(self) -> SiteRow | None:
        """The site of this transaction, read once in it together with what it asks of details.

        Orders that are taken together ask once for all of them: their transaction holds what nobody changed since.
        """
        if self._site_row is None:
            later = later_of(self.connection)
            known = later.known if later is not None else {}
            if self.site not in known:
                row = self.connection.execute(_SITE, {"id": self.site}).first()
                if row is None:
                    return None
                *values, rules = row
                known[self.site] = SiteRow(**dict(zip(_SITE_FIELDS, values, strict=True))), rules or "{}"
            self._site_row, self._site_rules = known[self.site]
        return self._site_row

    def site_rules(self) -> str:
        """What the site asks of details, as JSON; "{}" when it asks nothing of its own."""
        self.site_row()
        return self._site_rules

    def site_names(self) -> tuple[tuple[str, str], ...]:
        """(id, name) of every site, by id."""
        rows = self.connection.execute(select(site.c.site_id, site.c.name).order_by(site.c.site_id))
        return tuple((row.site_id, row.name or row.site_id) for row in rows)

    def put_site(self, made: SiteRow) -> bool:
        self._site_row = None
        values = {name: getattr(made, name) for name in made.__dataclass_fields__ if name != "site_id"}
        known = self.connection.execute(select(site.c.site_id).where(site.c.site_id == made.site_id)).first()
        if known is None:
            self.connection.execute(insert(site).values(site_id=made.site_id, **values))
            return True
        return self.upsert(site, {"site_id": made.site_id}, values)

    def put_carton(self, made: Carton, position: int) -> bool:
        values = {name: getattr(made, name) for name in made.__dataclass_fields__ if name != "code"}
        return self.upsert(carton, {"site_id": self.site, "code": made.code}, {**values, "position": position})

    def cartons(self) -> tuple[Carton, ...]:
        found = columns(carton, Carton).where(carton.c.site_id == self.site)
        return self.all(found.order_by(carton.c.position, carton.c.code), Carton)

    def put_tote(self, code: str) -> bool:
        known = select(tote.c.code).where(tote.c.site_id == self.site, tote.c.code == code)
        if self.connection.execute(known).first() is not None:
            return False
        self.connection.execute(insert(tote).values(site_id=self.site, code=code, state="free", order_id=None))
        return True

    def totes(self) -> tuple[str, ...]:
        found = select(tote.c.code).where(tote.c.site_id == self.site).order_by(tote.c.code)
        return tuple(self.connection.execute(found).scalars())

    def tote_order(self, code: str) -> str | None:
        """The order whose units are in the tote; None when it is free or unknown."""
        found = select(tote.c.order_id).where(tote.c.site_id == self.site, tote.c.code == code)
        return self.connection.execute(found).scalar_one_or_none()

    def assign_tote(self, code: str, order_id: str) -> bool:
        """False when the site does not know the tote."""
        mine = update(tote).where(tote.c.site_id == self.site, tote.c.code == code)
        return bool(self.connection.execute(mine.values(state="assigned", order_id=order_id)).rowcount)

    def free_totes(self, order_id: str) -> None:
        mine = update(tote).where(tote.c.site_id == self.site, tote.c.order_id == order_id)
        self.connection.execute(mine.values(state="free", order_id=None))

    def put_packer(self, made: Packer) -> bool:
        values = {name: getattr(made, name) for name in made.__dataclass_fields__ if name != "packer_id"}
        return self.upsert(packer, {"site_id": self.site, "packer_id": made.packer_id}, values)

    def packers(self) -> tuple[Packer, ...]:
        return self.all(columns(packer, Packer).where(packer.c.site_id == self.site), Packer)
