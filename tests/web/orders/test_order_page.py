"""The page of one order without JavaScript: its story, its holds resolved in place, and who may do that."""

import json
import re
from urllib.parse import quote

import pytest

from tests.web.rig import Client, Page, Shop

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
ROLES = {"clerk": "tom", "auditor": "ada"}


def order_in(client: Client, query: str) -> str:
    """The address of the first order of a list."""
    page = client.get(f"/orders?{query}")
    return next(link for link in page.links if re.fullmatch(r"/orders/[ab]-\d+", link))


def send(client: Client, order: str, what: str, **form: str) -> Page:
    return client.post(f"{order}/{what}", form, csrf=client.csrf())


def take_in(shop: Shop, reference: str, **changes: object) -> str:
    """Send an order as the shop does; the address of its page."""
    recipient = {"name": "Lena Brandt", "street": "Weststraße 5", "postcode": "50667", "city": "Köln", "country": "DE"}
    order = {
        "external_ref": reference, "currency": "EUR", "total": "15.00", "payment": "paid",
        "recipient": recipient, "lines": [{"sku": "SH-NVY-M", "quantity": 1, "price": "15.00"}], **changes,
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {shop.key}", "Content-Type": "application/json"}
    sent = shop.client().ask("POST", "/v1/orders", json.dumps(order).encode(), headers)
    assert sent.status in (200, 201, 202), sent.text
    return f"/orders/{json.loads(sent.body)['id']}"


def test_an_order_that_left_tells_its_whole_story_in_order(rosa: Client) -> None:
    words = rosa.get(order_in(rosa, "view=shipped")).words
    story = words[words.index("Story") :]
    told = (
        "placed by the customer", "came in from shop", "allocated", "released to pick list P-", "tote assigned",
        "picked, ", "packing began", "packed, ", "carton closed", "label number taken",
        "label applied, scanned on the box", "parcel left",
    )  # fmt: skip
    places = [story.find(part) for part in told]
    assert -1 not in places, dict(zip(told, places, strict=True))
    assert places == sorted(places), dict(zip(told, places, strict=True))
    assert "ST-4" in story


def test_releasing_a_hold_leaves_the_others_tells_who_and_is_on_record(rosa: Client) -> None:
    order = next(
        link for link in rosa.get("/orders?view=need-you").links
        if re.fullmatch(r"/orders/a-\d+", link) and "Held: payment" in rosa.get(link).words
        and "Held: address" in rosa.get(link).words
    )  # fmt: skip
    page = send(rosa, order, "release", reason="payment")
    assert "The hold was released." in page.words
    assert "Held: payment" not in page.words
    assert "Held: address" in page.words
    assert "hold released: payment · rosa" in page.words
    again = send(rosa, order, "release", reason="payment")
    assert "That hold had been released already." in again.words


def test_what_is_missing_is_entered_in_place_and_kept_when_it_is_wrong(rosa: Client, shop: Shop) -> None:
    recipient = {"name": "Lena Brandt", "street": "Weststraße 5", "city": "Köln", "country": "DE"}
    order = take_in(shop, "#9001", recipient=recipient)
    assert "Enter it" in rosa.get(order).words
    wrong = send(rosa, order, "enter", field="recipient.postcode", value="nonsense!")
    assert wrong.status == 422
    assert 'value="nonsense!"' in wrong.text
    assert "Postcode" in wrong.words
    done = send(rosa, order, "enter", field="recipient.postcode", value="50667")
    assert "It was entered" in done.words
    assert "Held:" not in done.words
    assert "50667" in done.words


def test_a_customer_nobody_could_write_to_is_to_be_called_and_the_link_is_made_when_it_is_asked_for(
    rosa: Client, shop: Shop
) -> None:
    order = take_in(
        shop, "#9010", recipient={"name": "Lena Brandt", "street": "Weststraße 5", "city": "Köln", "country": "DE"}
    )
    page = rosa.get(order)
    assert "The customer was not written to: call." in page.words
    assert "The customer was not written to: call." in rosa.get("/orders?view=need-you").words
    assert "to ask the customer: postcode" in page.words
    assert "Ask again" not in page.words
    assert "Make a link for the customer" in page.words
    made = send(rosa, order, "ask")
    assert "The customer answers here until" in made.words
    assert "No e-mail address is known: send it or read it out." in made.words
    assert "Ask again" in made.words


def test_shipping_anyway_asks_why_and_remembers_who(rosa: Client, shop: Shop) -> None:
    order = take_in(
        shop, "#9002", recipient={"name": "L. B.", "street": "Weststraße 5", "city": "Köln", "country": "DE"}
    )
    asked = {"reason": "address", "field": "recipient.postcode"}
    assert send(rosa, order, "anyway", why=" ", **asked).status == 422
    done = send(rosa, order, "anyway", why="the driver knows him", **asked)
    assert "The hold was released." in done.words
    assert "the driver knows him" in done.words


def test_a_payment_is_marked_as_paid_with_its_proof(rosa: Client, shop: Shop) -> None:
    order = take_in(shop, "#9004", payment="pending")
    assert "Mark as paid" in rosa.get(order).words
    assert send(rosa, order, "paid", reference=" ").status == 422
    done = send(rosa, order, "paid", reference="till slip 17")
    assert "It is marked as paid." in done.words
    assert "15.00 EUR captured · rosa" in done.words
    assert "Held: payment" not in done.words
    assert "nobody decided" not in send(rosa, order, "risk").words


def test_part_of_the_money_is_marked_and_the_rest_is_still_waited_for(rosa: Client, shop: Shop) -> None:
    order = take_in(shop, "#9005", payment="pending")
    wrong = send(rosa, order, "paid", reference="till slip 18", amount="5,00")
    assert (wrong.status, "amount: " in wrong.words) == (422, True)
    assert "Held: payment" in send(rosa, order, "paid", reference="till slip 18", amount="5.00").words
    done = send(rosa, order, "paid", reference="till slip 19")
    assert "10.00 EUR captured · rosa" in done.words
    assert "Held: payment" not in done.words


def test_a_refund_is_granted_by_a_manager_once_and_is_work_until_it_went_back(rosa: Client, shop: Shop) -> None:
    order, mona = take_in(shop, "#9006"), shop.client("mona")
    said = {"amount": "5.00", "why": "a button is missing", "reference": "case-1"}
    assert send(rosa, order, "refund", **said).status == 403
    assert "Grant a refund" in mona.get(order).words
    for changes, words in (
        ({"amount": "x"}, "amount: "),
        ({"amount": "99.00"}, "at most 15.00 EUR"),
        ({"why": " "}, "why: "),
    ):
        wrong = send(mona, order, "refund", **said | changes)
        assert (wrong.status, words in wrong.words) == (422, True)
    assert "The refund was granted." in send(mona, order, "refund", **said).words
    assert "That refund was granted already" in send(mona, order, "refund", **said).words
    assert mona.get("/floor").words.count("Pay 5.00 EUR of order #9006 back") >= 1


def test_a_risk_is_rejected_with_its_reason_and_the_order_is_cancelled(rosa: Client, shop: Shop) -> None:
    order = take_in(shop, "#9007", risks=[{"level": "high", "provider": "Signifyd"}])
    assert "Reject it" in rosa.get(order).words
    assert send(rosa, order, "reject", why=" ").status == 422
    gone = send(rosa, order, "reject", why="the card was stolen")
    assert "The order was cancelled." in gone.words
    assert "the card was stolen" in gone.words


def test_an_order_is_held_noted_and_cancelled_in_words(rosa: Client, shop: Shop) -> None:
    order = take_in(shop, "#9003")
    held = send(rosa, order, "hold", detail="colour is to be asked")
    assert "colour is to be asked" in held.words
    assert "Held by us" in held.words
    empty = send(rosa, order, "note", note="  ")
    assert (empty.status, "The note is empty" in empty.words) == (422, True)
    noted = send(rosa, order, "note", note="wants it by Friday")
    assert "note: wants it by Friday" in noted.words
    assert send(rosa, order, "cancel", reason="").status == 422
    gone = send(rosa, order, "cancel", reason="customer changed her mind")
    assert "The order was cancelled." in gone.words
    assert "To pay back 15.00 EUR" in gone.words
    again = send(rosa, order, "cancel", reason="customer changed her mind")
    assert "The order had been cancelled already" in again.words
    assert again.words.count("cancelled: customer changed her mind") == 1, "one row on record"
    assert "cancelled: customer changed her mind" in gone.words
    assert "What you can do" not in gone.words


def test_a_form_without_the_page_s_token_changes_nothing(rosa: Client) -> None:
    order = order_in(rosa, "view=on-hold")
    for csrf in ("", "0" * 64, "ü"):
        for what in ("release", "hold", "note", "cancel", "enter", "ask", "anyway"):
            form = {"csrf": csrf, "reason": "payment", "detail": "x", "note": "x"}
            page = rosa.post(f"{order}/{what}", form)
            assert page.status == 403, what
            assert "This form was not sent from your page" in page.words
    assert "cancelled" not in rosa.get(order).words.split("Story")[0]


@pytest.mark.parametrize(
    ("role", "refused"),
    [("clerk", ("release",)), ("auditor", ("release", "hold", "note", "cancel", "enter", "ask"))],
)
def test_roles_guard_on_the_server_and_hide_what_is_not_theirs(shop: Shop, role: str, refused: tuple[str, ...]) -> None:
    client = shop.client(ROLES[role])
    order = next(
        link for link in client.get("/orders?view=need-you").links
        if re.fullmatch(r"/orders/a-\d+", link) and "Held: payment" in client.get(link).words
    )  # fmt: skip
    assert "Ship without payment" not in client.get(order).words
    for what in refused:
        page = send(client, order, what, reason="payment", detail="x", note="x")
        assert (page.status, "Not allowed" in page.words) == (403, True), what
    assert ("Cancel order" in client.get(order).words) is (role == "clerk")


def test_names_are_text_whatever_is_in_them(rosa: Client, shop: Shop) -> None:
    name = f"{EVIL} \u202eevil =1+1"
    recipient = {"name": name, "street": EVIL, "postcode": "50667", "city": "{{ 7 * 7 }}", "country": "DE"}
    order = take_in(shop, "#evil", recipient=recipient, note=EVIL)
    for target in (order, f"/orders?view=all&order={order.rsplit('/', 1)[1]}", f"/orders?q={quote(EVIL)}"):
        page = rosa.get(target)
        assert page.status == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "49" not in page.words.split("{{ 7 * 7 }}")[0][-10:]
    assert "<bdi>" in rosa.get(order).text


def test_an_order_of_nowhere_is_no_order(rosa: Client) -> None:
    for name in ("no-such", "..", "%00", "a" * 500):
        assert rosa.get(f"/orders/{name}").status == 404
        assert send(rosa, f"/orders/{name}", "note", note="x").status == 404


def test_after_a_form_one_is_where_one_was_and_nowhere_else(rosa: Client) -> None:
    order = order_in(rosa, "view=on-hold")
    for back, where in (
        ("/orders?view=on-hold&order=x", "/orders?view=on-hold&order=x&done=noted"),
        ("https://evil.example/", "/orders?done=noted"),
        ("//evil.example", "/orders?done=noted"),
    ):
        answer = rosa.post(f"{order}/note", follow=False, csrf=rosa.csrf(), note="seen", back=back)
        assert (answer.status, answer.headers["location"]) == (303, where)
