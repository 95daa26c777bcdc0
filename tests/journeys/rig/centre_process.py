"""A centre in its own process, asked only from outside: through its HTTP door and its command line."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from app.main.demo.stage import CHANNEL, SITE, packbench
from tests.own_address import own_address

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "resources" / "demo"
LISTENING = re.compile(r"http://[\d.]+:(\d+)")
PATIENCE_S = 15.0
PREPARED = (
    ("locations", "locations.csv"), ("packers", "packers.csv"), ("totes", "totes.csv"), ("cartons", "cartons.csv"),
    ("catalogue", "products_export.csv"), ("packaging", "packaging.csv"), ("stock", "counts.csv"),
)  # fmt: skip
"""What the demo warehouse is made of, before any order."""
HOME = {"name": "Zoë Müller", "street": "Ring 12", "postcode": "44137", "city": "Dortmund", "country": "DE"}


def run_packbench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line as a person starts it, in a process of its own."""
    command = [sys.executable, "-m", "app.main", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def build_warehouse(folder: Path, database: str = "") -> None:
    """A migrated centre with the demo's goods, places and people, and no order yet."""
    folder.mkdir(parents=True)
    where: tuple[str | Path, ...] = ("--data", folder, *_engine(database))
    packbench("central", "migrate", *where)
    packbench("central", "import", "site", DEMO / "site.toml", *where)
    for kind, file in PREPARED:
        packbench("central", "import", kind, DEMO / file, "--site", SITE, *where)


def _engine(database: str) -> tuple[str, ...]:
    return ("--database", database) if database else ()


def import_orders(folder: Path, file: Path = DEMO / "orders_export.csv") -> str:
    return packbench("central", "import", "orders", file, "--channel", CHANNEL, "--site", SITE, "--data", folder)


class CentreProcess:
    """Started on a free port and, after a stop or a kill, on the same one again; `database` is a PostgreSQL URL."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.port = 0
        self._where = ("--data", str(folder), *_engine(database))
        self.key = self.central("channel", "add", CHANNEL).split()[-1]
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://{own_address()}:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "app.main", "central", "serve", *self._where]
        with (self.folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--host", own_address(), "--port", str(self.port)],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        assert self._process.stdout is not None
        found = next((hit for line in self._process.stdout if (hit := LISTENING.search(line))), None)
        assert found is not None, (self.folder / "serve.log").read_text("utf-8", "replace")
        self.port = int(found.group(1))

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """As a network that swallows everything: connections open, and nothing is ever answered."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            os.kill(self._process.pid, number)

    def _end(self, number: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGCONT)
        process.send_signal(number)
        try:
            process.wait(PATIENCE_S)
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()

    # --- as a shop asks

    def post(self, order: dict[str, Any], key: str = "") -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}"} | ({"Idempotency-Key": key} if key else {})
        return requests.post(f"{self.url}/v1/orders", json=order, headers=headers, timeout=PATIENCE_S)

    def place(self, ref: str, *lines: tuple[str, int], **more: Any) -> dict[str, Any]:
        """Take in one order; the answer as the shop gets it."""
        answer = self.post(order(ref, *lines, **more))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def order(self, ref: str) -> dict[str, Any]:
        return self._get(f"/v1/orders/{quote(ref, safe='')}")

    def stock(self, sku: str) -> dict[str, Any]:
        return self._get(f"/v1/stock?sku={quote(sku, safe='')}")

    def _get(self, path: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = requests.get(f"{self.url}{path}", headers=headers, timeout=PATIENCE_S)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    # --- as an operator asks

    def central(self, *words: str) -> str:
        """What a verb of the centre's command line prints; StageFailed when it says no."""
        return packbench("central", *words, "--site", SITE, *self._where)

    def report(self) -> dict[str, Any]:
        return dict(json.loads(self.central("report", "--json")))

    def audit(self) -> Sequence[object]:
        """What drifted; the command fails (StageFailed) when anything did."""
        return list(json.loads(self.central("audit", "--json")))

    def enrol_code(self, station: str) -> str:
        return self.central("enrol-code", "--station", station).split()[-1]


def order(ref: str, *lines: tuple[str, int], **more: Any) -> dict[str, Any]:
    """A paid express order as a shop posts it; `more` replaces fields."""
    made: dict[str, Any] = {
        "external_ref": ref, "currency": "EUR", "total": "10.00", "payment": "paid", "service": "express",
        "recipient": HOME, "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines],
    }  # fmt: skip
    return made | more
