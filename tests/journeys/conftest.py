"""A loaded warehouse, copied for each journey; centres and benches that are taken down whatever happens."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.rig.bench import Bench
from tests.journeys.rig.centre_process import CentreProcess, build_warehouse, import_orders

Starts = Callable[..., CentreProcess]
Benches = Callable[..., Bench]


@pytest.fixture(scope="session")
def empty_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Goods, places, people; no orders. A template: copy it."""
    folder = tmp_path_factory.mktemp("warehouse") / "centre"
    build_warehouse(folder)
    return folder


@pytest.fixture(scope="session")
def full_shop(empty_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the demo's orders. A template: copy it."""
    folder = tmp_path_factory.mktemp("shop") / "centre"
    shutil.copytree(empty_shop, folder)
    import_orders(folder)
    return folder


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Takes down in turn: benches before their centre."""
    with ExitStack() as kept:
        yield kept


@pytest.fixture
def centre_of(stack: ExitStack, tmp_path: Path) -> Starts:
    """Starts a centre on a copy of a template."""

    def start(template: Path) -> CentreProcess:
        folder = tmp_path / "centre"
        shutil.copytree(template, folder)
        centre = CentreProcess(folder)
        stack.callback(centre.stop)
        centre.start()
        return centre

    return start


@pytest.fixture
def bench_at(stack: ExitStack, tmp_path: Path, display: str) -> Benches:
    """Enrols and starts a bench at a centre; ST-1 has the window."""

    def start(centre: CentreProcess, name: str = "ST-1", **more: Any) -> Bench:
        bench = Bench(tmp_path / name, display if name == "ST-1" else "", name, **more)
        stack.callback(bench.close)
        bench.enrol(centre)
        bench.start()
        return bench

    return start
