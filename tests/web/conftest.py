"""The demo warehouse is set up once; every test serves a copy of its own, and all look through one browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.browser import Browser, open_browser
from tests.web.rig import Client, Shop, copied, served, set_up_warehouse


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("warehouse")
    return folder, set_up_warehouse(folder)


@pytest.fixture
def shop(warehouse: tuple[Path, str], tmp_path: Path) -> Iterator[Shop]:
    template, key = warehouse
    with served(copied(template, tmp_path), key) as made:
        yield made


@pytest.fixture
def rosa(shop: Shop) -> Client:
    """A supervisor who is signed in, without JavaScript."""
    return shop.client("rosa")


@pytest.fixture(scope="session")
def one_browser(no_child_left: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def browser(one_browser: Browser, shop: Shop) -> Iterator[Browser]:
    """The browser as it is when nobody has signed in; fails a test that left an error in its log."""
    one_browser.fresh(shop.url)
    yield one_browser
    one_browser.away()
    assert one_browser.complaints() == []
