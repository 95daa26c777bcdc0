"""Programs and people that ask the API, each with what lets it in."""

from __future__ import annotations

import json
from typing import Any

from app.central.people.actors import on_the_command_line
from app.central.people.signing_in import COOKIE, Session, csrf_of
from tests.sync_central.wire import Answer, Wire

BOSS = on_the_command_line("tests")
PASSWORD = "violet kettle 42"


class Speaker:
    """Asks with a key, or as somebody signed in."""

    def __init__(self, wire: Wire, key: str = "", session: Session | None = None) -> None:
        self.wire = wire
        self.key = key
        self.session = session

    def ask(self, method: str, target: str, body: Any = None, **headers: str) -> Answer:
        sent = {"Content-Type": "application/json", **headers}
        if self.key:
            sent["Authorization"] = f"Bearer {self.key}"
        if self.session is not None:
            sent = {"Cookie": f"{COOKIE}={self.session.token}", "X-CSRF-Token": csrf_of(self.session), **sent}
        return self.wire.ask(method, target, json.dumps(body).encode() if body is not None else b"", sent)
