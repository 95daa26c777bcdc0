"""`packbench central supply` and the files it is told by, beside a running centre."""

from pathlib import Path

import pytest

from tests.sync_central.commanded import central
from tests.sync_central.wire import Wire


def printed(wire: Wire, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert central(wire.data, *words) == code
    captured = capsys.readouterr()
    return captured.err if code == 2 else captured.out + captured.err


def test_from_the_files_to_goods_received(wire: Wire, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suppliers, rules = tmp_path / "suppliers.csv", tmp_path / "supply.csv"
    suppliers.write_text("supplier,name,lead_days\nMILL,The Mill,10\n", "utf-8")
    rules.write_text("sku,supplier,pack,min_units,max_units\nTEE-M,MILL,6,60,120\nNOPE,MILL,,,\n", "utf-8")
    printed(wire, capsys, "import", "suppliers", str(suppliers))
    told = printed(wire, capsys, "import", "supply", str(rules), code=1)
    assert "supply.csv:3: sku: SKU 'NOPE' is not in the catalogue" in told
    assert "1 proposals are open, 1 alerts are raised" in printed(wire, capsys, "supply", "run")
    assert printed(wire, capsys, "supply", "low").startswith("TEE-M: 50 can be sold")
    assert "TEE-M is low" in printed(wire, capsys, "supply", "alerts")
    proposal = printed(wire, capsys, "supply", "proposals").split()[0]
    assert "packs of 6" in printed(wire, capsys, "supply", "approve", proposal, "--quantity", "7", code=2)
    assert printed(wire, capsys, "supply", "approve", proposal).startswith("PO-00001 MILL open")
    assert "Please deliver by" in printed(wire, capsys, "supply", "export", "PO-00001", "--text")
    assert "PO-00001,1,TEE-M" in printed(wire, capsys, "supply", "export", "PO-00001")
    told = printed(wire, capsys, "supply", "receive", "PO-00001", "TEE-M", "A-1", "30", "--damaged", "1")
    assert told == "30 x TEE-M received, 1 damaged; 42 are still to come\n"
    assert "no product has the barcode" in printed(
        wire, capsys, "supply", "receive", "PO-00001", "x", "A-1", "1", "--scanned", code=2
    )
    assert "PO-00001 MILL closed" in printed(wire, capsys, "supply", "close", "PO-00001", "--why", "enough")
    assert "there is no purchase" in printed(wire, capsys, "supply", "export", "PO-9", code=2)
    assert "window_days = 30" in printed(wire, capsys, "supply", "settings", "window_days=30")
    assert "expected a whole number" in printed(wire, capsys, "supply", "settings", "window_days=3", code=2)


def test_files_of_supply_name_what_is_wrong(wire: Wire, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = {
        "suppliers": (
            "supplier,name,lead_days,email\nMILL,,x,\nA,B,1,\nA,B,2,\nC,D,1,d@mill\n",
            ["2: name", "2: lead_days", "4: supplier", "5: email"],
        ),
        "supply": (
            "sku,supplier,pack,min_units,max_units\nTEE-M,,0,,\nCAP,,1,5,4\nCAP,NOBODY,1,,\n",
            ["2: pack", "3: max_units", "4: supplier"],
        ),
        "faces": (
            "location,sku,min_units,max_units\nA-1,TEE-M,5,5\nZ-9,TEE-M,1,5\nA-1,NOPE,1,5\nA-2,CAP,1,9\n",
            ["2: max_units", "3: location", "4: sku"],
        ),
    }
    for kind, (text, wrong) in cases.items():
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, "utf-8")
        told = printed(wire, capsys, "import", kind, str(file), code=1)
        for place in wrong:
            assert f"{kind}.csv:{place}" in told, told
