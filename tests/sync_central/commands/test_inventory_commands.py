"""`packbench central inventory`: shown, followed and told to a shop on loopback; and a channel that may oversell."""

from pathlib import Path

import pytest

from app.central.inventory.pushing import set_push
from tests.central.house import SITE, open_again, open_house
from tests.central.inventory.shop_server import shop_server
from tests.sync_central.commanded import central

SHOPS = "\n[shops]\nallow_http = true\nallow_private = true\n"


@pytest.fixture
def data(tmp_path: Path, database: str) -> Path:
    """A centre that is not served, and may deliver to loopback."""
    house = open_house(tmp_path, database)
    house.stock({"TEE-M": {"A-1": 50}, "CAP": {"A-2": 3}})
    house.centre.close()
    with (tmp_path / "central.toml").open("a", encoding="utf-8") as file:
        file.write(SHOPS)
    return tmp_path


def tell_to(data: Path, url: str) -> None:
    """The shop channel hears its figures there."""
    centre = open_again(data)
    try:
        given = {"kind": "webhook", "url": url, "secret": "whsec_AAAAAAAAAAAAAAAAAAAAAA=="}
        assert centre.do(set_push, SITE, "shop", given) is True
    finally:
        centre.close()


def said(data: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[str]:
    capsys.readouterr()
    assert central(data, *words) == code
    captured = capsys.readouterr()
    return (captured.err if code == 2 else captured.out).splitlines()


def test_what_may_be_sold_is_shown_and_followed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    *lines, last = said(data, capsys, "inventory", "show")
    assert [line.split(" ", 1)[1] for line in lines] == ["CAP: shop 3 (on_hand 3)", "TEE-M: shop 50 (on_hand 50)"]
    seq = last.removeprefix("up to ")
    assert said(data, capsys, "inventory", "changes", seq) == [f"up to {seq}"]
    said(data, capsys, "stock", "adjust", "TEE-M", "A-1", "-1", "--why", "broken")
    (one, _) = said(data, capsys, "inventory", "show", "TEE-M", "--channel", "shop")
    assert one.endswith("TEE-M: shop 49")
    (changed, _) = said(data, capsys, "inventory", "changes", seq, "--channel", "shop")
    assert changed == one
    assert said(data, capsys, "stock", "limit", "TEE-M", "A-1", "--backorder-limit", "10") != []
    assert said(data, capsys, "inventory", "show", "TEE-M")[0].endswith("TEE-M: shop 49 (on_hand 49)")
    said(data, capsys, "channel", "set", "shop", "oversell=yes")
    assert said(data, capsys, "inventory", "show", "TEE-M")[0].endswith("TEE-M: shop 59 (on_hand 49)")
    assert "oversell" in said(data, capsys, "channel", "set", "shop", "oversell=maybe", code=2)[0]


def test_what_is_not_known_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "sku: " in said(data, capsys, "inventory", "show", "NOPE", code=2)[0]
    assert "--channel: " in said(data, capsys, "inventory", "show", "--channel", "nope", code=2)[0]
    assert "after: 0 or more" in said(data, capsys, "inventory", "changes", "--", "-1", code=2)[0]
    assert "read all with" in said(data, capsys, "inventory", "changes", "999999", code=2)[0]
    assert "code: there is no channel" in said(data, capsys, "inventory", "push", "nope", code=2)[0]
    assert "code: shop is told nothing" in said(data, capsys, "inventory", "push", "shop", code=2)[0]


def test_a_shop_is_told_now_and_told_everything_anew(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with shop_server() as shop:
        tell_to(data, shop.url)
        shop.faults = [503]
        assert "it answered 503" in said(data, capsys, "inventory", "push", "shop", code=1)[-1]
        assert said(data, capsys, "inventory", "push", "shop") == ["shop: 2 told, 0 wait"]
        assert shop.stock == {"TEE-M": 50, "CAP": 3}
        assert said(data, capsys, "inventory", "push", "shop") == ["shop: 0 told, 0 wait"]
        assert said(data, capsys, "inventory", "push", "shop", "--anew") == ["shop: 2 told, 0 wait"]
