"""The replica: pages with their cursor, tombstones, codes that find, starting over beside what is there, and damage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.documents import Packer, Product, SerialBlock, Site
from app.station.storage import ChangedRow, JournalDamaged, Store, StoreFailed
from tests.station_storage.lives import identity, open_store, page, product, row, sign_in

TEE, MUG = product("TEE", "1", "alias"), product("MUG", "2")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    opened.enrol(identity())
    yield opened
    opened.close()


def skus(store: Store) -> list[str]:
    with store.begin() as work:
        return [found.sku for found in work.docs(Product)]


def test_a_page_and_its_cursor_are_one(store: Store) -> None:
    applied = store.apply_changes(page(0, 2, row(1, TEE), row(2, MUG)))
    assert (applied.applied, applied.changed) == (True, (("product", "TEE"), ("product", "MUG")))
    assert (store.cursor(), store.feed_position()) == ((2, "lineage-0"), (2, "lineage-0"))
    again = store.apply_changes(page(0, 1, row(1, None, "TEE")))
    assert (again.applied, again.cursor) == (False, 2)
    assert skus(store) == ["MUG", "TEE"]


def test_tombstones_remove_and_codes_follow(store: Store) -> None:
    store.apply_changes(page(0, 2, row(1, TEE), row(2, MUG)))
    with store.begin() as work:
        assert work.product_by_code("alias") == (TEE, TEE.barcodes[1])
        assert work.doc(Product, "TEE") == TEE
        assert work.doc(Site, "MAIN") is None
    store.apply_changes(page(2, 4, row(3, None, "MUG"), row(4, product("TEE", "2"))))
    with store.begin() as work:
        assert (work.product_by_code("1"), work.doc(Product, "MUG")) == (None, None)
        assert [found.sku for found, _barcode in work.products_by_code("2")] == ["TEE"]


def test_an_ambiguous_code_finds_both_products_and_no_single_one(store: Store) -> None:
    store.apply_changes(page(0, 2, row(1, product("A", "7")), row(2, product("B", "7"))))
    with store.begin() as work:
        assert [found.sku for found, _barcode in work.products_by_code("7")] == ["A", "B"]
        assert work.product_by_code("7") is None


def test_a_packer_is_found_by_badge(store: Store) -> None:
    packer = Packer(packer_id="p1", name="Ada", role="packer", badge_sha256="ab" * 32)
    store.apply_changes(page(0, 1, row(1, packer)))
    with store.begin() as work:
        assert (work.packer_by_badge("ab" * 32), work.packer_by_badge("")) == (packer, None)


def test_unknown_entities_are_ignored_and_unreadable_rows_left_out(store: Store) -> None:
    strange = ChangedRow(seq=1, entity="drone", id="d", rev=1, deleted=False, doc=b"{}")
    broken = ChangedRow(seq=2, entity="product", id="x", rev=1, deleted=False, doc=b'{"sku": 1}')
    bad_block = ChangedRow(seq=3, entity="block", id="b", rev=1, deleted=False, doc=b"{}")
    applied = store.apply_changes(page(0, 4, strange, broken, bad_block, row(4, TEE)))
    assert applied.changed == (("product", "TEE"),)
    assert applied.unreadable == (("product", "x"), ("block", "b"))
    assert store.cursor()[0] == 4


def test_starting_over_keeps_the_old_view_until_the_new_one_is_whole(store: Store, tmp_path: Path) -> None:
    store.start_over()
    store.apply_changes(page(0, 9, row(1, TEE), row(2, MUG)))
    store.start_over()
    assert store.cursor() == (0, "")
    part = store.apply_changes(page(0, 1, row(1, product("CUP")), more=True, epoch="lineage-1"))
    assert (part.rebuilt, part.changed) == (False, ())
    assert skus(store) == ["MUG", "TEE"]
    store.close()
    again = open_store(tmp_path)
    assert again.cursor() == (1, "lineage-1")
    whole = again.apply_changes(page(1, 2, row(2, MUG), epoch="lineage-1"))
    assert whole.rebuilt
    assert (skus(again), again.cursor()) == (["CUP", "MUG"], (2, "lineage-1"))
    again.close()


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(0, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(bytes(data))


def test_a_damaged_replica_is_set_aside_and_the_journal_not_touched(store: Store, tmp_path: Path) -> None:
    block = SerialBlock(block_id="b1", company_prefix="9501101", extension=3, first=1, last=9)
    store.apply_changes(page(0, 2, row(1, TEE), row(2, block)))
    sign_in(store)
    store.checkpoint()
    store.close()
    damage(tmp_path / "replica.db")
    again = open_store(tmp_path)
    assert (skus(again), again.cursor()) == ([], (0, ""))
    assert [command.seq for command in again.next_batch(9, 10**6)] == [1]
    with again.begin() as work:
        assert work.serials_left() == 9
    assert list(tmp_path.glob("replica.db.damaged-*"))
    again.close()


def test_a_replica_damaged_while_in_use_is_replaced_and_the_verb_fails_whole(store: Store, tmp_path: Path) -> None:
    store.apply_changes(page(0, 60, *(row(n, product(f"SKU-{n}", str(n), name="x" * 900)) for n in range(1, 60))))
    store.checkpoint()
    damage(tmp_path / "replica.db")
    store._replica.driver.execute("PRAGMA shrink_memory")  # as after a long idle time: pages are read again
    with pytest.raises(StoreFailed, match=r"replica\.db"):
        _keep_and_read(store)
    assert (skus(store), store.cursor()) == ([], (0, ""))
    with store.begin() as work:
        assert work.get(Product, "tally") is None


def _keep_and_read(store: Store) -> None:
    with store.begin() as work:
        work.put("tally", product("kept?"))
        work.docs(Product)


def test_a_damaged_journal_is_a_fault_and_stays_where_it_is(store: Store, tmp_path: Path) -> None:
    sign_in(store)
    store.checkpoint()
    store.close()
    damage(tmp_path / "journal.db")
    before = (tmp_path / "journal.db").read_bytes()
    with pytest.raises(JournalDamaged):
        open_store(tmp_path)
    assert (tmp_path / "journal.db").read_bytes() == before
    with pytest.raises(JournalDamaged):
        open_store(tmp_path)
