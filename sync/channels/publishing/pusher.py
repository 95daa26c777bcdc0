"""Delivers to every channel that wants to be told, in a thread of its own: each figure at least once, newest only."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from app.central.centre import Centre
from app.central.inventory.pushing import claim_delivery, settle_delivery
from app.central.storage.engine import Broken, StorageFault
from sync.channels.publishing.port import PushSettings, StockPush
from sync.channels.publishing.shopify import ShopifyPush
from sync.channels.publishing.webhook import WebhookPush
from sync.channels.publishing.woocommerce import WooCommercePush

LOOK_EVERY_S: Final = 2.0


class Pusher:
    """`start` begins to deliver, `close` ends after the delivery under way; `wake` makes it look now."""

    def __init__(self, centre: Centre, settings: PushSettings, look_every_s: float = LOOK_EVERY_S) -> None:
        self._centre = centre
        self._ways = ways(settings)
        self._look_every_s = look_every_s
        self._closing = threading.Event()
        self._look = threading.Event()
        self._thread = threading.Thread(target=self._work, name="central-push")

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._look.set()

    def close(self) -> None:
        self._closing.set()
        self._look.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        while not self._closing.is_set():
            with suppress(StorageFault, Broken):  # nothing was stored: the same is due when the lease is over
                while not self._closing.is_set() and deliver_next(self._centre, self._ways):
                    pass
            self._look.wait(self._look_every_s)
            self._look.clear()


def ways(settings: PushSettings) -> Mapping[str, StockPush]:
    """How each kind of shop is told."""
    return {
        "shopify": ShopifyPush(settings),
        "woocommerce": WooCommercePush(settings),
        "webhook": WebhookPush(settings),
    }


def deliver_next(centre: Centre, how: Mapping[str, StockPush]) -> bool:
    """Deliver to the channel that waits longest; False when nothing is due. Raises StorageFault."""
    delivery = centre.do(claim_delivery)
    if delivery is None:
        return False
    outcome = how[delivery.kind].deliver(delivery, int(centre.now().timestamp()))
    centre.do(settle_delivery, delivery, outcome)
    return True
