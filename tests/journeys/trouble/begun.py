"""A bench in the middle of its work when trouble comes, and what the centre has of it afterwards."""

from __future__ import annotations

from app.central.storage.database import in_folder
from tests.journeys.conftest import Benches
from tests.journeys.rig.bench import Bench
from tests.journeys.rig.centre_process import CentreProcess
from tests.sync_central.rows import rows_of


def at_the_first_stop(centre: CentreProcess, bench_at: Benches) -> Bench:
    """Of the walk for web-1 and web-2; the centre has everything up to there."""
    for number in (1, 2):
        centre.place(f"web-{number}", ("FT-MOS-M", 1), ("MG-WHT", number))
    bench = bench_at(centre)
    bench.sign_in()
    bench.work(lambda view: view.pick and view.pick.phase == "item")
    bench.settled()
    return bench


def verdicts_without_gap(centre: CentreProcess, url: str = "") -> set[str]:
    """On the commands of the one station: each is there, in order, once."""
    rows = rows_of(in_folder(centre.folder, url), "SELECT seq, verdict FROM inbox ORDER BY seq")
    assert [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
    return {verdict for _, verdict in rows}
