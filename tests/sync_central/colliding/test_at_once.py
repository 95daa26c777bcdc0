"""What collides over HTTP has one winner, is answered in words, and leaves books that add up, on both engines."""

from __future__ import annotations

import itertools
import json
import os
import threading
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.central.bench.enrolment import make_enrolment_code
from app.central.centre import Centre
from app.central.intake.channels import channels
from app.central.people.actors import CENTRE
from app.central.people.signing_in import COOKIE, Session, csrf_of, sign_in
from app.central.people.users import NewUser, add_user
from app.central.people.values import UserRow
from app.central.values import ChannelRow
from app.domain import facts
from sync.central.commands.incoming.file_imports import import_file
from tests.central.house import SITE, Clock, Ids
from tests.channels.test_plain_orders import FIRST, SECOND, file_of
from tests.sync_central.colliding.race import Ask, at_once, books, count
from tests.sync_central.wire import Answer, SpokenStation, Wire, order

PASSWORD = "violet kettle 42"
Headers = dict[str, str]


def beside(wire: Wire, verb: Callable[[Centre], Any]) -> Any:
    url = tomllib.loads((wire.data / "central.toml").read_text("utf-8"))["database"]
    ids = Ids(f"beside-{os.urandom(4).hex()}")
    centre = Centre(wire.data, now=Clock(), new_id=ids, random_bytes=os.urandom, database=url)
    try:
        return verb(centre)
    finally:
        centre.close()


def boss(wire: Wire, login: str = "bella") -> Headers:
    """The headers of a manager who signed in."""

    def enter(centre: Centre) -> Session:
        new = NewUser(login=login, name=login, email="", role="manager", site=SITE)
        assert isinstance(centre.do(add_user, CENTRE, new, PASSWORD), UserRow)
        session = sign_in(centre, login, PASSWORD)
        assert isinstance(session, Session)
        return session

    session: Session = beside(wire, enter)
    return {"Cookie": f"{COOKIE}={session.token}", "X-CSRF-Token": csrf_of(session)}


def channel(wire: Wire) -> Headers:
    return {"Authorization": f"Bearer {wire.key}"}


def post(target: str, headers: Headers, **body: Any) -> Ask:
    sent = {**headers, "Content-Type": "application/json"}
    return lambda mine: mine.ask("POST", target, json.dumps(body).encode(), sent)


def statuses(answers: list[Answer]) -> Counter[int]:
    return Counter(answer.status for answer in answers)


def test_one_key_from_eight_is_one_order_and_one_answer(wire: Wire) -> None:
    body = order("#1", placed_at="2026-09-14T06:00:00Z")
    answers = at_once(wire, [lambda mine: mine.post_order(body, "key-1")] * 8)
    assert set(statuses(answers)) <= {201, 409}
    assert len({answer.body for answer in answers if answer.status == 201}) == 1
    assert {answer.problem().code for answer in answers if answer.status == 409} <= {"in_flight"}
    assert count(wire, "sales_order") == count(wire, "idempotency_key") == 1
    books(wire)


def test_one_key_with_eight_bodies_is_the_first_of_them(wire: Wire) -> None:
    answers = at_once(wire, [lambda mine, n=n: mine.post_order(order(f"#{n}"), "key-1") for n in range(8)])  # type: ignore[misc]
    assert statuses(answers)[201] == 1
    assert set(statuses(answers)) <= {201, 409, 422}
    assert count(wire, "sales_order") == 1
    books(wire)


def test_one_reference_from_eight_without_a_key_is_one_order(wire: Wire) -> None:
    body = order("#1", placed_at="2026-09-14T06:00:00Z")
    answers = at_once(wire, [lambda mine: mine.post_order(body)] * 8)
    assert statuses(answers) == {201: 1, 200: 7}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == 1
    books(wire)


