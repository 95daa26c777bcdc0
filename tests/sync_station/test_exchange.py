"""What may be believed, how long to wait, and what an envelope holds."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from app.domain.facts import ItemPacked
from app.station.storage import Draft
from sync.protocol import BODIES, BatchReply, Command, Problem, decode, encode, sign_reply
from sync.station.exchange import Answer, Broken, Failure, Trouble, judge, retry_after
from sync.station.lanes.pacing import LONGEST_S, Backoff
from sync.station.seal import seal
from tests.sync_station.benches import KEY, START

NONCE = "n-1"
GOOD = encode(BatchReply(nonce=NONCE, server_epoch="e", have=3, results=[]))


def signed(body: bytes, status: int = 200, nonce: str = NONCE, key: bytes = KEY) -> Answer:
    return Answer(status, "application/json; charset=utf-8", sign_reply(key, nonce, status, body), "", body)


def trouble(answer: Answer | Broken) -> Trouble | None:
    judged = judge(KEY, NONCE, answer, BatchReply)
    return judged.trouble if isinstance(judged, Failure) else None


def test_a_signed_json_reply_that_echoes_the_nonce_is_believed() -> None:
    assert judge(KEY, NONCE, signed(GOOD), BatchReply) == decode(GOOD, BatchReply)


def test_nothing_else_is() -> None:
    echo = encode(BatchReply(nonce="n-0", server_epoch="e", have=3, results=[]))
    assert trouble(signed(GOOD, nonce="n-0")) is Trouble.NOT_TRUSTED
    assert trouble(signed(GOOD, key=b"x" * 32)) is Trouble.NOT_TRUSTED
    assert trouble(signed(echo)) is Trouble.NOT_TRUSTED
    assert trouble(replace(signed(GOOD), content_type="text/html")) is Trouble.NOT_TRUSTED
    assert trouble(replace(signed(GOOD), body=GOOD + b" ")) is Trouble.NOT_TRUSTED
    assert trouble(signed(b"{}")) is Trouble.SERVER_ERROR
    assert trouble(Broken("cut")) is Trouble.OFFLINE


@pytest.mark.parametrize(
    ("status", "code", "expected", "unsigned"),
    [
        (401, "", Trouble.REFUSED, Trouble.REFUSED),
        (409, "fork", Trouble.FORK, Trouble.NOT_TRUSTED),
        (409, "epoch_frozen", Trouble.FORK, Trouble.NOT_TRUSTED),
        (409, "gap", Trouble.GAP, Trouble.NOT_TRUSTED),
        (410, "cursor", Trouble.CURSOR, Trouble.NOT_TRUSTED),
        (413, "too_large", Trouble.TOO_LARGE, Trouble.TOO_LARGE),
        (426, "update_needed", Trouble.UPDATE_NEEDED, Trouble.NOT_TRUSTED),
        (429, "busy", Trouble.BUSY, Trouble.BUSY),
        (500, "", Trouble.SERVER_ERROR, Trouble.SERVER_ERROR),
        (404, "", Trouble.SERVER_ERROR, Trouble.NOT_TRUSTED),
    ],
)
def test_refusals_that_change_something_must_be_signed(
    status: int, code: str, expected: Trouble, unsigned: Trouble
) -> None:
    body = encode(Problem(title="no", status=status, code=code, nonce=NONCE))
    assert trouble(signed(body, status)) is expected
    assert trouble(replace(signed(body, status), signature="")) is unsigned


def test_waits_double_to_a_minute_and_honour_the_centre() -> None:
    draws: list[float] = []

    def highest(_low: float, high: float) -> float:
        draws.append(high)
        return high

    pace = Backoff(highest)
    assert [pace.failed() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pace.failed(retry_after_s=120.0) >= 120.0
    pace.succeeded()
    assert pace.failed() == 1
    spread = Backoff(random.Random(3).uniform)  # noqa: S311 - a seed to repeat a run
    assert all(0 < spread.failed() <= LONGEST_S for _ in range(50))
    assert (retry_after("7"), retry_after("99999"), retry_after(""), retry_after("soon")) == (7.0, 300.0, None, None)


def test_an_envelope_says_everything_and_only_once() -> None:
    body = ItemPacked(session_id="s", order_id="o", line_id="l", sku="TÄE", quantity=2, barcode="0")
    draft = Draft(
        seq=4, id="c-4", kind="ItemPacked", v=1, actor="p", auth="offline", order_id="o", fence=9, occurred_at=START,
        mono_ms=5, boot_id="b", station_id="st", epoch=2, prev_sha256="ff", body=body,
    )  # fmt: skip
    command = decode(seal(draft), Command)
    for name in Command.__struct_fields__:
        if name != "body":
            assert getattr(command, name) == getattr(draft, name)
    assert decode(command.body, BODIES[command.kind, command.v]) == body
    assert seal(draft) == seal(draft)
