"""Streams while the database is away: they end whole, nobody calls it a bug, and who comes again goes on."""

from __future__ import annotations

import http.client
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from app.central.people.actors import CENTRE
from app.central.people.users import NewUser, add_user
from tests.central.house import SITE, House, open_house
from tests.postgres_cluster import Cluster, cluster
from tests.sync_central.operating.test_running import Running
from tests.waiting import wait_until
from tests.web.rig import PASSWORD, Client

PATIENCE_S = 60
Headers = dict[str, str]


def shop(folder: Path, server: Cluster) -> House:
    house = open_house(folder, server.make())
    house.stock({"TEE-M": {"A-1": 5}})
    new = NewUser(login="rosa", name="Rosa", email="", role="supervisor", site=SITE)
    house.centre.do(add_user, CENTRE, new, PASSWORD)
    house.centre.close()
    return house


def opened(stack: ExitStack, where: tuple[str, int], target: str, headers: Headers) -> http.client.HTTPResponse:
    connection = stack.enter_context(closing(http.client.HTTPConnection(*where, timeout=PATIENCE_S)))
    connection.request("GET", target, headers=headers)
    return connection.getresponse()


def opens(where: tuple[str, int], target: str, headers: Headers) -> bool:
    with ExitStack() as stack:
        return opened(stack, where, target, headers).status == 200


def test_streams_end_whole_when_the_database_goes_and_open_when_it_is_back(tmp_path: Path) -> None:
    with cluster() as server, ExitStack() as stack:
        house = shop(tmp_path, server)
        running = stack.enter_context(Running(house))
        client = Client(running.where)
        assert client.sign_in().status == 200
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        streams = {"/v1/inventory/changes": {"Authorization": f"Bearer {house.key}"}, "/live": {"Cookie": cookies}}
        answers = [opened(stack, running.where, target, headers) for target, headers in streams.items()]
        assert [answer.status for answer in answers] == [200, 200]
        server.stop()
        assert all(answer.read().startswith(b"retry: ") for answer in answers), "whole: else it raises IncompleteRead"
        server.start()
        for target, headers in streams.items():
            wait_until(partial(opens, running.where, target, headers), PATIENCE_S, target)
    assert "met a bug" not in running.log.read_text("utf-8")
