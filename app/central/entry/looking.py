"""What is looked up while an order is being entered: products, customers of earlier orders, stock and promise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

import msgspec

from app.central.centre import Centre
from app.central.details.checking import examine, from_holds
from app.central.details.judging import rules_of
from app.central.details.values import Problem
from app.central.entry.values import EntryLine, KnownCustomer, Offered, Outlook
from app.central.intake.kits import recipes_of
from app.central.intake.promises.overselling import overselling
from app.central.intake.setting import services, site_row, zone
from app.central.storage.unit import Work
from app.domain.barcodes.parsing import parse
from app.domain.barcodes.values import Gtin
from app.domain.intake.orders import check_address, service_named, ship_by
from app.domain.intake.search_terms import question
from app.domain.parcels import PostalAddress

OFFERED_MOST: Final = 8
CUSTOMERS_MOST: Final = 5
ORDERS_MOST: Final = 200
"""Earlier orders of a name that are looked at."""
WORDS_MOST: Final = 6
FALLBACK: Final = "EUR"


def currency_of(centre: Centre, site: str) -> str:
    """What the site sells in: what its settings say, else the currency of its newest order."""
    with centre.read(site) as work:
        return site_row(work).currency or work.desk.entering.newest_currency() or FALLBACK


def service_levels(centre: Centre, site: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every service the site offers, the least urgent first."""
    with centre.read(site) as work:
        levels = sorted(services(site_row(work)), key=lambda level: -level.priority)
        return tuple((level.code, level.name) for level in levels)


def scanned(centre: Centre, site: str, typed: str) -> tuple[str, int] | None:
    """(SKU, units) that a typed SKU or a scanned barcode names and nothing else does; None when it names none."""
    with centre.read(site) as work:
        exact = [sku for sku in dict.fromkeys((typed, typed.upper())) if sku in work.goods.known([sku])]
        if exact:
            return exact[0], 1
        code = parse(typed.encode())
        found = work.desk.entering.by_code(code.gtin if isinstance(code, Gtin) else typed)
        return (found[0].sku, found[0].units) if len({row.sku for row in found}) == 1 else None


def products_named(centre: Centre, site: str, typed: str, currency: str, kind: str = "") -> tuple[Offered, ...]:
    """Products with every typed word in their name, SKU or options; those of one barcode, when several share it.

    `kind` of channel the order comes by, here and below: whether it may be promised what is not there yet.
    """
    words = typed.split()[:WORDS_MOST]
    if not words:
        return ()
    with centre.read(site) as work:
        code = parse(typed.encode())
        shared = [row.sku for row in work.desk.entering.by_code(code.gtin)] if isinstance(code, Gtin) else []
        rows = work.desk.entering.products(shared) if shared else work.desk.entering.named(words, OFFERED_MOST)
        return tuple(_offered(work, rows, currency, kind).values())


def offered(centre: Centre, site: str, sku: str, currency: str, kind: str = "") -> Offered | None:
    """One product; None when the catalogue does not have it."""
    with centre.read(site) as work:
        return _offered(work, work.desk.entering.products([sku]), currency, kind).get(sku)


def customers(centre: Centre, site: str, typed: str) -> tuple[KnownCustomer, ...]:
    """Customers of earlier orders by name, telephone number, e-mail address or order number: one per address."""
    with centre.read(site) as work:
        ids = work.desk.terms.find(question(typed))[:ORDERS_MOST]
        found: dict[tuple[str, ...], KnownCustomer] = {}
        for row in work.desk.entering.recipients(ids) if ids else ():
            to = msgspec.json.decode(row.recipient, type=PostalAddress)
            place = tuple(part.casefold().strip() for part in (to.name, to.company, to.street, to.postcode, to.city))
            known = found.get(place)
            found[place] = KnownCustomer(
                order_id=known.order_id if known else row.order_id,
                number=known.number if known else row.number,
                placed_at=known.placed_at if known else row.placed_at,
                to=known.to if known else to,
                email=known.email if known and known.email else row.email,
                orders=known.orders + 1 if known else 1,
            )
        return tuple(found.values())[:CUSTOMERS_MOST]


def outlook(
    centre: Centre,
    site: str,
    lines: Sequence[EntryLine],
    currency: str,
    service: str,
    to: PostalAddress | None,
    email: str = "",
    kind: str = "",
) -> Outlook:
    """How an order of these lines would stand now; `to` None when nothing is delivered."""
    with centre.read(site) as work:
        row = site_row(work)
        level = service_named(services(row), service)
        products = _offered(work, work.desk.entering.products({line.sku for line in lines}), currency, kind)
        problems = () if to is None else _problems(work, to, email, level.code, level.courier)
        leaves = ship_by(work.now, level, zone(row)) if lines else None
        return Outlook(products=products, ship_by=leaves, problems=problems)


def _problems(work: Work, to: PostalAddress, email: str, service: str, courier: str) -> tuple[Problem, ...]:
    pure = from_holds(check_address(to, service), to)
    fields = {problem.field for problem in pure}
    found = examine(to, email, courier, rules_of(work)).problems
    return (*pure, *(problem for problem in found if problem.field not in fields))


def _offered(work: Work, rows: Iterable[Any], currency: str, kind: str) -> dict[str, Offered]:
    found = {row.sku: row for row in rows}
    free = free_units(work, found.keys())
    most = free_units(work, found.keys(), ahead=True) if _oversells(work, kind) else free
    prices = work.goods.prices(found.keys(), currency)
    return {
        sku: Offered(
            sku=sku,
            name=row.name or sku,
            variant=" / ".join(value for _, value in msgspec.json.decode(row.options, type=list[tuple[str, str]])),
            free=free[sku],
            ahead=most[sku] - free[sku],
            price_minor=prices[sku] if sku in prices else work.desk.entering.last_price(sku, currency),
        )
        for sku, row in found.items()
    }


def _oversells(work: Work, kind: str) -> bool:
    """Whether the site's channel of this kind may be promised what is not there; one that is not made yet may not."""
    mine = next((row for row in work.orders.channels() if row.site_id == work.site and row.kind == kind), None)
    return mine is not None and mine.channel_id in overselling(work)


def free_units(work: Work, skus: Collection[str], *, ahead: bool = False) -> dict[str, int]:
    """Units of each SKU that could be promised now, `ahead` also before they are there; a kit's by its components."""
    recipes = recipes_of(work, work.goods.catalogue(skus))
    wanted = {part.sku for parts in recipes.values() for part in parts} | set(skus)
    free = dict.fromkeys(wanted, 0)
    for level in (*work.stock.free(wanted), *(work.ahead.room(wanted) if ahead else ())):
        free[level.sku] += level.free
    kits = {kit: min(free[part.sku] // part.quantity for part in parts) for kit, parts in recipes.items() if parts}
    return {sku: kits.get(sku, free[sku]) for sku in skus}
