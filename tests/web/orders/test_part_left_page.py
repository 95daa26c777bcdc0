"""The page of an order some of which left: cancelling the rest names what is to be paid back, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.central.people.actors import CENTRE
from app.central.people.users import NewUser, add_user
from tests.central.house import SITE, open_house
from tests.central.money.test_what_was_not_sent import part_left
from tests.web.rig import PASSWORD, Client, Shop, served


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A small warehouse with one order of which the tees left, and the cap is not there."""
    house = open_house(tmp_path)
    part_left(house)
    user = NewUser(login="rosa", name="Rosa Klein", email="", role="supervisor", site=SITE)
    house.centre.do(add_user, CENTRE, user, PASSWORD)
    house.centre.close()
    with served(tmp_path, house.key) as made:
        yield made


def test_cancelling_the_rest_names_what_goes_back(rosa: Client) -> None:
    order = next(link for link in rosa.get("/orders?view=all").links if link.startswith("/orders/id-"))
    page = rosa.get(order)
    assert "part shipped A part has left. The rest waits for stock or for its pick list." in page.words
    assert "The rest of order #1" in page.words
    assert "To pay back" not in page.words
    done = rosa.post(f"{order}/cancel", csrf=rosa.csrf(), reason="waited too long")
    assert "The order was cancelled." in done.words
    assert "To pay back 13.50 EUR" in done.words
    assert "Not all of order #1 is sent: pay 13.50 EUR back, and tell the customer." in done.words
    again = rosa.post(f"{order}/cancel", csrf=rosa.csrf(), reason="waited too long")
    assert "The order had been cancelled already: nothing was done again." in again.words
    assert again.words.count("cancelled: waited too long") == 1
    rosa.post("/account/language", csrf=rosa.csrf(), language="de")
    german = rosa.get(order).words
    assert "Zurückzuzahlen 13,50 EUR" in german
    assert "Nicht alles von Bestellung #1 ist versandt: 13,50 EUR zurückzahlen" in german
