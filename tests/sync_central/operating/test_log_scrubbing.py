"""Whatever a person sends or is: none of it stands in a line of the log, good requests and faults alike."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest

from sync.central.operating.telling.logs import JsonLines, TextLines, fault_of, tell
from tests.central.house import SITE, House, open_house
from tests.sync_central.serving import serving
from tests.sync_central.wire import order

CANARY = "Zwitschervogel"
REQUEST = str(uuid5(UUID(int=7), "a request"))


@contextmanager
def listening(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    """Everything logged while the block runs, at the finest level."""
    heard, root, ours = io.StringIO(), logging.getLogger(), logging.getLogger("packbench")
    handler = logging.StreamHandler(heard)
    handler.setFormatter(formatter)
    before = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    try:
        yield heard
    finally:
        root.removeHandler(handler)
        ours.setLevel(before)


def canary_order() -> dict[str, Any]:
    made = order(f"#{CANARY}", note=CANARY) if "note" in order("#x") else order(f"#{CANARY}")
    text = json.dumps(made)
    for name in ("Jürgen Schäfer", "Schloßplatz 88", "Bremen"):
        text = text.replace(json.dumps(name), json.dumps(f"{CANARY} {name}"))
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()], ids=["json", "text"])
def test_no_line_of_a_journey_holds_what_a_person_sent(
    tmp_path: Path, database: str, formatter: logging.Formatter
) -> None:
    house = open_house(tmp_path, database)
    house.stock({"TEE-M": {"A-1": 5}})
    house.centre.close()
    with listening(formatter) as heard, serving(tmp_path, database, house.key) as served:
        wire = served.wire
        wire.post_order(canary_order(), f"key-{CANARY}")
        wire.post_order({**canary_order(), "lines": [{"sku": CANARY, "quantity": -1}]})
        wire.post_order(canary_order(), key=f"pb_{CANARY}")
        wire.get(f"/v1/orders/{CANARY}?email={CANARY}@example.com")
        wire.ask("GET", f"/no/{CANARY}", headers={"X-Request-Id": CANARY, "Cookie": f"packbench_session={CANARY}"})
        wire.ask("POST", f"/v1/webhooks/shopify/{CANARY}", CANARY.encode(), {"X-Shopify-Topic": CANARY})
        wire.ask("POST", "/v1/stations/enrol", json.dumps({"code": CANARY}).encode())
        wire.ask(CANARY.upper(), "/healthz")
        answer = wire.ask("GET", "/healthz", headers={"X-Request-Id": REQUEST})
        assert answer.headers["x-request-id"] == REQUEST
        served.stop()
    written = heard.getvalue()
    assert CANARY.lower() not in written.lower()
    assert house.key not in written
    assert REQUEST in written
    assert "/v1/orders/{order_id" in written
    if isinstance(formatter, JsonLines):
        lines = [json.loads(line) for line in written.splitlines()]
        asked = [line for line in lines if line["event"] == "request"]
        assert {line["status"] for line in asked} >= {200, 201, 401, 404, 422}
        assert all(line["route"] and line["ms"] >= 0 and line["request_id"] for line in asked)
        taken = next(line for line in asked if line["status"] == 201)
        assert taken["actor"].startswith("channel:")
        assert (taken["site"], taken["route"]) == (SITE, "/v1/orders")


def test_a_fault_says_where_and_not_what(house: House) -> None:
    from sqlalchemy import text

    def break_it() -> None:
        with house.centre.read(SITE) as work:
            work.connection.execute(text("SELECT * FROM nothing WHERE name = :name"), {"name": CANARY})

    with listening(JsonLines()) as heard:
        try:
            break_it()
        except Exception as fault:  # noqa: BLE001  whatever it is called on this engine
            tell("a test broke", logging.ERROR, fault)
            found = fault_of(fault)
        logging.getLogger("a.library").warning("a customer: %s", CANARY)
        logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: {CANARY}")  # noqa: G004  as asyncio does
        logging.getLogger("packbench.web").warning("odd: %s", CANARY)
    written = heard.getvalue()
    assert CANARY not in written
    assert any("break_it" in at for one in found for at in one["at"])
    assert any(one.get("code") in ("SQLITE_ERROR", "42P01") for one in found)
    assert "Task exception was never retrieved" in written
    assert len(written.splitlines()) == 4


@pytest.fixture
def house(tmp_path: Path, database: str) -> Iterator[House]:
    opened = open_house(tmp_path, database)
    yield opened
    opened.centre.close()
