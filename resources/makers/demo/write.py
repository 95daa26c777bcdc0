"""Writes the demo warehouse: `python -m resources.makers.demo.write [FOLDER]`; the same bytes every time."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from resources.makers.demo import export, floor, products
from resources.makers.demo.bad_rows import bad_orders
from resources.makers.demo.site import SITE
from resources.makers.demo.stories import orders
from resources.makers.demo.summary import readme

Row = dict[str, str]


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path(__file__).parents[2] / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_bytes(text.encode())


def files() -> dict[str, str]:
    """Every file of the demo warehouse by name."""
    made = orders()
    return {
        "products_export.csv": table(products.COLUMNS, products.product_rows()),
        "packaging.csv": table(("sku", "level", "gtin", "units"), products.packaging_rows()),
        "locations.csv": table(("code", "zone", "walk", "kind"), floor.location_rows()),
        "counts.csv": table(("location", "sku", "quantity"), floor.count_rows()),
        "totes.csv": table(("code",), floor.tote_rows()),
        "packers.csv": table(("packer_id", "badge", "name", "role", "language"), floor.packer_rows()),
        "cartons.csv": table(_CARTON, floor.carton_rows()),
        "site.toml": SITE,
        "orders_export.csv": table(export.COLUMNS, export.order_rows(made)),
        "orders_bad.csv": table(export.COLUMNS, (row for row, _ in bad_orders())),
        "README.md": readme(made, tuple(bad_orders())),
    }


_CARTON = ("code", "name", "length_mm", "width_mm", "height_mm", "max_grams", "tare_grams")


def table(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """CSV as RFC 4180 has it but with a bare newline between rows, as the shop writes it."""
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
