"""The demo orders: read back from the file and counted by kind of trouble, as the page beside them promises."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

DEMO = Path(__file__).parents[2] / "resources" / "demo"
Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (DEMO / name).open(encoding="utf-8", newline="") as page:
        return list(csv.DictReader(page, strict=True))


def orders(name: str = "orders_export.csv") -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read(name):
        found.setdefault(row["Name"], []).append(row)
    return found


def stock() -> Counter[str]:
    units: Counter[str] = Counter()
    for row in read("counts.csv"):
        units[row["sku"]] += int(row["quantity"])
    return units


def demand(lines: list[Row]) -> Counter[str]:
    units: Counter[str] = Counter()
    for row in lines:
        units[row["Lineitem sku"]] += int(row["Lineitem quantity"])
    return units


def trouble(lines: list[Row]) -> str:
    """Read off the rows alone, by the rules a packing centre would use."""
    first, there = lines[0], stock()
    if first["Cancelled at"]:
        return "cancelled"
    if first["Shipping Method"] == "Express" and first["Shipping Street"].startswith("Postfach"):
        return "express to a PO box"
    if any(units > there[sku] for sku, units in demand(lines).items()):
        return "no stock"
    money = {"pending": "pending", "partially_paid": "partially paid"}.get(first["Financial Status"], "")
    street = "" if first["Shipping Address1"] and first["Shipping Street"] else "no street"
    postcode = "" if first["Shipping Zip"] else "no postcode"
    return ", ".join(part for part in (money, street, postcode) if part)


def promised(title: str, up_to: str) -> dict[str, int]:
    page = (DEMO / "README.md").read_text(encoding="utf-8").split(title)[1].split(up_to)[0]
    table = re.findall(r"^\| ([^|]+) \| (\d+) \|", page, re.MULTILINE)
    return {("" if key == "none" else key): int(count) for key, count in table}


def test_the_page_promises_what_the_file_holds() -> None:
    counted = Counter(trouble(lines) for lines in orders().values())
    assert counted == promised("## orders_export.csv", "Odd, and yet")
    assert sum(counted.values()) == 120
    assert counted[""] >= 90


def test_the_stock_suffices_for_all_orders_that_can_be_sent_and_the_last_units_go() -> None:
    wanted: Counter[str] = Counter()
    for lines in orders().values():
        if trouble(lines) == "":
            wanted += demand(lines)
    there = stock()
    assert all(units <= there[sku] for sku, units in wanted.items())
    scarce = {sku for sku, units in there.items() if 1 <= units <= 3}
    assert scarce
    assert all(wanted[sku] == there[sku] for sku in scarce)


def test_later_lines_leave_the_columns_of_the_order_blank() -> None:
    own = {"Name", "Email", "Vendor"}
    for lines in orders().values():
        assert lines[0]["Created at"]
        assert lines[0]["Financial Status"]
        for row in lines[1:]:
            filled = {column for column, value in row.items() if value}
            assert all(column in own or column.startswith("Lineitem") for column in filled)


def test_lines_of_an_order_stand_together() -> None:
    names = [row["Name"] for row in read("orders_export.csv")]
    runs = [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
    assert len(runs) == len(set(runs))


def test_every_line_names_a_sku_of_the_catalogue() -> None:
    known = {row["Variant SKU"] for row in read("products_export.csv")}
    assert {row["Lineitem sku"] for row in read("orders_export.csv")} <= known


def test_amounts_add_up_in_each_currency() -> None:
    for lines in orders().values():
        first = lines[0]
        subtotal = sum(Decimal(row["Lineitem price"]) * int(row["Lineitem quantity"]) for row in lines)
        assert Decimal(first["Subtotal"]) == subtotal
        assert Decimal(first["Total"]) == subtotal + Decimal(first["Shipping"])
        assert ("." in first["Total"]) is (first["Currency"] != "JPY")


def test_times_carry_the_offset_of_the_shop() -> None:
    for lines in orders().values():
        at = datetime.strptime(lines[0]["Created at"], "%Y-%m-%d %H:%M:%S %z")
        assert at.utcoffset() == timedelta(hours=2)


def test_the_odd_orders_are_there() -> None:
    held = orders()
    names = {lines[0]["Shipping Name"] for lines in held.values()}
    assert sum(bool(re.search("[\u0600-\u06ff]", name)) for name in names) == 3
    assert sum(bool(re.search("[\U0001f300-\U0001faff]", name)) for name in names) == 2
    assert any("^XZ~JR" in name for name in names)
    assert sum(bool(re.search("[äöüßÄÖÜ]", name)) for name in names) >= 10
    assert any(lines[0]["Shipping Zip"] == "'01067" for lines in held.values())
    currencies = Counter(lines[0]["Currency"] for lines in held.values())
    assert (currencies["JPY"], currencies["USD"]) == (2, 4)
    assert Counter(lines[0]["Financial Status"] for lines in held.values())["authorized"] == 4
    twice = [lines for lines in held.values() if len({row["Lineitem sku"] for row in lines}) < len(lines)]
    assert len(twice) >= 4
    assert any("\n" in lines[0]["Notes"] for lines in held.values())
    assert sum(lines[0]["Shipping Method"] == "Express" for lines in held.values()) >= 10
    assert sum(len(lines) == 1 and lines[0]["Lineitem quantity"] == "1" for lines in held.values()) >= 40


def test_every_bad_row_is_listed_with_its_line() -> None:
    table = (DEMO / "README.md").read_text(encoding="utf-8").split("## orders_bad.csv")[1]
    listed = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|", table, re.MULTILINE)
    assert len(listed) >= 12
    found: dict[int, Row] = {}
    with (DEMO / "orders_bad.csv").open(encoding="utf-8", newline="") as page:
        reader = csv.DictReader(page, strict=True)
        for row in reader:
            found[reader.line_num] = row
    for line, name, column, why in listed:
        row = found[int(line)]
        assert name == (row["Name"] or "(blank)")
        assert column in row
        assert why
    good = re.findall(r"#\d+", table.split("The ")[0])
    assert len(good) == 4
    assert not {name for _, name, _, _ in listed} & set(good)
    known = {row["Variant SKU"] for row in read("products_export.csv")}
    assert all(row["Lineitem sku"] in known for row in found.values() if row["Name"] in good)
