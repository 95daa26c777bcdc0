"""Delivers to every channel that wants to be told, beside all else: each figure at least once, newest only.

One thread looks for what is due, and each delivery has a lane of its own: a slow shop delays nobody but itself. Lanes
are bounded; a shop that fails is left alone for longer each time, so that slow ones can not keep all lanes for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from app.central.centre import Centre
from app.central.inventory.pushing import Delivery, Outcome, claim_delivery, settle_delivery
from app.central.storage.engines.faults import Broken, StorageFault
from sync.channels.publishing.port import PushSettings, StockPush
from sync.channels.publishing.shopify import ShopifyPush
from sync.channels.publishing.webhook import WebhookPush
from sync.channels.publishing.woocommerce import WooCommercePush
from sync.looking import Lookout

LOOK_EVERY_S: Final = 2.0
LANES: Final = 8
"""Channels of one process that are told at the same time."""


class Pusher:
    """`start` begins to deliver, `close` ends after the deliveries under way; `wake` makes it look now."""

    def __init__(
        self, centre: Centre, settings: PushSettings, look_every_s: float = LOOK_EVERY_S, lanes: int = LANES
    ) -> None:
        self._centre = centre
        self._ways = ways(settings)
        self._lanes = threading.Semaphore(lanes)
        self._under_way: set[threading.Thread] = set()
        self._lookout = Lookout("central-push", self._look, look_every_s)

    def start(self) -> None:
        self._lookout.start()

    def wake(self) -> None:
        self._lookout.wake()

    def close(self) -> None:
        self._lookout.close()
        for lane in self._under_way:
            lane.join()

    def _look(self) -> None:
        with suppress(StorageFault, Broken):  # nothing was stored: the same is due when the lease is over
            self._hand_out()

    def _hand_out(self) -> None:
        """A lane for each channel that has something due, while there are lanes. Raises StorageFault and Broken."""
        self._under_way = {lane for lane in self._under_way if lane.is_alive()}
        while not self._lookout.closing() and self._lanes.acquire(blocking=False):
            delivery = None
            try:
                delivery = self._centre.do(claim_delivery)
            finally:
                if delivery is None:
                    self._lanes.release()
            if delivery is None:
                return
            lane = threading.Thread(target=self._deliver, args=(delivery,), name=f"central-push-{delivery.channel}")
            self._under_way.add(lane)
            lane.start()

    def _deliver(self, delivery: Delivery) -> None:
        try:
            with suppress(StorageFault, Broken):
                deliver(self._centre, self._ways, delivery)
        finally:
            self._lanes.release()
            self._lookout.wake()


def ways(settings: PushSettings) -> Mapping[str, StockPush]:
    """How each kind of shop is told."""
    return {
        "shopify": ShopifyPush(settings),
        "woocommerce": WooCommercePush(settings),
        "webhook": WebhookPush(settings),
    }


def deliver_next(centre: Centre, how: Mapping[str, StockPush], channel_id: str = "") -> Outcome | None:
    """Deliver to this channel, "" to the one that waits longest; None when nothing is due. Raises StorageFault."""
    delivery = centre.do(claim_delivery, channel_id)
    return None if delivery is None else deliver(centre, how, delivery)


def deliver(centre: Centre, how: Mapping[str, StockPush], delivery: Delivery) -> Outcome:
    """Make one delivery and keep what came of it. Raises StorageFault."""
    outcome = how[delivery.kind].deliver(delivery, int(centre.now().timestamp()))
    centre.do(settle_delivery, delivery, outcome)
    return outcome
