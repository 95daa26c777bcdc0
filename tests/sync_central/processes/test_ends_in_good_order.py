"""A centre that is stopped while streams are open, a body drips and a file is imported: all end, nothing by half."""

from __future__ import annotations

import http.client
import signal
import socket
import threading
from pathlib import Path

from sqlalchemy import text

from app.central.audit import audit
from app.central.people.actors import CENTRE
from app.central.people.users import NewUser, add_user
from app.main import hidden_inputs
from tests.central.house import SITE, House, open_again, open_house
from tests.sync_central.operating.test_running import Running
from tests.waiting import wait_until
from tests.web.orders.test_import_pages import send
from tests.web.rig import PASSWORD, Client

ORDERS = 8_000
STREAMS = 5
GRACE_S = 2
HEADER = "order,placed_at,currency,total,payment,name,street,postcode,city,country,sku,quantity\n"
ROW = "#{0},2026-09-14T06:00Z,EUR,19.90,paid,Ada,Schloßplatz 88,28195,Bremen,DE,TEE-M,1\n"


def shop(folder: Path, database: str) -> House:
    house = open_house(folder, database)
    house.stock({"TEE-M": {"A-1": ORDERS}})
    new = NewUser(login="rosa", name="Rosa", email="", role="supervisor", site=SITE)
    house.centre.do(add_user, CENTRE, new, PASSWORD)
    house.centre.close()
    with (folder / "central.toml").open("a") as file:
        file.write(f"[server]\ngrace_s = {GRACE_S}\n")
    return house


def opened(where: tuple[str, int], *lines: str) -> socket.socket:
    made = socket.create_connection(where, 30)
    made.sendall("\r\n".join((*lines, "Host: x", "", "")).encode())
    return made


def importing(client: Client) -> threading.Thread:
    """Sends a file that takes minutes; how it is answered when the centre ends is no matter."""
    data = (HEADER + "".join(ROW.format(n) for n in range(ORDERS))).encode()

    def run() -> None:
        try:
            send(client, "orders.csv", data, kind="orders", channel="shop")
        except (OSError, http.client.HTTPException):
            return

    thread = threading.Thread(target=run, name="importing")
    thread.start()
    return thread


def stored(house: House) -> int:
    centre = open_again(house.data, "look", hidden_inputs.now)
    try:
        with centre.read(SITE) as work:
            return int(work.connection.execute(text("SELECT count(*) FROM sales_order")).scalar_one())
    finally:
        centre.close()


def test_streams_a_slow_body_and_an_import_end_with_the_centre(tmp_path: Path, database: str) -> None:
    house = shop(tmp_path, database)
    key = f"Authorization: Bearer {house.key}"
    with Running(house) as running:
        client = Client(running.where)
        assert client.sign_in().status == 200
        thread = importing(client)
        streams = [opened(running.where, "GET /v1/inventory/changes HTTP/1.1", key) for _ in range(STREAMS)]
        assert all(one.recv(12) == b"HTTP/1.1 200" for one in streams)
        slow = opened(running.where, "POST /v1/orders HTTP/1.1", key, "Content-Length: 1000")
        slow.sendall(b'{"external_ref": "half')
        wait_until(lambda: stored(house) > 50, words="some of the file is taken")
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(40) == 0
        thread.join(30)
        for one in (*streams, slow):
            while one.recv(65536):
                pass
            one.close()
    heard = running.log.read_text("utf-8")
    assert '"event":"closed"' in heard
    assert "Traceback" not in heard
    taken = stored(house)
    assert 50 < taken < ORDERS, "it broke off"
    centre = open_again(house.data, "after", hidden_inputs.now)
    try:
        with centre.read(SITE) as work:
            (row,) = work.desk.imports.page(9, None)
        assert (row.state, "import the file again" in row.words) == ("failed", True)
        assert audit(centre, SITE) == ()
    finally:
        centre.close()
