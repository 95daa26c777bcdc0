"""`/live` as EventSource reads it: from where it was cut, bounded, for those signed in, over when the centre ends."""

import http.client
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.web.orders.test_order_page import take_in
from tests.web.rig import Client, Shop, copied, served
from ui.web.live.stream import STREAMS_OF_ONE


@contextmanager
def stream(client: Client, last: str = "") -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection(*client.where, timeout=30)
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}
    try:
        connection.request("GET", "/live", headers={**headers, **({"Last-Event-ID": last} if last else {})})
        yield connection.getresponse()
    finally:
        connection.close()


def next_event(answer: http.client.HTTPResponse) -> tuple[str, int]:
    """(name, id) of the next event; beats are passed over."""
    said: dict[str, str] = {}
    while True:
        line = answer.readline().decode().strip()
        if not line and "event" in said:
            return said["event"], int(said["id"])
        name, colon, value = line.partition(": ")
        if colon and name:
            said[name] = value


def test_a_page_hears_of_a_change_and_goes_on_from_where_it_was_cut(rosa: Client, shop: Shop) -> None:
    with stream(rosa) as answer:
        assert (answer.status, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert answer.headers["cache-control"] == "no-store"
        hello, before = next_event(answer)
        assert hello == "hello"
        take_in(shop, "#live")
        change, after = next_event(answer)
        assert (change, after > before) == ("change", True)
    with stream(rosa, str(before)) as answer:
        assert next_event(answer)[0] == "change"


def test_nobody_listens_without_signing_in_and_nobody_too_often(rosa: Client, shop: Shop) -> None:
    with stream(shop.client()) as answer:
        assert answer.status == 204
    with ExitStack() as stack:
        opened = [stack.enter_context(stream(rosa)) for _ in range(STREAMS_OF_ONE)]
        assert [one.status for one in opened] == [200] * STREAMS_OF_ONE
        assert stack.enter_context(stream(rosa)).status == 503


def test_a_stream_ends_with_the_centre(warehouse: tuple[Path, str], tmp_path: Path) -> None:
    template, key = warehouse
    with ExitStack() as stack:
        with served(copied(template, tmp_path), key) as shop:
            answer = stack.enter_context(stream(shop.client("rosa")))
            assert next_event(answer)[0] == "hello"
        assert re.fullmatch(rb"(: beat|\s)*", answer.read())
