"""What the centre counts of itself, for Prometheus: of one process, with labels that are few and known beforehand."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from app.central.centre import Centre
from app.central.operating.standing import Standing, standing
from app.central.storage.engines.faults import Broken, StorageFault
from app.central.storage.writing.pulse import Group

COUNT_EVERY_S: Final = 15.0
"""The database is counted at most this often, and only when somebody asks for the figures."""
ONLINE_S: Final = 60.0
STATIONS_MOST: Final = 10_000
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0)
_SIZES: Final = (1, 2, 4, 8, 16, 32, 64)


class Meters:
    """One per server: `registry` is its own, so that several servers in one process do not mix."""

    def __init__(self, centre: Centre, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.registry = registry = CollectorRegistry()
        self._monotonic = monotonic
        self._heard: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

        def counter(name: str, words: str, *labels: str) -> Counter:
            return Counter(f"packbench_{name}", words, labels, registry=registry)

        def spread(name: str, words: str, *labels: str, steps: tuple[float, ...] = _QUICK) -> Histogram:
            return Histogram(f"packbench_{name}", words, labels, registry=registry, buckets=steps)

        self._requests = counter("requests", "Requests answered.", "method", "route", "status")
        self._seconds = spread("request_seconds", "From the header read to the answer written.", "route")
        self._orders = counter("orders_in", "Orders that came in, by the channel's kind.", "channel_kind", "outcome")
        self._deliveries = counter("webhook_deliveries", "Deliveries of shops.", "shop", "outcome")
        self._group = spread("writer_group_size", "Verbs committed together.", steps=_SIZES)
        self._commit = spread("writer_commit_seconds", "One commit, flushed to the disk.")
        self._failed = counter("writer_groups_failed", "Groups that were rolled back.")
        self._background = spread("background_seconds", "One step of background work.", "step")
        self._background_failed = counter("background_failures", "Steps that met a fault.", "step")
        self._gauges(centre)
        registry.register(_Counts(centre, monotonic))
        ProcessCollector(registry=registry)
        centre.watch(self._grouped)

    def _gauges(self, centre: Centre) -> None:
        for name, words, ask in (
            ("writer_alive", "1 while the thread that writes lives.", lambda: float(centre.pulse.alive)),
            ("writer_queue", "Verbs waiting for the writer.", lambda: float(centre.pulse.waiting)),
            ("readers_in_use", "Reading connections in use.", lambda: float(centre.pulse.readers)),
            ("readers_most", "Reading connections there may be.", lambda: float(centre.pulse.readers_most)),
            ("stations_online", "Stations heard of in the last minute.", lambda: float(self.online())),
        ):
            Gauge(f"packbench_{name}", words, registry=self.registry).set_function(ask)

    # what happened, from any thread

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method if method in METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def order(self, channel_kind: str, outcome: str) -> None:
        self._orders.labels(channel_kind, outcome).inc()

    def delivery(self, shop: str, outcome: str) -> None:
        self._deliveries.labels(shop, outcome).inc()

    def step(self, name: str, seconds: float, *, failed: bool) -> None:
        self._background.labels(name).observe(seconds)
        if failed:
            self._background_failed.labels(name).inc()

    def station(self, station_id: str) -> None:
        """A station proved itself."""
        with self._lock:
            self._heard[station_id] = self._monotonic()
            self._heard.move_to_end(station_id)
            if len(self._heard) > STATIONS_MOST:
                self._heard.popitem(last=False)

    def online(self) -> int:
        since = self._monotonic() - ONLINE_S
        with self._lock:
            return sum(at >= since for at in self._heard.values())

    def backups(self, age_s: Callable[[], float], overdue: Callable[[], bool]) -> None:
        """Tell of the centre's backups, which it keeps."""
        for name, words, ask in (
            ("backup_age_seconds", "Since the last good backup, or since the start when there is none.", age_s),
            ("backup_overdue", "1 when that is twice as long as it should be.", lambda: float(overdue())),
        ):
            Gauge(f"packbench_{name}", words, registry=self.registry).set_function(ask)

    def text(self) -> bytes:
        """The exposition (Prometheus text format 0.0.4); on a reading thread."""
        return generate_latest(self.registry)

    def _grouped(self, group: Group) -> None:
        self._group.observe(group.size)
        self._commit.observe(group.commit_s)
        if group.failed:
            self._failed.inc()


class _Counts:
    """Figures out of the database; of a database that does not answer there are none."""

    def __init__(self, centre: Centre, monotonic: Callable[[], float]) -> None:
        self._centre = centre
        self._monotonic = monotonic
        self._known: Standing | None = None
        self._at = -COUNT_EVERY_S
        self._lock = threading.Lock()

    def describe(self) -> list[Metric]:
        """Nothing is counted when it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        found = self._standing()
        if found is None:
            return
        holds = GaugeMetricFamily("packbench_holds_open", "Holds not released.", labels=("site", "reason"))
        for (site, reason), number in found.holds.items():
            holds.add_metric((site, reason), number)
        yield holds
        feed = GaugeMetricFamily("packbench_feed_seq", "Newest number of the feed.", labels=("site",))
        for site, seq in found.feed.items():
            feed.add_metric((site,), seq)
        yield feed
        now = self._centre.now()
        waited = (now - found.letters_since).total_seconds() if found.letters_since is not None else 0.0
        yield GaugeMetricFamily("packbench_letters_waiting", "Letters not sent yet.", found.letters)
        yield GaugeMetricFamily("packbench_letters_oldest_seconds", "How long the oldest waits.", max(0.0, waited))
        yield GaugeMetricFamily("packbench_database_bytes", "Size of the database.", found.database_bytes)

    def _standing(self) -> Standing | None:
        with self._lock:
            if self._monotonic() - self._at >= COUNT_EVERY_S:
                self._at = self._monotonic()
                try:
                    self._known = standing(self._centre)
                except (StorageFault, Broken):
                    self._known = None
            return self._known
