"""What a site says about its work: the table [work] of site.toml, zones of locations, and how much room goods take."""

from pathlib import Path

import pytest

from app.domain.work.limits import WorkSettings
from sync.channels.site_files import read_locations, read_measures
from sync.channels.site_toml import read_site

SITE = (Path(__file__).parents[2] / "resources" / "demo" / "site.toml").read_bytes()


def test_without_a_word_work_is_as_usual_and_each_setting_can_be_said() -> None:
    record, _ = read_site("site.toml", SITE)
    assert record is not None
    assert record.work == WorkSettings()
    said = SITE + b"\n[work]\ncluster_orders = 4\ncluster_grams = 15000\nby_zone = true\n"
    record, bad = read_site("site.toml", said)
    assert bad == ()
    assert record is not None
    assert record.work == WorkSettings(cluster_orders=4, cluster_grams=15_000, by_zone=True)


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        (b"cluster_orders = 0", "work.cluster_orders", "from 1 to 100"),
        (b'wave_minutes = "60"', "work.wave_minutes", "whole number"),
        (b"by_service = 1", "work.by_service", "true or false"),
        (b"clusters = 4", "work.clusters", "is not known"),
    ],
)
def test_a_wrong_setting_names_its_line_and_key(line: bytes, key: str, words: str) -> None:
    record, (bad,) = read_site("site.toml", SITE + b"\n[work]\n" + line + b"\n")
    assert record is None
    assert (bad.column, words in bad.problem) == (key, True)
    assert bad.line == len(SITE.splitlines()) + 3


def test_locations_may_name_their_zone() -> None:
    places, bad = read_locations("l.csv", b"code,walk,zone\nA-1,1,upstairs\nB-1,2,\nC-1,3," + b"z" * 81 + b"\n")
    assert [(place.code, place.zone) for place in places] == [("A-1", "upstairs"), ("B-1", "")]
    assert [(row.line, row.column) for row in bad] == [(4, "zone")]


def test_measures_become_room_rounded_up() -> None:
    measures, bad = read_measures(
        "m.csv", b"sku,length_mm,width_mm,height_mm\nTEE,300,200,11\nCAP,1,1,1\nMUG,0,9,9\nBED,20000,9,9\n"
    )
    assert [(one.sku, one.millilitres) for one in measures] == [("TEE", 660), ("CAP", 1)]
    assert [(row.line, row.column) for row in bad] == [(4, "length_mm"), (5, "length_mm")]


def test_a_site_says_how_its_supply_is_looked_at_and_what_it_does_not_name_stays() -> None:
    record, bad = read_site("site.toml", SITE + b"\n[supply]\nlead_days = 12\nservice_permille = 980\n")
    assert bad == ()
    assert record is not None
    assert dict(record.supply) == {"lead_days": 12, "service_permille": 980}
    for words, key in ((b"lead_days = 999", "supply.lead_days"), (b"leads = 1", "supply.leads")):
        none, (wrong,) = read_site("site.toml", SITE + b"\n[supply]\n" + words + b"\n")
        assert (none, wrong.column) == (None, key)
