"""The running link against real sockets: a centre that answers, and every peer that must not be believed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents import StoppedOrder
from app.station.ports import LinkState
from app.station.storage import Identity, Store
from sync.station.exchange import Answer, Call
from sync.station.link import Limits
from tests.sync_station.bench_at_the_wire import linked
from tests.sync_station.benches import identity, open_store, record
from tests.sync_station.model.model_centre import ModelCentre
from tests.sync_station.peers import CentrePeer, black_hole, cut_after, drip, drip_headers, misbehaving, serving

SOON = Limits(connect_s=0.5, upload_s=0.3, feed_s=0.3)
NAME = identity()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    opened.enrol(NAME)
    yield opened
    opened.close()


@pytest.fixture
def centre() -> ModelCentre:
    return ModelCentre(NAME)


def test_what_waits_arrives_once_and_changes_come_down(store: Store, centre: ModelCentre) -> None:
    ids = [record(store) for _ in range(250)]
    centre.change("order-1")
    with serving(CentrePeer(centre)) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: not bench.waiting, "an empty outbox")
        ids.append(record(store))
        bench.link.queued()
        bench.work_until(lambda: not bench.waiting, "the last command")
        bench.work_until(lambda: _stopped(store) == {"order-1"}, "the stop list")
        centre.change("order-2")
        bench.link.plug()
        bench.work_until(lambda: _stopped(store) == {"order-1", "order-2"}, "the next change")
        assert bench.state is LinkState.ONLINE
    assert centre.books.applied == ids


def _stopped(store: Store) -> set[str]:
    with store.begin() as work:
        return {doc.order_id for doc in work.docs(StoppedOrder)}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(200, "text/html", "", "", b"<html>sign in</html>"), LinkState.NOT_TRUSTED),
        (Answer(200, "application/json", "0" * 64, "", b'{"have": 99}'), LinkState.NOT_TRUSTED),
        (Answer(302, "text/html", "", "", b""), LinkState.NOT_TRUSTED),
        (Answer(404, "text/html", "", "", b"proxy"), LinkState.NOT_TRUSTED),
        (Answer(503, "text/html", "", "7", b"down"), LinkState.OFFLINE),
        (Answer(401, "application/json", "", "", b'{"title":"who are you","status":401}'), LinkState.REFUSED),
        (Answer(401, "text/html", "", "", b"portal"), LinkState.NOT_TRUSTED),
        (Answer(409, "application/json", "", "", b'{"title":"fork","status":409}'), LinkState.NOT_TRUSTED),
    ],
)
def test_nothing_leaves_the_outbox_for_a_reply_that_is_not_the_centres_verdict(
    store: Store, centre: ModelCentre, answer: Answer, state: LinkState
) -> None:
    record(store)
    peer = CentrePeer(centre)
    peer.on_answer = lambda _call, _honest: answer
    with serving(peer) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: bench.state, "word of the wire")
        assert (bench.state, bench.waiting) == (state, 1)


def test_a_reply_to_an_earlier_request_is_not_taken_for_the_current_one(store: Store, centre: ModelCentre) -> None:
    record(store)
    peer = CentrePeer(centre)
    stale: list[Answer] = []

    def first_reply_again(call: Call, answer: Answer) -> Answer:
        if call.method == "GET":
            return answer
        stale.append(answer)
        return stale[0] if len(stale) < 4 else answer

    with serving(peer) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: not bench.waiting, "the first verdict")
        peer.on_answer = first_reply_again
        centre.books.have = 0  # as restored: a believed old reply would hide it
        centre.books.server_epoch = "lineage-9"
        centre.books.applied.clear()
        ids = [record(store) for _ in range(2)]
        bench.link.queued()
        bench.work_until(lambda: len(stale) >= 4 and not bench.waiting, "verdicts from the restored centre")
    assert centre.books.applied[-2:] == ids
    assert len(centre.books.applied) == 3


@pytest.mark.parametrize("peer", [black_hole, drip, drip_headers, *map(cut_after, (0, 9, 60, 80))])
def test_no_peer_holds_the_link_beyond_its_deadline(
    store: Store, peer: Callable[[socket.socket, threading.Event], None]
) -> None:
    record(store)
    with misbehaving(peer) as url, linked(store, NAME, url, SOON) as bench:
        bench.work_until(lambda: bench.state is LinkState.OFFLINE, "the banner")
        assert bench.waiting == 1


def test_no_listener_is_offline(store: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with linked(store, NAME, f"http://127.0.0.1:{port}", SOON) as bench:
        bench.work_until(lambda: bench.state is LinkState.OFFLINE, "the banner")


def test_unplugged_and_plugged_in_again_everything_arrives_exactly_once(store: Store, centre: ModelCentre) -> None:
    with serving(CentrePeer(centre)) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: bench.state is LinkState.ONLINE, "the wire")
        bench.link.unplug()
        bench.link.queued()
        ids = [record(store) for _ in range(5)]
        bench.link.queued()
        bench.work_until(lambda: bench.state is LinkState.OFFLINE, "the banner")
        assert bench.waiting == 5
        bench.link.plug()
        bench.work_until(lambda: not bench.waiting, "delivery")
        bench.work_until(lambda: bench.state is LinkState.ONLINE, "the banner to go")
    assert centre.books.applied == ids


def test_too_large_a_batch_is_halved_until_it_fits(store: Store, centre: ModelCentre) -> None:
    ids = [record(store) for _ in range(20)]
    centre.most = 3
    with serving(CentrePeer(centre)) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: not bench.waiting, "small batches")
    assert centre.books.applied == ids


def test_a_cloned_disk_is_told_and_sends_nothing_more(store: Store, centre: ModelCentre) -> None:
    centre.books.have, centre.books.hashes[1] = 1, "0" * 64
    record(store)
    with serving(CentrePeer(centre)) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: bench.state is LinkState.FORKED, "the fork")
        assert bench.waiting == 1


def test_a_disk_rolled_back_behind_the_centre_is_a_fork_too(store: Store, centre: ModelCentre) -> None:
    centre.books.have = 7
    with serving(CentrePeer(centre)) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: bench.state is LinkState.FORKED, "the fork")


def test_a_restored_centre_gets_everything_again_though_nothing_new_happened(store: Store, centre: ModelCentre) -> None:
    centre.change("order-1")
    before = centre.backup()
    ids = [record(store) for _ in range(4)]
    with serving(CentrePeer(centre)) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: not bench.waiting, "delivery")
        bench.work_until(lambda: _stopped(store) == {"order-1"}, "the feed")
        centre.restore(before, "lineage-1")
        bench.link.plug()
        bench.work_until(lambda: centre.books.applied == ids and not bench.waiting, "delivery to the restored centre")


def test_another_stations_key_is_refused(store: Store, centre: ModelCentre) -> None:
    centre.identity = _other_key(NAME)
    with serving(CentrePeer(centre)) as url, linked(store, NAME, url) as bench:
        bench.work_until(lambda: bench.state, "word of the wire")
        assert bench.state is LinkState.REFUSED


def _other_key(name: Identity) -> Identity:
    return replace(name, key=b"x" * 32)
