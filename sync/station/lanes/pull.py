"""Pull the feed: numbered changes from our cursor on, long-polled. Pure of sockets, clocks and threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlencode

from app.station.ports import BenchStanding, DeviceChanged
from app.station.storage import ChangedRow, ChangesPage, Identity, StartOver
from sync.protocol import REPORT_MOST, BenchReport, ChangesReply, DeviceReport, encode
from sync.station.exchange import Call, Failure, Outcome, Trouble, judge
from sync.station.outbox import Outbox

DEADLINE_S: Final = 15.0
WAIT_S: Final = 10
DEVICES_MOST: Final = 12
WHY_MOST: Final = 120
POLL_S: Final = 5.0
"""Correctness comes from asking again; the long poll only wakes us sooner."""


class Pull:
    """Makes the next question for changes and digests its reply; one in flight at a time."""

    def __init__(
        self,
        identity: Identity,
        outbox: Outbox,
        new_nonce: Callable[[], str],
        deadline_s: float,
        version: Callable[[], str] = str,
    ) -> None:
        self._identity = identity
        self._outbox = outbox
        self._new_nonce = new_nonce
        self._deadline_s = deadline_s
        self._nonce = ""
        self._version = version
        self._report = ""
        self._at: tuple[int, str] = (0, "")
        self._level_at: tuple[int, str] | None = None
        """Where we had everything at the last reply: a question from there may wait for news."""

    def standing(self, now: BenchStanding) -> None:
        """Told with every question from now on."""
        devices = [
            DeviceReport(name=one.device, kind=one.kind.value, state=one.state.value, why=_why(one))
            for one in now.devices[:DEVICES_MOST]
        ]
        report = BenchReport(version=self._version(), waiting=now.waiting, oldest_s=now.oldest_s, devices=devices)
        text = encode(report).decode()
        self._report = text if len(text) <= REPORT_MOST else ""

    def prepare(self) -> Call:
        """The next question. Raises StorageFault."""
        self._at = since, server_epoch = self._outbox.feed_position()
        self._nonce = self._new_nonce()
        wait_s = WAIT_S if self._at == self._level_at else 0
        asked = {"cursor": since, "server_epoch": server_epoch if since else "", "wait_s": wait_s}
        query = urlencode({**asked, "bench": self._report} if self._report else asked)
        target = f"/v1/sites/{quote(self._identity.site, safe='')}/changes?{query}"
        return Call("GET", target, b"", self._nonce, self._deadline_s + wait_s)

    def digest(self, outcome: Outcome) -> ChangesPage | StartOver | Failure | None:
        """What the reply means; None if nothing changed."""
        since, server_epoch = self._at
        level = self._at == self._level_at
        self._level_at = None
        reply = judge(self._identity.key, self._nonce, outcome, ChangesReply)
        if isinstance(reply, Failure):
            if reply.trouble is not Trouble.CURSOR:
                return reply
            return self._start_over(reply.detail)
        if since and (reply.server_epoch != server_epoch or reply.cursor < since):
            return self._start_over("the centre's history is another one")
        reached = (reply.cursor, reply.server_epoch)
        self._level_at = None if reply.more else reached
        if level and not reply.changes and reached == self._at:
            return None
        return _page(since, reply)

    def _start_over(self, why: str) -> StartOver | Failure:
        if self._at[0] == 0:
            return Failure(Trouble.SERVER_ERROR, f"the centre refuses to start from nothing: {why}")
        return StartOver(reason=why)


def _why(device: DeviceChanged) -> str:
    return ", ".join(reason.value for reason in device.reasons)[:WHY_MOST]


def _page(since: int, reply: ChangesReply) -> ChangesPage:
    return ChangesPage(
        since=since,
        server_epoch=reply.server_epoch,
        cursor=reply.cursor,
        more=reply.more,
        now=reply.now,
        changes=tuple(
            ChangedRow(
                seq=row.seq,
                entity=row.entity,
                id=row.id,
                rev=row.rev,
                deleted=row.deleted,
                doc=b"" if row.deleted else bytes(row.doc),
            )
            for row in reply.changes
        ),
    )
