"""details.toml is read strictly, every error names its key, and the same file twice changes nothing."""

from pathlib import Path

import pytest

from app.central.details.rules import site_rules
from app.central.details.values import Blocked, DetailRules
from sync.central.commands.incoming.file_imports import import_file
from sync.channels.details_toml import read_details
from tests.central.house import SITE, open_house

GOOD = b"""
link_days = 7
[repeat_minutes]
shop = 10
[[blocked]]
country = "DE"
why = "closed"
"""


def test_a_good_file_sets_the_rules_and_twice_changes_nothing(tmp_path: Path) -> None:
    house = open_house(tmp_path / "centre")
    try:
        file = tmp_path / "details.toml"
        file.write_bytes(GOOD)
        assert [import_file(house.centre, "details", file, SITE).changed for _ in range(2)] == [1, 0]
        assert site_rules(house.centre, SITE) == DetailRules(
            blocked=(Blocked(country="DE", why="closed"),), repeat_minutes={"shop": 10}, link_days=7
        )
    finally:
        house.centre.close()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("link_days = 0", "link_days"),
        ("link_days = 'x'", "link_days"),
        ("surprise = 1", "surprise"),
        ("[repeat_minutes]\nshop = -1", "repeat_minutes.shop"),
        ("[[blocked]]\ncountry = 'XX'", "blocked.country"),
        ("[[blocked]]\nwhy = 'no'", "blocked"),
        ("[[blocked]]\nstreet = 'no'", "blocked.street"),
        ("blocked = 3", "blocked"),
        ("= 3", "line 1"),
    ],
)
def test_what_is_wrong_is_named(text: str, named: str) -> None:
    rules, bad = read_details("details.toml", text.encode())
    assert rules is None
    assert named in str(bad[0])