def test_cancelled_from_eight_sides_is_cancelled_once(wire: Wire) -> None:
    one = wire.take()
    answers = at_once(wire, [post(f"/v1/orders/{one}/cancel", channel(wire), why="changed")] * 8)
    assert statuses(answers) == {200: 1, 409: 7}
    assert count(wire, "audit_row", action="order.cancel") == 1
    assert wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == 0
    books(wire)


def test_a_hold_released_and_its_order_cancelled_ends_cancelled_whoever_is_first(wire: Wire) -> None:
    bella = boss(wire)
    for n in range(4):
        one = wire.take(f"#{n}", payment="pending")
        found = wire.ask("GET", f"/v1/orders/{one}/holds", headers=bella).json()["holds"]
        release = post(f"/v1/holds/{found[0]['id']}/release", bella, why="paid")
        cancel = post(f"/v1/orders/{one}/cancel", channel(wire), why="changed")
        hold = post(f"/v1/orders/{one}/holds", bella, why="wait")
        answers = at_once(wire, [release, cancel, hold, release])
        assert answers[1].status == 200, answers[1].body
        released = sorted((answers[0].status, answers[3].status))
        assert released in ([200, 409], [409, 409]), "once, or never when the order was ended before"
        assert answers[2].status in (201, 409)
        assert wire.get_order(f"#{n}").json()["status"] == "cancelled"
    assert wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == 0
    books(wire)


def test_cancelled_while_a_bench_claims_it_is_not_packed(wire: Wire) -> None:
    code = beside(wire, lambda centre: centre.do(make_enrolment_code, SITE, "ST-1"))
    station = SpokenStation(wire, code, "ST-1")
    for n in range(4):
        one = wire.take(f"#{n}")
        claim = station.seal(facts.ClaimWork(lists=1))
        gate = threading.Thread(target=station.verdicts, args=(claim,))
        gate.start()
        (answer,) = at_once(wire, [post(f"/v1/orders/{one}/cancel", channel(wire), why="changed")])
        gate.join()
        assert answer.status == 200
        assert wire.get_order(f"#{n}").json()["status"] == "cancelled"
    assert wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == 0
    books(wire)


def paid(kind: str, amount: str, reference: str) -> dict[str, str]:
    moment = "2026-09-14T05:00:00Z"
    return {
        "kind": kind, "amount": amount, "currency": "EUR", "provider": "stripe", "reference": reference,
        "happened_at": moment,
    }  # fmt: skip


def test_payments_in_any_order_and_twice_count_once_each(wire: Wire) -> None:
    events = [paid("authorised", "19.90", "a"), paid("captured", "19.90", "c"), paid("refunded", "5.00", "r")]
    ended = set()
    for n, turn in enumerate(itertools.permutations(events)):
        one = wire.take(f"#{n}", payment="pending")
        mine = [{**event, "reference": f"{event['reference']}-{n}"} for event in turn]
        answers = at_once(
            wire, [post(f"/v1/orders/{one}/payments", channel(wire), **event) for event in (*mine, *mine)]
        )
        assert statuses(answers) == {201: 3, 200: 3}, [answer.body for answer in answers]
        assert count(wire, "payment_event", order_id=one, provider="stripe") == 3
        ended.add(wire.get_order(f"#{n}").json()["payment"])
    assert len(ended) == 1
    books(wire)


def test_captured_and_voided_at_once_ends_the_same_whoever_is_first(wire: Wire) -> None:
    ended = set()
    for n in range(4):
        one = wire.take(f"#{n}", payment="pending")
        target = f"/v1/orders/{one}/payments"
        kinds = ("voided", "captured", "authorised", "captured")
        asks = [post(target, channel(wire), **paid(kind, "19.90", f"{kind}-{n}")) for kind in kinds]
        answers = at_once(wire, asks[n % 2 :] + asks[: n % 2])
        assert {answer.status for answer in answers} <= {200, 201}
        ended.add(wire.get_order(f"#{n}").json()["payment"])
    assert len(ended) == 1
    books(wire)


