"""Schemathesis asks the served centre everything its OpenAPI document allows, and much that it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.central.audit import audit
from sync.central.serving.document.links import LINKS
from tests.central.house import SITE, open_again
from tests.sync_central.contract.open_world import OpenWorld, open_world

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
SETTINGS = """
seed = {seed}
continue-on-failure = true
hooks = "{hooks}"
request-timeout = 10
warnings = false

[generation]
deterministic = {deterministic}
max-examples = {examples}
database = "none"
with-security-parameters = false

[phases.stateful]
max-steps = 10

[phases.stateful.generation]
mode = "positive"

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409", "410", "422", "426", "429"]

[checks.missing_required_header]
expected-statuses = ["400", "401", "403", "406", "415", "422", "429"]

[checks.negative_data_rejection]
expected-statuses = [
    "400", "401", "403", "404", "405", "406", "408", "409", "410", "413", "415", "422", "426", "429", "431"
]
"""
PROGRAMS = """
[auth.openapi]
channelKey = {{ bearer = "{world.channel_key}" }}
clientKey = {{ bearer = "{world.office_key}" }}
session = {{ api_key = "{world.session}" }}
csrf = {{ api_key = "{world.csrf}" }}
"""
"""Each end point is asked by the first who may."""
PERSON = """
[auth.openapi]
channelKey = {{ bearer = "{world.channel_key}" }}
session = {{ api_key = "{world.session}" }}
csrf = {{ api_key = "{world.csrf}" }}

[[operations]]
include-path = ["/v1/tasks", "/v1/audit", "/v1/orders"]
parameters = {listed}

[[operations]]
include-path = "/v1/supply/proposals"
parameters = {{ "query.state" = "open", "query.supplier" = "", "query.site" = "DO1", "query.cursor" = "" }}

[[operations]]
include-path = "/v1/purchases"
parameters = {{ "query.state" = "", "query.supplier" = "", "query.site" = "DO1", "query.cursor" = "" }}
"""
"""A channel enters orders and a manager does the rest; lists are never empty, so that their links lead somewhere."""


LISTED = {"site": "DO1", "cursor": "", "channel": "", "text": "", "zone": "", "assignee": "", "limit": "20"}


def run(world: OpenWorld, folder: Path, phases: str, examples: int, seed: int, *, derandomise: bool = True) -> None:
    """Run Schemathesis in a process of its own. Raises AssertionError with its report when it found anything."""
    askers = PERSON if phases == "stateful" else PROGRAMS
    listed = ", ".join(f'"query.{name}" = "{value}"' for name, value in LISTED.items())
    settings = (SETTINGS + askers).format(
        listed=f"{{ {listed} }}",
        seed=seed, hooks=HERE / "signing_hooks.py", world=world, examples=examples,
        deterministic=str(derandomise).lower(),
    )  # fmt: skip
    (folder / "schemathesis.toml").write_text(settings, "utf-8")
    host, port = world.wire.where
    command = [
        # the stream of changes never ends: its own tests read it
        sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml", "run", "--no-color",
        "--checks", "all", "--exclude-path", "/v1/inventory/changes", "--phases", phases, f"http://{host}:{port}/openapi.json",
    ]  # fmt: skip
    environment = {**world.environment, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=1200)
    (folder / "report.txt").write_text(done.stdout + done.stderr, "utf-8")
    assert done.returncode == 0, done.stdout[-30_000:] + done.stderr[-5_000:]


@pytest.mark.parametrize(("phases", "examples"), [("examples,coverage,fuzzing", 8), ("stateful", 120)])
def test_the_api_is_what_its_document_says(tmp_path: Path, phases: str, examples: int) -> None:
    data = tmp_path / "data"
    with open_world(data) as world:
        run(world, tmp_path, phases, examples, seed=20260914)
    centre = open_again(data)
    try:
        assert audit(centre, SITE) == ()
    finally:
        centre.close()


def test_every_link_leads_from_a_stored_end_point_to_another(tmp_path: Path) -> None:
    with open_world(tmp_path / "data") as world:
        document = world.wire.ask("GET", "/openapi.json").json()
    written = {
        (f"{method.upper()} {path}", status): set(one.get("links", {}))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for status, one in operation["responses"].items()
    }
    assert {place: {name for name, *_ in links} for place, links in LINKS.items()} == {
        place: names for place, names in written.items() if names
    }
