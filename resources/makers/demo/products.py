"""The catalogue as the shop would export it (products_export.csv), and the cases and inners (packaging.csv)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from resources.makers.demo.gtin import gtin8, gtin12, gtin13, gtin14
from resources.makers.demo.styles import STYLES, Style

COLUMNS = tuple(
    """Handle|Title|Body (HTML)|Vendor|Product Category|Type|Tags|Published|Option1 Name|Option1 Value
Option1 Linked To|Option2 Name|Option2 Value|Option2 Linked To|Option3 Name|Option3 Value|Option3 Linked To
Variant SKU|Variant Grams|Variant Inventory Tracker|Variant Inventory Policy|Variant Fulfillment Service
Variant Price|Variant Compare At Price|Variant Requires Shipping|Variant Taxable|Unit Price Total Measure
Unit Price Total Measure Unit|Unit Price Base Measure|Unit Price Base Measure Unit|Variant Barcode|Image Src
Image Position|Image Alt Text|Gift Card|SEO Title|SEO Description|Variant Image|Variant Weight Unit
Variant Tax Code|Cost per item|Status""".replace("\n", "|").split("|")
)
"""The header of a product export since the columns `Option1 Linked To` and `Unit Price ...` came (2024 on)."""

VENDOR = "Packbench Demo"
_SHORT = {"black": "BLK", "white": "WHT", "moss": "MOS", "sea": "SEA", "oat": "OAT", "rust": "RST", "navy": "NVY",
          "grey": "GRY", "mustard": "MUS"}  # fmt: skip
_NUMBER: dict[str, Callable[[int], str]] = {"gtin13": gtin13, "gtin12": gtin12, "gtin8": gtin8}
_CASE_SIZES = ("M", "L")
_INNER_STYLES = ("SK", "HS")
_BOXED_STYLES = ("MG", "BO", "TT", "NB")


@dataclass(frozen=True, slots=True)
class Variant:
    """One SKU. `colour` and `size` are "" where the style has none; `gtin` is as printed, 8, 12 or 13 digits."""

    style: Style
    colour: str
    size: str
    gtin: str

    @property
    def sku(self) -> str:
        parts = (self.style.code, _SHORT.get(self.colour, ""), self.size.replace("/", "X").replace("-", "_"))
        return "-".join(part for part in parts if part)

    @property
    def picture(self) -> str:
        return "-".join(part for part in (self.style.handle, self.colour) if part) + ".svg"

    @property
    def line_name(self) -> str:
        """The name a shop prints on an order line: `Heavy tee - black / L`."""
        options = " / ".join(part for part in (self.colour, self.size) if part)
        return f"{self.style.title} - {options}" if options else self.style.title


def variants() -> tuple[Variant, ...]:
    """Every SKU of the demo, style by style, numbered in steps of seven so that neighbours differ in two digits."""
    made: list[Variant] = []
    for style in STYLES:
        for colour in style.colours or ("",):
            for size in style.sizes or ("",):
                number = _NUMBER[style.barcode](1007 + 7 * len(made))
                made.append(Variant(style, colour, size, number))
    return tuple(made)


def product_rows() -> Iterator[dict[str, str]]:
    """Rows of products_export.csv; later rows of a product leave the product's own columns blank."""
    seen: dict[str, int] = {}
    pictures: dict[str, list[str]] = {}
    for variant in variants():
        handle = variant.style.handle
        shown = pictures.setdefault(handle, [])
        new_picture = variant.picture not in shown
        if new_picture:
            shown.append(variant.picture)
        row = _variant_columns(variant)
        if new_picture:
            row |= {
                "Image Src": variant.picture,
                "Image Position": str(len(shown)),
                "Image Alt Text": _alt_text(variant),
            }
        if handle not in seen:
            row |= _product_columns(variant)
        seen[handle] = seen.get(handle, 0) + 1
        yield row


def _product_columns(variant: Variant) -> dict[str, str]:
    style = variant.style
    names = [name for name, value in (("Colour", variant.colour), ("Size", variant.size)) if value] or ["Title"]
    return {
        "Title": style.title, "Body (HTML)": f"<p>{style.title}, about {style.grams} g.</p>", "Vendor": VENDOR,
        "Product Category": style.category, "Type": style.type, "Tags": f"demo, {style.type.lower()}",
        "Published": "true",
        "Gift Card": "false", "Status": "active", **{f"Option{at} Name": name for at, name in enumerate(names, 1)},
    }  # fmt: skip


def _variant_columns(variant: Variant) -> dict[str, str]:
    style = variant.style
    values = [value for value in (variant.colour, variant.size) if value] or ["Default Title"]
    return {
        "Handle": style.handle, **{f"Option{at} Value": value for at, value in enumerate(values, 1)},
        "Variant SKU": variant.sku, "Variant Grams": str(style.grams), "Variant Inventory Tracker": "shopify",
        "Variant Inventory Policy": "deny", "Variant Fulfillment Service": "manual",
        "Variant Price": f"{style.price // 100}.{style.price % 100:02d}", "Variant Requires Shipping": "true",
        "Variant Taxable": "true", "Variant Barcode": variant.gtin, "Variant Image": variant.picture,
        "Variant Weight Unit": "g",
    }  # fmt: skip


def _alt_text(variant: Variant) -> str:
    return f"{variant.style.title}, {variant.colour}" if variant.colour else variant.style.title


def packaging_rows() -> Iterator[dict[str, str]]:
    """Rows of packaging.csv: cases of 12 tees and hoodies, inners of 6 and cases of 48 socks, cases of 24 others."""
    for variant in variants():
        code = variant.style.code
        if code in ("HT", "FT", "PT", "LH") and variant.size in _CASE_SIZES:
            yield _level(variant, "case", 1, 12)
        elif code in _INNER_STYLES and variant.size == "40-43":
            yield _level(variant, "inner", 2, 6)
            yield _level(variant, "case", 1, 48)
        elif code in _BOXED_STYLES:
            yield _level(variant, "case", 1, 24)


def _level(variant: Variant, level: str, indicator: int, units: int) -> dict[str, str]:
    return {"sku": variant.sku, "level": level, "gtin": gtin14(indicator, variant.gtin), "units": str(units)}
