"""Verbs beside a running centre, people hired and programs let in."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from app.central.centre import Centre
from app.central.people.keys import ClientKey, add_client
from app.central.people.signing_in import Session, sign_in
from app.central.people.users import NewUser, add_user
from app.central.people.values import UserRow
from tests.central.house import SITE, Clock, Ids
from tests.sync_central.guarding.speaking import BOSS, PASSWORD, Speaker
from tests.sync_central.wire import Wire


@pytest.fixture
def beside(wire: Wire, database: str) -> Callable[..., Any]:
    """Runs a verb on the database of the running centre, from the outside."""

    def run(verb: Callable[[Centre], Any]) -> Any:
        clock, ids = Clock(), Ids(f"beside-{os.urandom(4).hex()}")
        centre = Centre(wire.data, now=clock, new_id=ids, random_bytes=os.urandom, database=database)
        try:
            return verb(centre)
        finally:
            centre.close()

    return run


@pytest.fixture
def person(wire: Wire, beside: Callable[..., Any]) -> Callable[[str], Speaker]:
    def hire(role: str, site: str = SITE) -> Speaker:
        login = f"{role}-{site or 'all'}".lower()
        new = NewUser(login=login, name=role, email="", role=role, site=site)
        assert isinstance(beside(lambda centre: centre.do(add_user, BOSS, new, PASSWORD)), UserRow)
        session = beside(lambda centre: sign_in(centre, login, PASSWORD))
        assert isinstance(session, Session)
        return Speaker(wire, session=session)

    return hire


@pytest.fixture
def program(wire: Wire, beside: Callable[..., Any]) -> Callable[[str], Speaker]:
    def add(role: str) -> Speaker:
        made = beside(lambda centre: centre.do(add_client, BOSS, SITE, role, role))
        assert isinstance(made, ClientKey)
        return Speaker(wire, made.key)

    return add
