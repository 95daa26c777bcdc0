"""Our two import rules find a forbidden import and leave an allowed one alone."""

from arrows import KnowsOnly, OnlyIn, inside


def test_a_room_holds_its_modules_and_not_its_namesakes() -> None:
    assert inside("app.station.storage.tables", "app.*.storage")
    assert inside("devices", "devices")
    assert not inside("app.station.desk", "app.*.storage")
    assert not inside("devices_of_ours", "devices")


def test_a_package_is_imported_by_its_rooms_only() -> None:
    rule = OnlyIn("x", {}, {"packages": ["sqlalchemy"], "rooms": ["app.*.storage"]})
    assert not rule.breaks("app.central.storage.tables", "sqlalchemy")
    assert rule.breaks("sync.station.lanes.drain", "sqlalchemy")
    assert not rule.breaks("sync.station.lanes.drain", "requests")


def test_a_room_knows_the_standard_library_and_what_is_named() -> None:
    rule = KnowsOnly("x", {}, {"room": "app.domain", "packages": ["biip"]})
    assert [rule.breaks("app.domain.sscc", known) for known in ("decimal", "biip", "app.domain.money")] == [False] * 3
    assert [rule.breaks("app.domain.sscc", new) for new in ("msgspec", "app.station", "sync.protocol")] == [True] * 3
    assert not rule.breaks("sync.protocol", "msgspec")
