"""The floor view: what leaves next, the stations, the work in its order, and what is decided about a piece of it."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.central.bench.presence import Standing, heard_of
from app.central.desk.floor.values import StationAt
from app.central.people.deeds import deeds
from tests.central.house import SITE
from tests.waiting import wait_until
from tests.web.browser import Browser
from tests.web.opened import opened
from tests.web.rig import NOW, Client, Page, Shop
from ui.web.floor.words import doing, link_pill, span

HEAVIEST = 100_000


def send(client: Client, work: str, deed: str, **form: str) -> Page:
    return client.post(f"/floor/work/{work}/{deed}", form, csrf=client.csrf())


def put_back(client: Client) -> str:
    """The id of the task that the cancelled order left, from the list of work: what needs a person stands above it."""
    links = client.get("/floor?kind=put_back").links
    return [link for link in links if re.fullmatch(r"/floor/work/[ab]-\d+", link)][-1].rpartition("/")[2]


def test_the_floor_at_one_look(rosa: Client) -> None:
    page = rosa.get("/floor")
    assert page.status == 200
    assert len(page.body) < HEAVIEST
    for words in (
        "14:00 truck · house", "10 of 11 ready", "can't make it: #1010 (address)", "put back", "ST-4", "ST-5",
        "P-4, 16 of 46 units", "P-2", "with ST-5", "waiting",
    ):  # fmt: skip
        assert words in page.words, words
    assert page.words.index("P-2 Express") < page.words.index("P-6 Standard"), "the queue's order"


def test_late_work_stands_first(shop: Shop, rosa: Client) -> None:
    assert "past ship-by" not in rosa.get("/floor").words
    shop.clock.move(timedelta(days=1, hours=9))
    rosa = shop.client("rosa")
    words = rosa.get("/floor").words
    late, work = words.index("past ship-by"), words.index("in the order of the queue")
    assert late < words.index("P-2") < work
    assert "late" in words[late:work]


def test_work_is_narrowed_and_a_wrong_filter_is_named(rosa: Client) -> None:
    only = rosa.get("/floor?kind=put_back").words
    assert "Put 4 units of cancelled order" in only
    assert "P-6" not in only
    assert "Nothing waits here" in rosa.get("/floor?state=paused").words
    for wrong in ("kind=nonsense", "state=x", "after=x:y"):
        assert rosa.get(f"/floor?{wrong}").status == 400


def test_a_piece_of_work_tells_why_it_is_where_it_is(rosa: Client) -> None:
    words = rosa.get("/floor/work/P-4").words
    assert "ST-5 has it until" in words
    assert "ST-5 asked for work and this suits it best" in words
    assert rosa.get("/floor/work/P-999").status == 404


def test_a_task_is_taken_and_ended_and_what_was_put_back_is_for_sale(rosa: Client, shop: Shop) -> None:
    task = put_back(rosa)
    taken = send(rosa, task, "claim")
    assert "It is yours" in taken.words
    assert "with rosa" in taken.words
    fence = taken.field("fence")
    other = shop.client("tom")
    refused = send(other, task, "claim")
    assert refused.status == 422
    assert "rosa has it" in refused.words
    ended = send(rosa, task, "done", fence=fence, note="all four")
    assert "It is done." in ended.words
    assert "units put back" in ended.words


def test_what_can_not_be_done_needs_its_reason_and_keeps_what_was_typed(rosa: Client) -> None:
    task = put_back(rosa)
    fence = send(rosa, task, "claim").field("fence")
    page = send(rosa, task, "fail", fence=fence, why=" ")
    assert page.status == 422
    assert "say why it could not be done" in page.words
    assert "somebody who can is told" in send(rosa, task, "fail", fence=fence, why="the tote is empty").words


def test_a_list_is_paused_pinned_moved_and_given_away(rosa: Client) -> None:
    assert "It is paused" in send(rosa, "P-6", "pause", why="wrong labels").words
    assert "P-6" in rosa.get("/floor?state=paused").words
    assert "It goes on." in send(rosa, "P-6", "resume").words
    assert "Only who was named" in send(rosa, "P-6", "pin", to="ST-5").words
    assert "Only ST-5 may have it." in rosa.get("/floor/work/P-6").words
    assert "Anybody may have it again." in send(rosa, "P-6", "pin", to="").words
    assert "place in the queue is changed" in send(rosa, "P-6", "priority", priority="1").words
    wrong = send(rosa, "P-6", "priority", priority="12")
    assert wrong.status == 422
    assert wrong.field("priority") == "12"
    nobody = send(rosa, "P-6", "assign", to="ST-9")
    assert nobody.status == 422
    assert "there is no station 'ST-9'" in nobody.words
    assert "It was given over." in send(rosa, "P-5", "assign", to="ST-5", why="nearer").words
    assert "taken back" in send(rosa, "P-3", "take-back", why="the bench broke").words


def test_every_decision_leaves_its_row(rosa: Client, shop: Shop) -> None:
    send(rosa, "P-6", "pause", why="wrong labels")
    send(rosa, "P-6", "pause", why="")
    send(rosa, "P-999", "pause", why="no such")
    with opened(shop) as centre:
        rows = [row for row in deeds(centre, 50, site=SITE) if row.action == "task.pause"]
    assert [(row.actor_name, json.loads(row.details).get("why")) for row in rows] == [
        ("rosa", None),
        ("rosa", "wrong labels"),
    ]


@pytest.mark.parametrize(("login", "status"), [("tom", 403), ("ada", 403), ("rosa", 200)])
def test_only_who_may_decides(shop: Shop, login: str, status: int) -> None:
    client = shop.client(login)
    assert client.get("/floor").status == 200
    assert send(client, "P-6", "pause", why="x").status == status
    assert ("Give it to" in client.get("/floor/work/P-6").words) == (status == 200)


def test_a_form_of_another_page_changes_nothing(rosa: Client) -> None:
    page = rosa.post("/floor/work/P-6/pause", why="x", csrf="0" * 64)
    assert page.status == 403
    assert "paused" not in rosa.get("/floor/work/P-6").words
    assert send(rosa, "P-6", "explode").status == 404


def test_a_station_is_on_line_while_it_asks_for_news_and_says_what_is_wrong() -> None:
    at = StationAt(station_id="s", name="ST-1", packer="", seen_at=NOW, frozen=False)
    assert link_pill(at, NOW + timedelta(seconds=70)) == ("right", "0 waiting")
    assert link_pill(at, NOW + timedelta(minutes=12)) == ("care", "offline 12 min")
    assert link_pill(replace(at, quarantined=2), NOW) == ("wrong", "2 in quarantine")
    assert link_pill(replace(at, frozen=True), NOW)[0] == "wrong"
    assert doing(at) == "idle"
    assert doing(replace(at, list_number="P-1", list_state="picking", picked=3, units=9)) == "P-1, 3 of 9 units"
    assert doing(replace(at, list_number="P-1", list_state="picked", packing="#7")) == "packing #7"
    assert doing(replace(at, packing="#7", unknown="#8")) == "label of #8 unknown"
    assert [span(NOW, NOW + timedelta(minutes=some)) for some in (0, 59, 125, 4 * 1440)] == [
        "just now", "59 min", "2 h 05", "4 days",
    ]  # fmt: skip


def test_the_floor_is_live_and_nothing_is_cut_off_on_a_phone(browser: Browser, rosa: Client) -> None:
    browser.sign_in()
    browser.open("/floor")
    browser.wait_for("#work", "P-6")
    browser.script("window.same = true")
    send(rosa, "P-6", "pause", why="wrong labels")
    wait_until(
        lambda: "paused" in browser.words("tr[data-row] td:last-child") or "paused" in browser.words("#work table")
    )
    assert browser.script("return window.same") is True
    for width in (390, 320):
        browser.size(width, 844)
        for path in ("/floor", "/floor/work/P-6"):
            browser.open(path)
            assert browser.script("return document.documentElement.scrollWidth") == width, path


def test_a_bench_says_which_devices_it_has_and_how_much_waits(rosa: Client, shop: Shop) -> None:
    with opened(shop) as centre:
        with centre.read(SITE) as work:
            row = next(one for one in work.benches.stations() if one.name == "ST-4")
        said = [
            {"name": "zebra", "kind": "label printer", "state": "needs attention", "why": "paper out"},
            {"name": "wedge", "kind": "scanner", "state": "ready", "why": ""},
        ]
        standing = Standing(version="0.3.1", waiting=38, oldest_s=300, devices=json.dumps(said))
        centre.do(heard_of, row, standing)
    words = rosa.get("/floor").words
    assert "labels: paper out" in words
    assert "scanner ✓" in words
    assert "38 waiting 5 min" in words
    assert "0.3.1" in words
