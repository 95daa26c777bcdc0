"""The shell of every page: who may see it, what guards it, and what it weighs."""

from tests.web.rig import Client, Shop


def test_a_page_asks_who_one_is_and_goes_on_to_where_one_wanted(shop: Shop) -> None:
    client = shop.client()
    asked = client.get("/orders?view=shipped", follow=False)
    assert (asked.status, asked.headers["location"]) == (303, "/sign-in?next=%2Forders%3Fview%3Dshipped")
    page = client.get(asked.headers["location"])
    assert page.field("next") == "/orders?view=shipped"
    entered = client.post(
        "/sign-in", follow=False, login="rosa", password="a quiet bench 7", next="/orders?view=shipped"
    )
    assert (entered.status, entered.headers["location"]) == (303, "/orders?view=shipped")
    assert client.get("/orders").status == 200
