"""Both sides of the wire as a client speaks it: plain HTTP, the channel's key, the station's signatures."""

from __future__ import annotations

import http.client
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from app.domain.facts import Body
from sync.protocol import (
    HEADER_NONCE,
    HEADER_SIGNATURE,
    HEADER_STATION,
    BatchReply,
    ChangesReply,
    Command,
    CommandBatch,
    EnrolReply,
    EnrolRequest,
    Problem,
    Sealed,
    decode,
    encode,
    sha256,
    sign_reply,
    sign_request,
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found

    def problem(self) -> Problem:
        return decode(self.body, Problem)


class Wire:
    """One keep-alive connection to the centre."""

    def __init__(self, where: tuple[str, int], key: str, data: Path) -> None:
        self.where = where
        self.key = key
        self.data = data
        self._connection = http.client.HTTPConnection(*where, timeout=30)

    def ask(self, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        self._connection.request(method, target, body, headers or {})
        found = self._connection.getresponse()
        return Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())

    def post_order(self, order: object, idempotency_key: str = "", key: str = "") -> Answer:
        headers = {"Authorization": f"Bearer {key or self.key}", "Content-Type": "application/json"}
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        return self.ask("POST", "/v1/orders", json.dumps(order).encode(), headers)

    def take(self, reference: str = "#1", **changes: Any) -> str:
        """Post a good order, unless changed; its id."""
        made = self.post_order(order(reference, **changes))
        assert made.status == 201, made.body
        return str(made.json()["id"])

    def get(self, target: str) -> Answer:
        return self.ask("GET", target, headers={"Authorization": f"Bearer {self.key}"})

    def get_order(self, reference: str) -> Answer:
        return self.get(f"/v1/orders/{quote(reference, safe='')}")

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True)
class Served:
    """A running centre and how to stop it early."""

    wire: Wire
    stop: Callable[[], None]


def order(reference: str, **changes: Any) -> dict[str, Any]:
    """A good order for one TEE-M, unless changed."""
    return {
        "external_ref": reference,
        "currency": "EUR",
        "total": "19.90",
        "shipping": "4.90",
        "payment": "paid",
        "recipient": {
            "name": "Jürgen Schäfer",
            "street": "Schloßplatz 88",
            "postcode": "28195",
            "city": "Bremen",
            "country": "DE",
        },
        "lines": [{"sku": "TEE-M", "quantity": 1, "price": "15.00"}],
        **changes,
    }


class SpokenStation:
    """A station that enrolled: signs what it sends and checks every reply."""

    def __init__(self, wire: Wire, code: str, name: str) -> None:
        self.wire = wire
        self._nonces = itertools.count(1)
        asked = EnrolRequest(nonce="enrol-1", code=code, station=name)
        answer = wire.ask("POST", "/v1/stations/enrol", encode(asked))
        assert answer.status == 200, answer.body
        self.enrolled = decode(answer.body, EnrolReply)
        assert self.enrolled.nonce == "enrol-1"
        self.key = bytes.fromhex(self.enrolled.key)
        self.seq = 0
        self.last_sha256 = ""

    def ask(self, method: str, target: str, make: Any = b"") -> Answer:
        """`make` is the body, or makes it from the nonce. The reply's signature is checked."""
        nonce = f"n-{next(self._nonces)}"
        body = make(nonce) if callable(make) else make
        headers = {
            HEADER_STATION: self.enrolled.station_id,
            HEADER_NONCE: nonce,
            HEADER_SIGNATURE: sign_request(self.key, method, target, nonce, body),
        }
        answer = self.wire.ask(method, target, body, headers)
        if answer.status != 401:
            signature = sign_reply(self.key, nonce, answer.status, answer.body)
            assert answer.headers[HEADER_SIGNATURE.lower()] == signature
            assert json.loads(answer.body)["nonce"] == nonce
        return answer

    def seal(self, body: Body | dict[str, object], kind: str = "", **changes: Any) -> Sealed:
        self.seq += 1
        command = {
            "station_id": self.enrolled.station_id,
            "epoch": self.enrolled.epoch,
            "seq": self.seq,
            "id": f"{self.enrolled.station_id}-{self.seq}",
            "kind": kind or type(body).__name__,
            "v": 1,
            "actor": "amina",
            "auth": "online",
            "occurred_at": datetime(2026, 9, 14, 7, tzinfo=UTC),
            "mono_ms": self.seq,
            "boot_id": "boot",
            "prev_sha256": self.last_sha256,
            "body": msgspec.Raw(encode(body)),
            **changes,
        }
        envelope = encode(Command(**command))
        self.last_sha256 = sha256(envelope)
        return Sealed(seq=self.seq, sha256=self.last_sha256, envelope=msgspec.Raw(envelope))

    def send(self, *sealed: Sealed) -> Answer:
        target = f"/v1/stations/{self.enrolled.station_id}/commands"
        epoch = self.enrolled.epoch
        return self.ask(
            "POST", target, lambda nonce: encode(CommandBatch(nonce=nonce, epoch=epoch, commands=list(sealed)))
        )

    def verdicts(self, *sealed: Sealed) -> BatchReply:
        answer = self.send(*sealed)
        assert answer.status == 200, answer.body
        return decode(answer.body, BatchReply)

    def changes(self, cursor: int = 0, **query: object) -> ChangesReply:
        answer = self.ask("GET", self.target(cursor, **query))
        assert answer.status == 200, answer.body
        return decode(answer.body, ChangesReply)

    def target(self, cursor: int, **query: object) -> str:
        more = "".join(f"&{name}={value}" for name, value in query.items())
        return f"/v1/sites/{self.enrolled.site}/changes?cursor={cursor}{more}"
