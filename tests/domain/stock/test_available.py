"""What is there goes now: never more than is free, and kits only whole."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.stock.channels.available import Part, available
from app.domain.stock.promises import Want


def test_lines_are_served_in_their_order() -> None:
    parts = [Part(Want("1", "TEE", 2)), Part(Want("2", "TEE", 2)), Part(Want("3", "CAP", 1))]
    assert available(parts, {"TEE": 3}) == (Want("1", "TEE", 2), Want("2", "TEE", 1), Want("3", "CAP", 1))
    assert available(parts, {"TEE": 0}) == (Want("3", "CAP", 1),)


def test_kits_go_whole_or_not_at_all() -> None:
    parts = [Part(Want("1", "CUP", 6), "K", 2), Part(Want("2", "POT", 3), "K", 1)]
    assert available(parts, {"CUP": 5}) == (Want("1", "CUP", 4), Want("2", "POT", 2))
    assert available(parts, {"POT": 0}) == ()


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 9)), max_size=6),
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 9)),
)
def test_never_more_than_is_wanted_or_free(lines: list[tuple[str, int]], short: dict[str, int]) -> None:
    parts = [Part(Want(str(n), sku, units)) for n, (sku, units) in enumerate(lines)]
    cut = available(parts, short)
    wanted = {part.want.line_id: part.want.quantity for part in parts}
    assert all(0 < want.quantity <= wanted[want.line_id] for want in cut)
    for sku, free in short.items():
        assert sum(want.quantity for want in cut if want.sku == sku) <= free
