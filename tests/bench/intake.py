"""Measures whole HTTP order intake against a real centre process: validation, allocation, commit, answer.

    python tests/bench/intake.py [--json] [--orders 600] [--runs 3] [--clients 8]

Prints what it does on stderr and one JSON object as its last line on stdout. `per_s` and `p99_ms` are medians of the
runs; `limit_per_s` is what plain sqlite3 commits on the same disk in the same run (one flushed insert at a time).
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SKUS = 200
STOCK = 100_000
HOT_STOCK, HOT_ATTEMPTS, HOT_CLIENTS = 50, 300, 16
SITE_TOML = """
[site]
code = "BX1"
name = "Bench"
zone = "Europe/Berlin"
[site.sender]
name = "Bench"
street = "Hall 1"
postcode = "44137"
city = "Dortmund"
country = "DE"
[sscc]
company_prefix = "9501101"
extension = 3
[[service]]
code = "standard"
name = "Standard"
courier = "house"
cut_off = "16:00"
priority = 5
"""
PRODUCT_COLUMNS = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Barcode\n"
CENTRAL = [sys.executable, "-m", "app.main", "central"]


def central(data: Path, *words: str) -> str:
    """Run one `packbench central` command and return what it printed."""
    done = subprocess.run([*CENTRAL, "--data", str(data), *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def set_up(data: Path) -> str:
    """A warehouse of SKUS products and one scarce one; returns the channel's key."""
    products = "".join(f"p{n},Product {n},Size,M,SKU-{n},\n" for n in range(SKUS)) + "hot,Hot,Size,M,HOT,\n"
    locations = "".join(f"A-{n:03d},{n},pick\n" for n in range(SKUS)) + "HOT-1,9999,pick\n"
    counts = "".join(f"A-{n:03d},SKU-{n},{STOCK}\n" for n in range(SKUS)) + f"HOT-1,HOT,{HOT_STOCK}\n"
    files = {
        "site": ("site.toml", SITE_TOML),
        "catalogue": ("products.csv", PRODUCT_COLUMNS + products),
        "locations": ("locations.csv", "code,walk,kind\n" + locations),
        "stock": ("counts.csv", "location,sku,quantity\n" + counts),
    }
    central(data, "migrate")
    for kind, (name, text) in files.items():
        (data / name).write_text(text, "utf-8")
        central(data, "import", kind, str(data / name))
    return central(data, "channel", "add", "bench").split()[-1]


class Client:
    """One keep-alive connection of a channel."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def send(self, reference: str, lines: Sequence[tuple[str, int]]) -> tuple[str, float]:
        """Post one order; its status word and the seconds until the answer was read."""
        body = json.dumps(
            {
                "external_ref": reference,
                "currency": "EUR",
                "total": f"{20 * sum(quantity for _, quantity in lines)}.00",
                "payment": "paid",
                "recipient": {
                    "name": "Jürgen Schäfer",
                    "street": "Schloßplatz 88",
                    "postcode": "28195",
                    "city": "Bremen",
                    "country": "DE",
                },
                "lines": [{"sku": sku, "quantity": quantity, "price": "20.00"} for sku, quantity in lines],
            }
        ).encode()
        started = time.perf_counter()
        self._connection.request("POST", "/v1/orders", body, {**self._headers, "Idempotency-Key": reference})
        answer = self._connection.getresponse()
        text = answer.read()
        took = time.perf_counter() - started
        if answer.status != 201:
            raise RuntimeError(f"{answer.status} {text.decode()}")
        return str(json.loads(text)["status"]), took

    def close(self) -> None:
        self._connection.close()


def drive(
    port: int, key: str, clients: int, orders: Sequence[tuple[str, Sequence[tuple[str, int]]]]
) -> tuple[float, list[str], list[float]]:
    """Send the orders over so many connections at once: seconds in all, every status, every latency."""
    statuses: list[str] = []
    latencies: list[float] = []

    def work(mine: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> None:
        client = Client(port, key)
        for reference, lines in mine:
            status, took = client.send(reference, lines)
            statuses.append(status)
            latencies.append(took)
        client.close()

    threads = [threading.Thread(target=work, args=(orders[n::clients],)) for n in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started, statuses, latencies


def raw_commits(folder: Path, count: int = 300) -> float:
    """Commits/s of plain sqlite3: WAL, synchronous=FULL, one 1 KB insert each."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, body TEXT)")
    started = time.perf_counter()
    for _ in range(count):
        connection.execute("INSERT INTO plain (body) VALUES (?)", ("x" * 1024,))
    took = time.perf_counter() - started
    connection.close()
    return count / took


def measure(data: Path, key: str, options: argparse.Namespace) -> dict[str, Any]:
    """Figures of a running centre."""
    process = subprocess.Popen(
        [*CENTRAL, "--data", str(data), "serve", "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().rsplit(":", 1)[1])
        chance = random.Random(7)  # noqa: S311  the same orders every time
        drive(port, key, 2, _orders("warm", 40, chance))
        rates, slowest, limits = [], [], []
        for run in range(options.runs):
            limits.append(raw_commits(Path(tempfile.mkdtemp(dir=data))))
            took, _, latencies = drive(port, key, options.clients, _orders(f"r{run}", options.orders, chance))
            rates.append(options.orders / took)
            slowest.append(sorted(latencies)[int(len(latencies) * 0.99)] * 1000)
            print(
                f"run {run + 1}: {rates[-1]:.0f}/s, p99 {slowest[-1]:.1f} ms, raw {limits[-1]:.0f}/s", file=sys.stderr
            )
        hot = [(f"hot-{n}", [("HOT", 1)]) for n in range(HOT_ATTEMPTS)]
        _, statuses, _ = drive(port, key, HOT_CLIENTS, hot)
    finally:
        process.terminate()
        process.wait(timeout=30)
    return {
        "per_s": round(statistics.median(rates), 1),
        "p99_ms": round(statistics.median(slowest), 1),
        "clients": options.clients,
        "orders": options.orders,
        "runs": options.runs,
        "hot_stock": HOT_STOCK,
        "hot_attempts": HOT_ATTEMPTS,
        "hot_clients": HOT_CLIENTS,
        "hot_sold": statuses.count("accepted"),
        "limit_per_s": round(statistics.median(limits), 1),
    }


def _orders(name: str, count: int, chance: random.Random) -> list[tuple[str, Sequence[tuple[str, int]]]]:
    """Orders of two lines over random SKUs."""
    return [
        (f"{name}-{n}", [(f"SKU-{sku}", chance.randint(1, 3)) for sku in chance.sample(range(SKUS), 2)])
        for n in range(count)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="taken for uniformity; the last line always is JSON")
    parser.add_argument("--orders", type=int, default=600)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "centre"
        data.mkdir()
        figures = measure(data, set_up(data), options)
        drifted = subprocess.run([*CENTRAL, "--data", str(data), "audit", "--json"], cwd=ROOT, capture_output=True)
        figures["drift"] = len(json.loads(drifted.stdout))
    ratios = {"of_limit": round(figures["per_s"] / figures["limit_per_s"], 4)}
    print(json.dumps({"bench": "intake", "figures": figures, "ratios": ratios}))
    return 0 if figures["hot_sold"] == HOT_STOCK and figures["drift"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
