"""A shop on loopback for tests: it keeps what it is told, and fails the ways shops fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Call:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Shop:
    """`items` are its SKUs and their ids; `faults` are used up one a call: a status, or drop, drip, junk, redirect."""

    items: dict[str, str] = field(default_factory=dict)
    stock: dict[str, int] = field(default_factory=dict)
    faults: list[int | str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    retry_after: str = ""
    refuses: set[str] = field(default_factory=set)
    ended: threading.Event = field(default_factory=threading.Event)
    connected: set[object] = field(default_factory=set)
    url: str = ""

    def answer(self, call: Call) -> tuple[int, Any]:
        if call.path.endswith("graphql.json"):
            return 200, self._graphql(call.json())
        if "/wp-json/" in call.path:
            return self._woocommerce(call)
        for item in call.json()["items"]:
            self.stock[item["sku"]] = item["available"]
        return 204, None

    def _graphql(self, asked: dict[str, Any]) -> dict[str, Any]:
        given = asked["variables"]
        if "inventoryItems" in asked["query"]:
            wanted = [part.strip()[5:-1] for part in given["query"].split(" OR ")]
            nodes = [{"id": self.items[sku], "sku": sku} for sku in wanted if sku in self.items]
            return {"data": {"inventoryItems": {"nodes": nodes}}}
        assert given["key"]
        skus = {item: sku for sku, item in self.items.items()}
        asked_for = given["input"]["quantities"]
        errors = [
            {"code": "INVALID", "field": ["input", "quantities", str(n)], "message": "is not stocked here"}
            for n, one in enumerate(asked_for)
            if skus[one["inventoryItemId"]] in self.refuses
        ]
        if not errors:
            for one in asked_for:
                assert one["changeFromQuantity"] is None
                assert one["locationId"] == "gid://shopify/Location/1"
                self.stock[skus[one["inventoryItemId"]]] = one["quantity"]
        return {"data": {"inventorySetQuantities": {"userErrors": errors}}}

    def _woocommerce(self, call: Call) -> tuple[int, Any]:
        parts = urlsplit(call.path)
        if call.method == "GET":
            sku = parse_qs(parts.query)["sku"][0]
            if sku not in self.items:
                return 200, []
            ids = self.items[sku].split("/")
            return 200, [{"id": int(ids[-1]), "sku": sku, "parent_id": int(ids[0]) if len(ids) > 1 else 0}]
        place = parts.path.rpartition("/products/")[2].replace("/variations/", "/")
        sku = next(name for name, item in self.items.items() if item == place)
        if sku in self.refuses:
            return 400, {"code": "woocommerce_rest_invalid"}
        self.stock[sku] = call.json()["stock_quantity"]
        return 200, {"id": int(place.rpartition("/")[2]), "stock_quantity": self.stock[sku]}


class _Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        server.shop.connected.add(self)
        super().handle()
        server.shop.connected.discard(self)

    def _do(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        shop = server.shop
        size = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = Call(self.command, self.path, headers, self.rfile.read(size))
        shop.calls.append(call)
        fault = shop.faults.pop(0) if shop.faults else None
        if fault == "drop":
            self.close_connection = True
        elif fault == "drip":
            self._drip(shop)
        elif fault == "junk":
            self._say(200, b"<html>maintenance</html>")
        elif fault == "redirect":
            self._say(302, b"", ("Location", f"{shop.url}/elsewhere"))
        elif isinstance(fault, int):
            self._say(fault, b"{}", ("Retry-After", shop.retry_after) if shop.retry_after else None)
        else:
            status, said = shop.answer(call)
            self._say(status, b"" if said is None else json.dumps(said).encode())

    def _drip(self, shop: Shop) -> None:
        """One byte at a time, for as long as somebody listens."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not shop.ended.wait(0.05):
            try:
                self.wfile.write(b" ")
            except OSError:
                break
        self.close_connection = True

    def _say(self, status: int, body: bytes, header: tuple[str, str] | None = None) -> None:
        self.send_response(status)
        if header is not None:
            self.send_header(*header)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST = _do  # noqa: N815  the names http.server asks for

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, shop: Shop) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.shop = shop


@contextmanager
def shop_server() -> Iterator[Shop]:
    """A shop that listens until the block ends."""
    shop = Shop()
    server = _Server(shop)
    shop.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="shop")
    thread.start()
    try:
        yield shop
    finally:
        shop.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
