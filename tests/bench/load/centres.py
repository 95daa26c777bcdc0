"""Whole centres for benches: set up through the command line, served by real processes, looked at from outside."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STOCK = 100_000
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
CENTRAL = (sys.executable, "-m", "app.main", "central")


@dataclass(frozen=True, slots=True)
class BenchCentre:
    """A folder and, unless `database` is "", a PostgreSQL database; `key` is its channel's."""

    data: Path
    database: str = ""
    key: str = ""

    def command(self, *words: str) -> list[str]:
        where = ["--database", self.database] if self.database else []
        return [*CENTRAL, "--data", str(self.data), *where, *words]

    def run(self, *words: str) -> str:
        """Run one `packbench central` command and return what it printed."""
        return subprocess.run(self.command(*words), cwd=ROOT, capture_output=True, text=True, check=True).stdout

    def drift(self) -> int:
        """Findings of the audit: counters against the ledger and the promises."""
        done = subprocess.run(self.command("audit", "--json"), cwd=ROOT, capture_output=True, text=True)
        return len(json.loads(done.stdout))


def set_up(folder: Path, database: str, skus: int, hot_stock: int) -> BenchCentre:
    """A warehouse of so many products with plenty of each, and one scarce one, HOT."""
    folder.mkdir(parents=True)
    made = BenchCentre(folder, database)
    products = "".join(f"p{n},Product {n},Size,M,SKU-{n},\n" for n in range(skus)) + "hot,Hot,Size,M,HOT,\n"
    locations = "".join(f"A-{n:06d},{n},pick\n" for n in range(skus)) + f"HOT-1,{skus},pick\n"
    counts = "".join(f"A-{n:06d},SKU-{n},{STOCK}\n" for n in range(skus)) + f"HOT-1,HOT,{hot_stock}\n"
    files = {
        "site": ("site.toml", SITE_TOML),
        "catalogue": ("products.csv", PRODUCT_COLUMNS + products),
        "locations": ("locations.csv", "code,walk,kind\n" + locations),
        "stock": ("counts.csv", "location,sku,quantity\n" + counts),
    }
    made.run("migrate")
    for kind, (name, text) in files.items():
        (folder / name).write_text(text, "utf-8")
        made.run("import", kind, str(folder / name))
    return BenchCentre(folder, database, made.run("channel", "add", "bench").split()[-1])


@dataclass(frozen=True, slots=True)
class Served:
    """One API process."""

    port: int
    pid: int

    def cpu_s(self) -> float:
        """Processor seconds it has used, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rss_mb(self) -> float:
        """Memory it holds now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextlib.contextmanager
def served(centre: BenchCentre, processes: int = 1) -> Iterator[list[Served]]:
    """So many API processes over one centre, each on a port of its own; stopped in good order."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(_one(centre)) for _ in range(processes)]


@contextlib.contextmanager
def _one(centre: BenchCentre) -> Iterator[Served]:
    with (centre.data / "log").open("ab") as log:
        process = subprocess.Popen(
            centre.command("serve", "--port", "0"), cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            port = line.rstrip().rpartition(":")[2]
            if port.isdigit():
                yield Served(int(port), process.pid)
                break
        else:
            raise RuntimeError((centre.data / "log").read_text("utf-8"))
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()
