"""The list of orders without JavaScript: what it says, how it is searched, filtered, sorted, paged and exported."""

import csv
import io
import re
from urllib.parse import quote

import pytest

from tests.web.rig import Client, Page


def numbers(page: Page) -> list[str]:
    return re.findall(r'class="row"[^>]*><bdi>([^<]*)</bdi>', page.text)


def chips(page: Page) -> dict[str, int]:
    return {words: int(count) for count, words in re.findall(r">(\d+) ([a-z ]+)</a></li>", page.text)}


def test_the_list_says_what_happens_next_and_who_has_to_act(rosa: Client) -> None:
    page = rosa.get("/orders")
    assert "120 today" in page.words
    assert "Waits for a bench." in page.words
    assert "label applied. Waits for the truck." in rosa.get("/orders?view=at-benches").words
    held = rosa.get("/orders?view=need-you").words
    assert "The postcode is missing" in held
    assert "on hold · payment" in held
    gone = rosa.get("/orders?view=shipped").words
    assert re.search(r"Left \d\d:\d\d, 1 parcel\.", gone)
    put_back = rosa.get("/orders?view=cancelled").words
    assert "cancelled" in put_back
    assert re.search(r"is cancelled: pay [\d.]+ EUR back", put_back), "the money goes before the units in a tote"


def test_filters_are_links_with_counts_that_hold(rosa: Client) -> None:
    counts = chips(rosa.get("/orders"))
    assert set(counts) == {
        "need you", "on hold", "to release", "at benches", "open", "shipped", "cancelled", "all",
    }  # fmt: skip
    assert counts["all"] == 120
    for words, count in counts.items():
        page = rosa.get(f"/orders?view={words.replace(' ', '-')}")
        assert len(numbers(page)) == min(count, 50), words
        assert 'aria-current="true"' in page.text
    assert counts["open"] + counts["shipped"] + counts["cancelled"] == 120


def test_an_order_is_found_by_everything_it_has(rosa: Client) -> None:
    first = numbers(rosa.get("/orders?view=all"))[0]
    assert numbers(rosa.get(f"/orders?q={quote(first)}")) == [first]
    assert numbers(rosa.get(f"/orders?q={first.removeprefix('#')}")) == [first]
    by = {
        "name": "Renée Øster", "folded name": "renee oster", "beginning": "Großm", "phone": "+49 30 23125 017",
        "local phone": "(030) 23125-017", "sku": "SH-NVY-M", "japanese": "髙橋", "two words": "Weber Tom",
    }  # fmt: skip
    for what, typed in by.items():
        assert numbers(rosa.get(f"/orders?q={quote(typed)}")), what
    gone = rosa.get("/orders?view=shipped")
    order = next(link for link in gone.links if re.fullmatch(r"/orders/a-\d+", link))
    sscc = re.findall(r"<bdi>(\d{18})</bdi>", rosa.get(order).text)[0]
    assert len(numbers(rosa.get(f"/orders?q={sscc}"))) == 1


def test_a_tote_finds_the_order_that_lies_in_it(rosa: Client) -> None:
    found = re.search(r"tote (T[A-Z0-9-]+)", rosa.get("/orders?view=at-benches").words)
    assert found is not None
    assert numbers(rosa.get(f"/orders?q={found[1]}"))


@pytest.mark.parametrize("typed", ["zzzzzz", "%", "'; DROP TABLE sales_order; --", "\u202e", "....", "﷽" * 50])
def test_what_is_not_there_is_not_found(rosa: Client, typed: str) -> None:
    page = rosa.get(f"/orders?q={quote(typed)}")
    assert page.status == 200
    assert numbers(page) == []
    assert "Nothing found" in page.words


def test_every_order_stands_on_exactly_one_page(rosa: Client) -> None:
    for target in ("/orders?view=all", "/orders?view=open", "/orders?view=open&sort=total", "/orders?sort=came-in"):
        page, seen = rosa.get(target), list[str]()
        wanted = chips(page)["all" if "all" in target else "open"]
        while True:
            seen += numbers(page)
            further = [link for link in page.links if "after=" in link and "dir" not in link]
            if not further:
                break
            page = rosa.get(further[-1].replace("&amp;", "&"))
        assert (len(seen), len(set(seen))) == (wanted, wanted), target


def test_a_column_sorts_both_ways(rosa: Client) -> None:
    def totals(direction: str) -> list[float]:
        page = rosa.get(f"/orders?view=on-hold&sort=total&dir={direction}")
        found = re.findall(r'num total">([\d,.]+)', page.text)
        return [float(one.replace(",", "")) for one in found]

    up, down = totals("up"), totals("down")
    assert up == sorted(up)
    assert down == up[::-1]
    assert len(up) > 5


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("view=nothing", "There is no list called 'nothing'"),
        ("sort=colour", "can not be sorted by 'colour'"),
        ("after=gibberish", "the cursor is not one of ours"),
        ("view=all&after=WyIxIiwieCJd", "the cursor"),
        ("sort=total&after=WzFlNDAwLCJ4Il0", "the cursor"),
    ],
)
def test_a_wish_that_is_none_is_named(rosa: Client, query: str, words: str) -> None:
    page = rosa.get(f"/orders?{query}")
    assert page.status == 400
    assert words in page.words


def test_the_file_holds_what_the_list_shows_and_no_formula(rosa: Client) -> None:
    answer = rosa.get("/orders.csv?view=on-hold")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Order", "Customer", "Company"]
    assert len(rows) - 1 == chips(rosa.get("/orders"))["on hold"]
    assert len(list(csv.reader(io.StringIO(rosa.get("/orders.csv?view=all").text)))) == 121
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\x00")]
