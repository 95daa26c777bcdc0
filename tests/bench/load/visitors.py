"""Somebody who looks at the desk's pages and a program that reads the API, over HTTP; each page timed."""

from __future__ import annotations

import html
import http.client
import re
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.bench.load.centres import ROOT, BenchCentre, Served

LOGIN, PASSWORD = "bench", "correct horse battery staple"
_NEXT = re.compile(r'href="(/orders\?[^"]*\bafter=[^"]+)"')
_ORDER = re.compile(r'href="(/orders/[0-9a-f-]{36})')


@dataclass(slots=True)
class Visitor:
    """One connection; `key` is the channel's, `cookie` of whoever signed in."""

    connection: http.client.HTTPConnection
    key: str
    cookie: str = ""

    def get(self, path: str) -> tuple[float, str]:
        """(milliseconds, the page). Raises RuntimeError unless it is 200."""
        headers = {"Authorization": f"Bearer {self.key}"} if path.startswith("/v1/") else {"Cookie": self.cookie}
        began = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {page[:300]}")
        return took, page

    def median_ms(self, path: str, times: int) -> float:
        return statistics.median(self.get(path)[0] for _ in range(times))

    def worst_ms(self, paths: Sequence[str], times: int) -> float:
        """The slowest of these pages; each as the median of some looks."""
        return max(self.median_ms(path, times) for path in paths)

    def deep(self, path: str, pages: int) -> str:
        """The path of a page so many pages further down the list; the last there is if there are fewer."""
        for _ in range(pages - 1):
            found = _NEXT.search(self.get(path)[1])
            if found is None:
                break
            path = html.unescape(found[1])
        return path

    def any_order(self) -> str:
        """The path of the page of an order on the list."""
        found = _ORDER.search(self.get("/orders?view=all")[1])
        if found is None:
            raise RuntimeError("there is no order on the list")
        return found[1]


def add_visitor(made: BenchCentre) -> None:
    """Somebody who may look at everything."""
    words = made.command("user", "add", LOGIN, "--role", "manager")
    subprocess.run(words, cwd=ROOT, input=f"{PASSWORD}\n", capture_output=True, text=True, check=True)


@contextmanager
def visitor(made: BenchCentre, server: Served) -> Iterator[Visitor]:
    """Signed in."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)) as connection:
        form = urlencode({"login": LOGIN, "password": PASSWORD, "next": "/orders"})
        connection.request("POST", "/sign-in", form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        cookie = (answer.getheader("set-cookie") or "").split(";")[0]
        if answer.status != 303 or not cookie:
            raise RuntimeError(f"nobody was signed in: {answer.status}")
        yield Visitor(connection, made.key, cookie)
