"""Importing the catalogue and the site: the same file twice changes nothing; what changed goes into the feed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from app.central.centre import Centre
from app.central.details.questions.tokens import SECRET_BYTES
from app.central.intake.channels import ensure_channel
from app.central.intake.setting import site_row, work_settings
from app.central.inventory.ruling import follow_rule
from app.central.money.policies import set_policy
from app.central.storage.unit import Work
from app.central.supply.setting import change_supply
from app.central.values import SiteRow
from app.central.warehouse.records import BadRow, Imported, Measure, Package, Place, Price, SiteRecord
from app.central.warehouse.showing import show_product
from app.domain.documents import Carton, Packer, Product, ProductBarcode, Site
from app.domain.parcels import PostalAddress

SITE, PACKER = "site", "packer"


def import_site(centre: Centre, record: SiteRecord) -> Imported:
    """Make or change a site; its channels are made without a usable key until one is asked for."""
    with centre.begin(record.code) as work:
        row = SiteRow(
            site_id=record.code,
            name=record.name,
            zone=record.zone,
            sender=msgspec.json.encode(record.sender).decode(),
            services=msgspec.json.encode(record.services).decode(),
            company_prefix=record.company_prefix,
            extension=record.extension,
            work=msgspec.json.encode(record.work).decode(),
            currency=record.currency,
        )
        changed = work.goods.put_site(row)
        if work.details.secret() is None:
            work.details.put_secret(centre.random_bytes(SECRET_BYTES))
        made = [ensure_channel(work, code, kind, centre.random_bytes(32)) for code, kind in record.channels]
        made += [set_policy(work, code, policy) for code, policy in record.policies]
        made += [follow_rule(work, code, sku, settings) for code, sku, settings in record.stock_rules]
        made += [change_supply(work, record.supply)]
        _show_site(work)
        return Imported(1, int(changed or any(made)))


def import_catalogue(centre: Centre, site: str, products: Sequence[Product]) -> Imported:
    """Products with their each-level barcodes; cases and inners come from the packaging file and stay."""
    with centre.begin(site) as work:
        site_row(work)
        changed = 0
        for product in products:
            touched = work.goods.put_product(product)
            touched |= work.goods.put_barcodes(product.sku, product.barcodes, "each")
            changed += touched
            if touched:
                show_product(work, product.sku)
        return Imported(len(products), changed)


def import_prices(centre: Centre, site: str, file: str, prices: Sequence[Price]) -> Imported:
    """What the shop asks for known SKUs."""
    with centre.begin(site) as work:
        known = work.goods.known({price.sku for price in prices})
        bad = [
            BadRow(file, price.line, "sku", f"SKU {price.sku!r} is not in the catalogue")
            for price in prices
            if price.sku not in known
        ]
        good = [price for price in prices if price.sku in known]
        changed = [work.goods.put_price(price.sku, price.currency, price.price_minor) for price in good]
        return Imported(len(prices), sum(changed), tuple(bad))


def import_packaging(centre: Centre, site: str, file: str, packages: Sequence[Package]) -> Imported:
    """Cases and inners of known SKUs; all packages of a SKU in the file replace those it had."""
    with centre.begin(site) as work:
        known = work.goods.known({package.sku for package in packages})
        bad = [
            BadRow(file, package.line, "sku", f"SKU {package.sku!r} is not in the catalogue")
            for package in packages
            if package.sku not in known
        ]
        changed = 0
        for sku in sorted(known):
            mine = [ProductBarcode(code=p.gtin, units=p.units, level=p.level) for p in packages if p.sku == sku]
            if work.goods.put_barcodes(sku, mine, "case"):
                changed += 1
                show_product(work, sku)
        return Imported(len(packages), changed, tuple(bad))


def import_measures(centre: Centre, site: str, file: str, measures: Sequence[Measure]) -> Imported:
    """How much room known SKUs take: what a cart may hold by volume is reckoned from it."""
    with centre.begin(site) as work:
        known = work.goods.known({measure.sku for measure in measures})
        bad = [
            BadRow(file, measure.line, "sku", f"SKU {measure.sku!r} is not in the catalogue")
            for measure in measures
            if measure.sku not in known
        ]
        good = [measure for measure in measures if measure.sku in known]
        changed = [work.goods.put_measure(measure.sku, measure.millilitres) for measure in good]
        return Imported(len(measures), sum(changed), tuple(bad))


def import_locations(centre: Centre, site: str, places: Iterable[Place]) -> Imported:
    with centre.begin(site) as work:
        site_row(work)
        changed = [work.goods.put_location(place.code, place.walk, place.kind, place.zone) for place in places]
        return Imported(len(changed), sum(changed))


def import_packers(centre: Centre, site: str, packers: Sequence[Packer]) -> Imported:
    """Packers with the hash of their badge; the badge itself never comes here."""
    with centre.begin(site) as work:
        site_row(work)
        changed = 0
        for packer in packers:
            if work.goods.put_packer(packer):
                changed += 1
                work.feed.put(PACKER, packer.packer_id, msgspec.json.encode(packer))
        return Imported(len(packers), changed)


def import_cartons(centre: Centre, site: str, cartons: Sequence[Carton]) -> Imported:
    with centre.begin(site) as work:
        site_row(work)
        changed = [work.goods.put_carton(carton, position) for position, carton in enumerate(cartons)]
        _show_site(work)
        return Imported(len(changed), sum(changed))


def import_totes(centre: Centre, site: str, totes: Sequence[str]) -> Imported:
    with centre.begin(site) as work:
        site_row(work)
        changed = [work.goods.put_tote(code) for code in totes]
        _show_site(work)
        return Imported(len(changed), sum(changed))


def _show_site(work: Work) -> None:
    row = site_row(work)
    site = Site(
        code=row.site_id,
        name=row.name,
        zone=row.zone,
        sender=msgspec.json.decode(row.sender, type=PostalAddress),
        cartons=work.goods.cartons(),
        totes=work.goods.totes(),
        other_lot=work_settings(row).other_lot,
    )
    work.feed.put(SITE, row.site_id, msgspec.json.encode(site))


def weigh(centre: Centre, site: str) -> None:
    """What to do after a large import, so that the next order is planned for a warehouse and not for an empty one."""
    with centre.begin(site) as work:
        work.weigh()
