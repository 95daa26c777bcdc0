"""Shopify's product export: one row per variant, with the product's own columns only on its first row."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.central.warehouse.records import BadRow, Price
from app.domain.barcodes import is_reserved
from app.domain.documents import Product, ProductBarcode
from app.domain.money import BadAmount, parse_amount
from app.domain.sscc import has_valid_check_digit, is_digits
from sync.channels.tables import Row, read_table, whole

REQUIRED = ("Handle", "Title", "Option1 Name", "Option1 Value", "Variant SKU", "Variant Barcode")
ALIASES = {
    "URL handle": "Handle", "SKU": "Variant SKU", "Barcode": "Variant Barcode", "Price": "Variant Price",
    "Option1 name": "Option1 Name", "Option1 value": "Option1 Value", "Option2 name": "Option2 Name",
    "Option2 value": "Option2 Value", "Option3 name": "Option3 Name", "Option3 value": "Option3 Value",
    "Weight value (grams)": "Variant Grams", "Product image URL": "Image Src", "Variant image URL": "Variant Image",
}  # fmt: skip
"""Shopify's newer names of the columns, and the ones it had before (its product CSV template)."""
OPTIONS = (1, 2, 3)
GTIN_LENGTHS = (8, 12, 13, 14)
MINOR_MOST = 10**13


@dataclass(slots=True)
class _Parent:
    """What later rows of a product leave blank."""

    title: str
    picture: str
    options: dict[int, str] = field(default_factory=dict)


def read_products(file: str, data: bytes) -> tuple[tuple[Product, ...], tuple[BadRow, ...]]:
    """Products by SKU, in the file's order, and the rows that could not be taken. Extra image rows are passed over."""
    table = read_table(file, data, REQUIRED, ALIASES)
    bad = list(table.bad)
    parents: dict[str, _Parent] = {}
    good: dict[str, Product] = {}
    for row in table.rows:
        if not row["Handle"]:
            bad.append(BadRow(file, row.line, "Handle", "must not be empty"))
            continue
        parent = parents.setdefault(row["Handle"], _parent(row))
        if not row["Variant SKU"] and not _has_variant(row):
            continue
        made = _product(file, row, parent)
        if isinstance(made, BadRow):
            bad.append(made)
        elif made.sku in good:
            bad.append(BadRow(file, row.line, "Variant SKU", f"SKU {made.sku} stands in a row above"))
        else:
            good[made.sku] = made
    return tuple(good.values()), tuple(sorted(map(table.in_its_words, bad), key=lambda row: row.line))


def read_prices(file: str, data: bytes, currency: str) -> tuple[tuple[Price, ...], tuple[BadRow, ...]]:
    """What each variant costs. The export does not tell its currency: it is the shop's own."""
    table = read_table(file, data, REQUIRED, ALIASES)
    good: dict[str, Price] = {}
    bad = []
    for row in table.rows:
        sku, price = row["Variant SKU"], row["Variant Price"]
        if not sku or not price or sku in good:
            continue
        try:
            amount = parse_amount(price, currency, drop_zeros=True)
        except BadAmount as error:
            bad.append(BadRow(file, row.line, "Variant Price", str(error)))
            continue
        if not 0 <= amount.minor <= MINOR_MOST:
            bad.append(BadRow(file, row.line, "Variant Price", f"{price[:30]} is no price of one unit"))
            continue
        good[sku] = Price(line=row.line, sku=sku, currency=currency, price_minor=amount.minor)
    return tuple(good.values()), tuple(map(table.in_its_words, bad))


def _parent(row: Row) -> _Parent:
    names = {number: row[f"Option{number} Name"] for number in OPTIONS if row[f"Option{number} Name"]}
    return _Parent(row["Title"], row["Image Src"], names)


def _has_variant(row: Row) -> bool:
    return bool(row["Option1 Value"] or row["Variant Barcode"] or row["Variant Price"])


def _product(file: str, row: Row, parent: _Parent) -> Product | BadRow:
    sku = row["Variant SKU"]
    if not sku or len(sku) > 80:
        return BadRow(file, row.line, "Variant SKU", "must not be empty" if not sku else "longer than 80 characters")
    if not parent.title:
        return BadRow(file, row.line, "Title", "must not be empty")
    grams = whole(file, row, "Variant Grams", 0) if row["Variant Grams"] else None
    if isinstance(grams, BadRow):
        return grams
    barcodes = _barcodes(file, row)
    if isinstance(barcodes, BadRow):
        return barcodes
    return Product(
        sku=sku,
        name=parent.title,
        options=_options(row, parent),
        barcodes=barcodes,
        picture=_file_name(row["Variant Image"] or row["Image Src"] or parent.picture),
        grams=grams,
    )


def _options(row: Row, parent: _Parent) -> tuple[tuple[str, str], ...]:
    pairs = ((parent.options.get(number, ""), row[f"Option{number} Value"]) for number in OPTIONS)
    return tuple(
        (name, value) for name, value in pairs if name and value and (name, value) != ("Title", "Default Title")
    )


def _barcodes(file: str, row: Row) -> tuple[ProductBarcode, ...] | BadRow:
    """A GTIN becomes 14 digits; anything else is an alias, unless it would be read as one of our own codes."""
    code = row["Variant Barcode"].removeprefix("'")
    if not code:
        return ()
    if len(code) > 80:
        return BadRow(file, row.line, "Variant Barcode", "longer than 80 characters")
    if is_reserved(code):
        return BadRow(file, row.line, "Variant Barcode", f"{code!a} is kept for badges, totes, locations and commands")
    if is_digits(code) and len(code) in GTIN_LENGTHS:
        if not has_valid_check_digit(code):
            return BadRow(file, row.line, "Variant Barcode", f"{code} has a wrong check digit")
        code = code.zfill(14)
    return (ProductBarcode(code=code, units=1),)


def _file_name(picture: str) -> str:
    """Shops write a URL, files a name: only the last part is kept, and nothing that could leave a folder."""
    name = picture.split("?")[0].replace("\\", "/").rsplit("/", 1)[-1]
    return "" if name.startswith(".") or ":" in name else name
