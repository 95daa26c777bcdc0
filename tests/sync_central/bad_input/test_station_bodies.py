"""A bench that sends nonsense, signed: each command gets a verdict, nobody behind it is held up, no number drifts."""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.central.audit import audit
from app.domain import facts
from sync.protocol import BODIES, HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, Sealed, sha256, sign_request
from tests.central.house import SITE, open_again
from tests.sync_central.api.test_station_api import code_for
from tests.sync_central.wire import SpokenStation, Wire, order

HOSTILE: tuple[Any, ...] = (
    None, "", "\x00", "x\x00y", "x" * 20_000, "\u202eRTL", "🦆", "<b>&'\"", "=1+1", "'; DROP TABLE site;--", -1, 0,
    2**31, 2**63, 2**200, 1.5, True, [], {}, [[[]]], {"a": {"b": None}}, "2026-13-45T99:99:99Z", "9999-12-31T23:59:59Z",
)  # fmt: skip
VERDICTS = {"applied", "applied_with_task", "refused", "quarantined"}


def good(kind: Any) -> Any:
    """A value of this type, as JSON has it."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return good(arguments[0])
    if origin in (tuple, list, frozenset):
        return [good(arguments[0])]
    if origin is dict:
        return {}
    if origin is typing.Literal:
        return arguments[0]
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return {field.name: good(hints[field.name]) for field in dataclasses.fields(kind)}
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next(iter(kind)).value
    return {str: "x", int: 1, bool: True, float: 1.0, bytes: "eA==", datetime: "2026-09-14T07:00:00Z"}.get(kind, "x")


def bent() -> Iterator[tuple[str, Any]]:
    """Every kind as it should be, and with each of its fields made hostile in turn."""
    for (name, _), kind in BODIES.items():
        whole = good(kind)
        yield name, whole
        bodies: tuple[Any, ...] = (None, [], "x", 1, {})
        yield from ((name, body) for body in bodies)
        for field in whole:
            for value in HOSTILE:
                yield name, {**whole, field: value}
            yield name, {other: value for other, value in whole.items() if other != field}


@pytest.fixture
def station(wire: Wire) -> SpokenStation:
    assert wire.post_order(order("#1")).status == 201
    return SpokenStation(wire, code_for(wire.data, "ST-1"), "ST-1")


def raw(station: SpokenStation, kind: str, body: Any, **changes: Any) -> Sealed:
    return station.seal(msgspec.Raw(json.dumps(body).encode()), kind, **changes)  # type: ignore[arg-type]


def settled(station: SpokenStation, *sealed: Sealed) -> None:
    """All get a verdict that is the same when asked again."""
    first = station.verdicts(*sealed)
    assert first.have == station.seq, first.results[-1]
    assert [row.seq for row in first.results] == [one.seq for one in sealed]
    assert {row.verdict for row in first.results} <= VERDICTS
    assert station.verdicts(*sealed).results == first.results


def sound(wire: Wire, station: SpokenStation) -> None:
    """A good command behind it is taken, and no counter drifted."""
    (row,) = station.verdicts(station.seal(facts.LeaseNumbers(count=1))).results
    assert row.verdict == "applied"
    centre = open_again(wire.data)
    try:
        assert audit(centre, SITE) == ()
    finally:
        centre.close()


def test_every_field_of_every_message_made_hostile(wire: Wire, station: SpokenStation) -> None:
    batch: list[Sealed] = []
    for kind, body in bent():
        batch.append(raw(station, kind, body))
        if len(batch) >= 90 or sum(len(bytes(one.envelope)) for one in batch) > 200_000:
            settled(station, *batch)
            batch = []
    settled(station, *batch)
    sound(wire, station)


SPOOFED: tuple[dict[str, Any], ...] = (
    {"kind": "\x00"}, {"kind": "x" * 5000}, {"kind": ""}, {"v": -1}, {"v": 2**40}, {"id": "\x00"}, {"id": ""},
    {"id": "x" * 5000}, {"actor": "\x00"}, {"actor": "a" * 5000}, {"auth": "king"}, {"order_id": "\x00"},
    {"order_id": "o" * 5000}, {"fence": -1}, {"fence": 2**63}, {"mono_ms": -(2**62)}, {"boot_id": "\x00"},
    {"prev_sha256": "0" * 64}, {"prev_sha256": "\x00"}, {"station_id": "another"}, {"epoch": 99}, {"seq": 10**9},
    {"occurred_at": datetime(1, 1, 1, tzinfo=UTC)}, {"occurred_at": datetime(9999, 12, 31, tzinfo=UTC)},
)  # fmt: skip


def test_a_spoofed_envelope(wire: Wire, station: SpokenStation) -> None:
    for changes in SPOOFED:
        settled(station, raw(station, **{"kind": "SignedIn", "body": {"packer_id": "nobody"}, **changes}))
    sound(wire, station)


ENVELOPES = (b"null", b"[]", b'"x"', b"{}", b'{"a":1}', b"1e999", b'{"a":' * 200 + b'"\\u0000"' + b"}" * 200)


def test_an_envelope_that_is_none(wire: Wire, station: SpokenStation) -> None:
    pairs = [(envelope, digest) for envelope in ENVELOPES for digest in (sha256(envelope), "", "\x00", "z" * 64)]
    for envelope, digest in pairs:
        station.seq += 1
        station.last_sha256 = sha256(envelope)
        settled(station, Sealed(seq=station.seq, sha256=digest, envelope=msgspec.Raw(envelope)))
    sound(wire, station)


BATCHES = [
    b"", b"{", b"null", b"[]", b"{}", b"\xff\xfe", b"\x00" * 10, b"[" * 50_000, b'{"nonce":"N","epoch":1}',
    b'{"nonce":"N","epoch":1,"commands":[{}]}', b'{"nonce":"N","epoch":1,"commands":{}}',
    b'{"nonce":"other","epoch":1,"commands":[]}', b'{"nonce":"N","epoch":"1","commands":[]}',
    b'{"nonce":"N","epoch":-1,"commands":[]}', b'{"nonce":"N","epoch":99,"commands":[]}',
    b'{"nonce":"N","epoch":1e400,"commands":[]}',
    b'{"nonce":"N","epoch":1,"commands":[{"seq":1,"sha256":"","envelope":"\\ud800"}]}',
    b'{"nonce":"N","epoch":1,"commands":[{"seq":1,"sha256":"","envelope":' + b"[" * 3000 + b"]" * 3000 + b"}]}",
    b'{"nonce":"N","epoch":1,"commands":[{"seq":0,"sha256":"","envelope":{}}]}',
    b'{"nonce":"N","epoch":1,"commands":[{"seq":1,"sha256":"","envelope":{}},{"seq":3,"sha256":"","envelope":{}}]}',
    b'{"nonce":"N","epoch":1,"commands":[{"seq":99999999999999999999,"sha256":"","envelope":{}}]}',
]  # fmt: skip


def test_a_batch_that_is_none_is_a_signed_problem(wire: Wire, station: SpokenStation) -> None:
    target = f"/v1/stations/{station.enrolled.station_id}/commands"
    for body in BATCHES:
        made = lambda nonce, body=body: body.replace(b'"N"', json.dumps(nonce).encode())  # noqa: E731
        refused = station.ask("POST", target, made)
        assert refused.status in (400, 409, 413), (body, refused.body)
        assert refused.problem().code in ("malformed", "epoch", "too_large"), body
        assert refused.problem().field or refused.status != 400, body
    sound(wire, station)


def test_what_is_too_large_is_told_and_nothing_of_it_is_taken(wire: Wire, station: SpokenStation) -> None:
    sealed = [raw(station, "SignedIn", {"packer_id": "x"}) for _ in range(101)]
    assert station.send(*sealed).status == 413
    station.seq, station.last_sha256 = 0, ""
    assert station.send(raw(station, "SignedIn", {"packer_id": "x" * 400_000})).status == 413
    station.seq, station.last_sha256 = 0, ""
    sound(wire, station)


def test_a_signature_of_another_body_address_nonce_or_station_is_refused(wire: Wire, station: SpokenStation) -> None:
    target = f"/v1/stations/{station.enrolled.station_id}/commands"
    body = b'{"nonce":"n-x","epoch":1,"commands":[]}'
    right = sign_request(station.key, "POST", target, "n-x", body)
    for name, nonce, signature, sent in (
        (station.enrolled.station_id, "n-x", right, body + b" "),
        (station.enrolled.station_id, "n-y", right, body),
        (station.enrolled.station_id, "n-x", sign_request(b"k" * 32, "POST", target, "n-x", body), body),
        (station.enrolled.station_id, "n-x", sign_request(station.key, "PUT", target, "n-x", body), body),
        ("nobody", "n-x", right, body),
        ("", "", "", body),
        ("x" * 3000, "n" * 3000, "s" * 3000, body),
    ):
        headers = {HEADER_STATION: name, HEADER_NONCE: nonce, HEADER_SIGNATURE: signature}
        refused = wire.ask("POST", target, sent, headers)
        assert refused.status in (400, 401, 403), refused.body
        assert refused.headers["content-type"] == "application/problem+json"
    sound(wire, station)


def test_a_cursor_that_is_none(station: SpokenStation) -> None:
    for query in (
        "cursor=-1",
        "cursor=x",
        "cursor=" + "9" * 30,
        "limit=0",
        "limit=%00",
        "wait_s=1e9",
        "server_epoch=%00",
    ):
        answer = station.ask("GET", f"/v1/sites/{SITE}/changes?{query}")
        assert answer.status in (200, 400, 410), answer.body


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_stands_in_the_fields(station: SpokenStation, data: st.DataObject) -> None:
    (kind, _), made = data.draw(st.sampled_from(sorted(BODIES.items(), key=lambda pair: pair[0])))
    whole = good(made)
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(whole)), JSON, min_size=1, max_size=3))
    settled(station, raw(station, kind, {**whole, **changed}))
