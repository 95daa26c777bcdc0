"""packbench card: what a bench needs on paper, as one HTML page to print: commands, badges, totes, locations."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from app.domain.barcodes import encode_badge, encode_place, encode_tote
from app.domain.floor.cards import render_card, render_sheet
from app.station.press import on_offer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--badges", type=Path, metavar="CSV", help="a sheet of badges (columns badge, name)")
    parser.add_argument("--totes", type=Path, metavar="CSV", help="a sheet of totes (column code)")
    parser.add_argument("--locations", type=Path, metavar="CSV", help="a sheet of locations (column code)")
    parser.add_argument("--out", type=Path, default=Path("packbench-card.html"), help="where to write the page")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    try:
        page = _page(given)
        given.out.write_text(page, "utf-8")
    except (OSError, ValueError, KeyError) as error:
        print(f"packbench card: {error}", file=sys.stderr)
        return 1
    print(f"{given.out}: print it on A4")
    return 0


def _page(given: argparse.Namespace) -> str:
    if given.badges:
        rows = _rows(given.badges, "badge", "name")
        return render_sheet("Badges", [(row["name"], encode_badge(row["badge"])) for row in rows])
    if given.totes:
        return render_sheet("Totes", [(row["code"], encode_tote(row["code"])) for row in _rows(given.totes, "code")])
    if given.locations:
        rows = _rows(given.locations, "code")
        return render_sheet("Locations", [(row["code"], encode_place(row["code"])) for row in rows])
    return render_card(on_offer())


def _rows(file: Path, *columns: str) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    for column in columns:
        if rows and column not in rows[0]:
            raise ValueError(f"{file}: line 1: column {column!r} is missing")
    return rows
