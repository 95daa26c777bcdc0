"""Users for their manager, one's own account, the record, and switching between sites."""

import csv
import io
import os
import re
from pathlib import Path

import pytest

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from sync.central.commands.incoming.file_imports import import_file
from tests.central.house import Clock, Ids
from tests.web.rig import DEMO, NOW, PASSWORD, Client, Shop, copied, served
from ui.web.people.record import FILE_PAGE


@pytest.fixture
def mona(shop: Shop) -> Client:
    """A manager of every site."""
    return shop.client("mona")


def shown_password(text: str) -> str:
    found = re.search(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", text)
    assert found is not None
    return found[0]


def test_a_user_is_added_with_a_password_shown_once_and_works_with_it(mona: Client, shop: Shop) -> None:
    added = mona.post("/people", csrf=mona.csrf(), login="Nia", name="Nia Okafor", role="clerk", reach="here")
    assert added.status == 200
    password = shown_password(added.words)
    assert added.headers["cache-control"] == "no-store"
    assert password not in mona.get("/people/nia").words
    nia = shop.client()
    assert nia.sign_in("nia", password).status == 200
    assert nia.get("/people").status == 403
    record = mona.get("/record?action=user.add").words
    assert "login: nia" in record
    assert password not in record


def test_what_is_wrong_with_a_new_user_stands_at_its_field(mona: Client) -> None:
    page = mona.post("/people", csrf=mona.csrf(), login="rosa", name="Another", role="clerk", email="x")
    assert page.status == 422
    assert page.field("login") == "rosa"
    assert page.field("name") == "Another"
    assert 'class="problem"' in page.text


def test_a_role_is_changed_and_a_user_disabled_and_enabled(mona: Client, shop: Shop) -> None:
    tom = shop.client("tom")
    page = mona.post("/people/tom/role", csrf=mona.csrf(), role="supervisor")
    assert "The role was changed" in page.words
    assert tom.get("/orders", follow=False).status == 303
    mona.post("/people/tom/active", csrf=mona.csrf(), active="0")
    assert shop.client().sign_in("tom").status == 403
    page = mona.post("/people/tom/active", csrf=mona.csrf(), active="1")
    assert "can sign in again" in page.words
    assert shop.client().sign_in("tom").status == 200
    page = mona.post("/people/mona/role", csrf=mona.csrf(), role="clerk")
    assert page.status == 422
    assert "the last active manager" in page.words


def test_a_new_password_ends_sessions_and_so_does_the_button(mona: Client, shop: Shop) -> None:
    tom = shop.client("tom")
    page = mona.post("/people/tom/password", csrf=mona.csrf())
    assert tom.get("/orders", follow=False).status == 303
    again = shop.client()
    assert again.sign_in("tom", shown_password(page.words)).status == 200
    mona.post("/people/tom/sessions", csrf=mona.csrf())
    assert again.get("/orders", follow=False).status == 303


def test_only_managers_change_people_and_only_from_their_page(rosa: Client, shop: Shop) -> None:
    for target in ("/people", "/people/tom/role", "/people/tom/active", "/people/tom/password", "/people/tom/sessions"):
        assert rosa.post(target, csrf=rosa.csrf(), active="0", role="manager").status == 403
        assert rosa.post(target, csrf="guessed").status == 403
    assert rosa.get("/people").status == 403
    ada = shop.client("ada")
    assert "Add somebody" not in ada.get("/people").words
    assert ada.get("/people/tom").status == 200


def test_a_manager_of_one_site_knows_its_people_only(mona: Client, shop: Shop) -> None:
    page = mona.post("/people", csrf=mona.csrf(), login="lars", name="Lars", role="manager", reach="here")
    lars = shop.client()
    lars.sign_in("lars", shown_password(page.words))
    seen = lars.get("/people").words
    assert "rosa" in seen
    assert "mona" not in seen
    assert lars.get("/people/mona").status == 404
    assert lars.post("/people/mona/password", csrf=lars.csrf()).status == 404
    everywhere = lars.post("/people", csrf=lars.csrf(), login="eve", name="Eve", role="manager", reach="all")
    assert "every site" not in everywhere.words


def test_one_changes_ones_own_password_knowing_the_old_one(shop: Shop) -> None:
    tom, elsewhere = shop.client("tom"), shop.client("tom")
    new = "another quiet bench"
    wrong = tom.post("/account/password", csrf=tom.csrf(), old="not it at all", new=new, again=new)
    assert (wrong.status, "this is not your password" in wrong.words) == (422, True)
    differs = tom.post("/account/password", csrf=tom.csrf(), old=PASSWORD, new=new, again="x")
    assert "it is not the same as above" in differs.words
    weak = tom.post("/account/password", csrf=tom.csrf(), old=PASSWORD, new="short", again="short")
    assert "at least 12 characters" in weak.words
    done = tom.post("/account/password", csrf=tom.csrf(), old=PASSWORD, new=new, again=new)
    assert "The password was changed" in done.words
    assert elsewhere.get("/orders", follow=False).status == 303
    assert shop.client().sign_in("tom", new).status == 200


def test_guessing_the_old_password_is_slowed_down(shop: Shop) -> None:
    tom = shop.client("tom")
    new, csrf = "another quiet bench", tom.csrf()
    pages = [tom.post("/account/password", csrf=csrf, old=f"guess {n}", new=new, again=new) for n in range(8)]
    assert pages[-1].status == 429
    assert tom.get("/orders").status == 200


def test_one_ends_ones_other_sessions(shop: Shop) -> None:
    tom, elsewhere = shop.client("tom"), shop.client("tom")
    page = tom.get("/account")
    assert "this one" in page.words
    tom.post("/account/sessions", csrf=tom.csrf(), session=page.field("session"))
    assert elsewhere.get("/orders", follow=False).status == 303
    assert tom.get("/orders").status == 200


def test_the_record_is_filtered_paged_and_handed_out(mona: Client, rosa: Client) -> None:
    order = next(
        link for link in rosa.get("/orders?view=on-hold").links if re.fullmatch(r"/orders/(?!new)[^/?.]+", link)
    )
    for n in range(55):
        rosa.post(f"{order}/note", csrf=rosa.csrf(), note=f"=note {n}")
    page = mona.get("/record?who=rosa&action=order.note")
    assert "note: =note 54" in page.words
    assert "session.begin" not in page.words
    older = mona.get(next(link for link in page.links if "before=" in link))
    assert "note: =note 0" in older.words
    assert "note: =note 54" not in older.words
    file = mona.get("/record.csv?who=rosa&action=order.note")
    assert file.headers["content-type"].startswith("text/csv")
    assert file.text.count("order.note") == 55
    assert "Nothing on record" in mona.get("/record?until=2020-01-01&from=2019-01-01").words
    assert mona.get("/record?from=yesterday").status == 400
    assert mona.get("/record?before=x").status == 400


def test_the_file_of_the_record_is_all_of_it(warehouse: tuple[Path, str], tmp_path: Path) -> None:
    actor, many = Actor(kind="user", id="user:rosa", name="rosa"), 2 * FILE_PAGE + 1
    folder = copied(warehouse[0], tmp_path)

    def notes(centre: Centre) -> None:
        with centre.begin("DO1") as work:
            for n in range(many):
                record(work, actor, "order.note", Subject("order", f"o-{n}"))

    clock = Clock()
    clock.at = NOW
    centre = Centre(folder, now=clock, new_id=Ids("r"), random_bytes=os.urandom)
    try:
        centre.do(notes)
    finally:
        centre.close()
    with served(folder, warehouse[1]) as shop:
        file = shop.client("mona").get("/record.csv?action=order.note")
        told = [row[5] for row in csv.reader(io.StringIO(file.text))]
        assert sorted(told[1:]) == sorted(f"o-{n}" for n in range(many))


def test_people_of_several_sites_switch_between_them(warehouse: tuple[Path, str], tmp_path: Path) -> None:
    template, key = warehouse
    with served(second_site(copied(template, tmp_path)), key) as shop:
        mona, rosa = shop.client("mona"), shop.client("rosa")
        assert "Hall Two" in mona.get("/orders").text
        assert "Hall Two" not in rosa.get("/orders").text
        moved = mona.post("/site", csrf=mona.csrf(), site="HA2")
        assert "0 today" in moved.words
        mona.post("/site", csrf=mona.csrf(), site="DO1")
        assert "120 today" in mona.get("/orders").words
        assert mona.post("/site", csrf=mona.csrf(), site="nowhere").status == 404
        rosa.cookies["packbench_site"] = "HA2"
        assert "120 today" in rosa.get("/orders").words


def second_site(folder: Path) -> Path:
    """The warehouse with another site beside it."""
    text = (
        (DEMO / "site.toml")
        .read_text(encoding="utf-8")
        .replace('"DO1"', '"HA2"')
        .replace("[channel.shop]", "[channel.hall]")
    )
    file = folder / "second.toml"
    file.write_text(text.replace('name = "Packbench Demo"\nzone', 'name = "Hall Two"\nzone'), encoding="utf-8")
    clock = Clock()
    clock.at = NOW
    centre = Centre(folder, now=clock, new_id=Ids("s"), random_bytes=os.urandom)
    try:
        done = import_file(centre, "site", file, "HA2")
        assert not done.bad, done.bad
    finally:
        centre.close()
    return folder
