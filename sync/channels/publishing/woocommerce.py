"""Tells a WooCommerce shop what it may sell: PUT of `stock_quantity` to each product or variation.

Source: WooCommerce REST API v3: GET /wp-json/wc/v3/products?sku= finds both, a variation with its `parent_id`; a
product is set at /products/ID, a variation at /products/PARENT/variations/ID; HTTP Basic with consumer key and secret.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

import msgspec

from app.central.inventory.pushing import Delivery, Figure, Outcome
from app.central.inventory.values import RemoteItem
from sync.channels.publishing.calling import Answer, Caller
from sync.channels.publishing.port import NotDelivered, PushSettings

DELIVERY_S: Final = 60.0
"""No further call is begun after this long; the rest goes with the next delivery, well within the lease."""
_NOT_HERE: Final = frozenset({404})
_NOT_TAKEN: Final = frozenset({400, 404})


class _Product(msgspec.Struct):
    id: int
    sku: str = ""
    parent_id: int = 0


class _Told(msgspec.Struct):
    id: int
    stock_quantity: float | None = None


class WooCommercePush:
    """The shop is told one SKU at a time; those told before a fault count as told."""

    def __init__(self, settings: PushSettings) -> None:
        self._settings = settings

    def deliver(self, delivery: Delivery, now_s: int) -> Outcome:
        caller = Caller(self._settings)
        talk = _Talk(caller, delivery)
        fault: NotDelivered | None = None
        try:
            for figure in delivery.figures:
                if caller.used_s > DELIVERY_S:
                    break
                talk.tell(figure)
        except NotDelivered as error:
            fault = error
        finally:
            caller.close()
        words, again_s = ("", 0) if fault is None else (str(fault), fault.again_s)
        return Outcome(
            sent=tuple(talk.sent),
            refused=talk.refused,
            found=talk.found,
            gone=tuple(talk.refused),
            fault=words,
            again_s=again_s,
        )


class _Talk:
    def __init__(self, caller: Caller, delivery: Delivery) -> None:
        self._caller = caller
        self._delivery = delivery
        self._root = f"{delivery.url.rstrip('/')}/wp-json/wc/v3/products"
        self.sent: list[str] = []
        self.refused: dict[str, str] = {}
        self.found: dict[str, RemoteItem] = {}

    def tell(self, figure: Figure) -> None:
        """Raises NotDelivered."""
        item = self._delivery.remotes.get(figure.sku) or self._find(figure.sku)
        if item is None:
            self.refused[figure.sku] = "the shop has no product with this SKU"
            return
        place = f"{item.parent}/variations/{item.remote}" if item.parent else item.remote
        body = msgspec.json.encode({"manage_stock": True, "stock_quantity": figure.available})
        answer = self._call("PUT", f"{self._root}/{place}", body, _NOT_TAKEN)
        if answer.status in _NOT_TAKEN:
            self.found.pop(figure.sku, None)
            self.refused[figure.sku] = f"the shop answered {answer.status}"
            return
        told: _Told = answer.json(_Told)
        if told.stock_quantity != figure.available:
            self.refused[figure.sku] = f"the shop keeps {told.stock_quantity} instead of {figure.available}"
            return
        self.sent.append(figure.sku)

    def _find(self, sku: str) -> RemoteItem | None:
        answer = self._call("GET", f"{self._root}?sku={quote(sku, safe='')}", b"", _NOT_HERE)
        if answer.status in _NOT_HERE:
            raise NotDelivered("there is no WooCommerce API at this address")
        products: list[_Product] = answer.json(list[_Product])
        for product in products:
            if product.sku == sku:
                parent = str(product.parent_id) if product.parent_id else ""
                self.found[sku] = RemoteItem(str(product.id), parent)
                return self.found[sku]
        return None

    def _call(self, method: str, url: str, body: bytes, taken: frozenset[int]) -> Answer:
        auth = (self._delivery.settings["key"], self._delivery.secret)
        headers = {"Content-Type": "application/json"} if body else {}
        return self._caller.call(method, url, body, headers, auth, taken)
