"""The database is lost while it commits: nobody is told that nothing was stored, and the same key learns what was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.house import House, open_house
from tests.postgres_cluster import Cluster
from tests.sync_central.serving import serving
from tests.sync_central.wire import order

CUT = """
CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON sales_order DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION cut()
"""


@pytest.fixture
def house(tmp_path: Path, postgres: Cluster) -> Iterator[House]:
    url = postgres.make()
    postgres.own(url)
    opened = open_house(tmp_path / "centre", url)
    opened.stock({"TEE-M": {"A-1": 50}})
    opened.centre.close()
    yield opened
    postgres.drop(url)


def test_whoever_can_not_know_is_told_so(house: House, postgres: Cluster) -> None:
    with (
        serving(house.data, house.database, house.key) as served,
        postgres.connect(house.database.rsplit("/", 1)[1]) as admin,
    ):
        admin.execute(CUT)
        lost = served.wire.post_order(order("#1"), "key-1")
        assert (lost.status, lost.problem().code) == (503, "not_known")
        assert "is not known" in lost.problem().title
        admin.execute("DROP TRIGGER cut ON sales_order")
        assert served.wire.post_order(order("#1"), "key-1").status == 201
        rows = admin.execute("SELECT count(*) FROM sales_order").fetchone()
        assert rows == (1,)
