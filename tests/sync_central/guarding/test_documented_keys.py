"""The API's document offers for an end point the keys that may use it, and no key that never can."""

from __future__ import annotations

import pytest

from app.central.people.permissions import CHANNEL, CLIENT_ROLES
from tests.sync_central.guarding.test_who_may_what import NEEDS, OF_CHANNELS_ALONE
from tests.sync_central.wire import Wire

RELEASING = "hold.release.operator"
"""Who reads holds finds the one to be released; releasing needs the right for its reason."""
CLIENTS = frozenset[str]().union(*CLIENT_ROLES.values())


@pytest.mark.parametrize("database", [""])
def test_the_document_offers_the_keys_that_may_and_no_others(wire: Wire) -> None:
    paths = wire.ask("GET", "/openapi.json").json()["paths"]
    wrong = []
    for (method, path), opens in NEEDS.items():
        needs = RELEASING if path.endswith("/release") else opens
        said = {scheme for one in paths[path][method.lower()]["security"] for scheme in one}
        may = {"session"} | ({"clientKey"} if needs in CLIENTS else set()) | ({"csrf"} if method != "GET" else set())
        may |= {"channelKey"} if needs in CHANNEL else set()
        if said != may:
            wrong.append((method, path, sorted(said), sorted(may)))
    assert wrong == []
    for method, path in OF_CHANNELS_ALONE:
        assert paths[path][method.lower()]["security"] == [{"channelKey": []}], (method, path)


@pytest.mark.parametrize("database", [""])
def test_a_request_with_a_body_can_be_told_that_it_is_too_large_or_too_slow(wire: Wire) -> None:
    for path, found in wire.ask("GET", "/openapi.json").json()["paths"].items():
        for method, operation in found.items():
            if "requestBody" in operation:
                assert set(operation["responses"]) >= {"408", "413"}, (method, path)
