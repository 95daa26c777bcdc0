"""One moment of the bench as one picture: the screen, its header, its panel, its verdict and its buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.documents import Packer
from app.domain.floor.labelling import Paper
from app.domain.floor.packing import PackSession
from app.domain.floor.verdicts import Verdict
from app.domain.floor.walk import PickPhase, PickRun
from app.station.bench import Step
from app.station.desk import Turn
from app.station.ports import DeviceKind, LinkState
from app.station.storage import OutboxSummary
from app.station.verbs import reading, tasking
from app.station.verbs.packing import labelling_up, packing_up
from app.station.verbs.picking.walking import current as current_run
from app.station.view.bench_view import BenchView
from app.station.view.panels import BarView, LinkView
from app.station.view.screens import closing
from app.station.view.screens.label import label_panel
from app.station.view.screens.pack import pack_bar, pack_panel
from app.station.view.screens.pick import pick_bar, pick_panel
from app.station.view.screens.queue import queue_panel
from app.station.view.screens.refusal import refusal_view
from app.station.view.screens.task import task_bar, task_header, task_panel
from app.station.view.signs import Screen, Sound, Tone
from app.station.view.wording.actions import actions
from app.station.view.wording.sentences import sentence
from app.station.view.wording.times import clock, counted
from app.station.view.wording.tones import COMPLETE, QUESTIONS, SILENT, SOUNDS
from app.station.view.wording.words import Words
from app.station.view.world import World


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders a turn inside its transaction; the link's badge is made after the commit."""

    words: Words

    def picture(self, turn: Turn, world: World, sound: Sound, answers: int) -> BenchView:
        bench = turn.bench
        title, facts, progress = self._header(turn)
        packer = turn.doc(Packer, bench.packer_id) if bench.packer_id else None
        view = BenchView(
            screen=Screen.CHOICE if bench.ask else Screen(bench.step), event=bench.event,
            station=turn.desk.identity.station, packer=packer.name if packer else "", title=title, facts=facts,
            progress=progress, link=LinkView(online=world.online, waiting=0, oldest=None, text=""),
            troubles=closing.troubles(self.words, tuple(world.devices.values())),
            actions=actions(turn, self.words), sound=sound, answers=answers,
            refusal=refusal_view(turn, self.words, bench.refusal) if bench.refusal else None,
        )  # fmt: skip
        return self._panel(turn, world, view)

    def _panel(self, turn: Turn, world: World, view: BenchView) -> BenchView:
        bench, words = turn.bench, self.words
        if bench.ask is not None:
            return replace(view, choice=closing.choice_panel(turn, words, bench.ask))
        if bench.step is Step.QUEUE:
            return replace(view, queue=queue_panel(turn, words, world.online), bar=self._bar(turn, None))
        if bench.step in (Step.PICK, Step.TASK, Step.PACK):
            return self._working(turn, view)
        if bench.step is Step.DISPATCH:
            return replace(view, dispatch=closing.dispatch_panel(turn, words), bar=self._bar(turn, None))
        if bench.step is Step.DEVICES:
            rows = closing.device_rows(words, tuple(world.devices.values()))
            return replace(view, devices=rows, bar=self._bar(turn, None))
        parcel = labelling_up.current(turn)
        if bench.step is Step.LABEL and parcel is not None:
            panel = label_panel(turn, words, parcel, self._printer(world))
            panel_says_it = bench.said is not None and bench.said.said == "carton_closed"
            return replace(view, label=panel, bar=None if panel_says_it else self._bar(turn, None))
        if bench.step is Step.DONE and parcel is not None:
            return replace(view, done=closing.done_panel(turn, words, parcel))
        if bench.step is Step.SIGN_IN:
            return replace(view, message=words.say("screen.sign_in"), bar=self._bar(turn, None))
        return view

    def _working(self, turn: Turn, view: BenchView) -> BenchView:
        """What is being done scan by scan: a walk, a task of the floor, a carton."""
        words = self.words
        if turn.bench.step is Step.PICK:
            run = current_run(turn)
            return replace(view, pick=pick_panel(turn, words, run), bar=self._bar(turn, pick_bar(turn, words, run)))
        if turn.bench.step is Step.TASK:
            task = tasking.current(turn)
            return replace(view, task=task_panel(turn, words, task), bar=self._bar(turn, task_bar(turn, words, task)))
        session = packing_up.current(turn)
        bar = self._bar(turn, pack_bar(turn, words, session))
        return replace(view, pack=pack_panel(turn, words, session), bar=bar)

    def _bar(self, turn: Turn, following: BarView | None) -> BarView | None:
        """What went right stands first, what comes next under it; silence leaves only what comes next."""
        said = turn.bench.said
        if said is None or said.said in SILENT | QUESTIONS or said.verdict is not Verdict.RIGHT:
            return following
        happened = sentence(turn, self.words, said)
        if not happened.title:
            return following
        return BarView(tone=Tone.RIGHT, title=happened.title, detail=following.title if following else happened.detail)

    def _header(self, turn: Turn) -> tuple[str, tuple[str, ...], float | None]:
        words, bench = self.words, turn.bench
        if bench.step is Step.TASK:
            return task_header(words, tasking.current(turn))
        run = turn.work.get(PickRun, bench.list_id) if bench.step is Step.PICK else None
        if run is not None:
            return self._pick_header(turn, run)
        session = packing_up.current(turn) if bench.step is Step.PACK else None
        if session is not None:
            return self._pack_header(turn, session)
        parcel = labelling_up.current(turn) if bench.step in (Step.LABEL, Step.DONE) else None
        if parcel is not None:
            facts = (_carton(turn, parcel.carton),) if parcel.carton else ()
            return words.say("label.title", number=parcel.order_number), facts, 1.0
        if bench.step is Step.PACK:
            waiting = counted(words, "tote", len(packing_up.waiting_totes(turn)))
            return words.say("pack.waiting"), (waiting,), None
        site = turn.site
        return turn.desk.identity.station, (site.name,) if site else (), None

    def _pick_header(self, turn: Turn, run: PickRun) -> tuple[str, tuple[str, ...], float | None]:
        words = self.words
        work = reading.kept_list(turn, run.list_id)
        at = sum(1 for stop in run.stops if not stop.left) + (0 if run.phase is PickPhase.FINISHED else 1)
        facts = (
            words.say("pick.stop_of", at=at, all=len(run.stops)),
            counted(words, "tote", len(run.orders)),
            words.say("pick.units_of", done=run.units_done, all=run.units),
        )
        number = work.number if work else ""
        return words.say("pick.title", number=number), facts, run.units_done / run.units if run.units else None

    def _pack_header(self, turn: Turn, session: PackSession) -> tuple[str, tuple[str, ...], float | None]:
        words = self.words
        order = reading.order_of(turn, session.list_id, session.order_id)
        wanted = sum(line.wanted for line in session.lines)
        done = wanted - session.left
        facts = [words.say("pack.units_of", done=done, all=wanted)]
        if session.carton:
            facts.insert(0, _carton(turn, session.carton))
        if order and order.ship_by:
            facts.insert(0, words.say("pack.ship_by", time=clock(words, order.ship_by, turn.zone, turn.desk.now())))
        number = order.number if order else ""
        return words.say("pack.title", number=number), tuple(facts), done / wanted if wanted else None

    def badge(self, zone: ZoneInfo, now: datetime, world: World, outbox: OutboxSummary) -> LinkView:
        state = world.link.state if world.link else LinkState.OFFLINE
        key = "ok" if state is LinkState.ONLINE else state.replace(" ", "_")
        values: dict[str, object] = {"waiting": outbox.waiting}
        if state is LinkState.OFFLINE and outbox.oldest is not None:
            key, values["time"] = "offline_oldest", clock(self.words, outbox.oldest, zone, now)
        text = self.words.say(f"link.{key}", **values)
        return LinkView(online=world.online, waiting=outbox.waiting, oldest=outbox.oldest, text=text)

    def _printer(self, world: World) -> str:
        found = [d.device for d in world.devices.values() if d.kind is DeviceKind.LABEL_PRINTER]
        return found[0] if found else str(Paper.LABEL)


def _carton(turn: Turn, code: str) -> str:
    """What the packer calls the carton: its name, or its code when the site does not know it any more."""
    site = turn.site
    return next((carton.name for carton in (site.cartons if site else ()) if carton.code == code), code)


def sound_of(turn: Turn) -> Sound:
    """The sound of the outcome just given."""
    said = turn.bench.said
    if said is None or said.said in SILENT:
        return Sound.NONE
    if said.said in QUESTIONS:
        return Sound.NOT_NOW
    if said.said in COMPLETE:
        return Sound.COMPLETE
    return SOUNDS[said.verdict]
