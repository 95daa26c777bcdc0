"""The centre loses its last hours, by a backup or by a replica that lagged: a bench brings back what it did, once."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.central.storage.database import in_folder
from tests.journeys.conftest import Benches
from tests.journeys.rig.bench import Bench
from tests.journeys.rig.centre_process import CentreProcess, build_warehouse
from tests.journeys.trouble.begun import at_the_first_stop, verdicts_without_gap
from tests.postgres_cluster import SETTINGS, Cluster, cluster
from tests.sync_central.rows import rows_of

REPLICATED = (
    *(one for one in SETTINGS if not one.startswith("wal_level")),
    "wal_level=replica",
    "restore_command=false",
)
"""So that a cluster's copy can be brought up as a replica that is promoted."""


@pytest.fixture
def own_postgres() -> Iterator[Cluster]:
    with cluster(REPLICATED) as made:
        yield made


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_came_after_the_backup_is_brought_back_by_the_bench(
    engine: str, request: pytest.FixtureRequest, stack: ExitStack, tmp_path: Path, empty_shop: Path, bench_at: Benches
) -> None:
    """Backed up while the first order is walked; two parcels later it is put back, while the bench is cut off."""
    url = _empty_database(request, stack) if engine == "postgresql" else ""
    if url:
        build_warehouse(tmp_path / "centre", url)
    else:
        shutil.copytree(empty_shop, tmp_path / "centre")
    centre = _started(stack, tmp_path / "centre", url)
    bench = at_the_first_stop(centre, bench_at)
    centre.central("backup", str(tmp_path / "kept"), "--verify")
    bench.work(lambda _view: len(bench.printed) == 2)
    bench.settled()
    centre.stop()
    bench.see(lambda view: not view.link.online, "the outage on the screen")
    bench.work(lambda _view: len(bench.packer.dispatched) == 2)
    assert bench.view.link.waiting
    centre.central("restore", str(tmp_path / "kept"), "--replace")
    assert centre.report()["packed"] == 0, "the backup knows of no parcel"
    centre.start()
    _comes_back_once(bench, centre, url)


def test_a_replica_that_lagged_is_promoted_under_a_running_centre(
    own_postgres: Cluster, stack: ExitStack, tmp_path: Path, bench_at: Benches
) -> None:
    """The copy is older than the first parcel; nobody tells the centre, which notices the timeline by itself."""
    url = own_postgres.empty()
    build_warehouse(tmp_path / "centre", url)
    centre = _started(stack, tmp_path / "centre", url)
    bench = at_the_first_stop(centre, bench_at)
    data, copy = own_postgres.folder / "data", own_postgres.folder / "replica"
    own_postgres.close()
    own_postgres.stop()
    subprocess.run(["cp", "-a", data, copy], check=True)
    own_postgres.start()
    bench.work(lambda _view: len(bench.printed) == 2)
    bench.settled()
    own_postgres.stop()
    shutil.rmtree(data)
    copy.rename(data)
    subprocess.run(["cp", "-a", data / "PG_VERSION", data / "recovery.signal"], check=True)
    own_postgres.start()
    bench.work(lambda _view: len(bench.packer.dispatched) == 2)
    _comes_back_once(bench, centre, url)
    assert '"a new history begins' in _log(centre) or "another timeline" in _log(centre)


def _empty_database(request: pytest.FixtureRequest, stack: ExitStack) -> str:
    postgres: Cluster = request.getfixturevalue("postgres")
    url = postgres.empty()
    stack.callback(postgres.drop, url)
    return url


def _started(stack: ExitStack, folder: Path, url: str) -> CentreProcess:
    centre = CentreProcess(folder, url)
    stack.callback(centre.stop)
    centre.start()
    return centre


def _comes_back_once(bench: Bench, centre: CentreProcess, url: str) -> None:
    """Everything the bench did is there once, and the next order is packed under a number never used before."""
    bench.settled()
    centre.place("web-3", ("MG-WHT", 1))
    bench.work(lambda _view: len(bench.packer.dispatched) == 3)
    bench.settled()
    assert len(set(bench.printed)) == 3
    for number in (1, 2, 3):
        order = centre.order(f"web-{number}")
        assert (order["status"], len(order["tracking"])) == ("shipped", 1), order
    report = centre.report()
    assert (report["orders_in"], report["shipped"], report["dispatched"], report["quarantined"]) == (3, 3, 3, 0)
    assert ["shipped", 5, 6, -6] in report["ledger"]
    assert report["tasks"] == []
    assert centre.audit() == []
    assert verdicts_without_gap(centre, url)
    blocks = sorted(rows_of(in_folder(centre.folder, url), "SELECT first, last FROM number_block"))
    assert all(before[1] < after[0] for before, after in itertools.pairwise(blocks)), blocks


def _log(centre: CentreProcess) -> str:
    return (centre.folder / "serve.log").read_text("utf-8", "replace")
