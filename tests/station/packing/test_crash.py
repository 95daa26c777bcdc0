"""Power cut after every single event of the story: the same order, the same step, nothing missing, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.floor.labelling import PaperJob
from app.station.desk import LookAgain, Print
from app.station.ports import Evidence, JobState
from app.station.verbs.packing import papers
from tests.station.floor import Floor, Told
from tests.station.goods import ADA, BEN, CASE_OF_MUGS, CODES, EVERYTHING, badge, place, tote

Act = Callable[[Floor], object]


def scan(text: str) -> Act:
    return lambda floor: floor.scan(text)


def press(name: str) -> Act:
    return lambda floor: floor.press(name)


def label(floor: Floor) -> None:
    floor.scan(floor.label)


def job(state: JobState, evidence: Evidence = Evidence.NONE) -> Act:
    return lambda floor: floor.job(floor.parcel.label_job, state, evidence)


STORY: tuple[Act, ...] = (
    scan(badge(ADA)),
    press("START"),
    scan(tote("T-01")),
    scan(CODES["MUG"]),  # not now: refused
    press("OK"),
    scan(place("A-01-2")),
    scan(CODES["TEE-M"]),
    press("UNDO"),
    scan(CODES["TEE-M"]),
    scan(place("B-02-1")),
    scan(CASE_OF_MUGS),
    press("SKIP"),  # the last stop: refused
    press("OK"),
    press("SHORT"),
    press("REASON_4"),
    scan(tote("T-01")),
    scan(CODES["TEE-S"]),  # wrong item
    scan(CODES["TEE-S"]),  # swallowed
    press("BACK"),
    scan(CODES["TEE-M"]),
    press("CARTON_2"),
    press("PROBLEM"),
    press("REASON_2"),
    scan(tote("T-01")),
    press("SIGN_OUT"),
    scan(badge(BEN)),
    scan(CASE_OF_MUGS),
    job(JobState.SENDING),
    job(JobState.UNKNOWN),
    press("PRINT_AGAIN"),
    press("REASON_1"),
    job(JobState.SENDING),
    job(JobState.PRINTED, Evidence.ODOMETER),
    label,
    scan(tote("T-02")),
    scan(tote("T-03")),
    scan(place("A-01-2")),
    scan(CODES["TEE-M"]),
    scan(tote("T-02")),
    press("BACK"),
    press("DISPATCH"),
    label,
    press("BACK"),
    press("START"),
)


def tell(floor: Floor, crash: Callable[[int], None]) -> tuple[dict[str, list[object]], list[Told]]:
    floor.deliver(*EVERYTHING)
    for at, act in enumerate(STORY):
        act(floor)
        crash(at)
    return floor.state(), floor.told()


def test_a_power_cut_after_every_event_changes_nothing(tmp_path: Path) -> None:
    calm = Floor(tmp_path / "calm")
    state, told = tell(calm, lambda _: None)
    calm.close()
    assert len({fact.kind for fact in told}) > 14, "the story is long enough to mean something"
    floor = Floor(tmp_path / "0")

    def crash(at: int) -> None:
        before, waiting, seen = floor.state(), floor.told(), floor.view
        jobs = {found.job_id: JobState(found.state) for found in floor.all(PaperJob)}
        floor.effects.clear()
        floor.kill(tmp_path / f"{at + 1}")
        sent = {effect.job.job_id for effect in floor.effects if isinstance(effect, Print)}
        looked = {effect.job_id for effect in floor.effects if isinstance(effect, LookAgain)}
        assert sent == {job_id for job_id, state in jobs.items() if state in (JobState.QUEUED, JobState.FAILED)}
        assert looked == {job_id for job_id, state in jobs.items() if state in papers.UNDER_WAY}
        assert floor.state() == before, f"after event {at}"
        assert floor.told() == waiting, f"after event {at}"
        again = floor.view
        assert (again.screen, again.title, again.facts, again.progress) == (
            seen.screen, seen.title, seen.facts, seen.progress,
        )  # fmt: skip
        assert (again.refusal, again.choice, again.pick, again.pack) == (
            seen.refusal, seen.choice, seen.pick, seen.pack,
        )  # fmt: skip

    stormy, told_again = tell(floor, crash)
    floor.close()
    assert stormy == state
    assert told_again == told


def test_a_refusal_and_a_question_survive_the_restart(tmp_path: Path) -> None:
    floor = Floor(tmp_path / "0")
    floor.deliver(*EVERYTHING)
    floor.do(badge(ADA), tote("T-01"), "PROBLEM")
    floor.kill(tmp_path / "1")
    assert floor.view.choice is not None
    floor.do("BACK")
    floor.scan(CODES["TEE-M"])
    floor.kill(tmp_path / "2")
    assert floor.view.refusal is not None
    assert floor.scan(CODES["TEE-M"]).said == "acknowledge_first"
    floor.close()
