"""A served centre with the demo warehouse in it, its people, and a browser without a screen to look at its pages."""

from __future__ import annotations

import http.client
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from app.central.centre import Centre
from app.central.intake.channels import add_channel
from app.central.people.actors import CENTRE
from app.central.people.users import NewUser, add_user
from app.central.storage.database import in_folder
from app.central.storage.migrate import migrate
from sync.central.commands.incoming.file_imports import import_file
from sync.central.serving.server import CentreServer, ServeConfig
from tests.central.house import SITE, Bytes, Clock, House, Ids
from tests.web.morning import spend_morning
from ui.web.pages import page_routes

DEMO = Path(__file__).parents[2] / "resources" / "demo"
NOW = datetime(2026, 9, 14, 8, 2, tzinfo=UTC)
PASSWORD = "a quiet bench 7"
PEOPLE = {"rosa": ("Rosa Klein", "supervisor"), "tom": ("Tom Weber", "clerk"), "ada": ("Ada Lind", "auditor")}
FILES = (
    ("site", "site.toml"), ("locations", "locations.csv"), ("packers", "packers.csv"), ("totes", "totes.csv"),
    ("cartons", "cartons.csv"), ("catalogue", "products_export.csv"), ("packaging", "packaging.csv"),
    ("stock", "counts.csv"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as a client without JavaScript has it."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def words(self) -> str:
        """What can be read on it, in one line."""
        reader = _Reader()
        reader.feed(self.text)
        return " ".join(" ".join(reader.said).split())

    @property
    def links(self) -> list[str]:
        reader = _Reader()
        reader.feed(self.text)
        return reader.links

    def field(self, name: str) -> str:
        """The value of the first input of this name."""
        reader = _Reader()
        reader.feed(self.text)
        return reader.fields[name]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.fields: dict[str, str] = {}
        self._deaf = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "style"):
            self._deaf += 1
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "input" and given.get("name"):
            self.fields.setdefault(str(given["name"]), given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._deaf -= 1

    def handle_data(self, data: str) -> None:
        if not self._deaf:
            self.said.append(data)


@dataclass
class Client:
    """A browser without JavaScript: keeps its cookie, follows where it is sent, sends forms."""

    where: tuple[str, int]
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, target: str, headers: dict[str, str] | None = None, *, follow: bool = True) -> Page:
        return self.ask("GET", target, b"", headers, follow=follow)

    def post(
        self,
        target: str,
        form: Mapping[str, str] | None = None,
        *,
        follow: bool = True,
        headers: dict[str, str] | None = None,
        **fields: str,
    ) -> Page:
        """Send a form, given as a mapping, as fields, or both."""
        body = urlencode({**(form or {}), **fields}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.ask("POST", target, body, kind, follow=follow)

    def sign_in(self, login: str = "rosa", password: str = PASSWORD) -> Page:
        return self.post("/sign-in", login=login, password=password)

    def csrf(self) -> str:
        return self.get("/orders").field("csrf")

    def ask(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        follow: bool = False,
    ) -> Page:
        connection = http.client.HTTPConnection(*self.where, timeout=30)
        try:
            known = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, target, body, {**({"Cookie": known} if known else {}), **(headers or {})})
            found = connection.getresponse()
            page = Page(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
        finally:
            connection.close()
        given = re.match(r"(\w+)=\"?([^;\"]*)", page.headers.get("set-cookie", ""))
        if given:
            self.cookies[given[1]] = given[2]
        if follow and page.status == 303:
            return self.get(page.headers["location"])
        return page


@dataclass(frozen=True)
class Shop:
    """A served centre: where it listens, the key of its channel, its clock, and the folder of its data."""

    where: tuple[str, int]
    key: str
    clock: Clock
    folder: Path

    @property
    def url(self) -> str:
        return f"http://{self.where[0]}:{self.where[1]}"

    def client(self, login: str = "") -> Client:
        made = Client(self.where)
        if login:
            assert made.sign_in(login).status == 200
        return made


def set_up_warehouse(data: Path) -> str:
    """The demo warehouse in a new database after a morning's work, with people; returns the channel's key."""
    migrate(in_folder(data), "server-epoch-1")
    clock = Clock()
    clock.at = NOW - timedelta(hours=2)
    centre = Centre(data, now=clock, new_id=Ids("a"), random_bytes=Bytes())
    try:
        for kind, name in FILES:
            done = import_file(centre, kind, DEMO / name, SITE)
            assert not done.bad, done.bad[:3]
        made = centre.do(add_channel, SITE, "shop")
        import_file(centre, "orders", DEMO / "orders_export.csv", SITE, made.channel)
        spend_morning(House(data, centre, clock, made.channel, made.key))
        for login, (name, role) in PEOPLE.items():
            new = NewUser(login=login, name=name, email="", role=role, site=SITE)
            centre.do(add_user, CENTRE, new, PASSWORD)
        mona = NewUser(login="mona", name="Mona Berg", email="", role="manager")
        centre.do(add_user, CENTRE, mona, PASSWORD)
        return made.key
    finally:
        centre.close()


@contextmanager
def served(data: Path, key: str) -> Iterator[Shop]:
    """Serve what is in a folder on a free port until the block ends."""
    where: list[tuple[str, int]] = []
    listening = threading.Event()

    def ready(host: str, port: int) -> None:
        where.append((host, port))
        listening.set()

    clock = Clock()
    clock.at = NOW
    config = ServeConfig(
        data=data, host="127.0.0.1", port=0, now=clock, new_id=Ids("b"), random_bytes=Bytes(), ready=ready,
        pages=page_routes,
    )  # fmt: skip
    server = CentreServer(config)
    thread = threading.Thread(target=server.run, name="centre")
    thread.start()
    try:
        assert listening.wait(20), "the centre did not start"
        yield Shop(where[0], key, clock, data)
    finally:
        server.stop()
        thread.join(20)
        assert not thread.is_alive()


def copied(template: Path, to: Path) -> Path:
    """A warehouse of one's own, copied from one that was set up before."""
    shutil.copytree(template, to, dirs_exist_ok=True)
    return to
