"""A change that came after the box was closed is followed or dropped on the order's page; what checks noted is read."""

import re

import pytest

from tests.web.orders.test_order_page import order_in, send, take_in
from tests.web.rig import Client, Shop


@pytest.fixture
def changed(rosa: Client, shop: Shop) -> str:
    """An order whose box is labelled, and that the shop then changed; the address of its page."""
    page = rosa.get("/orders?view=at-benches")
    number = re.search(r"(#10\d\d)[^#]*?label applied", page.words)
    assert number, page.words[:500]
    return take_in(shop, number[1])


def test_a_change_that_waits_is_shown_and_followed(rosa: Client, changed: str) -> None:
    page = rosa.get(changed).words
    assert "Changed after packing" in page
    assert "Pack it anew" in page
    assert "Release" not in page[page.index("Changed after packing") : page.index("Lines")]
    done = send(rosa, changed, "follow")
    assert "The boxes are void" in done.words
    assert "Changed after packing" not in done.words[: done.words.index("Story")]
    assert "change follow" in done.words
    again = send(rosa, changed, "follow")
    assert again.status == 422
    assert "no change of this order waits" in again.words
    assert "No change of this order waits any more." in send(rosa, changed, "drop").words


def test_a_change_that_waits_is_dropped_and_the_customer_is_told(rosa: Client, changed: str) -> None:
    done = send(rosa, changed, "drop")
    assert "It is sent as packed." in done.words
    assert "Tell the customer" in done.words
    assert "SH-NVY-M" not in done.words


def test_an_auditor_sees_it_and_decides_nothing(shop: Shop, changed: str) -> None:
    ada = shop.client("ada")
    assert "Changed after packing" in ada.get(changed).words
    assert "Pack it anew" not in ada.get(changed).words
    assert send(ada, changed, "follow").status == 403


def test_what_the_checks_noted_is_read_on_the_order(rosa: Client, shop: Shop) -> None:
    order = take_in(shop, "#9100", email="lena@gmial.com")
    words = rosa.get(order).words
    assert "Meant: lena@gmail.com ?" in words
    assert order_in(rosa, "view=at-benches") != order
