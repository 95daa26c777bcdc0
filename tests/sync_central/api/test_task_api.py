"""Tasks over real HTTP: one list, claims under a fence, ending with an effect, supervisors, and why."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from app.central.centre import Centre
from app.central.people.actors import CENTRE
from app.central.people.keys import ClientKey, add_client
from app.central.people.signing_in import COOKIE, Session, csrf_of, sign_in
from app.central.people.users import NewUser, add_user
from app.central.people.values import UserRow
from app.central.work.release import sweep_in_turns
from app.central.work.values import TaskItem
from tests.central.house import SITE, open_again
from tests.sync_central.wire import Answer, Wire, order

_OPENED = itertools.count(1)
PASSWORD = "korrekt-pferd-batterie-7"


class Asker:
    """Somebody who asks the centre: with a key, or signed in."""

    def __init__(self, wire: Wire, headers: dict[str, str]) -> None:
        self._wire = wire
        self._headers = {**headers, "Content-Type": "application/json"}

    def get(self, target: str) -> Answer:
        return self._wire.ask("GET", target, headers=self._headers)

    def post(self, target: str, **body: Any) -> Answer:
        return self.say("POST", target, **body)

    def say(self, method: str, target: str, **body: Any) -> Answer:
        return self._wire.ask(method, target, json.dumps(body).encode(), self._headers)


def at(wire: Wire, verb: Callable[[Centre], Any]) -> Any:
    """Run something at the same database, as another process would."""
    centre = open_again(wire.data, f"side{next(_OPENED)}")
    try:
        return verb(centre)
    finally:
        centre.close()


@pytest.fixture
def office(wire: Wire) -> Asker:
    made = at(wire, lambda centre: centre.do(add_client, CENTRE, SITE, "handheld", "office"))
    assert isinstance(made, ClientKey)
    return Asker(wire, {"Authorization": f"Bearer {made.key}"})


@pytest.fixture
def boss(wire: Wire) -> Asker:
    def signed_in(centre: Centre) -> Session:
        new = NewUser(login="bella", name="Bella", email="bella@example.com", role="supervisor", site=SITE)
        assert isinstance(centre.do(add_user, CENTRE, new, PASSWORD), UserRow)
        session = sign_in(centre, "bella", PASSWORD)
        assert isinstance(session, Session)
        return session

    session = at(wire, signed_in)
    return Asker(wire, {"Cookie": f"{COOKIE}={session.token}", "X-CSRF-Token": csrf_of(session)})


def make(wire: Wire, cause: str, **more: Any) -> str:
    def opened(centre: Centre) -> str:
        with centre.begin(SITE) as work:
            return work.tasks.open(work.new_id(), cause, f"to do: {cause}", **more)

    return str(at(wire, lambda centre: centre.do(opened)))


def test_a_count_is_claimed_under_a_fence_and_corrects_the_stock(wire: Wire, office: Asker) -> None:
    name = make(wire, "recount", items=[TaskItem("TEE-M", "A-1", 1)])
    (listed,) = office.get("/v1/tasks?kind=count").json()["tasks"]
    assert (listed["id"], listed["state"], listed["sku"], listed["location"]) == (name, "queued", "TEE-M", "A-1")
    claimed = office.post(f"/v1/tasks/{name}/claim", who="amina")
    assert (claimed.status, claimed.json()["holder"], claimed.json()["state"]) == (200, "amina", "leased")
    other = office.post(f"/v1/tasks/{name}/claim", who="bo")
    assert (other.status, other.problem().code) == (409, "lease")
    fence = claimed.json()["fence"]
    missing = office.post(f"/v1/tasks/{name}/done", who="amina", fence=fence)
    assert (missing.status, [wrong.field for wrong in missing.problem().errors]) == (422, ["counted"])
    done = office.post(f"/v1/tasks/{name}/done", who="amina", fence=fence, counted=47)
    assert (done.status, done.json()["state"], done.json()["outcome"]) == (
        200, "done", "47 counted, the books changed by -3",
    )  # fmt: skip
    assert office.post(f"/v1/tasks/{name}/done", who="amina", fence=fence, counted=47).json() == done.json()
    assert wire.get("/v1/stock?sku=TEE-M").json()["on_hand"] == 47
    late = office.post(f"/v1/tasks/{name}/done", who="bo", fence=fence - 1, counted=50)
    assert (late.status, late.problem().code) == (409, "lease")
    (check,) = office.get("/v1/tasks?kind=check").json()["tasks"]
    assert check["cause"] == "older_lease"


def test_a_supervisor_pauses_pins_moves_and_reassigns_and_why_tells_all(wire: Wire, boss: Asker) -> None:
    name = make(wire, "restock")
    for verb, body in (
        ("pause", {"why": "lunch"}),
        ("resume", {}),
        ("pin", {"to": "bo"}),
        ("priority", {"priority": 1}),
        ("assign", {"to": "amina", "why": "bo is away"}),
    ):
        answer = boss.post(f"/v1/tasks/{name}/{verb}", **body)
        assert answer.status == 200, answer.body
    seen = boss.get(f"/v1/tasks/{name}").json()["task"]
    assert (seen["state"], seen["priority"], seen["pinned_to"], seen["holder"]) == ("queued", 1, "amina", "amina")
    why = boss.get(f"/v1/tasks/{name}/why").json()
    assert [reason["rule"] for reason in why["reasons"]] == [
        "made", "paused", "resumed", "pinned", "prioritised", "assigned",
    ]  # fmt: skip
    assert "bo is away" in why["reasons"][-1]["words"]
    assert boss.post(f"/v1/tasks/{name}/resume").status == 409


def test_pick_lists_stand_in_the_same_list_and_can_be_pinned_and_explained(wire: Wire, boss: Asker) -> None:
    wire.post_order(order("#1"))
    at(wire, _swept)
    (listed,) = boss.get("/v1/tasks?kind=pick").json()["tasks"]
    assert (listed["number"], listed["state"], listed["quantity"]) == ("P-1", "queued", 1)
    wrong = boss.post("/v1/tasks/P-1/pin", to="ST-9")
    assert (wrong.status, [field.field for field in wrong.problem().errors]) == (422, ["to"])
    assert boss.post("/v1/tasks/P-1/pause").status == 200
    assert boss.get("/v1/tasks?kind=pick&state=paused").json()["tasks"][0]["number"] == "P-1"
    why = boss.get("/v1/tasks/P-1/why").json()
    assert "every order that waits" in why["reasons"][0]["words"]
    assert boss.post("/v1/tasks/P-1/claim").status == 409


def _swept(centre: Centre) -> None:
    sweep_in_turns(centre, SITE)


def test_pages_follow_their_cursor_to_the_end(wire: Wire, office: Asker) -> None:
    made = {make(wire, "restock", source=str(n)) for n in range(3)}
    found, target = set(), "/v1/tasks?limit=2"
    cursor = ""
    for _ in range(2):
        page = office.get(target + cursor).json()
        found |= {task["id"] for task in page["tasks"]}
        cursor = f"&cursor={page['next']}"
    assert found == made
    assert page["next"] is None
    bad = office.get("/v1/tasks?cursor=xyz")
    assert (bad.status, bad.problem().code) == (400, "cursor")


def test_who_may_not_is_refused_with_what_is_missing(wire: Wire, office: Asker) -> None:
    name = make(wire, "intercept")
    assert wire.get("/v1/tasks").status == 403
    assert Asker(wire, {"Authorization": "Bearer pb_wrong"}).get("/v1/tasks").status == 401
    assert office.post(f"/v1/tasks/{name}/pause").status == 403
    unfit = office.post(f"/v1/tasks/{name}/claim", who="amina")
    assert (unfit.status, unfit.problem().code) == (403, "unfit")
    assert office.get("/v1/tasks/nothing").status == 404
    assert office.get("/v1/tasks?kind=juggle").status == 422
    assert office.get("/v1/tasks?site=XX").status == 403
    assert office.post(f"/v1/tasks/{name}/done", fence=-1).status == 422
