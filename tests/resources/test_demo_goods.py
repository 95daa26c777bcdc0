"""The demo catalogue, floor and people hold together: numbers are valid, nothing points into the void."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from biip.gtin import Gtin, GtinFormat

DEMO = Path(__file__).parents[2] / "resources" / "demo"


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as page:
        return list(csv.DictReader(page, strict=True))


def skus() -> dict[str, dict[str, str]]:
    return {row["Variant SKU"]: row for row in rows("products_export.csv")}


def has_right_check_digit(number: str) -> bool:
    weighted = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(reversed(number)))
    return number.isdigit() and weighted % 10 == 0


def test_about_two_hundred_skus_in_about_thirty_styles() -> None:
    listed = rows("products_export.csv")
    assert 180 <= len(listed) <= 220
    assert 28 <= len({row["Handle"] for row in listed}) <= 36
    assert len(skus()) == len(listed)


def test_every_barcode_is_valid_unique_and_in_a_demonstration_range() -> None:
    eaches = [row["Variant Barcode"] for row in rows("products_export.csv")]
    cases = [row["gtin"] for row in rows("packaging.csv")]
    normal = [number.rjust(14, "0") for number in eaches + cases]
    assert len(set(normal)) == len(normal)
    for number in eaches + cases:
        assert has_right_check_digit(number), number
        assert Gtin.parse(number).value == number
        company = number[1:].lstrip("0") if len(number) == 14 else number
        assert company.startswith(("950", "614141")), number
    assert {len(number) for number in eaches} == {8, 12, 13}
    assert all(Gtin.parse(number).format is GtinFormat.GTIN_14 for number in cases)


def test_a_case_names_a_known_sku_and_holds_its_number() -> None:
    known = skus()
    for row in rows("packaging.csv"):
        each = known[row["sku"]]["Variant Barcode"].rjust(14, "0")
        assert row["gtin"][1:13] == each[1:13]
        assert row["gtin"][0] in "12345678"
        assert row["level"] in ("case", "inner")
        assert int(row["units"]) > 1
    assert 35 <= len({row["sku"] for row in rows("packaging.csv")}) <= 45


def test_later_rows_of_a_product_leave_its_columns_blank() -> None:
    seen: set[str] = set()
    for row in rows("products_export.csv"):
        first = row["Handle"] not in seen
        seen.add(row["Handle"])
        for column in ("Title", "Vendor", "Product Category", "Type", "Option1 Name", "Status", "Published"):
            assert bool(row[column]) is first, (row["Variant SKU"], column)
        assert row["Option1 Value"]
        assert float(row["Variant Price"]) > 0
        assert int(row["Variant Grams"]) > 0


def test_every_picture_is_there_and_none_is_left_over() -> None:
    named = {row["Variant Image"] for row in rows("products_export.csv")}
    named |= {row["Image Src"] for row in rows("products_export.csv") if row["Image Src"]}
    assert named == {path.name for path in (DEMO / "pictures").iterdir()}


def test_the_walk_visits_every_location_once_and_counts_lie_in_pick_locations() -> None:
    places = {row["code"]: row for row in rows("locations.csv")}
    walk = [int(row["walk"]) for row in places.values()]
    assert sorted(set(walk)) == sorted(walk)
    assert {row["kind"] for row in places.values()} == {"pick", "reserve", "staging", "problem"}
    assert sum(row["kind"] == "pick" for row in places.values()) >= 200
    for row in rows("counts.csv"):
        assert places[row["location"]]["kind"] == "pick"
        assert row["sku"] in skus()
        assert int(row["quantity"]) >= 0


def test_every_sku_is_counted_mostly_in_one_place_with_some_at_zero_and_some_scarce() -> None:
    counted: dict[str, list[int]] = {}
    for row in rows("counts.csv"):
        counted.setdefault(row["sku"], []).append(int(row["quantity"]))
    assert set(counted) == set(skus())
    assert 3 <= sum(len(places) > 1 for places in counted.values()) <= 12
    assert sum(sum(places) == 0 for places in counted.values()) == 4
    assert sum(1 <= sum(places) <= 3 for places in counted.values()) == 6
    assert len({(row["location"], row["sku"]) for row in rows("counts.csv")}) == len(rows("counts.csv"))


def test_badges_are_long_random_and_printable_as_codes() -> None:
    packers = rows("packers.csv")
    assert len({row["badge"] for row in packers}) == len({row["packer_id"] for row in packers}) == len(packers)
    assert all(len(bytes.fromhex(row["badge"])) * 8 >= 96 for row in packers)
    assert all(row["badge"] == row["badge"].upper() for row in packers)
    assert {row["role"] for row in packers} == {"packer", "supervisor"}


def test_totes_cartons_and_site_are_whole() -> None:
    assert [row["code"] for row in rows("totes.csv")] == [f"T-{number:02d}" for number in range(1, 61)]
    cartons = rows("cartons.csv")
    assert {row["code"] for row in cartons} == {"BAG", "S", "M", "L", "XL"}
    assert all(int(value) > 0 for row in cartons for key, value in row.items() if key not in ("code", "name"))
    site = tomllib.loads((DEMO / "site.toml").read_text(encoding="utf-8"))
    assert site["sscc"]["company_prefix"] == "9501101"
    assert {service["code"] for service in site["service"]} == {"express", "standard"}
    assert {row["Shipping Method"] for row in rows("orders_export.csv")} - {""} == {
        method for service in site["service"] for method in service["shop_methods"]
    }
