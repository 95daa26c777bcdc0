"""Who gets which work: only who may, the most urgent first, own zones and free hands before others, explained."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.work.assigning import Candidate, Offer, Score, Unfit, best_offers, best_worker, fit, score

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
WHO = st.builds(
    Candidate,
    worker_id=st.sampled_from(["amina", "bo", "cem", "dora"]),
    kind=st.just("person"),
    role=st.sampled_from(["packer", "clerk", "supervisor", "manager", ""]),
    skills=st.frozensets(st.sampled_from(["forklift", "gifts"])),
    zones=st.frozensets(st.sampled_from(["A", "B"])),
    load=st.integers(0, 5),
    most=st.integers(1, 4),
)
OFFER = st.builds(
    Offer,
    id=st.uuids().map(str),
    priority=st.integers(1, 9),
    rank=st.integers(0, 10**6),
    due_at=st.none() | st.integers(-9, 9).map(lambda hours: NOW + timedelta(hours=hours)),
    created_at=st.integers(0, 5000).map(lambda minutes: NOW - timedelta(minutes=minutes)),
    role=st.sampled_from(["", "packer", "clerk", "supervisor"]),
    skill=st.sampled_from(["", "forklift"]),
    zone=st.sampled_from(["", "A", "C"]),
    pinned_to=st.sampled_from(["", "amina"]),
    meant_for=st.sampled_from(["", "bo"]),
    not_for=st.sampled_from(["", "cem"]),
)


@given(WHO, OFFER)
def test_a_score_is_for_who_may_and_its_reasons_add_up(who: Candidate, offer: Offer) -> None:
    found = score(who, offer, NOW)
    if isinstance(found, Unfit):
        assert found.why == fit(who, offer) != ""
        return
    assert fit(who, offer) == ""
    assert sum(int(reason.rsplit("(", 1)[1].rstrip(")")) for reason in found.reasons) == found.points


@given(OFFER, st.lists(WHO, max_size=4, unique_by=lambda who: who.worker_id))
def test_the_best_worker_may_do_it_has_hands_free_and_nobody_suits_better(offer: Offer, crew: list[Candidate]) -> None:
    found = best_worker(offer, crew, NOW)
    free = [who for who in crew if not fit(who, offer) and who.load < who.most]
    if isinstance(found, str):
        assert not free
        assert found
        return
    who, points = found
    assert who in free
    others = [score(other, offer, NOW) for other in free]
    assert all(points.points >= other.points for other in others if isinstance(other, Score))
    assert best_worker(offer, reversed(crew), NOW) == found


@given(WHO, st.lists(OFFER, max_size=8, unique_by=lambda offer: offer.id), st.integers(1, 4))
def test_offers_come_pinned_first_then_by_priority(who: Candidate, offers: list[Offer], most: int) -> None:
    chosen = [offer for offer, _ in best_offers(who, offers, most, NOW)]
    fitting = [offer for offer in offers if not fit(who, offer)]
    assert len(chosen) == min(most, len(fitting))
    keys = [(who.worker_id not in (offer.pinned_to, offer.meant_for), offer.priority) for offer in chosen]
    assert keys == sorted(keys)


def test_a_recount_is_not_for_the_same_eyes_and_a_pin_is_for_one() -> None:
    offer = Offer(id="t", priority=5, rank=1, due_at=None, created_at=NOW, not_for="amina")
    assert "other eyes" in fit(Candidate(worker_id="amina", kind="person", role="packer"), offer)
    pinned = Offer(id="t", priority=5, rank=1, due_at=None, created_at=NOW, pinned_to="bo")
    assert fit(Candidate(worker_id="amina", kind="person", role="manager"), pinned) == "it is pinned to bo"