def test_two_supervisors_and_six_hands_on_one_task(wire: Wire) -> None:
    bella, bruno = boss(wire), boss(wire, "bruno")

    def opened(centre: Centre) -> str:
        with centre.begin(SITE) as work:
            return work.tasks.open(work.new_id(), "restock", "to do")

    for _ in range(3):
        task = beside(wire, lambda centre: centre.do(opened))
        claims = [post(f"/v1/tasks/{task}/claim", who) for who in (bella, bruno) for _ in range(3)]
        decide = [
            post(f"/v1/tasks/{task}/assign", bella, to="bella"),
            post(f"/v1/tasks/{task}/assign", bruno, to="bruno"),
        ]
        answers = at_once(wire, [*claims, *decide])
        assert set(statuses(answers)) <= {200, 403, 409}, [answer.body for answer in answers]
        assert wire.ask("GET", f"/v1/tasks/{task}", headers=bella).json()["task"]["holder"] in ("bella", "bruno")
    books(wire)


def test_a_reservation_becomes_an_order_or_is_given_back_never_both(wire: Wire) -> None:
    for n in range(4):
        kept = post("/v1/reservations", channel(wire), owner="b", lines=[{"sku": "TEE-M", "quantity": 5}])(wire)
        name = kept.json()["id"]
        body = order(f"#{n}", total="1.00", shipping="1.00", lines=[{"sku": "TEE-M", "quantity": 5}], reservation=name)
        drop: Ask = lambda mine, name=name: mine.ask("DELETE", f"/v1/reservations/{name}", headers=channel(wire))  # type: ignore[misc]  # noqa: E731
        answers = at_once(wire, [lambda mine, body=body: mine.post_order(body), drop, drop])  # type: ignore[misc]
        assert answers[0].status == 201, answers[0].body
        assert {answer.status for answer in answers[1:]} <= {200, 409}
    assert wire.get("/v1/stock?sku=TEE-M").json()["allocated"] == 20
    books(wire)


def test_one_file_imported_twice_at_once_is_imported_once(wire: Wire, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(file_of(FIRST, SECOND))
    found: ChannelRow = beside(wire, _channel)
    gate, changed = threading.Barrier(3), []

    def bring() -> None:
        def run(centre: Centre) -> int:
            gate.wait(20)
            return import_file(centre, "orders", file, SITE, found).changed

        changed.append(beside(wire, run))

    threads = [threading.Thread(target=bring) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(changed) == [0, 0, 1]
    assert count(wire, "sales_order") == 1
    books(wire)


def _channel(centre: Centre) -> ChannelRow:
    return next(row for row, _ in channels(centre, SITE) if row.code == "shop")


@pytest.mark.parametrize("change", ["cancel", "edit"])
def test_an_order_edited_while_something_else_happens_to_it_adds_up(wire: Wire, change: str) -> None:
    for n in range(4):
        first = order(f"#{n}", placed_at="2026-09-14T06:00:00Z")
        one = wire.post_order(first).json()["id"]
        more = {**first, "total": "34.90", "lines": [{"sku": "TEE-M", "quantity": 2, "price": "15.00"}]}
        fewer = {**first, "total": "49.90", "lines": [{"sku": "TEE-M", "quantity": 3, "price": "15.00"}]}
        edits: list[Ask] = [lambda mine, body=body: mine.post_order(body) for body in (more, fewer)]  # type: ignore[misc]
        if change == "cancel":
            edits.append(post(f"/v1/orders/{one}/cancel", channel(wire), why="changed"))
        answers = at_once(wire, edits)
        assert {answer.status for answer in answers} <= {200, 202, 409}, [answer.body for answer in answers]
        seen = wire.get_order(f"#{n}").json()
        if change == "cancel":
            assert seen["status"] == "cancelled"
        else:
            assert sum(line["quantity"] - line["cancelled"] for line in seen["lines"]) in (2, 3)
    books(wire)
