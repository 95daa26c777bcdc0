"""A database that is written over: nobody else has a session there."""

from collections.abc import Iterator

import pytest

from tests.postgres_cluster import Cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def own_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """As `database` everywhere, but of the test's own: a backup is put back in its place."""
    if request.param == "sqlite":
        yield ""
        return
    postgres: Cluster = request.getfixturevalue("postgres")
    url = postgres.make()
    postgres.own(url)
    yield url
    postgres.drop(url)
