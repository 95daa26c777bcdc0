"""What channels may sell, over real HTTP on both engines: read, followed without loss, and ruled by a manager."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from app.central.centre import Centre
from app.central.intake.channels import add_channel
from app.central.inventory.values import RuleRow
from app.central.people.actors import CENTRE
from app.central.people.keys import add_client
from tests.central.house import SITE, open_again
from tests.sync_central.wire import Answer, Served, Wire, order
from tests.waiting import wait_until


@pytest.fixture
def office(served: Served) -> str:
    """The key of a program that reads everything."""
    centre = open_again(served.wire.data)
    try:
        made = centre.do(add_client, CENTRE, SITE, "reader", "read_only")
        return str(made.key)  # type: ignore[union-attr]
    finally:
        centre.close()


def get(wire: Wire, target: str, key: str = "") -> Answer:
    return wire.ask("GET", target, headers={"Authorization": f"Bearer {key or wire.key}"})


def items(wire: Wire, key: str = "", target: str = "/v1/inventory") -> dict[str, dict[str, Any]]:
    found = get(wire, target, key)
    assert found.status == 200, found.body
    return {item["sku"]: item for item in found.json()["items"]}


class Follower:
    """A client of the stream: it keeps what it heard, and the last number."""

    def __init__(self, where: tuple[str, int], key: str, target: str, last: int | None = None) -> None:
        self._connection = http.client.HTTPConnection(*where, timeout=20)
        headers = {"Authorization": f"Bearer {key}"}
        if last is not None:
            headers["Last-Event-ID"] = str(last)
        self._connection.request("GET", target, headers=headers)
        self.reply = self._connection.getresponse()
        self.last = last or 0
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.events: list[dict[str, str]] = []

    def next(self) -> tuple[str, dict[str, Any]]:
        """The next event; waits for it."""
        found: dict[str, str] = {}
        while line := self.reply.readline().decode().rstrip("\n"):
            if not line.startswith((":", "retry")):
                name, _, value = line.partition(": ")
                found[name] = value
        if "data" not in found:
            return self.next()
        self.events.append(found)
        self.last = int(found["id"])
        self.heard.append((found["event"], json.loads(found["data"])))
        return self.heard[-1]

    def close(self) -> None:
        self.reply.close()
        self._connection.close()


@contextmanager
def following(wire: Wire, key: str, target: str, last: int | None = None) -> Iterator[Follower]:
    follower = Follower(wire.where, key, target, last)
    try:
        yield follower
    finally:
        follower.close()


def test_what_is_published_is_read_with_all_figures_and_a_channel_sees_its_own(wire: Wire, office: str) -> None:
    wait_until(lambda: len(items(wire)) == 2, 10, "all is published")
    assert {sku: item["available"] for sku, item in items(wire).items()} == {"CAP": {"shop": 0}, "TEE-M": {"shop": 50}}
    assert items(wire)["TEE-M"]["levels"] is None
    seen = items(wire, office)["TEE-M"]
    assert seen["available"] == {"shop": 50}
    assert (seen["levels"]["on_hand"], seen["levels"]["allocated"], seen["levels"]["incoming"]) == (50, 0, 0)
    assert wire.post_order(order("#1")).status == 201
    wait_until(lambda: items(wire)["TEE-M"]["available"] == {"shop": 49}, 10, "the order shows")
    assert items(wire)["TEE-M"]["version"] == 2
    since = seen["seq"]
    assert set(items(wire, office, f"/v1/inventory?changed_since={since}")) == {"TEE-M"}
    assert set(items(wire, target="/v1/inventory?sku=CAP")) == {"CAP"}


def test_pages_follow_each_other_and_wrong_questions_are_named(wire: Wire, office: str) -> None:
    wait_until(lambda: len(items(wire)) == 2, 10, "all is published")
    first = get(wire, "/v1/inventory?limit=1", office).json()
    second = get(wire, f"/v1/inventory?limit=1&cursor={first['next']}", office).json()
    assert [page["items"][0]["sku"] for page in (first, second)] == ["CAP", "TEE-M"]
    assert second["next"] == ""
    for target, status, field in (
        ("/v1/inventory?cursor=%FF", 400, "cursor"),
        ("/v1/inventory?channel=nope", 404, "channel"),
        ("/v1/inventory?changed_since=-1", 422, "changed_since"),
        ("/v1/inventory?site=NO", 403, "site"),
        ("/v1/channels/nope/stock", 404, "code"),
    ):
        answer = get(wire, target, office)
        assert (answer.status, answer.problem().field) == (status, field), target


def test_a_channel_sees_and_follows_only_itself(wire: Wire, served: Served) -> None:
    centre = open_again(wire.data)
    try:
        other = centre.do(add_channel, SITE, "market").key
    finally:
        centre.close()
    wait_until(lambda: "TEE-M" in items(wire, other), 20, "the new channel has its figures")
    assert get(wire, "/v1/inventory?channel=shop", other).status == 404
    assert get(wire, "/v1/inventory/changes?channel=shop", other).status == 404
    assert items(wire, other)["TEE-M"]["available"] == {"market": 50}
    with following(wire, other, "/v1/inventory/changes") as stream:
        assert {stream.next()[1]["available"].get("market") for _ in range(2)} == {0, 50}


def test_a_stream_tells_what_changes_and_goes_on_after_it_was_cut(wire: Wire, office: str) -> None:
    wait_until(lambda: len(items(wire, office)) == 2, 10, "all is published")
    seq = get(wire, "/v1/inventory", office).json()["seq"]
    with following(wire, office, f"/v1/inventory/changes?after={seq}") as stream:
        assert stream.reply.headers["Content-Type"].startswith("text/event-stream")
        wire.post_order(order("#1"))
        name, item = stream.next()
        assert (name, item["sku"], item["available"], item["levels"]["allocated"]) == (
            "stock",
            "TEE-M",
            {"shop": 49},
            1,
        )
        last = stream.last
    for n in range(2, 5):
        wire.post_order(order(f"#{n}"))
    wait_until(lambda: items(wire)["TEE-M"]["available"] == {"shop": 46}, 10, "all orders show")
    with following(wire, office, "/v1/inventory/changes?after=0", last) as stream:
        name, item = stream.next()
        assert item["available"] == {"shop": 46}
        assert stream.last > last


def test_a_number_from_elsewhere_is_answered_with_a_reset(wire: Wire, office: str) -> None:
    wait_until(lambda: len(items(wire, office)) == 2, 10, "all is published")
    for target, last in (("/v1/inventory/changes", 10**9), ("/v1/inventory/changes?server_epoch=old", 1)):
        with following(wire, office, target, last) as stream:
            name, said = stream.next()
            assert name == "reset"
            assert stream.last == said["seq"] < 10**9
            wire.post_order(order(f"#{last}"))
            assert stream.next()[0] == "stock"
    bad = wire.ask("GET", "/v1/inventory/changes", headers={"Authorization": f"Bearer {office}", "Last-Event-ID": "x"})
    assert (bad.status, bad.problem().field) == (400, "Last-Event-ID")


def test_every_event_is_what_the_document_says_of_it(wire: Wire, office: str) -> None:
    wait_until(lambda: len(items(wire, office)) == 2, 10, "all is published")
    document = wire.ask("GET", "/openapi.json").json()
    answer = document["paths"]["/v1/inventory/changes"]["get"]["responses"]["200"]
    assert set(answer["content"]) == {"text/event-stream"}
    one_event = answer["content"]["text/event-stream"]["itemSchema"]
    for key, last, names in ((office, 10**9, ["reset"]), (office, 0, ["stock"] * 2), (wire.key, 0, ["stock"] * 2)):
        with following(wire, key, "/v1/inventory/changes", last) as stream:
            assert [stream.next()[0] for _ in names] == names
        for told in stream.events:
            assert Draft202012Validator(one_event).is_valid(told)
            (data,) = (
                each["properties"]["data"]["contentSchema"]
                for each in one_event["oneOf"]
                if each["properties"]["event"]["const"] == told["event"]
            )
            whole = {**data, "components": document["components"]}
            assert list(Draft202012Validator(whole).iter_errors(json.loads(told["data"]))) == []


def test_one_client_has_only_so_many_streams_and_they_end_with_the_centre(served: Served, office: str) -> None:
    wire = served.wire
    open_ones = [Follower(wire.where, office, "/v1/inventory/changes?after=0") for _ in range(8)]
    try:
        for stream in open_ones:
            stream.next()
        ninth = get(wire, "/v1/inventory/changes", office)
        assert (ninth.status, ninth.problem().code) == (429, "too_many")
        assert int(ninth.headers["retry-after"]) > 0
        served.stop()
        for stream in open_ones:
            while stream.reply.readline():
                pass
    finally:
        for stream in open_ones:
            stream.close()


def test_a_row_nobody_can_read_stops_publishing_only_while_it_is_there(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    def say(rule: str) -> None:
        centre = open_again(wire.data, ids=f"rule-{len(rule)}")
        try:
            centre.do(_rule, rule)
        finally:
            centre.close()

    def published() -> Any:
        return items(wire).get("TEE-M", {}).get("available", {"": None}).get("shop")

    wait_until(lambda: published() == 50, 30, "it is published")
    say("no JSON")
    wire.take("#1")
    wait_until(lambda: "publishing met a bug" in caplog.messages, 30, "it is told")
    say("{}")
    wait_until(lambda: published() == 49, 30, "it goes on")


def _rule(centre: Centre, rule: str) -> None:
    """As a program of tomorrow might leave it."""
    with centre.begin(SITE) as work:
        channel = work.orders.channels()[0]
        row = RuleRow(channel_id=channel.channel_id, sku="", rule=rule, since=work.now, changed_by="test")
        work.channel_rules.put(row)
