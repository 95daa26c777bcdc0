"""A set-up step is done once, again when what it is made from changes, and is not done when it was cut short."""

from pathlib import Path

import pytest

from environment import Step, carry_out, is_done


def step(done: list[str], *parts: bytes) -> Step:
    return Step("lay", "laying", parts, lambda: done.append("laid"))


def test_a_step_is_done_once_for_what_it_is_made_from(tmp_path: Path) -> None:
    done: list[str] = []
    assert carry_out(step(done, b"lock 1"), tmp_path)
    assert not carry_out(step(done, b"lock 1"), tmp_path)
    assert carry_out(step(done, b"lock 2"), tmp_path)
    assert carry_out(step(done, b"lock 1"), tmp_path)
    assert len(done) == 3


def test_the_stamp_tells_where_one_part_ends(tmp_path: Path) -> None:
    assert step([], b"ab", b"c").stamp != step([], b"a", b"bc").stamp


def test_a_step_that_failed_is_not_done_even_if_it_once_was(tmp_path: Path) -> None:
    good = step([], b"lock")
    carry_out(good, tmp_path)

    def fail() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        carry_out(Step("lay", "laying", (b"new lock",), fail), tmp_path)
    assert not is_done(good, tmp_path)
    assert list(tmp_path.iterdir()) == []
